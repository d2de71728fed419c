"""What each idea does to the lines: which of them it changes, how far, and what it turns to when that is not enough.

Cheaper:
    DEFER_SCOPE         Takes whole lines out, the last of the list first (people list what matters most first), as
                        long as what stays is not below the target. A line of the first half goes only when none
                        after it is left. What remains is taken off one line: the last of those that were too
                        large to take out, one of the costliest third only if there is no other.
    SIMPLIFY_COSTLIEST  The costliest third goes to its low estimates, then to half of these; then the others go to
                        their low estimates.
    TRIM_LOW_RISK       The half with the narrowest ranges, of the lines that are not among the costliest third, goes
                        to its low estimates; then the others do; then that half goes to half of these.
Dearer:
    COVER_RISK          The half with the widest ranges goes to its high estimates; then the others do.
    STRENGTHEN_COSTLIEST  The costliest third goes to its high estimates, then to twice its effort; then the others go
                        to their high estimates.
    RAISE_EVENLY        All lines grow in proportion.

In the end every idea goes on with all lines, down to a tenth of a day each or up to the most a line may have, its own
lines ahead of the others: so each reaches what can be reached at all, and in its own way. The thirds are rounded down,
the halves up, and each is one line at least: no two ideas begin with the same lines where there are three or more. A
range is compared by its width in proportion to the likely effort. Lines that are named to an idea take the place of
those that it would choose.
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
                own = named or self._costliest
                return (self._low(own), self._low(own, 2), self._low(), *self._lower(own))
            case Idea.TRIM_LOW_RISK:
                own = named or self._narrowest
                return (self._low(own), self._low(), self._low(own, 2), *self._lower(own))
            case Idea.COVER_RISK:
                own = named or self._widest
                return (self._high(own), self._high(), *self._higher(own))
            case Idea.STRENGTHEN_COSTLIEST:
                own = named or self._costliest
                return (self._high(own), self._times(2, own), self._high(), *self._higher(own))
            case _:
                return self._higher(named or self._all)

    def _lower(self, own: Places) -> Sequence[Rung]:
        """Below the low estimates: these lines to a quarter, the others to half of them, then all to the end."""
        return (self._low(own, 4), self._low(None, 2), dict(enumerate(self.end)))

    def _higher(self, own: Places) -> Sequence[Rung]:
        """Twice the effort, four times, and so on up to the most, the others one doubling behind."""
        factors = [2**doubling for doubling in range(self.most.tenths.bit_length() + 1)]
        return [rung for factor in factors for rung in (self._times(2 * factor, own), self._times(factor))]

    def _deferring(self, named: Places) -> State:
        last_first = self._all[::-1]
        state, too_large = self._taken_out(named or last_first, () if named else self._all[: len(last_first) // 2])
        not_costliest = [place for place in too_large if place not in self._costliest]
        narrowed = dict.fromkeys((*not_costliest, *too_large, *last_first))
        return self.ladder.walked(state, [{place: LEAST_TENTHS} for place in narrowed])

    def _taken_out(self, chosen: Places, kept: Places) -> tuple[State, Places]:
        """The state without the lines that can go, one after the other, and those that were too large for it."""
        state, too_large = self.present, list[int]()
        for place in chosen:
            less = (*state[:place], 0, *state[place + 1 :])
            if too_large and place in kept:
                break
            if any(less) and self.ladder.gap(less) > -self.ladder.slack:
                state = less
            else:
                too_large.append(place)
        return state, too_large

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

    def _low(self, chosen: Places | None = None, part: int = 1) -> Rung:
        """To the low estimates, or to a half or a quarter of them."""
        return {place: self._lows[place] // part for place in self._or_all(chosen)}

    def _high(self, chosen: Places | None = None) -> Rung:
        return {place: self._bound(self._highs[place]) for place in self._or_all(chosen)}

    def _times(self, factor: int, chosen: Places | None = None) -> Rung:
        return {place: self._bound(factor * self.present[place]) for place in self._or_all(chosen)}

    def _bound(self, tenths: int) -> int:
        return min(tenths, self.most.tenths)

    def _or_all(self, chosen: Places | None) -> Places:
        return self._all if chosen is None else chosen
