"""Negotiating: everything that is written or pressed under a finished estimate, led to what answers it."""

from collections.abc import Awaitable
from dataclasses import dataclass, replace

from bot.domain.adjustment import CannotAdjust, Target, with_buffer, with_rate
from bot.domain.answers import numbered
from bot.domain.estimate import Estimate, Revision
from bot.domain.incoming import Button, NumbersSent, Pressed, Replied
from bot.domain.intent import (
    Add,
    AskDifference,
    AskExcluded,
    AskWhy,
    BackTo,
    ByAmount,
    ByDays,
    ByShare,
    NotForUs,
    OtherCurrency,
    Redo,
    Refused,
    Remove,
    SetBuffer,
    SetDays,
    SetRate,
    ToBudget,
    Unclear,
    Undo,
)
from bot.domain.messages import Problem, Told
from bot.domain.task import Task
from bot.ports import Store
from bot.services.answering import answer
from bot.services.approving import Approving
from bot.services.changing import Changing, by_numbers
from bot.services.job import Job, Outcome, nothing, together
from bot.services.proposing import Proposing
from bot.services.revising import Revising
from bot.services.talk import Talk
from bot.services.understanding import Understanding

OfLines = ByShare | SetDays | ByDays | Remove | Add
Change = ByAmount | ToBudget | SetRate | SetBuffer | Undo | Redo | BackTo | OfLines
Meant = Change | AskWhy | AskExcluded | AskDifference | Unclear | OtherCurrency | Refused
"""Everything but talk among people."""


@dataclass(frozen=True, kw_only=True)
class Negotiate:
    """The thread of an estimate that is there: what people want of it."""

    store: Store
    understanding: Understanding
    revising: Revising
    changing: Changing
    proposing: Proposing
    approving: Approving

    async def replied(self, job: Job, task: Task, replied: Replied) -> Outcome:
        """A message in the thread: a change, a question, or talk among people."""
        talk = await self._talk(job, task, replied.author, replied.text)
        intent = await self.understanding.read(talk)
        if isinstance(intent, NotForUs):
            return _not_a_change(talk, replied)
        return await _safely(talk, self._led(talk, intent))

    async def pressed(self, job: Job, task: Task, pressed: Pressed) -> Outcome:
        """A button under the result, the proposals or the question back."""
        talk = await self._talk(job, task, pressed.author)
        return await _safely(talk, self._pressed(talk, pressed))

    async def numbers_sent(self, job: Job, task: Task, sent: NumbersSent) -> Outcome:
        """The form: rate, buffer and exclusions at once, then ways to the budget, if one is given."""
        talk = await self._talk(job, task, sent.author)
        return await _safely(talk, self._by_numbers(talk, sent))

    async def _talk(self, job: Job, task: Task, author: str, wording: str = "") -> Talk:
        revisions = await self.store.run(lambda unit: unit.tasks.revisions(task.id))
        return Talk(job=job, task=task, revisions=revisions, author=author, wording=wording)

    async def _led(self, talk: Talk, intent: Meant) -> Outcome:
        match intent:
            case Unclear() | OtherCurrency() | Refused():
                return talk.say(asked_back(intent, talk.last))
            case AskWhy() | AskExcluded() | AskDifference():
                return answer(talk, intent)
        if not talk.estimate.lines:
            return talk.say(Told(key="nothing_estimated"))
        return await self._changed(talk, intent)

    async def _changed(self, talk: Talk, intent: Change) -> Outcome:
        match intent:
            case ByAmount() | ToBudget():
                return await self.proposing.propose(talk, target_of(intent, talk.last))
            case SetRate():
                return await self.revising.revise(talk, with_rate(talk.estimate, intent.rate))
            case SetBuffer():
                return await self.revising.revise(talk, with_buffer(talk.estimate, intent.percent))
            case Undo() | Redo() | BackTo():
                return await self.changing.go_back(talk, intent)
        return await self._lines_changed(talk, intent)

    async def _lines_changed(self, talk: Talk, intent: OfLines) -> Outcome:
        match intent:
            case ByShare():
                return await self.changing.by_share(talk, intent)
            case SetDays():
                return await self.changing.set_days(talk, intent)
            case ByDays():
                return await self.changing.by_days(talk, intent)
            case Remove():
                return await self.changing.remove(talk, intent)
            case Add():
                return await self.changing.add(talk, intent)

    async def _pressed(self, talk: Talk, pressed: Pressed) -> Outcome:
        match pressed.button:
            case Button.APPLY:
                return await self.proposing.apply(talk, pressed.choice)
            case Button.APPROVE:
                return await self.approving.approve(talk)
            case _:
                return await self.changing.chosen(talk, pressed)

    async def _by_numbers(self, talk: Talk, sent: NumbersSent) -> Outcome:
        estimate = by_numbers(sent, talk.revisions)
        if sent.budget is None:
            return await self.revising.revise(talk, estimate)
        target = Target(amount=sent.budget, tax_included=sent.tax_included, at_most=True)
        return await self._to_budget(talk, estimate, target)

    async def _to_budget(self, talk: Talk, estimate: Estimate, target: Target) -> Outcome:
        """What else the form changed becomes a revision first; the ways to the budget start from there."""
        if estimate == talk.estimate:
            return await self.proposing.propose(talk, target)
        revised = await self.revising.revise(talk, estimate)
        changed = replace(talk.last, number=talk.last.number + 1, estimate=estimate)
        task = replace(talk.task, revision=changed.number)
        after = replace(talk, task=task, revisions=(*talk.revisions, changed))
        return together(revised, await self.proposing.propose(after, target))


async def _safely(talk: Talk, outcome: Awaitable[Outcome]) -> Outcome:
    """A change that cannot be made is explained, and nothing changes."""
    try:
        return await outcome
    except CannotAdjust as cannot:
        return talk.say(Problem(key=cannot.key, values={name: str(value) for name, value in cannot.values.items()}))


def _not_a_change(talk: Talk, replied: Replied) -> Outcome:
    """Talk among people is left alone; answers that come too late and words to us are answered."""
    if numbered(replied.text, talk.task.brief.questions):
        return talk.say(Told(key="answers_too_late"))
    return talk.say(Told(key="how_to_change")) if replied.mentioned else nothing


def target_of(wish: ByAmount | ToBudget, last: Revision) -> Target:
    """The figure that is wished for: a budget is never exceeded, and what is to come off comes off in full."""
    if isinstance(wish, ToBudget):
        return Target(amount=wish.limit, tax_included=wish.tax_included, at_most=True)
    figure = last.estimate.total if wish.tax_included else last.estimate.subtotal
    return Target(amount=figure + wish.delta, tax_included=wish.tax_included, at_most=wish.delta.amount < 0)


def asked_back(intent: Unclear | OtherCurrency | Refused, last: Revision) -> Told | Problem:
    """The question, or the refusal, in words."""
    match intent:
        case Unclear():
            return Told(key=f"unclear_{intent.key.value}", values={"words": intent.words})
        case OtherCurrency():
            values = {"written": intent.written, "currency": last.estimate.rate.currency.value}
            return Told(key="other_currency", values=values)
        case Refused():
            return Problem(key=f"refused_{intent.key.value}")
