"""What is sent to the model: instructions that never change, then the case's data.

The instructions come first and are the same for every call of a kind, so that the provider's prompt cache serves them.
Names, requirements, answers and notes are other people's words: they travel as JSON inside `<data>`, in which no `<`
is left, so that no text can end the block or look like a message of its own. Client, currency and price are not sent.
Only a message whose meaning is asked for travels as it is, with its amounts: the answer quotes it.
"""

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

from bot.adapters.llm.amounts import withheld
from bot.domain.brief import Brief, Deliverable
from bot.domain.estimate import Line
from bot.domain.language import Language
from bot.ports import EffortRequest, IdeasRequest, IntentRequest

FOLDER = Path(__file__).parent / "prompts"
MAX_DESCRIPTION = 1_000
MAX_REQUIREMENTS = 20_000
MAX_ANSWER = 3_000
"""Characters of one answer or note: what Slack's input of a modal holds."""
MAX_NOTES = 20
MAX_OTHERS = 200
MAX_MESSAGE = 1_000
MAX_NAMES = 100
"""Characters of all lines' names together that go along with a message: it is to stay a small call."""
CUT = " [cut]"
_PIECE = re.compile("(?<![a-z0-9])([a-z0-9]{2,4})|(?=([\u3005\u30a1-\u30fc\u4e00-\u9fff]{2}))")

LANGUAGES = {Language.JA: "Japanese", Language.EN: "English"}


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """The two messages of a call."""

    system: str
    user: str


def efforts_prompt(request: EffortRequest) -> Prompt:
    """Asks for the effort of the request's deliverables; a repair names what was wrong with each id."""
    data = _case(request.brief) | {
        "also_quoted": _others(request),
        "deliverables": [_deliverable(one) for one in request.deliverables],
    }
    parts = [_language(request.brief), _block(data), _repair(request)]
    return Prompt(system=_instructions("efforts"), user="\n".join(part for part in parts if part))


def questions_prompt(brief: Brief, count: int) -> Prompt:
    """Asks for at most `count` questions about the brief."""
    data = _case(brief) | {"deliverables": [_deliverable(one) for one in brief.deliverables]}
    parts = [_language(brief), f"Number of questions: {count}", _block(data)]
    return Prompt(system=_instructions("questions"), user="\n".join(parts))


def intent_prompt(request: IntentRequest) -> Prompt:
    """Asks what a message means."""
    data = {"message": _whole(request.text)[:MAX_MESSAGE], "lines": _names(request)}
    return Prompt(system=_instructions("intent"), user=_block(data))


def ideas_prompt(request: IdeasRequest) -> Prompt:
    """Asks for ideas to change the whole by so many percent."""
    data = {
        "project": _text(request.brief.title, MAX_DESCRIPTION),
        "lines": [_line(one) for one in request.estimate.lines],
    }
    parts = [_language(request.brief), f"Change wanted: {request.percent:+.1f} %", _block(data)]
    return Prompt(system=_instructions("ideas"), user="\n".join(parts))


@cache
def _instructions(name: str) -> str:
    return (FOLDER / f"{name}.md").read_text(encoding="utf-8").strip()


def _language(brief: Brief) -> str:
    return f"Answer language: {LANGUAGES[brief.language]}"


def _block(data: dict[str, Any]) -> str:
    """The data as JSON without empty fields; `<` is escaped, which JSON reads back as itself."""
    said = {key: value for key, value in data.items() if value}
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f"<data>\n{text}\n</data>"


def _case(brief: Brief) -> dict[str, Any]:
    return {
        "project": _text(brief.title, MAX_DESCRIPTION),
        "requirements": _text(brief.requirements, MAX_REQUIREMENTS),
        "answers": [_answer(one.text, one.answer) for one in brief.questions if one.answer is not None],
        "open_questions": [_text(question.text, MAX_ANSWER) for question in brief.open_questions],
        "notes": [_text(note, MAX_ANSWER) for note in brief.notes[-MAX_NOTES:]],
    }


def _answer(question: str, answer: str) -> dict[str, str]:
    return {"q": _text(question, MAX_ANSWER), "a": _text(answer, MAX_ANSWER)}


def _deliverable(one: Deliverable) -> dict[str, str]:
    named = {"id": one.id, "name": _text(one.name, MAX_DESCRIPTION)}
    return named | ({"text": _text(one.description, MAX_DESCRIPTION)} if one.description.strip() else {})


def _line(one: Line) -> dict[str, Any]:
    days = [float(days.days) for days in (one.effort.low, one.effort.likely, one.effort.high)]
    named = {"id": one.deliverable.id, "name": _text(one.deliverable.name, MAX_DESCRIPTION)}
    return named | {"days": days, "why": _text(one.rationale, MAX_DESCRIPTION)}


def _names(request: IntentRequest) -> list[str]:
    """The names that the message can mean, because they have letters in common; as many as the space holds."""
    said = _pieces(request.text)
    names = [_whole(name)[:MAX_NAMES] for name in request.names if not said.isdisjoint(_pieces(name))]
    return [name for name, end in zip(names, accumulate(map(len, names)), strict=True) if end <= MAX_NAMES]


def _pieces(text: str) -> set[str]:
    """The beginnings of English words, the pairs of kanji and katakana."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return {piece for pair in _PIECE.findall(folded) for piece in pair if piece}


def _others(request: EffortRequest) -> list[str]:
    """Names of what is quoted in other calls, so that work is not counted twice."""
    asked = {one.id for one in request.deliverables}
    others = [one.name for one in request.brief.deliverables if one.id not in asked]
    return [_text(name, MAX_DESCRIPTION) for name in others[:MAX_OTHERS]]


def _repair(request: EffortRequest) -> str:
    """The faults by id, in our own words."""
    if not request.faults:
        return ""
    faults = "\n".join(f"{id}: {fault.value}" for id, fault in request.faults)
    return f"Your earlier answer for these ids could not be used. Answer them again without the fault.\n{faults}"


def _text(text: str, limit: int) -> str:
    """A text as it may be sent: without amounts of money and half surrogates, and bounded."""
    clean = withheld(_whole(text)).strip()
    return clean if len(clean) <= limit else clean[:limit] + CUT


def _whole(text: str) -> str:
    """The text without half surrogates, which UTF-8 cannot carry."""
    return text.encode("utf-8", "replace").decode("utf-8")
