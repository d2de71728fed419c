"""Reading the request as a model would: what is asked for, in which language, about which deliverables."""

import json
import re
from dataclasses import dataclass
from typing import Any

from bot.domain.language import Language

_DATA = re.compile(r"<data>\n(.*)\n</data>", re.DOTALL)
_PERCENT = re.compile(r"^Change wanted: ([+-][\d.]+) %$", re.MULTILINE)
_COUNT = re.compile(r"^Number of questions: (\d+)$", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A prompt that asks for questions or efforts. `count` is the number of questions, 0 when efforts are asked for."""

    language: Language
    deliverables: tuple[tuple[str, str], ...]
    """Id and name."""
    count: int


@dataclass(frozen=True, kw_only=True)
class AskedMeaning:
    """A prompt that asks what a message means."""

    message: str
    names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class AskedIdeas:
    """A prompt that asks for ideas to change the whole by so many percent."""

    language: Language
    percent: float
    lines: tuple[dict[str, Any], ...]


def asked_in(messages: list[dict[str, Any]]) -> Asked | AskedMeaning | AskedIdeas:
    """Reads the data block and what stands outside it. ValueError when the prompt holds no data."""
    user = str(messages[-1].get("content"))
    block = _DATA.search(user)
    if not block:
        raise ValueError("the prompt holds no data")
    return _asked(user[: block.start()], json.loads(block[1]))


def _asked(before: str, data: dict[str, Any]) -> Asked | AskedMeaning | AskedIdeas:
    language = Language.JA if "Answer language: Japanese" in before else Language.EN
    if "message" in data:
        return AskedMeaning(message=data["message"], names=tuple(data.get("lines", ())))
    if percent := _PERCENT.search(before):
        return AskedIdeas(language=language, percent=float(percent[1]), lines=tuple(data["lines"]))
    count = _COUNT.search(before)
    return Asked(
        language=language,
        deliverables=tuple((one["id"], one["name"]) for one in data["deliverables"]),
        count=int(count[1]) if count else 0,
    )
