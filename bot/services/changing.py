"""Changing an estimate at once: a share, a line, the rate, the buffer, the scope, and back again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from unicodedata import normalize

from bot.domain.adjustment import CannotAdjust, scaled, with_days, with_line, without
from bot.domain.brief import Deliverable
from bot.domain.effort import PersonDays, from_tenths
from bot.domain.estimate import Estimate, Line, Revision, RevisionKind
from bot.domain.history import history
from bot.domain.incoming import NumbersSent, Pressed
from bot.domain.intent import Add, BackTo, ByDays, ByShare, Redo, Remove, SetDays, Undo
from bot.domain.messages import LineAsked, Told
from bot.domain.naming import matching
from bot.domain.numbers import numbers_of
from bot.services.efforts import Efforts
from bot.services.job import Outcome
from bot.services.revising import Revising
from bot.services.talk import Talk
from bot.services.terms import Terms

NOT_THERE = {
    RevisionKind.UNDONE: "not_undone",
    RevisionKind.REDONE: "not_redone",
    RevisionKind.RETURNED: "not_returned",
}
"""What is said when there is no revision to go to."""
MOST_CANDIDATES = 20
"""Lines that are offered when words name several; a Slack actions block holds 25 buttons."""


@dataclass(frozen=True, kw_only=True)
class Changing:
    """The use case from "testing by half" to the next revision."""

    revising: Revising
    efforts: Efforts
    terms: Terms

    async def by_share(self, talk: Talk, wish: ByShare) -> Outcome:
        """All the lines that the words name, or all there are."""
        lines = _lines(talk.estimate)
        named = matching(wish.words, lines) if wish.words else tuple(lines)
        if not named:
            return _no_such_line(talk, wish.words)
        ids = {one.id for one in named}
        estimate = scaled(talk.estimate, ids, wish.percent, max_days=self.terms.max_days)
        return await self.revising.revise(talk, estimate)

    async def set_days(self, talk: Talk, wish: SetDays) -> Outcome:
        """One line; when the words name several, which one is asked back."""
        named = matching(wish.words, _lines(talk.estimate))
        if not named:
            return _no_such_line(talk, wish.words)
        if len(named) > 1:
            return talk.say(_which(talk, wish, named))
        return await self._set(talk, named[0].id, wish.days)

    async def by_days(self, talk: Talk, wish: ByDays) -> Outcome:
        """One line, by a difference. Words that name several are not guessed at."""
        named = matching(wish.words, _lines(talk.estimate))
        if len(named) != 1:
            return talk.say(Told(key="several_lines" if named else "no_such_line", values={"words": wish.words}))
        line = next(one for one in talk.estimate.lines if one.deliverable == named[0])
        return await self._set(talk, named[0].id, PersonDays(max(line.effort.likely.days + wish.delta, Decimal(0))))

    async def remove(self, talk: Talk, wish: Remove) -> Outcome:
        """Every line that one of the words names."""
        there = [*_lines(talk.estimate), *(one.deliverable for one in talk.estimate.missing)]
        named = {words: matching(words, there) for words in wish.words}
        unknown = next((words for words, found in named.items() if not found), None)
        if unknown is not None:
            return _no_such_line(talk, unknown)
        ids = {one.id for found in named.values() for one in found}
        return await self.revising.revise(talk, without(talk.estimate, ids))

    async def add(self, talk: Talk, wish: Add) -> Outcome:
        """One more deliverable; it alone is estimated. What was taken out comes back as it last was."""
        back = _taken_out(talk, wish.name)
        if back is not None:
            return await self.revising.revise(talk, with_line(talk.estimate, back))
        _must_be_new(talk.estimate, wish.name)
        brief = talk.task.brief
        added = Deliverable(id=_next_id(talk), name=wish.name, description=wish.description)
        task = replace(talk.task, brief=replace(brief, deliverables=(*brief.deliverables, added)))
        found = await self.efforts.of(task, (added,), _no_progress)
        if not found.lines:
            return talk.say(Told(key="addition_failed", values={"name": wish.name}))
        return await self.revising.revise(replace(talk, task=task), with_line(talk.estimate, found.lines[0]))

    async def go_back(self, talk: Talk, wish: Undo | Redo | BackTo) -> Outcome:
        """A new revision equal to an earlier one."""
        walk = history(talk.revisions)
        match wish:
            case Undo():
                return await self._equal_to(talk, walk.before, RevisionKind.UNDONE)
            case Redo():
                return await self._equal_to(talk, walk.after, RevisionKind.REDONE)
            case BackTo():
                return await self._equal_to(talk, wish.revision, RevisionKind.RETURNED)

    async def chosen(self, talk: Talk, pressed: Pressed) -> Outcome:
        """The line that was meant, from its button."""
        lines = _lines(talk.estimate)
        if not 1 <= pressed.choice <= len(lines):
            return talk.say(Told(key="proposal_gone"))
        line = lines[pressed.choice - 1]
        return await self._set(replace(talk, wording=line.name), line.id, from_tenths(pressed.tenths))

    async def _set(self, talk: Talk, id: str, days: PersonDays) -> Outcome:
        estimate = with_days(talk.estimate, id, days, max_days=self.terms.max_days)
        return await self.revising.revise(talk, estimate)

    async def _equal_to(self, talk: Talk, number: int | None, kind: RevisionKind) -> Outcome:
        earlier = next((one for one in talk.revisions if one.number == number), None)
        if earlier is None:
            return talk.say(Told(key=NOT_THERE[kind], values={"last": str(talk.last.number)}))
        return await self.revising.revise(talk, earlier.estimate, kind)


def by_numbers(sent: NumbersSent, revisions: Sequence[Revision]) -> Estimate:
    """The last estimate with the rate, the buffer and the exclusions of the form."""
    return numbers_of(sent.task, sent.round, revisions).adjusted(sent)


def _lines(estimate: Estimate) -> list[Deliverable]:
    return [line.deliverable for line in estimate.lines]


def _taken_out(talk: Talk, name: str) -> Line | None:
    """The last line of an excluded deliverable of this name."""
    ids = {one.id for one in talk.estimate.excluded if _same(one.name, name)}
    lines = (line for revision in reversed(talk.revisions) for line in revision.estimate.lines)
    return next((line for line in lines if line.deliverable.id in ids), None)


def _must_be_new(estimate: Estimate, name: str) -> None:
    there = [*_lines(estimate), *(one.deliverable for one in estimate.missing)]
    if any(_same(one.name, name) for one in there):
        raise CannotAdjust("adjust_line_there", name=name)


def _same(one: str, other: str) -> bool:
    return normalize("NFKC", one).casefold().strip() == normalize("NFKC", other).casefold().strip()


async def _no_progress(_: int) -> None:
    """One deliverable has no progress to show."""


def _next_id(talk: Talk) -> str:
    """An id that no deliverable ever had."""
    ids = {one.id for one in talk.task.brief.deliverables}
    for revision in talk.revisions:
        ids |= {one.id for one in (*_lines(revision.estimate), *revision.estimate.excluded)}
    return f"d{1 + max((int(id[1:]) for id in ids), default=0)}"


def _which(talk: Talk, wish: SetDays, named: Sequence[Deliverable]) -> LineAsked:
    places = {line.deliverable: place for place, line in enumerate(talk.estimate.lines, 1)}
    return LineAsked(
        task=talk.task.id,
        round=talk.task.round,
        revision=talk.last.number,
        words=wish.words,
        tenths=wish.days.tenths,
        candidates=tuple((places[one], one) for one in named[:MOST_CANDIDATES]),
    )


def _no_such_line(talk: Talk, words: str) -> Outcome:
    return talk.say(Told(key="no_such_line", values={"words": words}))
