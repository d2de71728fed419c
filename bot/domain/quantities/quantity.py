"""A figure found in a text: what it counts, its exact value, and what keeps it from being used."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from bot.domain.money import Currency


class Kind(StrEnum):
    """What a figure counts."""

    AMOUNT = "amount"
    NUMBER = "number"
    """No unit: what it counts depends on the sentence."""
    PERCENT = "percent"
    DAYS = "days"
    REVISION = "revision"
    DATE = "date"
    """A day or a time of day; it has no value."""


class Fault(StrEnum):
    """Why a figure has no value that may be used."""

    AMBIGUOUS = "ambiguous"
    RANGE = "range"
    VAGUE = "vague"
    UNIT = "unit"
    """Weeks, months, hours: how many days of work they are is not for us to say."""
    NOT_FINITE = "not_finite"
    TOO_LARGE = "too_large"


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """A figure at `start` to `end` of the text; its value is 0 when it has a fault, and below zero behind a minus."""

    kind: Kind
    value: Decimal
    start: int
    end: int
    text: str
    """As it was written, widths folded."""
    currency: Currency | None = None
    foreign: bool = False
    """An amount in a currency that we do not quote in."""
    signed: bool = False
    """Written with a plus or minus sign."""
    fault: Fault | None = None
