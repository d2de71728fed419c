"""Conversing: everything that arrives, led to the use case that answers it.

Reads like the table of contents of what the bot does. Whatever arrives belongs to one conversation, and a conversation
is worked on by one job at a time, so a task read here is still the task when the outcome is committed.
"""

from dataclasses import dataclass, replace

from bot.domain.answers import numbered
from bot.domain.conversation import Event, IllegalEvent, State
from bot.domain.incoming import (
    AnswersSent,
    AskQuestions,
    Button,
    FormSent,
    Incoming,
    ListSent,
    MakeEstimate,
    NumbersSent,
    Pressed,
    ReadList,
    Replied,
    Step,
    ThreadOpened,
    ThreadRefused,
)
from bot.domain.messages import Estimating, Told
from bot.domain.task import Given, Place, Task
from bot.errors import EstimatorError
from bot.ports import ListReader, People, Store, Unit
from bot.services.asking import Asking
from bot.services.estimating import Estimates, in_scope
from bot.services.job import Job, Outcome, nothing, together
from bot.services.mishaps import Mishaps
from bot.services.negotiate import Negotiate
from bot.services.offers import Offers
from bot.services.showing import close, hand_over, is_open, result, result_slot, show
from bot.services.speaking import go_on, save, tell, whisper
from bot.services.starting import Starting, the_list

OF_RESULT = frozenset({Button.RETRY_MISSING, Button.START_OVER, Button.APPLY, Button.CHOOSE_LINE, Button.APPROVE})
"""The buttons under a result, which belong to its revision; those under the questions belong to the round."""


LOOKED_BACK = 5
"""How many of a person's estimates may be what they are answering beside the thread."""


