"""The outbox: everything said once, in order, the newest state of a slot only, and never sure after a crash."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from bot.adapters.store.errors import ClaimLost
from bot.adapters.store.inbox import InboxQueue
from bot.adapters.store.outbox import OutboxQueue, OutgoingRow
from bot.adapters.store.store import SqlStore
from bot.domain.incoming import AskQuestions, ReadList, ThreadOpened, ThreadRefused
from bot.domain.task import Place
from bot.ports import Say
from tests.unit.adapters.store.conftest import Rows
from tests.unit.adapters.store.values import HeldClock, say, thread

A, B = thread(1), thread(2)


async def put(store: SqlStore, *says: Say) -> list[bool]:
    return await store.run(lambda unit: [unit.outbox.put(one) for one in says])


async def one_of(outbox: OutboxQueue) -> OutgoingRow:
    (row,) = await outbox.claim(9)
    return row


async def said(outbox: OutboxQueue) -> list[str]:
    """Sends everything; the keys in the order of sending."""
    keys = []
    while claimed := await outbox.claim(1):
        keys.append(claimed[0].key)
        await outbox.sent(claimed[0], f"{len(keys)}.0")
    return keys


async def test_the_same_key_is_said_once(store: SqlStore, outbox: OutboxQueue) -> None:
    assert await put(store, say("m1"), say("m1")) == [True, False]
    assert await said(outbox) == ["m1"]
    assert await put(store, say("m1", text="other words")) == [False]
    assert await outbox.claim(1) == []


async def test_a_claimed_row_says_all_a_dispatcher_needs(
    store: SqlStore, outbox: OutboxQueue, clock: HeldClock
) -> None:
    full = replace(
        say("m1", slot="s"),
        whisper_to="U1",
        then=ReadList(task=1),
        otherwise=ThreadRefused(task=1),
        on_behalf_of="U2",
    )
    await put(store, full)
    row = await one_of(outbox)
    assert row == OutgoingRow(
        id=row.id,
        key="m1",
        say=full,
        ts=None,
        attempt=1,
        unsure=False,
        progress=None,
        created_at=clock.now(),
    )


async def test_a_conversation_is_said_in_order_one_at_a_time(store: SqlStore, outbox: OutboxQueue) -> None:
    await put(store, say("a1"), say("a2"), say("b1", B))
    first = await outbox.claim(9)
    assert [row.key for row in first] == ["a1", "b1"]
    assert await outbox.claim(9) == []
    await put(store, say("c1", thread(3)))
    assert [row.key for row in await outbox.claim(9)] == ["c1"]
    await outbox.sent(first[0], "5.0")
    assert [row.key for row in await outbox.claim(9)] == ["a2"]


async def test_a_message_that_has_to_wait_holds_up_its_own_conversation_only(
    store: SqlStore, outbox: OutboxQueue, clock: HeldClock
) -> None:
    await put(store, say("a1"), say("a2"), say("b1", B))
    await outbox.put_back((await outbox.claim(1))[0], 30, "ratelimited", unsure=False)
    assert [row.key for row in await outbox.claim(9)] == ["b1"]
    clock.pass_by(31)
    assert [(row.key, row.attempt, row.unsure) for row in await outbox.claim(9)] == [("a1", 2, False)]


async def test_the_slot_knows_the_message_that_stands_in_it(store: SqlStore, outbox: OutboxQueue) -> None:
    await put(store, say("m1", slot="s"))
    await outbox.sent(await one_of(outbox), "7.0")
    await put(store, say("m2", slot="s"), say("other", B, slot="s"))
    assert {row.key: row.ts for row in await outbox.claim(9)} == {"m2": "7.0", "other": None}


async def test_messages_without_a_slot_are_all_posted(store: SqlStore, outbox: OutboxQueue) -> None:
    await put(store, say("m1"), say("m2"), say("m3"))
    assert await said(outbox) == ["m1", "m2", "m3"]


async def test_what_stands_in_a_slot_is_known_after_the_sweep(
    store: SqlStore, outbox: OutboxQueue, clock: HeldClock, rows: Rows
) -> None:
    await put(store, say("m1", slot="s"))
    await outbox.sent(await one_of(outbox), "7.0")
    clock.pass_by(90_000)
    assert await outbox.sweep(timedelta(days=1)) == 1
    assert rows("SELECT * FROM outbox") == []
    await put(store, say("m2", slot="s"))
    assert (await one_of(outbox)).ts == "7.0"


async def test_only_the_newest_state_of_a_slot_is_sent(store: SqlStore, outbox: OutboxQueue, rows: Rows) -> None:
    await put(store, *[say(f"m{number}", slot="s") for number in range(1, 5)], say("other", slot="t"))
    assert await said(outbox) == ["m4", "other"]
    passed_over = rows("SELECT key FROM outbox WHERE state = 'superseded' AND finished_at IS NOT NULL ORDER BY id")
    assert [row["key"] for row in passed_over] == ["m1", "m2", "m3"]


async def test_a_state_with_a_next_step_is_sent_though_a_newer_one_waits(store: SqlStore, outbox: OutboxQueue) -> None:
    stepping = replace(say("m1", slot="s"), then=ReadList(task=1))
    minding = replace(say("m2", slot="s"), otherwise=ThreadRefused(task=1))
    await put(store, stepping, minding, say("m3", slot="s"))
    assert await said(outbox) == ["m1", "m2", "m3"]


async def test_a_slot_keeps_its_place_among_the_messages_of_its_thread(store: SqlStore, outbox: OutboxQueue) -> None:
    """Were m1 passed over for m3, the questions would stand below what was said after them."""
    await put(store, say("m1", slot="s"), say("between"), say("m2", slot="s"), say("m3", slot="s"))
    assert await said(outbox) == ["m1", "between", "m3"]
    await put(store, say("m4", slot="s"), say("between-2"), say("m5", slot="s"))
    assert await said(outbox) == ["between-2", "m5"]


async def test_what_other_conversations_post_does_not_move_a_slot(store: SqlStore, outbox: OutboxQueue) -> None:
    await put(store, say("b1", B, slot="s"), say("b2", B), say("b3", B, slot="s"))
    await outbox.sent(await one_of(outbox), "1.0")
    await put(store, say("a1", slot="s"), say("a2"), say("a3", slot="s"))
    assert [key for key in await said(outbox) if key[0] == "a"] == ["a1", "a2", "a3"]


async def test_a_state_that_may_have_been_posted_is_never_passed_over(store: SqlStore, outbox: OutboxQueue) -> None:
    """Otherwise nobody would look for it, and the newer one would be posted beside it."""
    await put(store, say("m1", slot="s"))
    await outbox.put_back(await one_of(outbox), 0, "timeout", unsure=True)
    await put(store, say("m2", slot="s"))
    row = await one_of(outbox)
    assert (row.key, row.unsure, row.ts) == ("m1", True, None)


async def test_a_state_whose_sending_has_begun_to_show_is_never_passed_over(
    store: SqlStore, outbox: OutboxQueue
) -> None:
    await put(store, say("m1", slot="s"))
    row = await one_of(outbox)
    await outbox.note_progress(row, '{"file": "F1"}')
    await outbox.put_back(row, 0, "timeout", unsure=False)
    await put(store, say("m2", slot="s"))
    assert (await one_of(outbox)).progress == '{"file": "F1"}'


async def test_whispers_to_two_people_do_not_replace_each_other(store: SqlStore, outbox: OutboxQueue) -> None:
    await put(store, replace(say("m1", slot="s"), whisper_to="U1"), replace(say("m2", slot="s"), whisper_to="U2"))
    assert await said(outbox) == ["m1", "m2"]


async def test_slots_of_two_conversations_do_not_replace_each_other(store: SqlStore, outbox: OutboxQueue) -> None:
    await put(store, say("a1", A, slot="s"), say("b1", B, slot="s"))
    assert await said(outbox) == ["a1", "b1"]


async def test_a_message_that_was_being_sent_at_a_crash_comes_back_unsure(
    store: SqlStore, outbox: OutboxQueue, rows: Rows
) -> None:
    await put(store, say("m1"))
    lost = await one_of(outbox)
    assert rows("SELECT state FROM outbox") == [{"state": "sending"}]
    assert await outbox.reclaim() == 1
    again = await one_of(outbox)
    assert (again.key, again.attempt, again.unsure) == ("m1", 2, True)
    with pytest.raises(ClaimLost):
        await outbox.sent(lost, "1.0")
    await outbox.put_back(again, 0, "not_there", unsure=False)
    assert not (await one_of(outbox)).unsure


async def test_another_owner_takes_over_when_the_lease_is_over(
    store: SqlStore, outbox: OutboxQueue, other_outbox: OutboxQueue, clock: HeldClock
) -> None:
    await put(store, say("m1"))
    row = await one_of(outbox)
    assert await other_outbox.reclaim() == 0
    assert await outbox.extend([row]) == [row.id]
    clock.pass_by(61)
    assert await other_outbox.reclaim_lapsed() == 1
    assert (await one_of(other_outbox)).unsure
    for late in (
        outbox.sent(row, "1.0"),
        outbox.put_back(row, 0, "x", unsure=False),
        outbox.refused(row, "x"),
        outbox.note_progress(row, "{}"),
    ):
        with pytest.raises(ClaimLost):
            await late


async def test_the_next_step_goes_into_the_inbox_once_the_message_is_sent(
    store: SqlStore, outbox: OutboxQueue, inbox: InboxQueue
) -> None:
    await put(store, replace(say("m1"), then=AskQuestions(task=1, round=2)))
    row = await one_of(outbox)
    assert await inbox.claim(1) == []
    await outbox.sent(row, "7.0")
    (step,) = await inbox.claim(1)
    assert (step.conversation, step.incoming) == (A.key, AskQuestions(task=1, round=2))


async def test_the_first_message_of_a_thread_opens_its_conversation(
    store: SqlStore, outbox: OutboxQueue, inbox: InboxQueue
) -> None:
    await put(store, replace(say("root", Place(channel="C1")), then=ThreadOpened(task=4, ts="")))
    await outbox.sent(await one_of(outbox), "7.0")
    (step,) = await inbox.claim(1)
    assert (step.conversation, step.incoming) == ("C1:7.0", ThreadOpened(task=4, ts="7.0"))


async def test_the_first_message_of_a_thread_cannot_be_without_a_ts(
    store: SqlStore, outbox: OutboxQueue, rows: Rows
) -> None:
    await put(store, replace(say("root", Place(channel="C1")), then=ThreadOpened(task=4, ts="")))
    row = await one_of(outbox)
    for nothing in (None, ""):
        with pytest.raises(ValueError, match="ts"):
            await outbox.sent(row, nothing)
    assert rows("SELECT state FROM outbox") == [{"state": "sending"}]


async def test_a_message_sent_twice_takes_its_next_step_once(
    store: SqlStore, outbox: OutboxQueue, inbox: InboxQueue
) -> None:
    await put(store, replace(say("m1"), then=ReadList(task=1)))
    row = await one_of(outbox)
    await outbox.sent(row, "7.0")
    with pytest.raises(ClaimLost):
        await outbox.sent(row, "8.0")
    assert len(await inbox.claim(9)) == 1
    assert (await inbox.state()).waiting == 0


async def test_a_refused_message_stays_visible_and_lets_the_next_one_through(
    store: SqlStore, outbox: OutboxQueue, inbox: InboxQueue, rows: Rows
) -> None:
    await put(store, replace(say("m1"), then=ReadList(task=1)), say("m2"))
    await outbox.refused(await one_of(outbox), "channel_not_found")
    assert rows("SELECT state, error FROM outbox WHERE key = 'm1'") == [
        {"state": "failed", "error": "channel_not_found"}
    ]
    assert (await one_of(outbox)).key == "m2"
    assert await inbox.claim(9) == []


async def test_a_refusal_sets_the_step_for_that_case_with_its_reason(
    store: SqlStore, outbox: OutboxQueue, inbox: InboxQueue
) -> None:
    root = replace(say("root", Place(channel="C1")), then=ThreadOpened(task=4, ts=""), otherwise=ThreadRefused(task=4))
    await put(store, root)
    await outbox.refused(await one_of(outbox), "is_archived")
    (step,) = await inbox.claim(9)
    assert (step.conversation, step.incoming) == ("C1:", ThreadRefused(task=4, code="is_archived"))


async def test_the_database_itself_refuses_to_send_two_messages_of_a_conversation(
    store: SqlStore, outbox: OutboxQueue, engine: Engine
) -> None:
    await put(store, say("m1"), say("m2"))
    await outbox.claim(1)
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text("UPDATE outbox SET state = 'sending' WHERE key = 'm2'"))


async def test_a_message_of_another_version_is_set_aside(
    store: SqlStore, outbox: OutboxQueue, engine: Engine, rows: Rows
) -> None:
    await put(store, say("m1"), say("m2"))
    with engine.begin() as connection:
        connection.execute(text("UPDATE outbox SET kind = 'Telepathy' WHERE key = 'm1'"))
    assert await outbox.claim(9) == []
    assert (await one_of(outbox)).key == "m2"
    assert rows("SELECT state, error FROM outbox WHERE key = 'm1'") == [{"state": "failed", "error": "unreadable"}]


async def test_the_dispatcher_is_woken(store: SqlStore, outbox: OutboxQueue) -> None:
    waiting = asyncio.create_task(outbox.wait(60))
    await put(store, say("m1"), say("m2"))
    await asyncio.wait_for(waiting, 5)
    row = await one_of(outbox)
    await outbox.sent(row, "1.0")
    await asyncio.wait_for(outbox.wait(60), 5)
    await outbox.put_back(await one_of(outbox), 0.01, "ratelimited", unsure=False)
    await asyncio.wait_for(outbox.wait(60), 5)


async def test_the_state_counts_what_is_still_to_be_said(
    store: SqlStore, outbox: OutboxQueue, clock: HeldClock
) -> None:
    await put(store, say("m1"), say("m2"))
    row = await one_of(outbox)
    state = await outbox.state()
    assert (state.waiting, state.held, state.oldest) == (1, 1, clock.now())
    await outbox.sent(row, None)
    assert await said(outbox) == ["m2"]
    assert (await outbox.state()).oldest is None
