"""Two stores on one file, as two processes have them: every row is worked on once, every delivery counted once."""

import asyncio
from collections import Counter, defaultdict

from bot.adapters.store.inbox import ClaimedRow, InboxQueue
from bot.adapters.store.outbox import OutboxQueue
from bot.adapters.store.store import SqlStore
from tests.unit.adapters.store.conftest import Rows
from tests.unit.adapters.store.values import replied, say, thread

CONVERSATIONS = 8
EACH = 10
KEYS = [(f"{number}-{turn}", thread(number)) for turn in range(EACH) for number in range(CONVERSATIONS)]


async def deliver(store: SqlStore) -> list[bool]:
    puts = [
        store.run(lambda unit, key=key, place=place: unit.inbox.put(key, place.key, replied(place)))  # type: ignore[misc]
        for key, place in KEYS
    ]
    return list(await asyncio.gather(*puts))


async def test_a_payload_delivered_to_both_is_stored_once(store: SqlStore, other_store: SqlStore, rows: Rows) -> None:
    new = await asyncio.gather(deliver(store), deliver(other_store))
    assert [one + other for one, other in zip(*new, strict=True)] == [1] * len(KEYS)
    assert len(rows("SELECT id FROM inbox")) == len(KEYS)


async def test_both_work_the_inbox_off_together_each_row_once_and_in_order(
    store: SqlStore, other_store: SqlStore, inbox: InboxQueue, other_inbox: InboxQueue, rows: Rows
) -> None:
    await deliver(store)
    busy: Counter[str] = Counter()
    done: dict[str, list[str]] = defaultdict(list)

    async def work(on: SqlStore, queue: InboxQueue, row: ClaimedRow) -> None:
        busy[row.conversation] += 1
        assert busy[row.conversation] == 1
        await on.run(lambda unit: unit.outbox.put(say(f"answer-{row.key}", thread(1))))
        done[row.conversation].append(row.key)
        busy[row.conversation] -= 1
        await on.run(lambda unit: queue.finish(unit, row))

    async def worker(on: SqlStore, queue: InboxQueue, claimed: list[ClaimedRow]) -> int:
        count = 0
        while claimed or sum(map(len, done.values())) < len(KEYS):
            await asyncio.gather(*(work(on, queue, row) for row in claimed))
            count += len(claimed)
            claimed = await queue.claim(2)
        return count

    mine, theirs = await asyncio.gather(inbox.claim(2), other_inbox.claim(2))
    assert len(mine) == len(theirs) == 2
    shares = await asyncio.gather(worker(store, inbox, mine), worker(other_store, other_inbox, theirs))
    assert sum(shares) == len(KEYS)
    for number in range(CONVERSATIONS):
        assert done[thread(number).key] == [f"{number}-{turn}" for turn in range(EACH)]
    assert rows("SELECT DISTINCT state, attempt FROM inbox") == [{"state": "done", "attempt": 1}]
    assert len(rows("SELECT key FROM outbox")) == len(KEYS)


async def test_both_send_the_outbox_together_each_message_once_and_in_order(
    store: SqlStore, outbox: OutboxQueue, other_outbox: OutboxQueue
) -> None:
    await store.run(lambda unit: [unit.outbox.put(say(key, place)) for key, place in KEYS])
    sent: list[str] = []

    async def dispatcher(queue: OutboxQueue) -> None:
        while len(sent) < len(KEYS):
            for row in await queue.claim(3):
                sent.append(row.key)
                await queue.sent(row, f"{len(sent)}.0")

    await asyncio.gather(dispatcher(outbox), dispatcher(other_outbox))
    assert len(sent) == len(set(sent)) == len(KEYS)
    for number in range(CONVERSATIONS):
        assert [key for key in sent if key.startswith(f"{number}-")] == [f"{number}-{turn}" for turn in range(EACH)]
