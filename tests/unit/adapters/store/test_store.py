"""Transactions: all or nothing, in the order asked for, bounded in waiting."""

import asyncio
import threading

import pytest
from sqlalchemy import Engine, text

from bot.adapters.store.errors import StoreAway, StoreClosed
from bot.adapters.store.store import SqlStore
from bot.adapters.store.unit import SqlUnit
from bot.ports import Store, Unit
from tests.unit.adapters.store.conftest import Rows
from tests.unit.adapters.store.values import HeldClock, replied, say, task, thread


async def test_it_is_the_store_that_the_core_asks_for(store: SqlStore) -> None:
    port: Store = store

    def work(unit: Unit) -> int:
        return unit.tasks.add(task()).id

    assert await port.run(work) == 1


async def test_a_transaction_that_raises_leaves_nothing(store: SqlStore, rows: Rows) -> None:
    def work(unit: SqlUnit) -> None:
        added = unit.tasks.add(task())
        unit.inbox.put("k", "c", replied(thread(1)))
        unit.outbox.put(say("m"))
        unit.tasks.save(added)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await store.run(work)
    tables = ("tasks", "deliverables", "inbox", "outbox")
    assert [rows(f"SELECT * FROM {table}") for table in tables] == [[]] * 4


async def test_transactions_begin_in_the_order_asked_for(store: SqlStore) -> None:
    order: list[int] = []
    await asyncio.gather(*(store.run(lambda _, number=number: order.append(number)) for number in range(50)))  # type: ignore[misc]
    assert order == list(range(50))


async def test_the_loop_goes_on_while_a_transaction_runs(store: SqlStore) -> None:
    gate = threading.Event()
    running = asyncio.create_task(store.run(lambda _: gate.wait(10)))
    await asyncio.sleep(0.01)
    assert not running.done()
    gate.set()
    assert await running


async def test_nobody_waits_for_ever(engine: Engine, clock: HeldClock) -> None:
    store = SqlStore(engine, clock, patience_seconds=0.05)
    gate, ran = threading.Event(), []
    blocking = asyncio.create_task(store.run(lambda _: gate.wait(10)))
    await asyncio.sleep(0)
    with pytest.raises(StoreAway):
        await store.run(lambda _: ran.append("late"))
    gate.set()
    assert await blocking
    await store.close()
    assert ran == []


async def test_a_caller_that_is_cancelled_does_not_tear_a_transaction_apart(store: SqlStore, rows: Rows) -> None:
    begun, gate = threading.Event(), threading.Event()

    def work(unit: SqlUnit) -> None:
        unit.outbox.put(say("m1"))
        begun.set()
        gate.wait(10)
        unit.outbox.put(say("m2"))

    running = asyncio.create_task(store.run(work))
    await asyncio.to_thread(begun.wait, 10)
    running.cancel()
    gate.set()
    with pytest.raises(asyncio.CancelledError):
        await running
    await store.ping()
    assert [row["key"] for row in rows("SELECT key FROM outbox ORDER BY id")] == ["m1", "m2"]


async def test_a_file_that_another_process_holds_too_long_is_told_as_such(
    store: SqlStore, other_store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store.run(lambda unit: unit.transaction.connection.execute(text("PRAGMA busy_timeout = 20")))
    held, gate = threading.Event(), threading.Event()

    def hold(_: SqlUnit) -> None:
        held.set()
        gate.wait(10)

    holding = asyncio.create_task(other_store.run(hold))
    await asyncio.to_thread(held.wait, 10)
    with pytest.raises(StoreAway, match="locked"):
        await store.ping()
    gate.set()
    await holding
    await store.ping()


async def test_waiting_for_another_process_is_no_error(store: SqlStore, other_store: SqlStore) -> None:
    held, gate = threading.Event(), threading.Event()

    def hold(_: SqlUnit) -> None:
        held.set()
        gate.wait(10)

    holding = asyncio.create_task(other_store.run(hold))
    await asyncio.to_thread(held.wait, 10)
    waiting = asyncio.create_task(store.ping())
    assert await asyncio.wait({waiting}, timeout=0.05) == (set(), {waiting})
    gate.set()
    await asyncio.gather(holding, waiting)


async def test_closing_carries_out_what_waits_and_takes_nothing_more(store: SqlStore, rows: Rows) -> None:
    gate = threading.Event()
    waiting = [asyncio.create_task(store.run(lambda _: gate.wait(10)))]
    waiting.append(asyncio.create_task(store.run(lambda unit: unit.outbox.put(say("m1")))))
    await asyncio.sleep(0)
    gate.set()
    await store.close()
    await store.close()
    assert await asyncio.gather(*waiting) == [True, True]
    assert rows("SELECT key FROM outbox") == [{"key": "m1"}]
    with pytest.raises(StoreClosed):
        await store.ping()


async def test_an_error_of_the_database_does_not_quote_what_people_wrote(store: SqlStore, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE slots"))
        connection.execute(text("DROP TABLE outbox"))
    with pytest.raises(StoreAway) as raised:
        await store.run(lambda unit: unit.outbox.put(say("m1", text="秘密の客先")))
    assert "秘密の客先" not in f"{raised.value} {raised.value.__cause__}"


def test_sqlite_is_opened_so_that_it_keeps_its_promises(engine: Engine) -> None:
    with engine.connect() as connection:
        pragmas = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        found = [connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() for pragma in pragmas]
    assert found == ["wal", 2, 1, 5000]  # 2 is FULL
