"""Reading the request as a model would: what is asked for, in which language, about which deliverables."""

import json
import re
from dataclasses import dataclass
from typing import Any

from bot.domain.language import Language

_DATA = re.compile(r"<data>\n(.*)\n</data>", re.DOTALL)
_COUNT = re.compile(r"^Number of questions: (\d+)$", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a prompt asks for. `count` is the number of questions, 0 when efforts are asked for."""

    language: Language
    deliverables: tuple[tuple[str, str], ...]
    """Id and name."""
    count: int


def asked_in(messages: list[dict[str, Any]]) -> Asked:
    """Reads the data block and what stands outside it. ValueError when the prompt holds no data."""
    user = str(messages[-1].get("content"))
    block = _DATA.search(user)
    if not block:
        raise ValueError("the prompt holds no data")
    data = json.loads(block[1])
    count = _COUNT.search(user[: block.start()])
    return Asked(
        language=Language.JA if "Answer language: Japanese" in user[: block.start()] else Language.EN,
        deliverables=tuple((one["id"], one["name"]) for one in data["deliverables"]),
        count=int(count[1]) if count else 0,
    )
