"""Every query finds its rows by an index, so that a million finished rows slow nothing down."""

import asyncio
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event

from bot.adapters.store.inbox import InboxQueue
from bot.adapters.store.outbox import OutboxQueue
from bot.adapters.store.store import SqlStore
from bot.adapters.store.unit import SqlUnit
from bot.domain.incoming import ReadList
from bot.ports import StoredCall, Usage
from tests.unit.adapters.store.values import noted, replied, revision, say, task, thread

SMALL = re.compile(
    r"SCAN (\(subquery-\d+\)|anon_\d+|\d+ CONSTANT ROWS?)"  # the result of an inner query; literals of the statement
    r"|INDEX (ix_inbox_ready|ux_inbox_claimed|ix_outbox_pending|ux_outbox_sending)\b"  # live rows alone
)
"""What may be read as a whole."""


@pytest.fixture
def plans(engine: Engine) -> Iterator[dict[str, list[str]]]:
    """The plan of each statement that runs during the test."""
    found: dict[str, list[str]] = {}

    def explain(_: Any, cursor: Any, statement: str, parameters: Any, *__: Any) -> None:
        if re.match(r"SELECT|UPDATE|DELETE", statement) and statement not in found:
            plan = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            found[statement] = [row[3] for row in plan]

    event.listen(engine, "before_cursor_execute", explain)
    yield found
    event.remove(engine, "before_cursor_execute", explain)


def scanned(plan: list[str]) -> list[str]:
    """The tables that a plan reads from end to end."""
    return [step for step in plan if step.startswith("SCAN") and not SMALL.search(step)]


async def everything(store: SqlStore, inbox: InboxQueue, outbox: OutboxQueue) -> None:
    """Whatever the store can do, once."""

    def tasks(unit: SqlUnit) -> None:
        added = unit.tasks.add(task())
        estimated = noted(replace(added, revision=1, round=2), "note")
        unit.tasks.add_revision(added, revision(added))
        unit.tasks.save(estimated)
        unit.tasks.save(replace(estimated, brief=replace(estimated.brief, deliverables=(), questions=())))
        call = StoredCall(key="c", task=added.id, purpose="questions", usage=Usage(model="m"), answer=None)
        unit.calls.put(call)

    await store.run(tasks)
    await store.run(lambda unit: (unit.tasks.get(1), unit.tasks.revision(1, 1), unit.calls.find("c")))
    await store.run(lambda unit: (unit.tasks.in_thread(thread(1)), unit.tasks.newest_of("U1", 5)))
    await store.run(lambda unit: (unit.inbox.put("k", "c", replied(thread(1))), unit.inbox.knows("c")))
    await store.run(lambda unit: [unit.outbox.put(say(f"m{one}", slot="s")) for one in range(3)])
    (row,) = await inbox.claim(5)
    await inbox.extend([row])
    await inbox.put_back(row, 0, "x")
    (row,) = await inbox.claim(5)
    await store.run(lambda unit: inbox.finish(unit, row))
    (message,) = await outbox.claim(5)
    await outbox.note_progress(message, "{}")
    await outbox.sent(message, "1")
    await store.run(lambda unit: unit.outbox.put(replace(say("last"), then=ReadList(task=1))))
    for queue in (inbox, outbox):
        await queue.reclaim()
        await queue.reclaim_lapsed()
        await queue.state()
        await queue.sweep(timedelta(days=1))


async def test_no_query_reads_a_whole_table(
    store: SqlStore, inbox: InboxQueue, outbox: OutboxQueue, plans: dict[str, list[str]]
) -> None:
    await everything(store, inbox, outbox)
    assert len(plans) > 25
    assert {statement: scans for statement, plan in plans.items() if (scans := scanned(plan))} == {}


@pytest.fixture(params=["fresh", "analyzed"])
def crowded(request: pytest.FixtureRequest, engine: Engine) -> None:
    """Thousands of finished rows, with and without the statistics of SQLite's planner."""
    fill = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)"
    times = "'2026-01-01 00:00:00.000000', '2026-01-01 00:00:00.000000', '2026-01-01 00:00:00.000000'"
    with engine.begin() as connection:
        connection.exec_driver_sql(
            f"INSERT INTO inbox (key, conversation, rank, kind, body, state, available_at, received_at, finished_at) "
            f"{fill} SELECT 'old' || i, 'c' || (i % 100), 1, 'Help', '', 'done', {times} FROM n"
        )
        connection.exec_driver_sql(
            f"INSERT INTO outbox (key, conversation, channel, slot, kind, body, language, whisper_to, on_behalf_of, "
            f"unsure, state, available_at, created_at, finished_at) "
            f"{fill} SELECT 'old' || i, 'c' || (i % 100), 'C', '', 'Help', '', 'ja', '', '', 0, 'done', {times} FROM n"
        )
        if request.param == "analyzed":
            connection.exec_driver_sql("ANALYZE")


@pytest.mark.usefixtures("crowded")
async def test_claims_read_live_rows_only(inbox: InboxQueue, outbox: OutboxQueue, plans: dict[str, list[str]]) -> None:
    await inbox.claim(5)
    await outbox.claim(5)
    await asyncio.gather(inbox.state(), outbox.state(), inbox.reclaim(), outbox.reclaim())
    used = " ".join(step for plan in plans.values() for step in plan)
    for index in ("ix_inbox_ready", "ux_inbox_claimed", "ix_outbox_pending", "ux_outbox_sending"):
        assert index in used
    assert {statement: scans for statement, plan in plans.items() if (scans := scanned(plan))} == {}
