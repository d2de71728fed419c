"""The ideas of a model's answer: leniently one by one, so that one broken idea does not lose the others."""

import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ValidationError

from bot.adapters.llm.answers import list_in
from bot.adapters.llm.schemas import CheaperIdea, CheaperIdeas, DearerIdea, DearerIdeas
from bot.domain.idea import Idea, SuggestedIdea

MAX_IDEAS = 3
MAX_TITLE = 40
MAX_TEXT = 200


def form_of(percent: Decimal) -> type[BaseModel]:
    """The form of an answer to a wish for so many percent: only the kinds that go its way."""
    return CheaperIdeas if percent < 0 else DearerIdeas


def ideas_in(text: str, percent: Decimal) -> tuple[SuggestedIdea, ...]:
    """At most three readable ideas, best first, each kind once; which lines there are is checked by `domain.proposals`.

    ValueError when there is no list, or none of it can be used.
    """
    kind = CheaperIdea if percent < 0 else DearerIdea
    given = list_in(text, "ideas")
    read = [idea for item in given if (idea := _idea(item, kind))]
    if given and not read:
        raise ValueError("no idea of the answer can be used")
    return _first_of_each_kind(read)[:MAX_IDEAS]


def _first_of_each_kind(ideas: Sequence[SuggestedIdea]) -> tuple[SuggestedIdea, ...]:
    kept: dict[Idea, SuggestedIdea] = {}
    for idea in ideas:
        kept.setdefault(idea.idea, idea)
    return tuple(kept.values())


def _idea(item: Any, kind: type[CheaperIdea | DearerIdea]) -> SuggestedIdea | None:
    try:
        idea = kind.model_validate(item)
    except ValidationError:
        return None
    title, text = _shown(idea.title, MAX_TITLE), _shown(idea.text, MAX_TEXT)
    if not title or not text:
        return None
    return SuggestedIdea(idea=idea.kind, title=title, text=text, lines=tuple(dict.fromkeys(idea.lines)))


def _shown(text: str, limit: int) -> str:
    """A text on one line within its limit; empty when it holds control characters."""
    line = " ".join(text.split())
    if any(unicodedata.category(letter) == "Cc" for letter in line):
        return ""
    return line if len(line) <= limit else line[: limit - 1] + "…"
