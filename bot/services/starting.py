"""Starting an estimate: a list is handed over, a thread is opened, the list is read."""

import asyncio
from dataclasses import dataclass, replace
from pathlib import PurePath

from bot.domain.answers import is_aside
from bot.domain.brief import Brief, Listing
from bot.domain.conversation import Event, State
from bot.domain.incoming import AskQuestions, FormSent, ListSent, ReadList, ThreadOpened, ThreadRefused
from bot.domain.language import Language
from bot.domain.messages import Help, ListUnderstood, Message, Problem, Reading, ThreadStarted, Told
from bot.domain.money import Currency
from bot.domain.task import Attachment, Given, Place, Task
from bot.errors import InputRefused
from bot.i18n import Words
from bot.log import get_logger
from bot.ports import Clock, Files, ListReader, People, Say, Unit
from bot.services.job import Job, Outcome, together
from bot.services.speaking import go_on, save, tell, whisper
from bot.services.terms import Terms

HELP_WORDS = frozenset({"help", "hi", "hello", "hey", "ヘルプ", "使い方", "こんにちは", "はじめまして"})
LIST_ENDINGS = frozenset({".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv"})
MAX_TITLE = 80
MAX_REQUIREMENTS = 4_000
"""Characters of requirements that reach the prompt."""

log = get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Starting:
    """The use case from "here is a list" to "this is what I understood"."""

    people: People
    files: Files
    reader: ListReader
    clock: Clock
    terms: Terms

    async def list_sent(self, job: Job, sent: ListSent) -> Outcome:
        """A mention, a direct message or the shortcut: a task of its own in the message's thread."""
        language = await self.people.language(sent.author)
        if not sent.attachments and _asks_for_help(sent.text.strip()):
            return whisper(job, sent.place, sent.author, language, Help())
        given = Given(text=sent.text, attachment=the_list(sent.attachments))
        task = self._new(sent.author, sent.place, language, given)
        return self._started(job, task, extra=len(sent.attachments) > 1)

    async def form_sent(self, job: Job, sent: FormSent) -> Outcome:
        """The modal: we open the thread ourselves and go on once it is there."""
        language = await self.people.language(sent.author)
        given = Given(text=sent.list_text, attachment=the_list(sent.attachments), plain_list=True)
        task = self._new(sent.author, Place(channel=sent.channel), language, given, sent.currency)
        brief = replace(task.brief, title=sent.title, client=sent.client, requirements=sent.requirements)
        return self._opening(job, replace(task, brief=brief))

    def thread_opened(self, job: Job, task: Task, step: ThreadOpened) -> Outcome:
        """The thread of a form exists; from now on everything happens there."""
        task = replace(task, place=Place(channel=task.place.channel, thread=step.ts))
        return together(save(task), self._reading(job, task))

    def thread_refused(self, task: Task, step: ThreadRefused) -> Outcome:
        """No thread, no conversation: the asker hears why from the outbox; the task ends."""
        log.warning("Thread refused", task=task.id, code=step.code)
        return save(task.on(Event.THREAD_REFUSED))

    def list_given(self, job: Job, task: Task, given: Given) -> Outcome:
        """Another list in the thread takes the place of the first, or of the one that could not be read."""
        task = task.on(Event.LIST_GIVEN, given=given, round=task.round + 1)
        return together(save(task), self._reading(job, task))

    async def read_list(self, job: Job, task: Task) -> Outcome:
        """Fetches and reads the list; after one that cannot be used the earlier one counts, or another is awaited."""
        try:
            listing, prose = await self._listing(task.given)
        except InputRefused as refused:
            return self._refused(job, task, refused)
        task = task.on(Event.LIST_READ, brief=_with(task.brief, task.given, listing, prose))
        understood = tell(job, task, _understood(task, listing), slot=_slot(task))
        return together(save(task), understood, go_on(job, task, AskQuestions(task=task.id, round=task.round)))

    async def _listing(self, given: Given) -> tuple[Listing, str]:
        if given.attachment is None:
            return await asyncio.to_thread(self.reader.read_text, given.text, plain_list=given.plain_list)
        content = await self.files.fetch(given.attachment)
        listing = await asyncio.to_thread(self.reader.read_file, content, given.attachment.name)
        return listing, "" if given.plain_list else given.text

    def _refused(self, job: Job, task: Task, refused: InputRefused) -> Outcome:
        values = {name: str(value) for name, value in refused.values.items()}
        log.info("List refused", task=task.id, reason=refused.key)
        told = tell(job, task, Problem(key=refused.key, values=values), slot=_slot(task))
        if not task.brief.deliverables:
            return together(save(task.on(Event.LIST_REFUSED)), told)
        ask = go_on(job, task, AskQuestions(task=task.id, round=task.round))
        return together(save(task.on(Event.LIST_KEPT)), told, ask)

    def _new(
        self, asker: str, place: Place, language: Language, given: Given, currency: Currency | None = None
    ) -> Task:
        brief = Brief(
            title="", language=language, currency=currency or self.terms.currency_of(language), deliverables=()
        )
        return Task(
            id=0,
            place=place,
            asker=asker,
            state=State.READING,
            brief=brief,
            given=given,
            created_at=self.clock.now(),
        )

    def _started(self, job: Job, task: Task, *, extra: bool) -> Outcome:
        def work(unit: Unit) -> None:
            added = _added(unit, task)
            self._reading(job, added)(unit)
            if extra:
                tell(job, added, Told(key="one_list_only", values={"name": _name(added)}))(unit)

        return work

    def _opening(self, job: Job, task: Task) -> Outcome:
        def work(unit: Unit) -> None:
            unit.outbox.put(_root(job, _added(unit, task)))

        return work

    def _reading(self, job: Job, task: Task) -> Outcome:
        return together(
            tell(job, task, Reading(name=_name(task)), slot=_slot(task)), go_on(job, task, ReadList(task=task.id))
        )


