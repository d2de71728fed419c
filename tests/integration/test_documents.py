"""The workbook of a message tells the revisions up to the message's own, and no later ones."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest

from bot.adapters.store.engine import open_engine
from bot.adapters.store.migration import migrate_engine
from bot.adapters.store.outbox import OutboxQueue, OutgoingRow
from bot.adapters.store.store import SqlStore
from bot.domain.language import Language
from bot.domain.messages import WorkbookReady
from bot.domain.task import Place, Task
from bot.ports import Say, Unit
from handlers.upload import Parcel
from handlers.views.rendered import Rendered
from ops.serving.documents import RevisionGone, WorkbookSender
from tests.workbooks.estimates import AT, estimate, line, negotiated, revised, workbook
from tests.workbooks.recalculation import Workbook, opened

THREAD = Place(channel="C1", thread="1.2")
REVISIONS = [revised(number, estimate([line(tenths=10 * number)]), f"Wish {number}") for number in range(1, 4)]


class HeldClock:
    """It is always the same time."""

    def now(self) -> datetime:
        return AT


@dataclass(kw_only=True)
class Shelf:
    """Slack, as far as it keeps what is uploaded."""

    parcels: list[Parcel] = field(default_factory=list)

    async def upload(
        self, place: Place, parcel: Parcel, progress: str | None, on_progress: Callable[[str], Awaitable[None]]
    ) -> str:
        self.parcels.append(parcel)
        return f"F{len(self.parcels)}"


@dataclass(frozen=True, kw_only=True)
class Room:
    """A sender on a real database that holds a task with three revisions."""

    sender: WorkbookSender
    shelf: Shelf
    task: Task

    async def sends(self, revision: int) -> Workbook:
        message = WorkbookReady(task=self.task.id, revision=revision, file_name="quotation.xlsx")
        await self.sender.send(row(message), message, Rendered(text="Here it is"))
        return opened(self.shelf.parcels[-1].content)


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    engine = open_engine(f"sqlite:///{tmp_path}/app.db", "estimator")
    migrate_engine(engine, "estimator")
    store, shelf = SqlStore(engine, HeldClock()), Shelf()
    task = await store.run(stored)
    outbox = OutboxQueue(store, "this", HeldClock())
    sender = WorkbookSender(store=store, departures=outbox, workbook=workbook(), uploads=shelf)
    yield Room(sender=sender, shelf=shelf, task=task)
    await store.close()


def stored(unit: Unit) -> Task:
    task = unit.tasks.add(negotiated(REVISIONS)[0])
    for revision in REVISIONS:
        unit.tasks.add_revision(task, revision)
    return task


def row(message: WorkbookReady) -> OutgoingRow:
    say = Say(key="workbook", to=THREAD, message=message, language=Language.JA)
    return OutgoingRow(id=1, key=say.key, say=say, ts=None, attempt=1, unsure=False, progress=None, created_at=AT)


def wishes(book: Workbook) -> Sequence[str]:
    return [text for text in book.texts() if text.startswith("Wish ")]


@pytest.mark.parametrize("number", [1, 2, 3])
async def test_the_messages_revision_is_the_document_and_ends_its_history(room: Room, number: int) -> None:
    book = await room.sends(number)
    assert f"EST-{room.task.id:05}-{number}" in book.texts()
    assert wishes(book) == [f"Wish {each}" for each in range(1, number + 1)]
    assert book.value(book.titles[0], "C12") == REVISIONS[number - 1].estimate.total.amount


async def test_a_revision_that_is_not_there_is_no_document(room: Room) -> None:
    with pytest.raises(RevisionGone, match="revision 4"):
        await room.sends(4)
    assert room.shelf.parcels == []
