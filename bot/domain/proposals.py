"""Proposals: different ways to bring an estimate to a target. The ideas may be a model's, the figures are ours."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domain.adjustment import LEAST_TENTHS, CannotAdjust, Target, with_likely, without
from bot.domain.brief import Deliverable
from bot.domain.difference import Difference, difference
from bot.domain.effort import PersonDays
from bot.domain.estimate import Estimate
from bot.domain.idea import Idea, SuggestedIdea
from bot.domain.ladder import Ladder, State
from bot.domain.money import Money
from bot.domain.ways import CHEAPER, DEARER, Ways

MOST_PROPOSALS = 3


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """One way: the estimate as it would be, and what is different. It meets its target (`Target.met_by`)."""

    idea: Idea
    title: str = ""
    """A model's words, untrusted; empty for an idea by rule, as is `text`."""
    text: str = ""
    tenths: tuple[tuple[str, int], ...]
    """The likely effort of each line that stays, by deliverable id, in tenths of a day."""
    removed: tuple[str, ...] = ()
    """Deliverable ids."""
    below_low: tuple[str, ...] = ()
    """Ids of lines that would get less than their low estimate: a risk to be named."""
    estimate: Estimate
    difference: Difference

    @property
    def total(self) -> Money:
        return self.difference.total[1]


@dataclass(frozen=True, kw_only=True)
class Proposals:
    """Ways to the target, best first, at least one and at most three; no two of them come to the same figures."""

    proposals: tuple[Proposal, ...]


@dataclass(frozen=True, kw_only=True)
class AlreadyThere:
    """The figure is the target, or so near to it that a tenth of a day would lead further away."""

    figure: Money


@dataclass(frozen=True, kw_only=True)
class Unreachable:
    """No change of days reaches the target."""

    target: Target
    limit: Money
    """The lowest figure (or the highest) that changes of days can reach, with or without tax as the target is."""
    must_go: tuple[Deliverable, ...] = ()
    """What would have to be taken out, the last of the list first of all, even with all else at a tenth of a day."""


def propose(
    estimate: Estimate, target: Target, *, max_days: PersonDays, ideas: Sequence[SuggestedIdea] = ()
) -> Proposals | AlreadyThere | Unreachable:
    """At most three ways to the target, up or down: the suggested ones in their order, then those by rule.

    A suggested idea that names a line that is not there, or none, or leads the other way, is dropped.
    """
    if target.amount.currency is not estimate.rate.currency:
        raise CannotAdjust("adjust_other_currency", currency=estimate.rate.currency)
    figure = target.figure(estimate)
    ladder = Ladder(estimate=estimate, target=target, rising=figure < target.amount)
    ways = Ways(ladder=ladder, most=max_days)
    if figure == target.amount:
        return AlreadyThere(figure=figure)
    if not _reachable(ways):
        return _unreachable(ways, max_days)
    found = _distinct(ways, max_days, ideas)
    return Proposals(proposals=found) if found else AlreadyThere(figure=figure)


def _reachable(ways: Ways) -> bool:
    """Whether the target lies between the present figure and the end of all ways, or is met there."""
    gap = ways.ladder.gap(ways.end)
    return (gap > 0 if ways.ladder.rising else gap <= 0) or ways.ladder.met_by(ways.end)


def _unreachable(ways: Ways, max_days: PersonDays) -> Unreachable:
    limit = ways.ladder.target.figure(_applied(ways, ways.end, max_days))
    return Unreachable(target=ways.ladder.target, limit=limit, must_go=_must_go(ways))


def _must_go(ways: Ways) -> tuple[Deliverable, ...]:
    if ways.ladder.rising:
        return ()
    lines = ways.estimate.lines
    for kept in range(len(lines) - 1, 0, -1):
        state = (LEAST_TENTHS,) * kept
        if ways.ladder.gap(state) <= 0 or ways.ladder.met_by(state):
            return tuple(line.deliverable for line in lines[kept:])
    return tuple(line.deliverable for line in lines)


def _distinct(ways: Ways, max_days: PersonDays, ideas: Sequence[SuggestedIdea]) -> tuple[Proposal, ...]:
    seen = {ways.present}
    found: list[Proposal] = []
    for idea, state in _candidates(ways, ideas):
        if state not in seen and len(found) < MOST_PROPOSALS:
            found.append(_proposal(ways, idea, state, max_days))
        seen.add(state)
    return tuple(found)


def _candidates(ways: Ways, ideas: Sequence[SuggestedIdea]) -> Iterator[tuple[SuggestedIdea, State]]:
    """Suggested ideas first; by rule, the kinds that were not suggested before those that were."""
    kinds = DEARER if ways.ladder.rising else CHEAPER
    places = {line.deliverable.id: place for place, line in enumerate(ways.estimate.lines)}
    sound = [one for one in ideas if one.idea in kinds and one.lines and all(id in places for id in one.lines)]
    for one in sound:
        yield one, ways.by(one.idea, [places[id] for id in dict.fromkeys(one.lines)])
    taken = {one.idea for one in sound}
    for idea in sorted(kinds, key=lambda kind: kind in taken):
        yield SuggestedIdea(idea=idea, title="", text="", lines=()), ways.by(idea)


def _proposal(ways: Ways, idea: SuggestedIdea, state: State, max_days: PersonDays) -> Proposal:
    before, after = ways.estimate, _applied(ways, state, max_days)
    low = {line.deliverable.id: line.effort.low for line in before.lines}
    stay = [(line.deliverable.id, line.effort.likely) for line in after.lines]
    return Proposal(
        idea=idea.idea,
        title=idea.title,
        text=idea.text,
        tenths=tuple((id, likely.tenths) for id, likely in stay),
        removed=tuple(line.deliverable.id for line, tenths in zip(before.lines, state, strict=True) if not tenths),
        below_low=tuple(id for id, likely in stay if likely < low[id]),
        estimate=after,
        difference=difference(before, after),
    )


def _applied(ways: Ways, state: State, max_days: PersonDays) -> Estimate:
    ids = [line.deliverable.id for line in ways.estimate.lines]
    tenths = {id: tenths for id, tenths in zip(ids, state, strict=True) if tenths}
    changed = with_likely(ways.estimate, tenths, max_days=max_days)
    removed = [id for id in ids if id not in tenths]
    return without(changed, removed) if removed else changed
