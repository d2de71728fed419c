"""The estimate: lines of effort with their reasons, the rate and tax they are priced with, and its revisions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from bot.domain.brief import Deliverable
from bot.domain.effort import PersonDays, Range, Shares
from bot.domain.money import Money, Rounding, total


class Source(StrEnum):
    """Who estimated a line: the language model, or the documented catalogue of rules."""

    MODEL = "model"
    RULES = "rules"


@dataclass(frozen=True, kw_only=True)
class Line:
    """An estimated deliverable. Its price is that of the likely effort."""

    deliverable: Deliverable
    effort: Range
    shares: Shares
    rationale: str
    assumptions: tuple[str, ...] = ()
    source: Source

    @property
    def phases(self) -> tuple[PersonDays, ...]:
        """The likely effort per phase of `effort.PHASES`, adding up to it exactly."""
        return self.shares.spread(self.effort.likely)

    def amount(self, rate: Money) -> Money:
        """Likely person-days times the day rate, rounded to the currency's unit."""
        return rate.times(self.effort.likely.days)


class MissingReason(StrEnum):
    """Why a deliverable has no figures."""

    MODEL_AWAY = "model_away"
    MODEL_REFUSED = "model_refused"
    ANSWER_UNUSABLE = "answer_unusable"


@dataclass(frozen=True, kw_only=True)
class Missing:
    """A deliverable that was not estimated; it counts in no total."""

    deliverable: Deliverable
    reason: MissingReason


@dataclass(frozen=True, kw_only=True)
class TaxRule:
    """Consumption tax in percent of the subtotal, rounded once per document (Japan's qualified invoice rule)."""

    percent: Decimal
    rounding: Rounding = Rounding.FLOOR

    def on(self, subtotal: Money) -> Money:
        return subtotal.times(self.percent / 100, self.rounding)


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """Lines in the order they were asked for, those that are missing, and the terms of their price."""

    lines: tuple[Line, ...]
    missing: tuple[Missing, ...] = ()
    rate: Money
    """The price of one person-day."""
    tax_rule: TaxRule
    assumptions: tuple[str, ...] = ()
    """What holds for the whole document, unanswered questions among them; those of a line stay with the line."""

    @property
    def effort(self) -> Range | None:
        """All lines together; None when no line was estimated."""
        return sum_of([line.effort for line in self.lines])

    @property
    def subtotal(self) -> Money:
        return total([line.amount(self.rate) for line in self.lines], self.rate.currency)

    @property
    def tax(self) -> Money:
        return self.tax_rule.on(self.subtotal)

    @property
    def total(self) -> Money:
        return self.subtotal + self.tax

    @property
    def sources(self) -> frozenset[Source]:
        return frozenset(line.source for line in self.lines)

    def at_rate(self, effort: PersonDays) -> Money:
        """What so many days cost before tax."""
        return self.rate.times(effort.days)


def sum_of(ranges: Sequence[Range]) -> Range | None:
    """Ranges added point by point: all low, all likely, all high."""
    if not ranges:
        return None
    result = ranges[0]
    for one in ranges[1:]:
        result += one
    return result


@dataclass(frozen=True, kw_only=True)
class Revision:
    """A numbered state of an estimate: who made it, when, and in whose words. Numbers count from 1."""

    number: int
    estimate: Estimate
    author: str
    """Slack user id."""
    at: datetime
    wording: str = ""

    def __post_init__(self) -> None:
        if self.number < 1 or self.at.tzinfo is None:
            raise ValueError("a revision has a number from 1 and an aware time")
