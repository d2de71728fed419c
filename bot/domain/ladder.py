"""The way from an estimate's figures to a target: rungs of bounds, climbed or descended one tenth of a day at a time.

A state is the likely effort of every line in tenths of a day, in the order of the lines; 0 is a line removed. The
rungs are taken one after the other, and on each all its lines move towards their bounds together, in proportion to
how far they have to go. Any two neighbouring states differ by one tenth of one line. So the figure passes the
target between two neighbours, and one of them is within the price of a tenth of it: nothing has to be tried out.
"""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.domain.adjustment import LEAST_TENTHS, Target
from bot.domain.estimate import Estimate
from bot.domain.money import from_minor

State = tuple[int, ...]
Rung = Mapping[int, int]
"""Where lines go to: their place and their tenths there. A line that is beyond it already stays where it is."""


@dataclass(frozen=True, kw_only=True)
class Ladder:
    """The states between an estimate and its target."""

    estimate: Estimate
    target: Target
    rising: bool

    def figure(self, state: State) -> int:
        """What a state costs, in the currency's smallest unit, as `Target.figure` says it of an estimate."""
        rate = self._rate
        # Rounded half up like `Line.amount`, in whole numbers: a search asks for it thousands of times.
        lines = from_minor(sum((rate * tenths + 5) // 10 for tenths in state), self.estimate.rate.currency)
        subtotal = lines + lines.times(self.estimate.buffer / 100)
        return (subtotal + self.estimate.tax_rule.on(subtotal) if self.target.tax_included else subtotal).minor

    @cached_property
    def _rate(self) -> int:
        return self.estimate.rate.minor

    @cached_property
    def slack(self) -> int:
        return self.target.slack(self.estimate).minor

    def gap(self, state: State) -> int:
        """How far the state is from the target, in the smallest unit: above zero is above it."""
        return self.figure(state) - self.target.amount.minor

    def met_by(self, state: State) -> bool:
        """As `Target.met_by`, of a state."""
        gap = self.gap(state)
        return abs(gap) <= self.slack and not (self.target.at_most and gap > 0)

    def walked(self, start: State, rungs: Sequence[Rung]) -> State:
        """The state that comes nearest to the target on the way; the last one when the target is beyond it."""
        if self._passed(start):
            return start
        here = start
        for rung in rungs:
            there = self._at(rung, here)
            if self._passed(there):
                return self._between(here, there)
            here = there
        return here

    def _passed(self, state: State) -> bool:
        return self.gap(state) > 0 if self.rising else self.gap(state) <= 0

    def _at(self, rung: Rung, state: State) -> State:
        if self.rising:
            return tuple(max(tenths, rung.get(place, 0)) for place, tenths in enumerate(state))
        return tuple(
            min(tenths, max(rung.get(place, tenths), LEAST_TENTHS)) if tenths else 0
            for place, tenths in enumerate(state)
        )

    def _between(self, here: State, there: State) -> State:
        """The best state between one that has not passed the target and one that has."""
        # Twice as many marks as the longest way has tenths: from one mark to the next no line moves by two.
        marks = 2 * max(abs(a - b) for a, b in zip(here, there, strict=True))
        mark = _first(marks, lambda mark: self._passed(_part_way(here, there, mark, marks)))
        near, far = _part_way(here, there, mark - 1, marks), _part_way(here, there, mark, marks)
        moving = [place for place in range(len(near)) if near[place] != far[place]]
        step = _first(len(moving), lambda step: self._passed(_mixed(near, far, moving[:step])))
        return self._better(_mixed(near, far, moving[: step - 1]), _mixed(near, far, moving[:step]))

    def _better(self, before: State, after: State) -> State:
        lower, upper = (before, after) if self.rising else (after, before)
        if self.target.at_most or -self.gap(lower) <= self.gap(upper):
            return lower
        return upper


def _first(count: int, holds: Callable[[int], bool]) -> int:
    """The first of 1 to `count` that it holds for; it holds for `count`, and for all after the first."""
    return bisect_left(range(1, count), True, key=holds) + 1


def _part_way(here: State, there: State, mark: int, marks: int) -> State:
    """Every line so much of its way as `mark` is of `marks`, rounded to the nearest tenth."""
    return tuple(a + (2 * (b - a) * mark + marks) // (2 * marks) for a, b in zip(here, there, strict=True))


def _mixed(near: State, far: State, places: Sequence[int]) -> State:
    moved = list(near)
    for place in places:
        moved[place] = far[place]
    return tuple(moved)
