"""Transactions that wait share a turn: committed together, undone one by one, and some go ahead."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import OperationalError

from bot.adapters.store.errors import StoreAway
from bot.adapters.store.store import TOGETHER, FrontDoor, SqlStore
from bot.adapters.store.unit import SqlUnit
from tests.unit.adapters.store.conftest import Rows
from tests.unit.adapters.store.values import say


@asynccontextmanager
async def held_up(store: SqlStore) -> AsyncIterator[None]:
    """While a transaction runs, so that those asked for meanwhile wait; it ends with the block."""
    begun, gate = threading.Event(), threading.Event()

    def work(_: SqlUnit) -> None:
        begun.set()
        gate.wait(10)

    running = asyncio.create_task(store.run(work))
    await asyncio.to_thread(begun.wait, 10)
    try:
        yield
    finally:
        await asyncio.sleep(0)
        gate.set()
        await running


async def test_those_that_wait_are_committed_together(store: SqlStore, engine: Engine, rows: Rows) -> None:
    commits: list[Connection] = []
    event.listen(engine, "commit", commits.append)
    async with held_up(store):
        waiting = [
            asyncio.create_task(store.run(lambda unit, key=f"m{number}": unit.outbox.put(say(key))))  # type: ignore[misc]
            for number in range(TOGETHER + 1)
        ]
    assert all(await asyncio.gather(*waiting))
    assert len(commits) == 3
    assert len(rows("SELECT key FROM outbox")) == TOGETHER + 1


async def test_one_that_raises_takes_none_of_its_neighbours_along(store: SqlStore, rows: Rows) -> None:
    def fails(unit: SqlUnit) -> None:
        unit.outbox.put(say("fails"))
        raise ZeroDivisionError

    async with held_up(store):
        before = asyncio.create_task(store.run(lambda unit: unit.outbox.put(say("before"))))
        failing = asyncio.create_task(store.run(fails))
        after = asyncio.create_task(store.run(lambda unit: unit.outbox.put(say("after"))))
    assert await before
    assert await after
    with pytest.raises(ZeroDivisionError):
        await failing
    assert [row["key"] for row in rows("SELECT key FROM outbox ORDER BY id")] == ["before", "after"]


async def test_nobody_hears_of_success_when_the_commit_fails(store: SqlStore, engine: Engine, rows: Rows) -> None:
    async with held_up(store):
        waiting = [
            asyncio.create_task(store.run(lambda unit, key=key: unit.outbox.put(say(key))))  # type: ignore[misc]
            for key in ("m1", "m2")
        ]
        failed = _fail_commits_after(engine, 1)
    for one in waiting:
        with pytest.raises(StoreAway, match="disk is full"):
            await one
    event.remove(engine, "commit", failed)
    await store.ping()
    assert rows("SELECT key FROM outbox") == []


async def test_what_the_disk_refuses_in_one_undoes_the_whole_turn(store: SqlStore, rows: Rows) -> None:
    def refused(_: SqlUnit) -> None:
        raise OperationalError("INSERT", {}, Exception("disk I/O error"))

    async with held_up(store):
        written = asyncio.create_task(store.run(lambda unit: unit.outbox.put(say("m1"))))
        failing = asyncio.create_task(store.run(refused))
    for one in (written, failing):
        with pytest.raises(StoreAway, match="disk I/O error"):
            await one
    assert rows("SELECT key FROM outbox") == []


async def test_what_slack_waits_for_goes_ahead_of_all_that_wait(store: SqlStore) -> None:
    order: list[str] = []
    async with held_up(store):
        waiting = [asyncio.create_task(store.run(lambda _: order.append("work"))) for _ in range(3 * TOGETHER)]
        await asyncio.sleep(0)
        arrivals = [asyncio.create_task(FrontDoor(store=store).run(lambda _: order.append("arrival"))) for _ in "ab"]
    await asyncio.gather(*waiting, *arrivals)
    assert order == ["arrival"] * 2 + ["work"] * 3 * TOGETHER


def _fail_commits_after(engine: Engine, count: int) -> Callable[[Connection], None]:
    seen: list[Connection] = []

    def on_commit(connection: Connection) -> None:
        seen.append(connection)
        if len(seen) > count:
            raise OperationalError("COMMIT", {}, Exception("disk is full"))

    event.listen(engine, "commit", on_commit)
    return on_commit
