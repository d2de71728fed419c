"""The inbox: nothing lost, nothing doubled, one row of a conversation at a time, in order."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from bot.adapters.store.errors import ClaimLost
from bot.adapters.store.inbox import ClaimedRow, InboxQueue
from bot.adapters.store.store import SqlStore
from bot.adapters.store.unit import SqlUnit
from bot.domain.incoming import AskQuestions, Incoming, MakeEstimate, ReadList, ThreadOpened
from bot.domain.task import Place
from bot.ports import Unit
from tests.unit.adapters.store.conftest import Rows
from tests.unit.adapters.store.values import HeldClock, replied, say, thread

A, B = thread(1), thread(2)


async def arrive(store: SqlStore, key: str, place: Place = A, incoming: Incoming | None = None) -> bool:
    return await store.run(lambda unit: unit.inbox.put(key, place.key, incoming or replied(place)))


async def finish(store: SqlStore, inbox: InboxQueue, row: ClaimedRow) -> None:
    await store.run(lambda unit: inbox.finish(unit, row))


async def worked(store: SqlStore, inbox: InboxQueue) -> list[str]:
    """Works the inbox off, one row at a time; the keys in the order of work."""
    keys = []
    while claimed := await inbox.claim(1):
        keys.append(claimed[0].key)
        await finish(store, inbox, claimed[0])
    return keys


async def test_a_second_delivery_changes_nothing(store: SqlStore, inbox: InboxQueue) -> None:
    assert await arrive(store, "event-1")
    assert not await arrive(store, "event-1")
    assert await worked(store, inbox) == ["event-1"]
    assert not await arrive(store, "event-1")
    assert await inbox.claim(1) == []


async def test_a_claimed_row_says_all_a_worker_needs(store: SqlStore, inbox: InboxQueue, clock: HeldClock) -> None:
    await arrive(store, "event-1")
    (row,) = await inbox.claim(5)
    expected = ClaimedRow(
        id=row.id, key="event-1", conversation=A.key, incoming=replied(A), attempt=1, received_at=clock.now()
    )
    assert row == expected


async def test_a_conversation_is_worked_on_one_row_at_a_time(store: SqlStore, inbox: InboxQueue) -> None:
    for key, place in (("a1", A), ("a2", A), ("b1", B)):
        await arrive(store, key, place)
    first = await inbox.claim(10)
    assert [row.key for row in first] == ["a1", "b1"]
    assert await inbox.claim(10) == []
    await finish(store, inbox, first[0])
    assert [row.key for row in await inbox.claim(10)] == ["a2"]


async def test_a_busy_conversation_keeps_no_other_waiting(store: SqlStore, inbox: InboxQueue) -> None:
    await arrive(store, "a1")
    await inbox.claim(1)
    await arrive(store, "a2")
    await arrive(store, "b1", B)
    assert [row.key for row in await inbox.claim(10)] == ["b1"]


async def test_no_more_is_claimed_than_asked_for_and_the_oldest_first(store: SqlStore, inbox: InboxQueue) -> None:
    for number in range(5):
        await arrive(store, f"k{number}", thread(9 - number))
    assert [row.key for row in await inbox.claim(2)] == ["k0", "k1"]
    assert [row.key for row in await inbox.claim(9)] == ["k2", "k3", "k4"]


async def test_our_own_steps_go_before_what_people_wrote_meanwhile(store: SqlStore, inbox: InboxQueue) -> None:
    await arrive(store, "reply-1")
    await arrive(store, "reply-2")
    steps: list[Incoming] = [
        ThreadOpened(task=1, ts="1"),
        ReadList(task=1),
        AskQuestions(task=1, round=1),
        MakeEstimate(task=1, round=1, author="U1"),
    ]
    for step in steps:
        await arrive(store, type(step).__name__, A, step)
    order = ["ThreadOpened", "ReadList", "AskQuestions", "MakeEstimate", "reply-1", "reply-2"]
    assert await worked(store, inbox) == order


async def test_a_row_that_was_put_back_holds_up_its_own_conversation_only(
    store: SqlStore, inbox: InboxQueue, clock: HeldClock
) -> None:
    await arrive(store, "a1")
    (row,) = await inbox.claim(1)
    await arrive(store, "a2")
    await arrive(store, "b1", B)
    await inbox.put_back(row, 30, "model_away")
    assert [one.key for one in await inbox.claim(5)] == ["b1"]
    clock.pass_by(31)
    (again,) = await inbox.claim(5)
    assert (again.key, again.attempt) == ("a1", 2)


async def test_a_row_that_is_given_up_stays_visible_and_lets_the_next_one_through(
    store: SqlStore, inbox: InboxQueue, rows: Rows
) -> None:
    await arrive(store, "a1")
    await arrive(store, "a2")
    (row,) = await inbox.claim(1)
    await inbox.give_up(row, "fault")
    assert [one.key for one in await inbox.claim(1)] == ["a2"]
    assert rows("SELECT state, error, owner FROM inbox WHERE key = 'a1'") == [
        {"state": "failed", "error": "fault", "owner": None}
    ]


async def test_what_people_wrote_does_not_become_an_error_code(store: SqlStore, inbox: InboxQueue, rows: Rows) -> None:
    await arrive(store, "a1")
    (row,) = await inbox.claim(1)
    await inbox.put_back(row, 0, "ValueError: 秘密の客先 said " + "x" * 200)
    (stored,) = rows("SELECT error FROM inbox")
    assert str(stored["error"]).startswith("ValueError:_said_xxx")
    assert len(str(stored["error"])) == 80


async def test_an_outcome_and_its_row_are_committed_together(store: SqlStore, inbox: InboxQueue, rows: Rows) -> None:
    await arrive(store, "a1")
    (row,) = await inbox.claim(1)

    def outcome(unit: SqlUnit) -> None:
        unit.outbox.put(say("m1"))
        unit.inbox.put("step", A.key, ReadList(task=1))
        inbox.finish(unit, row)

    await store.run(outcome)
    assert [one["key"] for one in rows("SELECT key FROM outbox")] == ["m1"]
    assert [one.key for one in await inbox.claim(1)] == ["step"]
    with pytest.raises(ClaimLost):
        await store.run(outcome)


async def test_a_worker_that_slept_through_its_lease_writes_nothing(
    store: SqlStore, inbox: InboxQueue, other_inbox: InboxQueue, clock: HeldClock, rows: Rows
) -> None:
    await arrive(store, "a1")
    (sleeper,) = await inbox.claim(1)
    clock.pass_by(61)
    assert await other_inbox.reclaim_lapsed() == 1
    (taken,) = await other_inbox.claim(1)
    assert (taken.key, taken.attempt) == ("a1", 2)

    def outcome(unit: Unit) -> None:
        unit.outbox.put(say("late"))
        inbox.finish(unit, sleeper)

    with pytest.raises(ClaimLost):
        await store.run(outcome)
    for late in (inbox.put_back(sleeper, 0, "x"), inbox.give_up(sleeper, "x")):
        with pytest.raises(ClaimLost):
            await late
    assert await inbox.extend([sleeper]) == []
    assert rows("SELECT key FROM outbox") == []
    assert rows("SELECT state, owner FROM inbox") == [{"state": "claimed", "owner": "other"}]


async def test_the_same_owner_in_an_earlier_attempt_writes_nothing(store: SqlStore, inbox: InboxQueue) -> None:
    await arrive(store, "a1")
    (before,) = await inbox.claim(1)
    await inbox.reclaim()
    await inbox.claim(1)
    with pytest.raises(ClaimLost):
        await finish(store, inbox, before)


async def test_nobody_writes_about_a_row_that_another_holds(
    store: SqlStore, inbox: InboxQueue, other_inbox: InboxQueue
) -> None:
    await arrive(store, "a1")
    (row,) = await inbox.claim(1)
    with pytest.raises(ClaimLost):
        await other_inbox.give_up(row, "fault")
    await finish(store, inbox, row)


async def test_a_restart_takes_its_own_rows_back_at_once_and_leaves_those_of_others(
    store: SqlStore, inbox: InboxQueue, other_inbox: InboxQueue
) -> None:
    await arrive(store, "a1")
    await inbox.claim(1)
    await arrive(store, "b1", B)
    await other_inbox.claim(1)
    assert await inbox.reclaim() == 1
    assert [row.key for row in await inbox.claim(5)] == ["a1"]


async def test_a_lease_that_is_renewed_does_not_lapse(
    store: SqlStore, inbox: InboxQueue, other_inbox: InboxQueue, clock: HeldClock
) -> None:
    await arrive(store, "a1")
    (row,) = await inbox.claim(1)
    clock.pass_by(50)
    assert await inbox.extend([row]) == [row.id]
    clock.pass_by(50)
    assert await other_inbox.reclaim_lapsed() == 0
    assert await inbox.reclaim_lapsed() == 0
    await finish(store, inbox, row)


async def test_the_database_itself_refuses_a_second_claim_in_a_conversation(
    store: SqlStore, inbox: InboxQueue, engine: Engine
) -> None:
    await arrive(store, "a1")
    await arrive(store, "a2")
    await inbox.claim(1)
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text("UPDATE inbox SET state = 'claimed' WHERE key = 'a2'"))


async def test_losing_a_race_for_a_conversation_is_no_error(
    store: SqlStore, inbox: InboxQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On PostgreSQL a claim can see a conversation as free that another process is taking; its index says no."""

    def taken(*_: object) -> list[ClaimedRow]:
        raise IntegrityError("UPDATE", {}, Exception("ux_inbox_claimed"))

    await arrive(store, "a1")
    await inbox.wait(5)
    with monkeypatch.context() as patched:
        patched.setattr(inbox, "_claim", taken)
        assert await inbox.claim(1) == []
    await asyncio.wait_for(inbox.wait(60), 5)
    assert len(await inbox.claim(1)) == 1