def _asks_for_help(text: str) -> bool:
    """A greeting or a mere emoji does too; a bare mention may still be followed by the list."""
    return text.casefold() in HELP_WORDS or (bool(text) and is_aside(text))


def the_list(attachments: tuple[Attachment, ...]) -> Attachment | None:
    """The file to read among those given: the first that is named like a list, else the first."""
    named = [one for one in attachments if PurePath(one.name.lower()).suffix in LIST_ENDINGS]
    return next(iter(named or attachments), None)


def _added(unit: Unit, task: Task) -> Task:
    added = unit.tasks.add(task)
    log.info("Task created", task=added.id, language=task.brief.language.value)
    return added


def _root(job: Job, task: Task) -> Say:
    started: Message = ThreadStarted(
        task=task.id, number=task.number, title=task.brief.title, client=task.brief.client, asker=task.asker
    )
    return Say(
        key=f"{job.key}>root",
        to=task.place,
        message=started,
        language=task.brief.language,
        then=ThreadOpened(task=task.id, ts=""),
        otherwise=ThreadRefused(task=task.id),
        on_behalf_of=task.asker,
    )


def _slot(task: Task) -> str:
    """The message that says we are reading, then what we understood; one per list."""
    return f"opening:{task.round}"


def _name(task: Task) -> str:
    return task.given.attachment.name if task.given.attachment else ""


def _with(brief: Brief, given: Given, listing: Listing, prose: str) -> Brief:
    requirements = "\n".join(part for part in (brief.requirements, prose.strip()) if part)[:MAX_REQUIREMENTS]
    return replace(
        brief,
        title=brief.title or _title(brief, given, listing),
        deliverables=listing.deliverables,
        skipped=listing.skipped,
        requirements=requirements,
        questions=(),
    )


def _title(brief: Brief, given: Given, listing: Listing) -> str:
    """A title nobody gave: the file's name, or the first deliverable's name and how many more there are."""
    if given.attachment:
        return PurePath(given.attachment.name).stem.strip()[:MAX_TITLE]
    first, others = listing.deliverables[0].name[:MAX_TITLE], len(listing.deliverables) - 1
    return Words.of(brief.language)("estimate.title", name=first, count=others) if others else first


def _understood(task: Task, listing: Listing) -> ListUnderstood:
    return ListUnderstood(
        number=task.number,
        title=task.brief.title,
        currency=task.brief.currency,
        deliverables=listing.deliverables,
        skipped=listing.skipped,
        source=listing.source,
    )
