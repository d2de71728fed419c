"""The arithmetic of the figures: percentiles, what must be reached, and whether it is."""

import math
from collections.abc import Sequence
from dataclasses import dataclass


def percentile(values: Sequence[float], share: float) -> float | None:
    """The smallest value that at least `share` (above 0, at most 1) of all do not exceed; None of no values.

    A nearest-rank percentile is a value that was measured: it is never milder than what somebody waited.
    """
    if not 0 < share <= 1:
        raise ValueError("a share lies above 0 and at most at 1")
    if not values:
        return None
    return sorted(values)[math.ceil(share * len(values) - 1e-9) - 1]


@dataclass(frozen=True, kw_only=True)
class Bound:
    """What must be reached: at most `figure`, or at least it."""

    figure: float
    at_least: bool = False

    def holds(self, measured: float) -> bool:
        """Whether a measured value reaches it."""
        return measured >= self.figure if self.at_least else measured <= self.figure


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One row of the table. `measured` is None when no run of this time measures it."""

    name: str
    unit: str
    measured: float | None
    bound: Bound | None = None
    digits: int = 0

    @property
    def reached(self) -> bool | None:
        """Whether the bound holds; None without a bound or a measurement."""
        if self.bound is None or self.measured is None:
            return None
        return self.bound.holds(self.measured)