async def test_a_row_of_another_version_is_set_aside_and_holds_up_nobody(
    store: SqlStore, inbox: InboxQueue, engine: Engine, rows: Rows
) -> None:
    for key in ("a1", "a2", "a3"):
        await arrive(store, key)
    with engine.begin() as connection:
        connection.execute(text("UPDATE inbox SET kind = 'Telepathy' WHERE key = 'a1'"))
        connection.execute(text("UPDATE inbox SET body = '{}' WHERE key = 'a2'"))
    assert await inbox.claim(5) == []
    assert await inbox.claim(5) == []
    assert [row.key for row in await inbox.claim(5)] == ["a3"]
    assert rows("SELECT error FROM inbox WHERE state = 'failed'") == [{"error": "unreadable"}] * 2


async def test_an_arrival_wakes_the_worker(store: SqlStore, inbox: InboxQueue) -> None:
    waiting = asyncio.create_task(inbox.wait(60))
    await asyncio.sleep(0)
    assert not waiting.done()
    await arrive(store, "a1")
    await asyncio.wait_for(waiting, 5)


async def test_a_wake_up_before_the_wait_is_not_lost(store: SqlStore, inbox: InboxQueue) -> None:
    await arrive(store, "a1")
    await asyncio.wait_for(inbox.wait(60), 5)
    started = asyncio.get_running_loop().time()
    await inbox.wait(0.01)
    assert asyncio.get_running_loop().time() - started >= 0.009


