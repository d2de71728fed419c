"""Tasks and revisions come back as they were saved, and an operator can read them."""

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from bot.adapters.store.engine import open_engine
from bot.adapters.store.errors import NoSuchTask
from bot.adapters.store.inbox import InboxQueue
from bot.adapters.store.migration import migrate_engine
from bot.adapters.store.store import SqlStore
from bot.adapters.store.unit import SqlUnit
from bot.domain.brief import Question
from bot.domain.conversation import State
from bot.domain.estimate import Missing, MissingReason, Revision
from bot.domain.task import Place, Task
from tests.unit.adapters.store.conftest import Rows
from tests.unit.adapters.store.values import (
    HeldClock,
    noted,
    replied,
    revision,
    revisions,
    task,
    tasks,
    thread,
)


@cache
def scratch() -> Engine:
    """A database in memory whose transactions are all undone."""
    engine = open_engine("sqlite://", "estimator")
    migrate_engine(engine, "estimator")
    return engine


def fresh(connection: Connection) -> SqlUnit:
    """A unit that has read nothing yet."""
    return SqlUnit(connection, HeldClock())


@settings(deadline=None)
@given(given=tasks)
def test_any_task_that_is_added_reads_as_it_is(given: Task) -> None:
    with scratch().connect() as connection:
        added = fresh(connection).tasks.add(given)
        assert added == replace(given, id=added.id)
        assert fresh(connection).tasks.get(added.id) == added


@settings(deadline=None)
@given(before=tasks, between=tasks, after=tasks)
def test_any_task_that_is_saved_reads_as_it_is(before: Task, between: Task, after: Task) -> None:
    with scratch().connect() as connection:
        id = fresh(connection).tasks.add(before).id
        unit = fresh(connection)
        for state in (between, after):
            unit.tasks.save(replace(state, id=id))
            assert fresh(connection).tasks.get(id) == replace(state, id=id)
        assert unit.tasks.get(id) == replace(after, id=id)


@settings(deadline=None)
@given(given=revisions, data=st.data())
def test_any_revision_reads_as_it_is(given: Revision, data: st.DataObject) -> None:
    with scratch().connect() as connection:
        added = fresh(connection).tasks.add(data.draw(tasks))
        fresh(connection).tasks.add_revision(added, given)
        assert fresh(connection).tasks.revision(added.id, given.number) == given


async def test_ids_are_given_in_order_and_never_again(store: SqlStore) -> None:
    first = await store.run(lambda unit: unit.tasks.add(task(thread(1))))
    second = await store.run(lambda unit: unit.tasks.add(replace(task(thread(2)), id=first.id)))
    assert second.id == first.id + 1


async def test_a_thread_has_one_task(store: SqlStore) -> None:
    added = await store.run(lambda unit: unit.tasks.add(task(thread(1))))
    await store.run(lambda unit: unit.tasks.add(task(thread(1, channel="C2"))))
    assert await store.run(lambda unit: unit.tasks.in_thread(thread(1))) == added
    assert await store.run(lambda unit: unit.tasks.in_thread(thread(3))) is None
    with pytest.raises(IntegrityError):
        await store.run(lambda unit: unit.tasks.add(task(thread(1))))


async def test_tasks_without_a_thread_do_not_meet(store: SqlStore) -> None:
    channel = Place(channel="C1")
    await store.run(lambda unit: unit.tasks.add(task(channel)))
    await store.run(lambda unit: unit.tasks.add(task(channel)))
    assert await store.run(lambda unit: unit.tasks.in_thread(channel)) is None


async def test_a_task_that_was_never_added_is_not_saved(store: SqlStore) -> None:
    with pytest.raises(NoSuchTask):
        await store.run(lambda unit: unit.tasks.save(task()))
    assert await store.run(lambda unit: unit.tasks.get(7)) is None


