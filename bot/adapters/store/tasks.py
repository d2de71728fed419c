"""The tasks with their briefs. A task is spread over four tables; only the parts that changed are written."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, Select, bindparam, insert, select, update

from bot.adapters.store.briefs import Briefs
from bot.adapters.store.errors import NoSuchTask
from bot.adapters.store.offers import Offers
from bot.adapters.store.revisions import Revisions
from bot.adapters.store.tables import tasks
from bot.adapters.store.transaction import Transaction
from bot.domain.brief import Brief
from bot.domain.conversation import State
from bot.domain.estimate import Revision
from bot.domain.messages import ProposalsReady
from bot.domain.task import Attachment, Given, Place, Task

# Built once, as these run all the time: to build a statement takes longer than to run it.
_BY_ID = select(tasks).where(tasks.c.id == bindparam("id")).with_for_update()
_IN_THREAD = (
    select(tasks)
    .where(tasks.c.channel == bindparam("channel"), tasks.c.thread == bindparam("thread"))
    .with_for_update()
)


class SqlTasks:
    """The port `Tasks` within a transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._briefs = Briefs(transaction)
        self._revisions = Revisions(transaction)
        self._offers = Offers(transaction)
        self._known: dict[int, Task] = {}

    def add(self, task: Task) -> Task:
        """Stores a new task under the next free id."""
        row = _row(task) | {"created_at": task.created_at, "updated_at": self._transaction.now}
        key = self._transaction.connection.execute(insert(tasks), row).inserted_primary_key
        added = replace(task, id=key.id)  # type: ignore[union-attr]  # an insert of one row always has it
        self._briefs.write(added, known=None)
        self._known[added.id] = added
        return added

    def get(self, id: int) -> Task | None:
        """The task, locked until the transaction ends, so that what is read may be changed and saved."""
        if id not in self._known:
            self._load(_BY_ID, id=id)
        return self._known.get(id)

    def in_thread(self, place: Place) -> Task | None:
        """The task that lives in this thread, locked; None for a place without a thread."""
        if place.thread is None:
            return None
        id = self._load(_IN_THREAD, channel=place.channel, thread=place.thread)
        return None if id is None else self._known[id]

    def save(self, task: Task) -> None:
        """Writes what has changed since the task was read. NoSuchTask when it was never added."""
        known = self.get(task.id)
        if known is None:
            raise NoSuchTask(task.id)
        row = _row(task) | {"created_at": task.created_at, "updated_at": self._transaction.now}
        self._transaction.connection.execute(update(tasks).where(tasks.c.id == task.id), row)
        self._briefs.write(task, known=known)
        self._known[task.id] = task

    def newest_of(self, asker: str, limit: int) -> Sequence[tuple[Task, Revision | None]]:
        """The person's tasks as they are, not locked."""
        query = select(tasks).where(tasks.c.asker == asker).order_by(tasks.c.id.desc()).limit(limit)
        found = self._tasks(self._transaction.connection.execute(query).all())
        last = self._revisions.read([(task.id, task.revision) for task in found if task.revision])
        return [(task, last.get((task.id, task.revision))) for task in found]

    def add_revision(self, task: Task, revision: Revision) -> None:
        """Stores a revision; a number that the task has already is refused by the database."""
        self._revisions.add(task.id, revision)

    def revision(self, task: int, number: int) -> Revision | None:
        return self._revisions.read([(task, number)]).get((task, number))

    def revisions(self, task: int) -> Sequence[Revision]:
        """All revisions, oldest first."""
        return self._revisions.all_of(task)

    def add_proposals(self, task: int, message: ProposalsReady) -> None:
        """Keeps what was proposed for a revision, in place of what was proposed before."""
        self._offers.keep(task, message)

    def proposals(self, task: int, revision: int) -> ProposalsReady | None:
        return self._offers.read(task, revision)

    def _load(self, query: Select[tuple[Any, ...]], **values: object) -> int | None:
        rows = self._transaction.connection.execute(query, values).all()
        # A task that this unit has saved is known as it was saved; what was read again is the same.
        self._known = {task.id: task for task in self._tasks(rows)} | self._known
        return rows[0].id if rows else None

    def _tasks(self, rows: Sequence[Row[*tuple[object, ...]]]) -> list[Task]:
        briefs = self._briefs.read(rows)
        return [_task(row, briefs[row.id]) for row in rows]


def _row(task: Task) -> dict[str, object]:
    given = task.given
    return {
        "channel": task.place.channel,
        "thread": task.place.thread,
        "asker": task.asker,
        "state": task.state.value,
        "round": task.round,
        "revision": task.revision,
        "title": task.brief.title,
        "client": task.brief.client,
        "language": task.brief.language.value,
        "currency": task.brief.currency.value,
        "requirements": task.brief.requirements,
        "skipped": [{"place": one.place, "reason": one.reason, "text": one.text} for one in task.brief.skipped],
        "given_text": given.text,
        "given_attachment": _attachment_row(given.attachment),
        "given_plain_list": given.plain_list,
    }


def _attachment_row(attachment: Attachment | None) -> dict[str, object] | None:
    if attachment is None:
        return None
    return {"id": attachment.id, "name": attachment.name, "url": attachment.url, "size": attachment.size}


def _task(row: Row[*tuple[object, ...]], brief: Brief) -> Task:
    attachment = row.given_attachment
    return Task(
        id=row.id,
        place=Place(channel=row.channel, thread=row.thread),
        asker=row.asker,
        state=State(row.state),
        brief=brief,
        given=Given(
            text=row.given_text,
            attachment=Attachment(**attachment) if attachment else None,
            plain_list=row.given_plain_list,
        ),
        created_at=row.created_at,
        round=row.round,
        revision=row.revision,
    )
