"""What each idea does to the lines: which of them it changes, how far, and what it turns to when that is not enough.

Cheaper:
    DEFER_SCOPE         Takes whole lines out, the last of the list first (people list what matters most first), as
                        long as what stays is not below the target. One more line is narrowed for the remainder: the
                        last of those that were too large to take out, one of the costliest only if there is no other.
    SIMPLIFY_COSTLIEST  The costliest third goes to its low estimates, then to half of these; then all lines do.
    TRIM_LOW_RISK       The half with the narrowest ranges, of the lines that are not among the costliest third, goes
                        to its low estimates; then all lines do; then that half goes to half of these.
Dearer:
    COVER_RISK          The half with the widest ranges goes to its high estimates; then all lines do.
    STRENGTHEN_COSTLIEST  The costliest third goes to its high estimates, then to twice its effort; then all lines
                        go to their high estimates.
    RAISE_EVENLY        All lines grow in proportion.

In the end every idea goes on with all lines, down to a tenth of a day each or up to the most a line may have: so each
reaches what can be reached at all. The thirds are rounded down, the halves up, and each is one line at least: so
no two ideas begin with the same lines where there are three or more. A range is compared by its width in
proportion to the likely effort. Lines that are named to an idea take the place of those it would choose.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from bot.domain.adjustment import LEAST_TENTHS
from bot.domain.effort import PersonDays
from bot.domain.estimate import Estimate
from bot.domain.idea import Idea
from bot.domain.ladder import Ladder, Rung, State

CHEAPER = (Idea.DEFER_SCOPE, Idea.SIMPLIFY_COSTLIEST, Idea.TRIM_LOW_RISK)
DEARER = (Idea.COVER_RISK, Idea.STRENGTHEN_COSTLIEST, Idea.RAISE_EVENLY)

Places = Sequence[int]
"""Lines by their place in the estimate, from 0."""


@dataclass(frozen=True, kw_only=True)
class Ways:
    """The ways from an estimate to a target."""

    ladder: Ladder
    most: PersonDays
    """The most days that a line may have."""

    def by(self, idea: Idea, named: Places = ()) -> State:
        """The state that the idea comes to: it meets the target if any state of the way does."""
        if idea is Idea.DEFER_SCOPE:
            return self._deferring(named)
        return self.ladder.walked(self.present, self._rungs(idea, named))

    @property
    def estimate(self) -> Estimate:
        return self.ladder.estimate

    @cached_property
    def present(self) -> State:
        return tuple(line.effort.likely.tenths for line in self.estimate.lines)

    @cached_property
    def end(self) -> State:
        """The lowest or highest state without removing a line: the last of every way."""
        if not self.ladder.rising:
            return (LEAST_TENTHS,) * len(self.present)
        return tuple(max(tenths, self.most.tenths) for tenths in self.present)

    def _rungs(self, idea: Idea, named: Places) -> Sequence[Rung]:
        match idea:
            case Idea.SIMPLIFY_COSTLIEST:
                chosen = named or self._costliest
                return (self._low(chosen), self._half_low(chosen), self._low(), self._half_low(), self._end)
            case Idea.TRIM_LOW_RISK:
                chosen = named or self._narrowest
                return (self._low(chosen), self._low(), self._half_low(chosen), self._half_low(), self._end)
            case Idea.COVER_RISK:
                return (self._high(named or self._widest), self._high(), *self._evenly())
            case Idea.STRENGTHEN_COSTLIEST:
                chosen = named or self._costliest
                return (self._high(chosen), self._times(2, chosen), self._high(), *self._evenly())
            case _:
                return (*(self._evenly(named) if named else ()), *self._evenly())

    def _deferring(self, named: Places) -> State:
        last_first = self._all[::-1]
        state = self._taken_out(named or last_first)
        not_costliest = [place for place in last_first if place not in self._costliest]
        narrowed = dict.fromkeys((*named, *not_costliest, *last_first))
        return self.ladder.walked(state, [{place: LEAST_TENTHS} for place in narrowed])

    def _taken_out(self, chosen: Places) -> State:
        """The state without the lines, one after the other, that can go without falling below the target."""
        state = self.present
        for place in chosen:
            less = (*state[:place], 0, *state[place + 1 :])
            if any(less) and self.ladder.gap(less) > -self.ladder.slack:
                state = less
        return state

    @property
    def _all(self) -> Places:
        return range(len(self.present))

    @cached_property
    def _costliest(self) -> Places:
        by_cost = sorted(self._all, key=lambda place: (-self.present[place], place))
        return by_cost[: max(len(by_cost) // 3, 1)]

    @property
    def _narrowest(self) -> Places:
        rest = [place for place in self._all if place not in self._costliest]
        by_width = sorted(rest, key=lambda place: (self._width(place), self.present[place], place))
        # With two lines the rest would be one, and that one is the first to be deferred: then both are trimmed.
        return by_width[: max((len(rest) + 1) // 2, 2)] if len(rest) > 1 else self._all

    @property
    def _widest(self) -> Places:
        by_width = sorted(self._all, key=lambda place: (-self._width(place), self.present[place], place))
        return by_width[: (len(by_width) + 1) // 2]

    @cached_property
    def _lows(self) -> State:
        return tuple(line.effort.low.tenths for line in self.estimate.lines)

    @cached_property
    def _highs(self) -> State:
        return tuple(line.effort.high.tenths for line in self.estimate.lines)

    def _width(self, place: int) -> Fraction:
        return Fraction(self._highs[place] - self._lows[place], self.present[place])

    def _low(self, chosen: Places | None = None) -> Rung:
        return {place: self._lows[place] for place in self._or_all(chosen)}

    def _half_low(self, chosen: Places | None = None) -> Rung:
        return {place: tenths // 2 for place, tenths in self._low(chosen).items()}

    def _high(self, chosen: Places | None = None) -> Rung:
        return {place: self._bound(self._highs[place]) for place in self._or_all(chosen)}

    def _times(self, factor: int, chosen: Places | None = None) -> Rung:
        return {place: self._bound(factor * self.present[place]) for place in self._or_all(chosen)}

    def _evenly(self, chosen: Places | None = None) -> Sequence[Rung]:
        """Twice the effort, four times, and so on up to the most: in proportion as long as there is room."""
        doublings = self.most.tenths.bit_length()
        return [self._times(2**doubling, chosen) for doubling in range(1, doublings + 1)]

    @property
    def _end(self) -> Rung:
        return dict(enumerate(self.end))

    def _bound(self, tenths: int) -> int:
        return min(tenths, self.most.tenths)

    def _or_all(self, chosen: Places | None) -> Places:
        return self._all if chosen is None else chosen