async def test_the_newest_tasks_come_first_each_with_its_last_revision(store: SqlStore) -> None:
    def work(unit: SqlUnit) -> list[Task]:
        added = [unit.tasks.add(task(thread(number))) for number in range(1, 5)]
        unit.tasks.add(task(thread(9), asker="U2"))
        estimated = replace(added[2], state=State.ESTIMATED, revision=2)
        for number in (1, 2):
            unit.tasks.add_revision(estimated, revision(estimated, number))
        unit.tasks.save(estimated)
        return [added[3], estimated, added[1]]

    expected = await store.run(work)
    found = await store.run(lambda unit: unit.tasks.newest_of("U1", 3))
    assert [one for one, _ in found] == expected
    assert [last and last.number for _, last in found] == [None, 2, None]
    assert await store.run(lambda unit: unit.tasks.newest_of("U3", 3)) == []


async def test_a_revision_is_stored_once(store: SqlStore) -> None:
    added = await store.run(lambda unit: unit.tasks.add(task()))
    await store.run(lambda unit: unit.tasks.add_revision(added, revision(added)))
    with pytest.raises(IntegrityError):
        await store.run(lambda unit: unit.tasks.add_revision(added, revision(added)))
    assert await store.run(lambda unit: unit.tasks.revision(added.id, 2)) is None


async def test_an_operator_reads_lines_in_minor_units_and_tenths(store: SqlStore, rows: Rows) -> None:
    added = await store.run(lambda unit: unit.tasks.add(task(lines=1)))
    done = revision(added)
    gone = Missing(deliverable=added.brief.deliverables[0], reason=MissingReason.MODEL_AWAY)
    done = replace(done, estimate=replace(done.estimate, missing=(gone,)))
    await store.run(lambda unit: unit.tasks.add_revision(added, done))
    columns = "state, name, likely_tenths, amount_minor, reason"
    assert rows(f"SELECT {columns} FROM estimates ORDER BY position") == [
        {"state": "estimated", "name": "画面1", "likely_tenths": 25, "amount_minor": 100000, "reason": None},
        {"state": "missing", "name": "画面1", "likely_tenths": None, "amount_minor": None, "reason": "model_away"},
    ]
    assert rows("SELECT subtotal_minor, tax_minor, total_minor, currency, at FROM revisions") == [
        {
            "subtotal_minor": 100000,
            "tax_minor": 10000,
            "total_minor": 110000,
            "currency": "JPY",
            "at": "2026-11-20 01:02:03.456789",
        }
    ]


async def test_a_note_bears_who_wrote_it_and_when(store: SqlStore, inbox: InboxQueue, rows: Rows) -> None:
    added = await store.run(lambda unit: unit.tasks.add(task()))
    await store.run(lambda unit: unit.inbox.put("k", added.place.key, replied(added.place, 8, "急ぎです")))
    (row,) = await inbox.claim(1)

    def outcome(unit: SqlUnit) -> None:
        unit.tasks.save(noted(added, "急ぎです"))
        inbox.finish(unit, row)

    await store.run(outcome)
    assert rows("SELECT author, ts, text FROM messages") == [{"author": "U1", "ts": "8.5", "text": "急ぎです"}]


async def test_starting_over_keeps_what_people_said_before(store: SqlStore, rows: Rows) -> None:
    added = await store.run(lambda unit: unit.tasks.add(noted(task(), "一", "二")))
    anew = noted(replace(added, round=2), "一", "三")
    anew = replace(anew, brief=replace(anew.brief, questions=(Question(number=1, text="別の質問"),)))
    await store.run(lambda unit: unit.tasks.save(anew))
    assert await store.run(lambda unit: unit.tasks.get(added.id)) == anew
    said = rows("SELECT round, text FROM messages ORDER BY round, position")
    assert [(row["round"], row["text"]) for row in said] == [(1, "二"), (2, "一"), (2, "三")]
    asked = rows("SELECT round, question FROM qa_pairs ORDER BY round, position")
    assert [row["round"] for row in asked] == [1, 1, 2]
