"""The store, and the rules its transactions keep.

Transactions. Each is a plain function that runs as a whole in a thread of the store and touches nothing but the
database. It is committed when the function returns and undone when it raises. They begin in the order asked for.

    SQLite      One thread, one connection: the transactions of this process follow one another. BEGIN IMMEDIATE takes
                the file's write lock at the start, so that those of several processes follow one another too, and what
                one reads stays true until it commits (serializable). Waiting for another process ends after 5 s.
    PostgreSQL  READ COMMITTED on a small pool of connections. What a decision rests on is locked when it is read.

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
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy import Engine, select
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from bot.adapters.store.bells import Bell
from bot.adapters.store.engine import connections
from bot.adapters.store.errors import StoreAway, StoreClosed
from bot.adapters.store.transaction import Queue
from bot.adapters.store.unit import SqlUnit
from bot.ports import Clock

T = TypeVar("T")

PATIENCE_SECONDS = 10.0
"""How long a transaction may wait for its turn before the asker is told that the store is away."""


class SqlStore:
    """The port `Store` on a SQL database that `migrate` has brought up to date. Closes the engine it is given."""

    def __init__(self, engine: Engine, clock: Clock, *, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._engine = engine
        self._clock = clock
        self._patience = patience_seconds
        self._threads = ThreadPoolExecutor(connections(engine), thread_name_prefix="store")
        self.bells = {queue: Bell() for queue in Queue}

    async def run(self, work: Callable[[SqlUnit], T]) -> T:
        """The result of `work` once all of it is committed; when it raises, nothing is.

        A caller that is cancelled does not learn whether its transaction was carried out; what it stores bears keys, so
        that it may be repeated. Raises StoreAway, StoreClosed and whatever `work` raises.
        """
        queued = self._submit(work)
        result = asyncio.wrap_future(queued)
        await asyncio.wait({result}, timeout=self._patience)
        if not result.done() and queued.cancel():
            raise StoreAway("the database did not come to the transaction in time")
        return await result

    async def ping(self) -> None:
        """Returns when the database answers and can be written to; raises StoreAway when it does not."""
        await self.run(lambda unit: unit.transaction.connection.execute(select(1)).one())

    async def close(self) -> None:
        """Carries out the transactions that wait and lets go of the database. May be called twice."""
        await asyncio.to_thread(self._threads.shutdown)
        self._engine.dispose()

    def _submit(self, work: Callable[[SqlUnit], T]) -> "Future[T]":
        loop = asyncio.get_running_loop()
        try:
            return self._threads.submit(self._transact, work, loop)
        except RuntimeError:
            raise StoreClosed("the store is closed") from None

    def _transact(self, work: Callable[[SqlUnit], T], loop: asyncio.AbstractEventLoop) -> T:
        try:
            with self._engine.begin() as connection:
                unit = SqlUnit(connection, self._clock)
                result = work(unit)
                unit.complete()
        except (OperationalError, NoConnection) as error:
            raise StoreAway(_code(error)) from error
        self._wake(unit.transaction.woken, loop)
        return result

    def _wake(self, woken: set[Queue], loop: asyncio.AbstractEventLoop) -> None:
        for queue in woken:
            if not loop.is_closed():
                loop.call_soon_threadsafe(self.bells[queue].ring)


def _code(error: OperationalError | NoConnection) -> str:
    """What happened in the driver's words; the statement and its values stay out of it."""
    return str(error.orig) if isinstance(error, DBAPIError) else "no connection became free in time"
