"""What a person meant by a message in an estimate's thread, as values.

Whoever reads the message (the grammar or the model) makes one of these, and a value out of its bounds can not be made.
Words that name lines stand as they were written; which lines they name is decided against the estimate.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from bot.domain.effort import TENTH, PersonDays
from bot.domain.money import Money

MAX_BUFFER = Decimal(100)
"""Percent of the subtotal that a buffer may add."""
MAX_RISE = Decimal(1_000)
"""Percent by which a share may raise anything: beyond it, a figure is more likely a slip."""


@dataclass(frozen=True, kw_only=True)
class ByAmount:
    """Make the total change by this much: below zero is cheaper. A wish for proposals, nothing is done at once."""

    delta: Money
    tax_included: bool = True

    def __post_init__(self) -> None:
        if self.delta.amount == 0:
            raise ValueError("a change by nothing is none")


@dataclass(frozen=True, kw_only=True)
class ToBudget:
    """Make the total fit into this. A wish for proposals, nothing is done at once."""

    limit: Money
    tax_included: bool = True

    def __post_init__(self) -> None:
        if self.limit.amount <= 0:
            raise ValueError("a budget is above zero")


@dataclass(frozen=True, kw_only=True)
class ByShare:
    """Change the effort of the lines that the words name by so many percent: below zero is less."""

    percent: Decimal
    words: str = ""
    """Empty for all lines."""

    def __post_init__(self) -> None:
        if not -100 < self.percent <= MAX_RISE or self.percent == 0:
            raise ValueError(f"{self.percent} % is not a share to change something by")


@dataclass(frozen=True, kw_only=True)
class SetDays:
    """One line takes so many days."""

    words: str
    days: PersonDays

    def __post_init__(self) -> None:
        if self.days < PersonDays(TENTH):
            raise ValueError("a line of work takes a tenth of a day at least")


@dataclass(frozen=True, kw_only=True)
class ByDays:
    """The line that the words name takes so many days more, or, below zero, fewer."""

    delta: Decimal
    """Person-days in tenths, not zero."""
    words: str = ""
    """Empty for the whole estimate: a wish for proposals, then."""

    def __post_init__(self) -> None:
        if not self.delta.is_finite() or self.delta == 0 or self.delta != self.delta.quantize(TENTH):
            raise ValueError(f"{self.delta} is not a number of person-days to change by")


@dataclass(frozen=True, kw_only=True)
class SetRate:
    """One person-day costs so much, before tax."""

    rate: Money

    def __post_init__(self) -> None:
        if self.rate.amount <= 0:
            raise ValueError("a day rate is above zero")


@dataclass(frozen=True, kw_only=True)
class SetBuffer:
    """The buffer is so many percent, whatever it was before; 0 removes it."""

    percent: Decimal

    def __post_init__(self) -> None:
        if not 0 <= self.percent <= MAX_BUFFER:
            raise ValueError(f"{self.percent} % is not a buffer")


@dataclass(frozen=True, kw_only=True)
class Remove:
    """Take the lines out of the scope that each of the words names."""

    words: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.words or not all(self.words):
            raise ValueError("something is to be removed")


@dataclass(frozen=True, kw_only=True)
class Add:
    """Estimate one more deliverable."""

    name: str
    description: str = ""

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ValueError("a deliverable needs a name")


@dataclass(frozen=True, kw_only=True)
class Undo:
    """Back to the revision before the last."""


@dataclass(frozen=True, kw_only=True)
class Redo:
    """Take the last undoing back."""


@dataclass(frozen=True, kw_only=True)
class BackTo:
    """Back to the revision of this number."""

    revision: int

    def __post_init__(self) -> None:
        if self.revision < 1:
            raise ValueError("revisions count from 1")


@dataclass(frozen=True, kw_only=True)
class AskWhy:
    """Why a line takes its days: the line by words, by its days, or by both."""

    words: str = ""
    days: PersonDays | None = None

    def __post_init__(self) -> None:
        if not self.words and self.days is None:
            raise ValueError("a line is asked for by its words or its days")


@dataclass(frozen=True, kw_only=True)
class AskExcluded:
    """What the estimate does not include."""


@dataclass(frozen=True, kw_only=True)
class AskDifference:
    """What changed since a revision; None is the one before the last."""

    revision: int | None = None


@dataclass(frozen=True, kw_only=True)
class NotForUs:
    """Thanks, chat, a story, an instruction not to: nothing is to be done or said."""


class Doubt(StrEnum):
    """Why something that sounds like an instruction is asked back."""

    SEVERAL = "several"
    """Two instructions in one message."""
    DIRECTION = "direction"
    """An amount alone: off, more, or the new total?"""
    HOW_MUCH = "how_much"
    """Cheaper, more, less, but no figure."""
    NUMBER = "number"
    """Digits that can be read in two ways: `1.500`, `3万5`."""
    RANGE = "range"
    """`30〜50万円`, `3 or 4 days`."""
    VAGUE = "vague"
    """`数十万円`, `a few days`."""
    UNIT = "unit"
    """No unit, or weeks, months, hours where days are meant."""
    TAX = "tax"
    """Both with and without tax."""
    BY_OR_TO = "by_or_to"
    """`テストを20%に減らして`: by 20 % or down to 20 %?"""
    ASKED = "asked"
    """An instruction that ends in a question mark."""
    HYPOTHETICAL = "hypothetical"
    """What would happen if: to be done, or only talked about?"""
    REPORTED = "reported"
    """Somebody else is said to wish it."""
    STATEMENT = "statement"
    """A figure that is stated, not asked for: `結合テストは5人日です`."""
    DROP_IT = "drop_it"
    """A line that is said not to be needed: remove it?"""
    RELATIVE_RATE = "relative_rate"
    """The rate up or down by something, instead of to something."""
    RATE_UNIT = "rate_unit"
    """A price per hour or month."""
    RATE_TAX = "rate_tax"
    """A day rate that includes tax."""
    RELATIVE_BUFFER = "relative_buffer"
    """The buffer up or down by something: a buffer is set, never compounded."""
    BUFFER_AMOUNT = "buffer_amount"
    """A buffer in money or days."""
    DAYS_TARGET = "days_target"
    """The whole estimate to so many days."""
    DAYS_OF_WHAT = "days_of_what"
    """Days without a line: effort or schedule?"""
    REDO_OR_ANEW = "redo_or_anew"
    """`やり直して`: redo what was undone, or estimate anew?"""
    APPROVE = "approve"
    """An approval in words: that is what the button is for."""
    MEANING = "meaning"
    """Something is asked for, and nobody can tell what."""


@dataclass(frozen=True, kw_only=True)
class Unclear:
    """An instruction was meant, but can not be read safely: it is asked back."""

    key: Doubt
    words: str = ""
    """The words that name a line, where there are some."""


@dataclass(frozen=True, kw_only=True)
class OtherCurrency:
    """An amount in another currency than the estimate's, as it was written: asked back."""

    written: str


class Refusal(StrEnum):
    """Why an instruction that was understood can not be followed."""

    NOT_FINITE = "not_finite"
    TOO_LARGE = "too_large"
    NEGATIVE = "negative"
    ZERO = "zero"
    TOO_FINE = "too_fine"
    """Finer than a yen or a cent."""
    RATE_ZERO = "rate_zero"
    BUFFER_OVER = "buffer_over"
    SHARE_OVER = "share_over"
    """All of it, or more, is to be taken off."""
    DAYS_BELOW = "days_below"
    """Less than a tenth of a day."""
    DAYS_TOO_FINE = "days_too_fine"
    """Finer than a tenth of a day."""
    NO_SUCH_REVISION = "no_such_revision"


@dataclass(frozen=True, kw_only=True)
class Refused:
    """Understood and impossible: the reason is told."""

    key: Refusal


Change = ByAmount | ToBudget | ByShare | SetDays | ByDays | SetRate | SetBuffer | Remove | Add | Undo | Redo | BackTo
Asking = AskWhy | AskExcluded | AskDifference
Intent = Change | Asking | NotForUs | Unclear | OtherCurrency | Refused
