"""Effort: person-days to one decimal, three-point ranges, and the phases they are spent in."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import total_ordering

TENTH = Decimal("0.1")


@total_ordering
@dataclass(frozen=True)
class PersonDays:
    """Work of one person for so many days, in tenths of a day."""

    days: Decimal

    def __post_init__(self) -> None:
        if not self.days.is_finite() or self.days < 0:
            raise ValueError(f"{self.days} is not a number of person-days")
        if self.days != self.days.quantize(TENTH):
            raise ValueError(f"{self.days} person-days is finer than a tenth of a day")

    def __lt__(self, other: "PersonDays") -> bool:
        return self.days < other.days

    def __add__(self, other: "PersonDays") -> "PersonDays":
        return PersonDays(self.days + other.days)

    @property
    def tenths(self) -> int:
        """The effort counted in tenths of a day, as the database stores it."""
        return int(self.days * 10)


ZERO_DAYS = PersonDays(Decimal("0.0"))


def person_days(days: Decimal | int | float | str) -> PersonDays:
    """Any number of days, rounded half up to a tenth."""
    return PersonDays(Decimal(str(days)).quantize(TENTH, ROUND_HALF_UP))


def from_tenths(tenths: int) -> PersonDays:
    """Person-days from the count of their tenths (the inverse of `PersonDays.tenths`)."""
    return PersonDays(Decimal(tenths) / 10)


@dataclass(frozen=True, kw_only=True)
class Range:
    """A three-point estimate: low <= likely <= high, and likely is above zero."""

    low: PersonDays
    likely: PersonDays
    high: PersonDays

    def __post_init__(self) -> None:
        if not self.low <= self.likely <= self.high:
            raise ValueError(f"{self.low.days} <= {self.likely.days} <= {self.high.days} does not hold")
        if self.likely < PersonDays(TENTH):
            raise ValueError("a line of work takes a tenth of a day at least")

    def __add__(self, other: "Range") -> "Range":
        return Range(low=self.low + other.low, likely=self.likely + other.likely, high=self.high + other.high)


class Phase(StrEnum):
    """The phases that effort is broken down by (IPA's names for new developments, with requirements before them)."""

    REQUIREMENTS = "requirements"
    BASIC_DESIGN = "basic_design"
    DETAILED_DESIGN = "detailed_design"
    BUILD = "build"
    INTEGRATION_TEST = "integration_test"
    SYSTEM_TEST = "system_test"


PHASES = tuple(Phase)


@dataclass(frozen=True)
class Shares:
    """How a line's effort spreads over the phases: whole percent per phase of `PHASES`, together 100."""

    percent: tuple[int, ...]

    def __post_init__(self) -> None:
        if len(self.percent) != len(PHASES) or any(share < 0 for share in self.percent):
            raise ValueError(f"{self.percent} is not a share for each phase")
        if sum(self.percent) != 100:
            raise ValueError(f"the shares add up to {sum(self.percent)} %, not 100 %")

    def spread(self, effort: PersonDays) -> tuple[PersonDays, ...]:
        """The effort per phase in tenths of a day, adding up to `effort` exactly (largest remainder)."""
        exact = [effort.tenths * share for share in self.percent]
        tenths = [part // 100 for part in exact]
        short = effort.tenths - sum(tenths)
        by_remainder = sorted(range(len(exact)), key=lambda place: (-(exact[place] % 100), place))
        for place in by_remainder[:short]:
            tenths[place] += 1
        return tuple(from_tenths(part) for part in tenths)


def shares(percent: Mapping[Phase, int]) -> Shares:
    """Shares from a mapping; a phase that is not named takes nothing."""
    return Shares(tuple(percent.get(phase, 0) for phase in PHASES))
