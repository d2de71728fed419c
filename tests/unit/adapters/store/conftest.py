"""A real database for each test: a file of SQLite, migrated as the program does it."""

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import Engine

from bot.adapters.store.engine import open_engine
from bot.adapters.store.inbox import InboxQueue
from bot.adapters.store.migration import migrate
from bot.adapters.store.outbox import OutboxQueue
from bot.adapters.store.store import SqlStore
from tests.unit.adapters.store.values import HeldClock

T = TypeVar("T")


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database; tests work on copies of it."""
    path = tmp_path_factory.mktemp("store") / "empty.db"
    migrate(f"sqlite:///{path}", "estimator")
    return path


@pytest.fixture
def database_url(migrated: Path, tmp_path: Path) -> str:
    path = tmp_path / "app.db"
    path.write_bytes(migrated.read_bytes())
    return f"sqlite:///{path}"


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url, "estimator")
    yield engine
    engine.dispose()


@pytest.fixture
async def store(engine: Engine, clock: HeldClock) -> AsyncIterator[SqlStore]:
    store = SqlStore(engine, clock)
    yield store
    await store.close()


@pytest.fixture
async def other_store(database_url: str, clock: HeldClock) -> AsyncIterator[SqlStore]:
    """Another process's store on the same file."""
    store = SqlStore(open_engine(database_url, "estimator"), clock)
    yield store
    await store.close()


@pytest.fixture
def inbox(store: SqlStore, clock: HeldClock) -> InboxQueue:
    return InboxQueue(store, "this", clock)


@pytest.fixture
def other_inbox(other_store: SqlStore, clock: HeldClock) -> InboxQueue:
    return InboxQueue(other_store, "other", clock)


@pytest.fixture
def outbox(store: SqlStore, clock: HeldClock) -> OutboxQueue:
    return OutboxQueue(store, "this", clock)


@pytest.fixture
def other_outbox(other_store: SqlStore, clock: HeldClock) -> OutboxQueue:
    return OutboxQueue(other_store, "other", clock)


Rows = Callable[[str], list[dict[str, object]]]


@pytest.fixture
def rows(engine: Engine) -> Rows:
    """What an operator sees: the rows of a query, by column name."""

    def look(sql: str) -> list[dict[str, object]]:
        with engine.connect() as connection:
            return [dict(row._mapping) for row in connection.exec_driver_sql(sql)]

    return look
