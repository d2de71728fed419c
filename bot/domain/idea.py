"""The ideas by which a target is reached, and how a language model may suggest them."""

from dataclasses import dataclass
from enum import StrEnum


class Idea(StrEnum):
    """A way to make an estimate cheaper or dearer."""

    DEFER_SCOPE = "defer_scope"
    SIMPLIFY_COSTLIEST = "simplify_costliest"
    TRIM_LOW_RISK = "trim_low_risk"
    COVER_RISK = "cover_risk"
    STRENGTHEN_COSTLIEST = "strengthen_costliest"
    RAISE_EVENLY = "raise_evenly"


@dataclass(frozen=True, kw_only=True)
class SuggestedIdea:
    """A model's idea: in words for the person, and the lines it works on, by deliverable id. Untrusted."""

    idea: Idea
    title: str
    text: str
    lines: tuple[str, ...]
