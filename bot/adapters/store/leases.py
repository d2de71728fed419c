"""Claims on the rows of a queue: who works on a row, in which attempt, until when. The two queues share these rules."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Protocol

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    Row,
    Select,
    String,
    Table,
    bindparam,
    delete,
    exists,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate

from bot.adapters.store.errors import ClaimLost

SWEPT_AT_ONCE = 500
"""Rows deleted in one transaction, so that nobody waits long behind a sweep."""
LEASE = timedelta(seconds=60)


class Claimed(Protocol):
    """A row as its claimant knows it."""

    @property
    def id(self) -> int: ...
    @property
    def attempt(self) -> int: ...


@dataclass(frozen=True, kw_only=True)
class QueueState:
    """How a queue stands: rows that wait and that are worked on, and since when the oldest of them has been there."""

    waiting: int
    held: int
    oldest: datetime | None


@dataclass(frozen=True, kw_only=True)
class Leases:
    """The claims of one owner on one queue. States are the table's own words, compared as literals (see tables)."""

    table: Table
    waiting: str
    held: str
    order: tuple[str, ...]
    """The columns that say which of a conversation's waiting rows is next."""
    arrived: str
    """The column that says since when a row has been there."""
    owner: str
    lease: timedelta
    on_reclaim: Mapping[str, Any] = field(default_factory=dict)
    """What else a row becomes when it is taken back from a claimant who cannot say how far it came."""

    def is_waiting(self, rows: FromClause) -> ColumnElement[bool]:
        """The condition of the partial index over the rows that wait; `rows` is the table or an alias of it."""
        return rows.c.state == literal_column(f"'{self.waiting}'", String)

    def is_held(self, rows: FromClause) -> ColumnElement[bool]:
        """The condition of the partial index over the claimed rows."""
        return rows.c.state == literal_column(f"'{self.held}'", String)

    @cached_property
    def heads(self) -> Select[tuple[int]]:
        """Ids of rows to claim: the next of each conversation, unless it is not due yet or one is being worked on.

        Parameters: `now` and `most`. Built once, like every statement of a claim: to build one takes longer than to
        run it, and claims are made all the time.
        """
        table, held = self.table, self.table.alias()
        order = [table.c[name] for name in self.order]
        place = func.row_number().over(partition_by=table.c.conversation, order_by=order)
        waiting = select(table.c.id, table.c.conversation, table.c.available_at, place.label("place"))
        line = waiting.where(self.is_waiting(table)).subquery()
        busy = exists().where(self.is_held(held), held.c.conversation == line.c.conversation)
        first = select(line.c.id).where(line.c.place == 1, line.c.available_at <= bindparam("now"), ~busy)
        return first.order_by(line.c.id).limit(bindparam("most", type_=Integer))

    def take(self, connection: Connection, now: datetime, limit: int) -> Sequence[Row[*tuple[Any, ...]]]:
        """Claims the heads that no other process is claiming right now; by ascending id."""
        ids = connection.scalars(self._free, {"now": now, "most": limit}).all()
        if not ids:
            return ()
        taken = connection.execute(self._claim, {"ids": ids, "until": now + self.lease})
        return sorted(taken, key=lambda row: row.id)

    @cached_property
    def _free(self) -> Select[tuple[int]]:
        """The heads that no other process has locked; parameters as in `heads`."""
        table = self.table
        free = select(table.c.id).where(table.c.id.in_(self.heads), self.is_waiting(table))
        return free.order_by(table.c.id).with_for_update(skip_locked=True)

    @cached_property
    def _claim(self) -> ReturningUpdate[tuple[Any, ...]]:
        """Makes rows ours; parameters: their `ids`, and `until` when."""
        table = self.table
        claim = {
            "state": self.held,
            "owner": self.owner,
            "attempt": table.c.attempt + 1,
            "lease_until": bindparam("until"),
        }
        chosen = table.c.id.in_(bindparam("ids", expanding=True))
        return update(table).where(chosen).values(claim).returning(*table.c)

    def settle(self, connection: Connection, row: Claimed, values: Mapping[str, Any]) -> None:
        """Lets go of a claimed row with its outcome. Raises ClaimLost when the claim is not ours any more."""
        self._guarded(connection, row, {"owner": None, "lease_until": None} | dict(values))

    def write(self, connection: Connection, row: Claimed, values: Mapping[str, Any]) -> None:
        """Writes something about a claimed row and keeps the claim. Raises ClaimLost."""
        self._guarded(connection, row, values)

    def put_back(self, connection: Connection, row: Claimed, available_at: datetime, **values: Any) -> None:
        """Makes a claimed row wait again, from `available_at` on. Raises ClaimLost."""
        self.settle(connection, row, {"state": self.waiting, "available_at": available_at} | values)

    def extend(self, connection: Connection, rows: Sequence[Claimed], now: datetime) -> list[int]:
        """Renews the lease of rows that are still ours; the ids of those that are."""
        renewed = {"lease_until": now + self.lease}
        return [row.id for row in sorted(rows, key=lambda one: one.id) if self._hits(connection, row, renewed)]

    def reclaim(self, connection: Connection, now: datetime, *, own: bool) -> int:
        """Makes rows wait again whose lease has run out and, with `own`, those that this owner held before it died."""
        table = self.table
        lapsed = table.c.lease_until < now
        lost = or_(lapsed, table.c.owner == self.owner) if own else lapsed
        values = {"state": self.waiting, "owner": None, "lease_until": None, "available_at": now, **self.on_reclaim}
        changed = update(table).where(self.is_held(table), lost).values(values).returning(table.c.id)
        return len(connection.execute(changed).all())

    def sweep(self, connection: Connection, before: datetime) -> int:
        """Deletes some of the rows that were finished before a time; how many."""
        table = self.table
        old = select(table.c.id).where(table.c.finished_at < before).order_by(table.c.finished_at).limit(SWEPT_AT_ONCE)
        return len(connection.execute(delete(table).where(table.c.id.in_(old)).returning(table.c.id)).all())

    def state(self, connection: Connection) -> QueueState:
        """Counts over the live rows alone."""
        waiting, waits_since = self._count(connection, self.is_waiting(self.table))
        held, held_since = self._count(connection, self.is_held(self.table))
        oldest = min((at for at in (waits_since, held_since) if at), default=None)
        return QueueState(waiting=waiting, held=held, oldest=oldest)

    def _count(self, connection: Connection, which: ColumnElement[bool]) -> tuple[int, datetime | None]:
        query = select(func.count().label("rows"), func.min(self.table.c[self.arrived]).label("since")).where(which)
        row = connection.execute(query).one()
        return row.rows, row.since

    def _guarded(self, connection: Connection, row: Claimed, values: Mapping[str, Any]) -> None:
        if not self._hits(connection, row, values):
            raise ClaimLost(self.table.name, row.id)

    def _hits(self, connection: Connection, row: Claimed, values: Mapping[str, Any]) -> bool:
        """Writes to the row if it is still ours, and tells whether it is."""
        claim = {"claimed": row.id, "claimed_as": row.attempt}
        return connection.execute(self._ours, dict(values) | claim).first() is not None

    @cached_property
    def _ours(self) -> ReturningUpdate[tuple[int]]:
        """Writes the columns it is given values for; parameters besides: the id `claimed`, in attempt `claimed_as`."""
        table = self.table
        claim = (table.c.id == bindparam("claimed")) & (table.c.attempt == bindparam("claimed_as"))
        ours = claim & (table.c.owner == self.owner)
        return update(table).where(ours, self.is_held(table)).returning(table.c.id)


def error_code(error: str) -> str:
    """An error as a short code that can hold no sentence a person wrote: at most 80 letters, digits and `_.:-`."""
    return re.sub(r"[^A-Za-z0-9_.:-]+", "_", error)[:80]
