"""Sending the quotation's workbook: made anew from its revision, uploaded once."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

from bot.adapters.store.outbox import OutgoingRow
from bot.domain.estimate import Revision
from bot.domain.messages import WorkbookReady
from bot.domain.task import Place, Task
from bot.ports import Store, Unit, Workbook
from handlers.upload import Parcel
from handlers.views.rendered import Rendered
from ops.serving.queues import Departures

MADE_AT_ONCE = 1
"""Workbooks. They are made one after another anyway; who waits, waits here and keeps no thread from others."""


class Uploads(Protocol):
    """Slack as this module uses it."""

    async def upload(
        self, place: Place, parcel: Parcel, progress: str | None, on_progress: Callable[[str], Awaitable[None]]
    ) -> str: ...


class RevisionGone(LookupError):
    """A workbook was announced for a revision that the store does not hold: a fault of ours."""


@dataclass(frozen=True, kw_only=True)
class WorkbookSender:
    """Makes and uploads workbooks."""

    store: Store
    departures: Departures
    workbook: Workbook
    uploads: Uploads
    making: asyncio.Semaphore = field(default_factory=partial(asyncio.Semaphore, MADE_AT_ONCE))

    async def send(self, row: OutgoingRow, message: WorkbookReady, rendered: Rendered) -> str:
        """Uploads the workbook of the message's revision; the result names the file in Slack."""
        task, revisions = await self.store.run(lambda unit: _found(unit, message))
        async with self.making:
            content = await asyncio.to_thread(self.workbook.quotation, task, revisions)
        parcel = Parcel(file_name=message.file_name, title=message.file_name, content=content, comment=rendered.text)
        return await self.uploads.upload(
            row.say.to, parcel, row.progress, lambda progress: self.departures.note_progress(row, progress)
        )


def _found(unit: Unit, message: WorkbookReady) -> tuple[Task, Sequence[Revision]]:
    """The task, and its revisions up to the message's."""
    task = unit.tasks.get(message.task)
    revisions = [one for one in unit.tasks.revisions(message.task) if one.number <= message.revision]
    if task is None or not revisions or revisions[-1].number != message.revision:
        raise RevisionGone(f"task {message.task} revision {message.revision}")
    return task, revisions
