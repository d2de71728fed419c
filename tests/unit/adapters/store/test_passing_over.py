"""Which states of a slot are passed over, against the rule written out plainly."""

import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.store.engine import open_engine
from bot.adapters.store.outbox import OutboxQueue
from bot.adapters.store.store import SqlStore
from bot.adapters.store.tables import metadata
from bot.ports import Say
from tests.unit.adapters.store.values import HeldClock, say, thread

wishes = st.lists(st.tuples(st.integers(1, 2), st.sampled_from(["", "s", "t"])), max_size=10)


def expected(says: list[Say]) -> list[str]:
    """The keys that one conversation sends, when all of them wait before the first is sent."""
    sent, standing = [], set[str]()
    waiting = list(says)
    while waiting:
        waiting = [one for place, one in enumerate(waiting) if not passed_over(one, waiting[place + 1 :], standing)]
        first = waiting.pop(0)
        sent.append(first.key)
        standing.add(first.slot)
    return sent


def passed_over(one: Say, after: list[Say], standing: set[str]) -> bool:
    if one.slot not in {later.slot for later in after} or not one.slot:
        return False
    return one.slot in standing or after[0].slot == one.slot


async def sent(says: list[Say]) -> list[tuple[str, str | None]]:
    engine = open_engine("sqlite://", "estimator")
    metadata.create_all(engine)
    store = SqlStore(engine, HeldClock())
    outbox = OutboxQueue(store, "this", HeldClock())
    await store.run(lambda unit: [unit.outbox.put(one) for one in says])
    keys = []
    while rows := await outbox.claim(9):
        for row in rows:
            keys.append((row.key, row.ts))
            await outbox.sent(row, row.ts or f"{row.key}-posted")
    await store.close()
    return keys


@settings(max_examples=40, deadline=None)
@given(wishes=wishes)
def test_each_conversation_says_what_the_rule_says(wishes: list[tuple[int, str]]) -> None:
    says = [say(f"{place}-{to}", thread(to), slot=slot) for place, (to, slot) in enumerate(wishes)]
    said = asyncio.run(sent(says))
    for to in (1, 2):
        mine = [one for one in says if one.to == thread(to)]
        assert [key for key, _ in said if key.endswith(f"-{to}")] == expected(mine)
    for place in says:  # what stands in a slot is one message, updated in place
        standing = {ts for key, ts in said if ts and key in {one.key for one in says if same_slot(one, place)}}
        assert len(standing) <= (1 if place.slot else 0)


def same_slot(one: Say, other: Say) -> bool:
    return (one.to, one.slot) == (other.to, other.slot)
