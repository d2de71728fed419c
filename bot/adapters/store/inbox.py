"""The worker's end of the inbox: one row of a conversation at a time, our own steps before what people sent.

A row is `ready` until a worker claims it, then `claimed`, then `done` or `failed`. Put back, it is `ready` again from
`available_at` on, and what follows in its conversation waits with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row
from sqlalchemy.exc import IntegrityError

from bot.adapters.store.codec import INCOMING
from bot.adapters.store.errors import Unreadable
from bot.adapters.store.leases import LEASE, Leases, QueueState, error_code
from bot.adapters.store.store import SqlStore
from bot.adapters.store.tables import inbox
from bot.adapters.store.transaction import Queue, Transaction, Words
from bot.adapters.store.unit import SqlUnit, transaction_of
from bot.domain.incoming import Incoming, Replied
from bot.log import get_logger
from bot.ports import Clock, Unit

log = get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class ClaimedRow:
    """A row that is ours to work on. `attempt` counts the claims from 1."""

    id: int
    key: str
    conversation: str
    incoming: Incoming
    attempt: int
    received_at: datetime


class InboxQueue:
    """Claims rows for one owner: a name that stays the same when the process starts again."""

    def __init__(self, store: SqlStore, owner: str, clock: Clock, *, lease: timedelta = LEASE) -> None:
        self._store = store
        self._clock = clock
        self._bell = store.bells[Queue.INBOX]
        self._leases = Leases(
            table=inbox,
            waiting="ready",
            held="claimed",
            order=("rank", "id"),
            arrived="received_at",
            owner=owner,
            lease=lease,
        )

    async def claim(self, limit: int) -> list[ClaimedRow]:
        """At most `limit` rows, each the next of its conversation, of conversations in which none is claimed.

        A row that another version wrote and this one cannot read is set aside as failed.
        """
        try:
            return await self._store.run(lambda unit: self._claim(unit.transaction, limit))
        except IntegrityError:  # another process has just claimed in one of these conversations; the others wait on
            self._bell.ring()
            return []

    def finish(self, unit: Unit, row: ClaimedRow) -> None:
        """Marks the row done within the transaction that commits its outcome. Raises ClaimLost, which undoes both."""
        transaction = transaction_of(unit)
        self._end(transaction, row, "done", error=None)
        if isinstance(row.incoming, Replied):
            transaction.words = Words(author=row.incoming.author, ts=row.incoming.ts)

    async def put_back(self, row: ClaimedRow, delay_seconds: float, error: str) -> None:
        """Makes the row wait for `delay_seconds` and then be claimed again. Raises ClaimLost."""
        due = self._clock.now() + timedelta(seconds=delay_seconds)
        await self._store.run(
            lambda unit: self._leases.put_back(unit.transaction.connection, row, due, error=error_code(error))
        )
        self._bell.ring_after(delay_seconds)

    async def give_up(self, row: ClaimedRow, error: str) -> None:
        """Marks the row failed, for good; its conversation goes on. Raises ClaimLost."""
        await self._store.run(lambda unit: self._end(unit.transaction, row, "failed", error=error_code(error)))

    async def extend(self, rows: Sequence[ClaimedRow]) -> list[int]:
        """Renews the leases; the ids of the rows that are still ours. Whoever works on another should stop."""
        return await self._store.run(
            lambda unit: self._leases.extend(unit.transaction.connection, rows, unit.transaction.now)
        )

    async def reclaim(self) -> int:
        """At start, before the first claim: takes back what this owner held when it died, and what lapsed; how many."""
        return await self._store.run(lambda unit: self._reclaim(unit, own=True))

    async def reclaim_lapsed(self) -> int:
        """From time to time: takes back rows whose lease has run out, whoever held them; how many."""
        return await self._store.run(lambda unit: self._reclaim(unit, own=False))

    async def wait(self, timeout: float) -> None:  # noqa: ASYNC109 - it ends as it should when the time is over
        """Returns as soon as something may have become claimable since the last wait, or after `timeout` seconds."""
        await self._bell.wait(timeout)

    async def sweep(self, older_than: timedelta) -> int:
        """Deletes rows finished longer ago than that (longer than any redelivery); how many, 500 at most. Repeat."""
        return await self._store.run(
            lambda unit: self._leases.sweep(unit.transaction.connection, unit.transaction.now - older_than)
        )

    async def state(self) -> QueueState:
        """How many rows wait and are worked on, and since when."""
        return await self._store.run(lambda unit: self._leases.state(unit.transaction.connection))

    def _claim(self, transaction: Transaction, limit: int) -> list[ClaimedRow]:
        taken = self._leases.take(transaction.connection, transaction.now, limit)
        read = (self._read(transaction, row) for row in taken)
        return [row for row in read if row]

    def _read(self, transaction: Transaction, row: Row[*tuple[Any, ...]]) -> ClaimedRow | None:
        try:
            incoming = INCOMING.read(row.kind, row.body)
        except Unreadable:
            log.exception("inbox row cannot be read", row=row.id, kind=row.kind)
            self._end(transaction, row, "failed", error="unreadable")  # type: ignore[arg-type]  # has id and attempt
            return None
        return ClaimedRow(
            id=row.id,
            key=row.key,
            conversation=row.conversation,
            incoming=incoming,
            attempt=row.attempt,
            received_at=row.received_at,
        )

    def _end(self, transaction: Transaction, row: ClaimedRow, state: str, *, error: str | None) -> None:
        values = {"state": state, "finished_at": transaction.now, "error": error}
        self._leases.settle(transaction.connection, row, values)
        transaction.woken.add(Queue.INBOX)

    def _reclaim(self, unit: SqlUnit, *, own: bool) -> int:
        unit.transaction.woken.add(Queue.INBOX)
        return self._leases.reclaim(unit.transaction.connection, unit.transaction.now, own=own)