async def test_the_end_of_a_row_wakes_the_worker_for_the_next_of_its_conversation(
    store: SqlStore, inbox: InboxQueue
) -> None:
    await arrive(store, "a1")
    await arrive(store, "a2")
    (row,) = await inbox.claim(1)
    await inbox.wait(60)
    await finish(store, inbox, row)
    await asyncio.wait_for(inbox.wait(60), 5)
    (row,) = await inbox.claim(1)
    await inbox.put_back(row, 0.01, "model_away")
    await asyncio.wait_for(inbox.wait(60), 5)


async def test_what_was_undone_wakes_nobody(store: SqlStore, inbox: InboxQueue) -> None:
    def work(unit: SqlUnit) -> None:
        unit.inbox.put("a1", A.key, replied(A))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await store.run(work)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(inbox.wait(60), 0.02)
    assert await inbox.claim(1) == []


async def test_a_conversation_is_known_from_its_first_arrival_on(store: SqlStore, inbox: InboxQueue) -> None:
    assert not await store.run(lambda unit: unit.inbox.knows(A.key))
    await arrive(store, "a1")
    assert await store.run(lambda unit: unit.inbox.knows(A.key))
    await worked(store, inbox)
    assert await store.run(lambda unit: unit.inbox.knows(A.key))
    assert not await store.run(lambda unit: unit.inbox.knows(B.key))


async def test_a_sweep_deletes_what_was_finished_long_ago_and_nothing_else(
    store: SqlStore, inbox: InboxQueue, clock: HeldClock, rows: Rows
) -> None:
    for key in ("done", "waiting"):
        await arrive(store, key)
    (row,) = await inbox.claim(1)
    await finish(store, inbox, row)
    await arrive(store, "held", B)
    (held,) = [one for one in await inbox.claim(5) if one.key == "held"]
    assert await inbox.sweep(timedelta(hours=1)) == 0
    clock.pass_by(3601)
    assert await inbox.sweep(timedelta(hours=1)) == 1
    assert {one["key"] for one in rows("SELECT key FROM inbox")} == {"waiting", held.key}


async def test_the_state_counts_live_rows_and_their_age(store: SqlStore, inbox: InboxQueue, clock: HeldClock) -> None:
    empty = await inbox.state()
    assert (empty.waiting, empty.held, empty.oldest) == (0, 0, None)
    begun = clock.now()
    for key in ("a1", "a2", "a3"):
        await arrive(store, key)
        clock.pass_by(10)
    (row,) = await inbox.claim(1)
    state = await inbox.state()
    assert (state.waiting, state.held, state.oldest) == (2, 1, begun)
    await finish(store, inbox, row)
    assert (await inbox.state()).oldest == begun + timedelta(seconds=10)


async def test_a_unit_of_another_store_cannot_be_finished_in(store: SqlStore, inbox: InboxQueue) -> None:
    await arrive(store, "a1")
    (row,) = await inbox.claim(1)
    with pytest.raises(TypeError):
        inbox.finish(object(), row)  # type: ignore[arg-type]
