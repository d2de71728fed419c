"""The store, and the rules its transactions keep.

Transactions. Each is a plain function that runs as a whole in a thread of the store and touches nothing but the
database. It is undone when it raises, and its caller hears of it when it is committed. They begin in the order asked
for, but for those that somebody outside waits for (`FrontDoor`): they go ahead.

    SQLite      One thread, one connection: the transactions of this process follow one another. BEGIN IMMEDIATE takes
                the file's write lock at the start, so that those of several processes follow one another too, and what
                one reads stays true until it commits (serializable). Waiting for another process ends after 5 s.
                Those that wait when a turn comes are carried out in one turn, each in a savepoint of its own, and
                committed together: under load a commit, which waits for the disk, is the dearest part of a transaction.
    PostgreSQL  READ COMMITTED on a small pool of connections, a transaction to a turn. What a decision rests on is
                locked when it is read.

Locks on PostgreSQL are taken in this order, so that no two transactions wait for each other:

    1. the task (`Tasks.get`, `in_thread`: FOR UPDATE), one in a transaction
    2. rows of the inbox, then of the outbox, by ascending id; a claim locks with SKIP LOCKED, hence waits for nobody,
       and all else that is written about a row is one guarded UPDATE
    3. an insert under a unique key waits for a concurrent insert of the same key only

What the database itself refuses, whoever asks: a second row with the key of an arrival or a message, a second claim in
a conversation, a second task in a thread, a second answer to a paid model call, a second revision with one number.

The fence. A claim is (owner, attempt); every claim raises the attempt. Whatever is written about a claimed row is
conditional on both, and hitting no row raises ClaimLost inside the transaction, so that whoever slept through the end
of a lease cannot write any part of its outcome.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from bot.adapters.store.bells import Bell
from bot.adapters.store.engine import connections
from bot.adapters.store.errors import StoreAway, StoreClosed
from bot.adapters.store.transaction import Queue
from bot.adapters.store.turns import Asked, Turns
from bot.adapters.store.unit import SqlUnit
from bot.ports import Clock

T = TypeVar("T")

PATIENCE_SECONDS = 10.0
"""How long a transaction may wait for its turn before the asker is told that the store is away."""
TOGETHER = 16
"""Transactions committed together at most, so that nobody who goes ahead waits long for the turn that is under way."""


class SqlStore:
    """The port `Store` on a SQL database that `migrate` has brought up to date. Closes the engine it is given."""

    def __init__(self, engine: Engine, clock: Clock, *, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._engine = engine
        self._clock = clock
        self._patience = patience_seconds
        alone = connections(engine) == 1
        self._turns = Turns(together=TOGETHER if alone else 1)
        self._threads = ThreadPoolExecutor(connections(engine), thread_name_prefix="store")
        self.bells = {queue: Bell() for queue in Queue}

    async def run(self, work: Callable[[SqlUnit], T], *, ahead: bool = False) -> T:
        """The result of `work` once all of it is committed; when it raises, nothing is. `ahead` of all who wait.

        A caller that is cancelled does not learn whether its transaction was carried out; what it stores bears keys, so
        that it may be repeated. Raises StoreAway, StoreClosed and whatever `work` raises.
        """
        asked = Asked(work=work, loop=asyncio.get_running_loop())
        self._turns.wait(asked, ahead=ahead)
        self._begin()
        result: asyncio.Future[T] = asyncio.wrap_future(asked.answer)
        await asyncio.wait({result}, timeout=self._patience)
        if not result.done() and asked.answer.cancel():
            raise StoreAway("the database did not come to the transaction in time")
        return await result

    async def ping(self) -> None:
        """Returns when the database answers and can be written to; raises StoreAway when it does not."""
        await self.run(lambda unit: unit.transaction.connection.execute(select(1)).one())

    async def close(self) -> None:
        """Carries out the transactions that wait and lets go of the database. May be called twice."""
        await asyncio.to_thread(self._threads.shutdown)
        self._engine.dispose()

    def _begin(self) -> None:
        """A turn for every one who waits; those who were taken along leave theirs empty."""
        try:
            self._threads.submit(self._turn)
        except RuntimeError:
            raise StoreClosed("the store is closed") from None

    def _turn(self) -> None:
        if not (together := self._turns.next()):
            return
        try:
            with self._engine.begin() as connection:
                outcomes = [self._outcome(connection, one) for one in together]
        except Exception as error:  # noqa: BLE001 - it is raised where the transactions were asked for
            outcomes = [_Outcome(error=_told(error)) for _ in together]
        self._answer(together, outcomes)

    def _outcome(self, connection: Connection, asked: Asked) -> "_Outcome":
        unit = SqlUnit(connection, self._clock)
        try:
            with connection.begin_nested():
                result = asked.work(unit)
                unit.complete()
        except (OperationalError, NoConnection):  # nobody's fault, and nothing of the whole turn may stay
            raise
        except Exception as error:  # noqa: BLE001 - it is raised where the transaction was asked for
            return _Outcome(error=error)
        return _Outcome(result=result, woken=frozenset(unit.transaction.woken))

    def _answer(self, together: Sequence[Asked], outcomes: Sequence["_Outcome"]) -> None:
        for asked, outcome in zip(together, outcomes, strict=True):
            if outcome.error is None:
                asked.answer.set_result(outcome.result)
            else:
                asked.answer.set_exception(outcome.error)
            self._wake(outcome.woken, asked.loop)

    def _wake(self, woken: Iterable[Queue], loop: asyncio.AbstractEventLoop) -> None:
        for queue in woken:
            if not loop.is_closed():
                loop.call_soon_threadsafe(self.bells[queue].ring)


@dataclass(frozen=True, kw_only=True)
class FrontDoor:
    """The port `Store` for payloads that Slack wants acknowledged: their transactions go ahead of those that wait."""

    store: SqlStore

    async def run(self, work: Callable[[SqlUnit], T]) -> T:
        """As `SqlStore.run`."""
        return await self.store.run(work, ahead=True)


@dataclass(frozen=True, kw_only=True)
class _Outcome:
    """What became of one transaction of a turn."""

    result: Any = None
    error: Exception | None = None
    woken: frozenset[Queue] = frozenset()


def _told(error: Exception) -> Exception:
    """The error of a whole turn as its askers hear it."""
    if not isinstance(error, OperationalError | NoConnection):
        return error
    away = StoreAway(_code(error))
    away.__cause__ = error
    return away


def _code(error: OperationalError | NoConnection) -> str:
    """What happened in the driver's words; the statement and its values stay out of it."""
    return str(error.orig) if isinstance(error, DBAPIError) else "no connection became free in time"
