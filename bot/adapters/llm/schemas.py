"""The form of a model's answer: what is sent as the strict schema, and what each line is read by.

Keys are short because every one of them is paid for once per line. `why` stands before the figures because a model
writes in the schema's order, and figures that follow their reasons are better than reasons made up for figures.
"""

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict

from bot.domain.effort import Phase
from bot.domain.idea import Idea
from bot.ports import IntentKind

Json = dict[str, Any]


def _whole(text: str) -> str:
    """JSON can name half a surrogate pair, which no database holds. Raises UnicodeEncodeError, a ValueError."""
    text.encode("utf-8")
    return text


Text = Annotated[str, AfterValidator(_whole)]


class _Answer(BaseModel):
    """Strict: a text is not a number and `true` is not 1. Further keys are passed over."""

    model_config = ConfigDict(strict=True, frozen=True)


class SharesAnswer(_Answer):
    """Percent of the likely effort per phase."""

    rq: float
    bd: float
    dd: float
    cd: float
    it: float
    st: float

    def by_phase(self) -> Mapping[Phase, float]:
        """The shares under the domain's names, in its order."""
        return dict(zip(Phase, (self.rq, self.bd, self.dd, self.cd, self.it, self.st), strict=True))


class EffortAnswer(_Answer):
    """One deliverable: days are person-days."""

    id: Text
    why: Text
    low: float
    likely: float
    high: float
    shares: SharesAnswer
    assume: list[Text]


class EffortsAnswer(_Answer):
    """The answer to one chunk."""

    lines: list[EffortAnswer]


class QuestionsAnswer(_Answer):
    """The answer to a request for questions."""

    questions: list[str]


class IntentAnswer(_Answer):
    """What a message asks for; `figure` and `words` are quotations."""

    kind: IntentKind
    figure: Text
    words: Text
    less: bool


class _IdeaAnswer(_Answer):
    """One idea; the forms below narrow the kind."""

    kind: Idea
    title: Text
    text: Text
    lines: list[Text]


class CheaperIdea(_IdeaAnswer):
    """One idea to make it cheaper."""

    kind: Literal[Idea.DEFER_SCOPE, Idea.SIMPLIFY_COSTLIEST, Idea.TRIM_LOW_RISK]


class DearerIdea(_IdeaAnswer):
    """One idea to make it dearer."""

    kind: Literal[Idea.COVER_RISK, Idea.STRENGTHEN_COSTLIEST, Idea.RAISE_EVENLY]


class CheaperIdeas(_Answer):
    """The answer to a wish for less."""

    ideas: list[CheaperIdea]


class DearerIdeas(_Answer):
    """The answer to a wish for more."""

    ideas: list[DearerIdea]


@cache
def response_format(answer: type[BaseModel]) -> Json:
    """`response_format` of a chat completion that holds the model to the answer's form; made once, not to be changed.

    Strict mode wants every property required and no others allowed:
    https://platform.openai.com/docs/guides/structured-outputs#supported-schemas
    """
    schema = _strict(answer.model_json_schema())
    return {"type": "json_schema", "json_schema": {"name": answer.__name__, "strict": True, "schema": schema}}


def _strict(schema: Any) -> Any:
    """The schema with its objects closed, without titles and docstrings, which would be paid for in every call."""
    if isinstance(schema, list):
        return [_strict(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: _strict(part) for key, part in schema.items() if not _is_comment(key, part)}
    if kept.get("type") == "object":
        kept |= {"required": list(kept["properties"]), "additionalProperties": False}
    return kept


def _is_comment(key: str, part: Any) -> bool:
    return key in {"title", "description"} and isinstance(part, str)
