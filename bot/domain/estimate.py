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
    TOO_LARGE = "too_large"
    """More days than one line may have: it wants to be split."""


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


MAX_BUFFER = Decimal(100)


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
    buffer: Decimal = Decimal(0)
    """Contingency in percent of what the lines cost together: a visible line of its own, 0 for none."""
    excluded: tuple[Deliverable, ...] = ()
    """What was asked for and taken out again; it counts in no total and stays listed."""

    def __post_init__(self) -> None:
        if not 0 <= self.buffer <= MAX_BUFFER:
            raise ValueError(f"a buffer of {self.buffer} % is not between 0 and {MAX_BUFFER} %")
        if self.rate.amount <= 0:
            raise ValueError("a person-day costs something")

    @property
    def effort(self) -> Range | None:
        """All lines together; None when no line was estimated."""
        return sum_of([line.effort for line in self.lines])

    @property
    def lines_total(self) -> Money:
        """All lines together, without the buffer."""
        return total([line.amount(self.rate) for line in self.lines], self.rate.currency)

    @property
    def buffer_amount(self) -> Money:
        """The buffer's price, rounded to the currency's unit."""
        return self.lines_total.times(self.buffer / 100)

    @property
    def subtotal(self) -> Money:
        """Before tax: the lines and the buffer."""
        return self.lines_total + self.buffer_amount

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


class RevisionKind(StrEnum):
    """What made a revision."""

    ESTIMATED = "estimated"
    """The estimate was made: first, again after a new start, or for lines that were missing."""
    CHANGED = "changed"
    UNDONE = "undone"
    REDONE = "redone"
    RETURNED = "returned"
    """Back to an earlier revision by its number."""


@dataclass(frozen=True, kw_only=True)
class Revision:
    """A numbered state of an estimate: who made it, when, and in whose words. Numbers count from 1."""

    number: int
    estimate: Estimate
    author: str
    """Slack user id."""
    at: datetime
    wording: str = ""
    """The words that asked for it, untrusted; empty for the first."""
    kind: RevisionKind = RevisionKind.ESTIMATED

    def __post_init__(self) -> None:
        if self.number < 1 or self.at.tzinfo is None:
            raise ValueError("a revision has a number from 1 and an aware time")