@dataclass(frozen=True, kw_only=True)
class Converse:
    """Answers what arrives with an outcome to commit."""

    store: Store
    people: People
    reader: ListReader
    starting: Starting
    asking: Asking
    estimates: Estimates
    negotiate: Negotiate
    offers: Offers
    mishaps: Mishaps

    async def handle(self, job: Job) -> Outcome:
        """The outcome of one arrival or step. Raises EstimatorError for what a person has to be told."""
        try:
            return together(await self._led(job, job.incoming), self._said_again(job, job.incoming))
        except IllegalEvent as illegal:
            return together(await self.mishaps.too_late(job, illegal), self._said_again(job, job.incoming))

    async def failed(self, job: Job, error: EstimatorError) -> Outcome:
        """What to tell, and where to leave the conversation, when a job could not be done."""
        return await self.mishaps.failed(job, error)

    async def _led(self, job: Job, incoming: Incoming) -> Outcome:
        match incoming:
            case ListSent():
                return await self._list_sent(job, incoming)
            case FormSent():
                return await self.starting.form_sent(job, incoming)
            case Replied():
                return await self._replied(job, incoming)
        task = await self.store.run(lambda unit: unit.tasks.get(incoming.task))
        if task is None:
            return nothing
        if isinstance(incoming, AnswersSent | Pressed | NumbersSent):
            return await self._acted(job, task, incoming)
        return await self._stepped(job, task, incoming)

    async def _stepped(self, job: Job, task: Task, step: Step) -> Outcome:
        match step:
            case ThreadOpened():
                return self.starting.thread_opened(job, task, step)
            case ThreadRefused():
                return self.starting.thread_refused(task, step)
            case ReadList():
                return await self.starting.read_list(job, task)
            case AskQuestions():
                return await self.asking.ask(job, task)
            case MakeEstimate():
                return await self.estimates.make(job, task, step)

    # --- what people do -------------------------------------------------------------------------------------------

    async def _list_sent(self, job: Job, sent: ListSent) -> Outcome:
        task = await self._task_in(sent.place)
        if task is None:
            return await self._answered_outside(job, sent) or await self.starting.list_sent(job, sent)
        given = Given(text=sent.text, attachment=the_list(sent.attachments))
        return await self._another_list(job, task, given, sent.author)

    async def _answered_outside(self, job: Job, sent: ListSent) -> Outcome | None:
        """Numbered answers beside the thread, as people write them in direct messages, go where they are awaited."""
        if sent.attachments:
            return None
        newest = await self.store.run(lambda unit: unit.tasks.newest_of(sent.author, LOOKED_BACK))
        waiting = [task for task, _ in newest if task.place.channel == sent.place.channel and task.brief.open_questions]
        asking = [task for task in waiting if task.state is State.ASKING]
        if len(asking) != 1 or not numbered(sent.text, asking[0].brief.questions):
            return None
        place, ts = asking[0].place, sent.place.thread or ""
        moved = Replied(author=sent.author, place=place, ts=ts, text=sent.text)

        def work(unit: Unit) -> None:
            unit.inbox.put(f"{job.key}>moved", place.key, moved)

        return work

    async def _replied(self, job: Job, replied: Replied) -> Outcome:
        task = await self._task_in(replied.place)
        if task is None:
            return nothing
        if replied.attachments:
            given = Given(text=replied.text, attachment=the_list(replied.attachments))
            return await self._another_list(job, task, given, replied.author)
        match task.state:
            case State.WAITING_FOR_LIST:
                return self.starting.list_given(job, task, Given(text=replied.text))
            case State.ESTIMATED | State.APPROVED:
                return await self.negotiate.replied(job, task, replied)
            case _:
                return self.asking.replied(job, task, replied)

    async def _another_list(self, job: Job, task: Task, given: Given, author: str) -> Outcome:
        """A second list in a thread: before the estimate it replaces the first, afterwards it wants a new start."""
        if is_open(task):
            return await self._tell_alone(job, task, author, "list_after_estimate")
        return together(self.asking.show(job, task, closed=True), self.starting.list_given(job, task, given))

    async def _acted(self, job: Job, task: Task, act: AnswersSent | Pressed | NumbersSent) -> Outcome:
        """A form or a button, unless it belongs to an earlier state of the estimate."""
        if _is_old(task, act):
            return await self._outdated(job, task, act.author)
        match act:
            case AnswersSent():
                return self.asking.answers_sent(job, task, act)
            case NumbersSent():
                return await self.negotiate.numbers_sent(job, task, act)
            case Pressed():
                return await self._pressed(job, task, act)

    async def _pressed(self, job: Job, task: Task, pressed: Pressed) -> Outcome:
        match pressed.button:
            case Button.ESTIMATE_NOW:
                return self.asking.estimate_now(job, task, pressed.author)
            case Button.ASK_AGAIN:
                return self.asking.ask_again(job, task)
            case Button.RETRY_MISSING:
                return self._retry(job, task, pressed.author)
            case Button.START_OVER:
                return await self._start_over(job, task)
            case _:
                return await self.negotiate.pressed(job, task, pressed)

    async def _outdated(self, job: Job, task: Task, person: str) -> Outcome:
        """Explains an old button, and shows the estimate as it is now if there is one."""
        language = await self.people.language(person)
        if not is_open(task):
            return whisper(job, task.place, person, language, Told(key="old_button"))
        revisions = await self.store.run(lambda unit: unit.tasks.revisions(task.id))
        explained = Told(key="old_revision", values={"last": str(task.revision)})
        now = result(task, revisions, closed=True)
        return together(
            whisper(job, task.place, person, language, explained), whisper(job, task.place, person, language, now)
        )

    def _retry(self, job: Job, task: Task, author: str) -> Outcome:
        task = task.on(Event.RETRY_REQUESTED)
        begun = Estimating(done=0, count=len(task.brief.deliverables))
        step = MakeEstimate(task=task.id, round=task.round, author=author, missing_only=True)
        return together(save(task), tell(job, task, begun, slot=result_slot(task.revision + 1)), go_on(job, task, step))

    async def _start_over(self, job: Job, task: Task) -> Outcome:
        """Back to the questions with the scope as it is and the notes; the answers are forgotten."""
        revisions = await self.store.run(lambda unit: unit.tasks.revisions(task.id))
        offers = await self.offers.closed(job, task)
        shown = self.asking.show(job, task, closed=True)
        scope = in_scope(task, revisions[-1].estimate) if revisions else task.brief.deliverables
        brief = replace(task.brief, questions=(), deliverables=scope)
        again = task.on(Event.START_OVER, brief=brief, round=task.round + 1)
        ask = go_on(job, again, AskQuestions(task=task.id, round=again.round))
        return together(save(again), shown, close(job, task, revisions), offers, ask)

    def _said_again(self, job: Job, incoming: Incoming) -> Outcome:
        """A result that Slack refused (we were out of the channel) is said again once somebody is heard there."""

        def work(unit: Unit) -> None:
            task = _heard_of(unit, incoming)
            if task and is_open(task) and not unit.outbox.stands(task.place, result_slot(task.revision)):
                revisions = unit.tasks.revisions(task.id)
                together(show(job, task, result(task, revisions)), hand_over(job, task, revisions[-1]))(unit)

        return work

    async def _task_in(self, place: Place) -> Task | None:
        return await self.store.run(lambda unit: unit.tasks.in_thread(place))

    async def _tell_alone(self, job: Job, task: Task, person: str, key: str) -> Outcome:
        return whisper(job, task.place, person, await self.people.language(person), Told(key=key))


def _is_old(task: Task, act: AnswersSent | Pressed | NumbersSent) -> bool:
    return act.round != task.round or _of_revision(act) not in {None, task.revision}


def _of_revision(act: AnswersSent | Pressed | NumbersSent) -> int | None:
    """The revision that an act belongs to; None for what belongs to the round alone."""
    match act:
        case NumbersSent():
            return act.revision
        case Pressed() if act.button in OF_RESULT:
            return act.revision
        case _:
            return None


def _heard_of(unit: Unit, incoming: Incoming) -> Task | None:
    """The task that a person has just done something in; None for our own steps."""
    match incoming:
        case Replied() | ListSent():
            return unit.tasks.in_thread(incoming.place)
        case Pressed():
            return unit.tasks.get(incoming.task)
        case _:
            return None
