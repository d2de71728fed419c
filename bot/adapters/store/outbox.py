"""The dispatcher's end of the outbox: one message of a conversation at a time, in the order in which they were put.

A row is `pending` until it is claimed. The claim is the intent: it is committed as `sending` before anything is
posted, so that a row found in that state after a crash may have been posted, and says so (`unsure`). Then it is `done`
or `failed`; or `superseded`, when a newer state of the same slot came before it was sent.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, exists, false, or_, select, update
from sqlalchemy.exc import IntegrityError

from bot.adapters.store.arrivals import SqlInbox
from bot.adapters.store.errors import Unreadable
from bot.adapters.store.insertion import replace_in
from bot.adapters.store.leases import LEASE, Leases, QueueState, error_code
from bot.adapters.store.pairs import among
from bot.adapters.store.sayings import say_of
from bot.adapters.store.store import SqlStore
from bot.adapters.store.tables import outbox, slots
from bot.adapters.store.transaction import Queue, Transaction
from bot.adapters.store.unit import SqlUnit
from bot.domain.incoming import Incoming, ThreadOpened, ThreadRefused
from bot.domain.task import Place
from bot.log import get_logger
from bot.ports import Clock, Say

log = get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class OutgoingRow:
    """A message that is ours to send. `attempt` counts the claims from 1."""

    id: int
    key: str
    say: Say
    ts: str | None
    """Of the message that stands in this slot already: update that one."""
    attempt: int
    unsure: bool
    """An earlier attempt may have posted it: look before posting."""
    progress: str | None
    """JSON noted by an earlier attempt, such as the id of an uploaded file."""
    created_at: datetime


class OutboxQueue:
    """Claims messages for one owner: a name that stays the same when the process starts again."""

    def __init__(self, store: SqlStore, owner: str, clock: Clock, *, lease: timedelta = LEASE) -> None:
        self._store = store
        self._clock = clock
        self._bell = store.bells[Queue.OUTBOX]
        self._leases = Leases(
            table=outbox,
            waiting="pending",
            held="sending",
            order=("id",),
            arrived="created_at",
            owner=owner,
            lease=lease,
            on_reclaim={"unsure": True},
        )

    async def claim(self, limit: int) -> list[OutgoingRow]:
        """At most `limit` messages, each the oldest of its conversation, of conversations in which none is being sent.

        Outdated states of a slot are passed over. A row that this version cannot read is set aside as failed.
        """
        try:
            return await self._store.run(lambda unit: self._claim(unit.transaction, limit))
        except IntegrityError:  # another process has just claimed in one of these conversations; the others wait on
            self._bell.ring()
            return []

    async def sent(self, row: OutgoingRow, ts: str | None) -> None:
        """Records that the message stands at `ts` (empty for a whisper) and sets its next step. Raises ClaimLost."""
        await self._store.run(lambda unit: self._sent(unit.transaction, row, ts))

    async def put_back(self, row: OutgoingRow, delay_seconds: float, error: str, *, unsure: bool) -> None:
        """Makes the message wait; `unsure` when this attempt may have posted it. Raises ClaimLost."""
        due = self._clock.now() + timedelta(seconds=delay_seconds)
        values = {"error": error_code(error), "unsure": unsure}
        await self._store.run(lambda unit: self._leases.put_back(unit.transaction.connection, row, due, **values))
        self._bell.ring_after(delay_seconds)

    async def refused(self, row: OutgoingRow, error: str) -> None:
        """Marks the message failed, for good, and sets the step for that case; its conversation goes on.

        Raises ClaimLost.
        """
        await self._store.run(lambda unit: self._refused(unit.transaction, row, error_code(error)))

    async def note_progress(self, row: OutgoingRow, progress: str) -> None:
        """Keeps what a later attempt must know to go on from here instead of beginning anew. Raises ClaimLost."""
        await self._store.run(lambda unit: self._leases.write(unit.transaction.connection, row, {"progress": progress}))

    async def extend(self, rows: Sequence[OutgoingRow]) -> list[int]:
        """Renews the leases; the ids of the rows that are still ours."""
        return await self._store.run(
            lambda unit: self._leases.extend(unit.transaction.connection, rows, unit.transaction.now)
        )

    async def reclaim(self) -> int:
        """At start, before the first claim: takes back as unsure what this owner was sending when it died; how many."""
        return await self._store.run(lambda unit: self._reclaim(unit, own=True))

    async def reclaim_lapsed(self) -> int:
        """From time to time: takes back messages whose lease has run out, as unsure; how many."""
        return await self._store.run(lambda unit: self._reclaim(unit, own=False))

    async def wait(self, timeout: float) -> None:  # noqa: ASYNC109 - it ends as it should when the time is over
        """Returns as soon as something may have become claimable since the last wait, or after `timeout` seconds."""
        await self._bell.wait(timeout)

    async def sweep(self, older_than: timedelta) -> int:
        """Deletes rows finished longer ago than that; how many, 500 at most. What stands in a slot stays known."""
        return await self._store.run(
            lambda unit: self._leases.sweep(unit.transaction.connection, unit.transaction.now - older_than)
        )

    async def state(self) -> QueueState:
        """How many messages wait and are being sent, and since when."""
        return await self._store.run(lambda unit: self._leases.state(unit.transaction.connection))

    def _claim(self, transaction: Transaction, limit: int) -> list[OutgoingRow]:
        self._pass_over(transaction)
        taken = self._leases.take(transaction.connection, transaction.now, limit)
        standing = self._standing(transaction, taken)
        read = (self._read(transaction, row, standing.get((row.conversation, row.slot))) for row in taken)
        return [row for row in read if row]

    def _pass_over(self, transaction: Transaction) -> None:
        """Marks the states of slots that a newer one has overtaken."""
        ids = transaction.connection.scalars(self._passed_over, {"now": transaction.now}).all()
        if ids:
            values = {"state": "superseded", "finished_at": transaction.now}
            transaction.connection.execute(update(outbox).where(outbox.c.id.in_(ids)).values(values))

    @cached_property
    def _passed_over(self) -> Select[tuple[int]]:
        """The ids of the outdated rows; built once, since that takes longer than to run it."""
        # In the order of the index over pending rows: in that of the ids SQLite would read all rows there are.
        outdated = select(outbox.c.id).where(self._outdated()).order_by(outbox.c.conversation, outbox.c.id)
        return outdated.with_for_update(skip_locked=True)

    def _outdated(self) -> ColumnElement[bool]:
        """A pending row whose slot has a newer one, and that has left nothing in the chat and sets no step.

        A row that waits because Slack asked for a pause keeps what comes after it waiting, too.
        A slot that is not posted yet keeps its place in the thread: its first state is passed over only when nothing
        else is to be posted before the newer one.
        """
        later, between = outbox.alias("later"), outbox.alias("between")
        posted = exists().where(slots.c.conversation == outbox.c.conversation, slots.c.slot == outbox.c.slot)
        separated = exists().where(self._follows(between), between.c.id < later.c.id, between.c.slot != outbox.c.slot)
        # Two levels down SQLAlchemy would take the row itself for another table to join.
        keeps_place = or_(posted.correlate(outbox), ~separated.correlate(outbox, later))
        newer = exists().where(
            self._follows(later),
            later.c.slot == outbox.c.slot,
            later.c.whisper_to == outbox.c.whisper_to,
            keeps_place,
        )
        untouched = and_(outbox.c.unsure == false(), outbox.c.progress.is_(None))
        without_steps = and_(outbox.c.then_kind.is_(None), outbox.c.otherwise_kind.is_(None))
        due = and_(self._leases.is_waiting(outbox), outbox.c.available_at <= bindparam("now"))
        return and_(due, outbox.c.slot != "", untouched, without_steps, newer)

    def _follows(self, other: Any) -> ColumnElement[bool]:
        """`other` is pending in the same conversation, after the row."""
        return and_(
            self._leases.is_waiting(other), other.c.conversation == outbox.c.conversation, other.c.id > outbox.c.id
        )

    def _standing(self, transaction: Transaction, rows: Sequence[Row[*tuple[Any, ...]]]) -> dict[tuple[str, str], str]:
        """The ts of the messages that stand in the rows' slots."""
        keys = [(row.conversation, row.slot) for row in rows if row.slot]
        if not keys:
            return {}
        query = select(slots).where(among(slots.c.conversation, slots.c.slot, keys))
        return {(row.conversation, row.slot): row.ts for row in transaction.connection.execute(query)}

    def _read(self, transaction: Transaction, row: Row[*tuple[Any, ...]], ts: str | None) -> OutgoingRow | None:
        try:
            say = say_of(row)
        except Unreadable:
            log.exception("outbox row cannot be read", row=row.id, kind=row.kind)
            self._end(transaction, row, "failed", error="unreadable")  # type: ignore[arg-type]  # has id and attempt
            return None
        return OutgoingRow(
            id=row.id,
            key=row.key,
            say=say,
            ts=ts,
            attempt=row.attempt,
            unsure=row.unsure,
            progress=row.progress,
            created_at=row.created_at,
        )

    def _sent(self, transaction: Transaction, row: OutgoingRow, ts: str | None) -> None:
        self._end(transaction, row, "done", ts=ts or None, error=None)
        if row.say.slot and ts:
            standing = {"conversation": row.say.to.key, "slot": row.say.slot, "ts": ts}
            replace_in(transaction.connection, slots, standing)
        if row.say.then:
            conversation, step = _next_step(row.say.to, row.say.then, ts)
            SqlInbox(transaction).put(f"then:{row.key}", conversation, step)

    def _refused(self, transaction: Transaction, row: OutgoingRow, code: str) -> None:
        self._end(transaction, row, "failed", error=code)
        if step := row.say.otherwise:
            told = replace(step, code=code) if isinstance(step, ThreadRefused) else step
            SqlInbox(transaction).put(f"otherwise:{row.key}", row.say.to.key, told)

    def _end(self, transaction: Transaction, row: OutgoingRow, state: str, **values: Any) -> None:
        self._leases.settle(transaction.connection, row, {"state": state, "finished_at": transaction.now} | values)
        transaction.woken.add(Queue.OUTBOX)

    def _reclaim(self, unit: SqlUnit, *, own: bool) -> int:
        unit.transaction.woken.add(Queue.OUTBOX)
        return self._leases.reclaim(unit.transaction.connection, unit.transaction.now, own=own)


def _next_step(to: Place, then: Incoming, ts: str | None) -> tuple[str, Incoming]:
    """The conversation of a message's next step, and the step. That of a thread's first message is the thread."""
    if not isinstance(then, ThreadOpened):
        return to.key, then
    if not ts:
        raise ValueError("the first message of a thread has a ts")
    return Place(channel=to.channel, thread=ts).key, replace(then, ts=ts)
