"""Reading what a model answered: leniently line by line, so that one broken line does not lose the others."""

import json
import unicodedata
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.adapters.llm.schemas import EffortAnswer
from bot.domain.proposal import ProposedEffort

MAX_QUESTION = 400
"""Characters of a question; a longer one was no question and fits no form."""


class AnswerRefused(Exception):
    """The model did not answer: `key` is the text for the person."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class _Wire(BaseModel):
    """Lenient: compatible servers leave fields out or send null."""

    model_config = ConfigDict(frozen=True)


class _CachedTokens(_Wire):
    cached_tokens: int | None = None


class TokenCounts(_Wire):
    """`usage` of a chat completion, in tokens."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    prompt_tokens_details: _CachedTokens | None = None

    @property
    def cached(self) -> int:
        """Prompt tokens that the provider had in its cache."""
        return (self.prompt_tokens_details and self.prompt_tokens_details.cached_tokens) or 0


class _Message(_Wire):
    content: str | None = None
    refusal: str | None = None


class _Choice(_Wire):
    message: _Message
    finish_reason: str | None = None


class Completion(_Wire):
    """The part of a chat completion that is read. Raises pydantic's ValidationError for anything else."""

    choices: tuple[_Choice, ...] = Field(min_length=1)
    usage: TokenCounts | None = None

    @property
    def text(self) -> str:
        """What the model wrote; AnswerRefused when it refused, was cut short or filtered, or wrote nothing."""
        choice = self.choices[0]
        if choice.message.refusal:
            raise AnswerRefused("model_refused")
        if choice.finish_reason == "length":
            raise AnswerRefused("model_cut")
        if choice.finish_reason == "content_filter":
            raise AnswerRefused("model_filtered")
        if not choice.message.content:
            raise AnswerRefused("model_nonsense")
        return choice.message.content


def efforts_in(text: str) -> tuple[ProposedEffort, ...]:
    """The lines that can be read, as they came; an unreadable one is absent. ValueError when there is no list."""
    read = (_effort(item) for item in list_in(text, "lines"))
    return tuple(effort for effort in read if effort)


def questions_in(text: str, count: int) -> tuple[str, ...]:
    """At most `count` readable questions, in order. ValueError when there is no list, or none of it can be read."""
    given = list_in(text, "questions")
    read = [" ".join(item.split()) for item in given if isinstance(item, str) and _is_plain(item)]
    kept = tuple(dict.fromkeys(question for question in read if question))[:count]
    if given and not kept:
        raise ValueError("no question of the answer can be read")
    return kept


def list_in(text: str, key: str) -> list[Any]:
    """A list of the answer's object. Numbers are read as floats: an integer of 5,000 digits must not raise."""
    answer = json.loads(text, parse_int=float)
    items = answer.get(key) if isinstance(answer, dict) else None
    if not isinstance(items, list):
        raise ValueError(f"the answer holds no list {key!r}")  # noqa: TRY004 - a wrong text, not a wrong argument
    return items


def _effort(item: Any) -> ProposedEffort | None:
    try:
        line = EffortAnswer.model_validate(item)
    except ValidationError:
        return None
    return ProposedEffort(
        deliverable_id=line.id,
        low=line.low,
        likely=line.likely,
        high=line.high,
        shares=line.shares.by_phase(),
        rationale=line.why,
        assumptions=tuple(line.assume),
    )


def _is_plain(text: str) -> bool:
    """Whether a text is free of control characters (line breaks aside) and of a length that can be shown."""
    controls = {letter for letter in text if unicodedata.category(letter) in {"Cc", "Cs"}}
    return controls <= {"\n", "\t"} and len(text) <= MAX_QUESTION
