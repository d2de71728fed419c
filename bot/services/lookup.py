"""Looking things up for one person: the list of estimates, one estimate, the questions of a form. Changes nothing."""

from dataclasses import dataclass, replace

from bot.domain.conversation import State
from bot.domain.estimate import Revision
from bot.domain.messages import Help, ListedTask, Message, Problem, QuestionsAsked, TasksListed
from bot.domain.numbers import Numbers, numbers_of
from bot.domain.task import Task
from bot.ports import Store
from bot.services.asking import asked
from bot.services.showing import is_open, result

LISTED = 20
"""Rows of `/estimate list`; a message holds 50 blocks and a person reads fewer."""


@dataclass(frozen=True, kw_only=True)
class Lookup:
    """Answers to `/estimate list` and `/estimate show`, and what the answer form needs."""

    store: Store

    async def help(self) -> Message:
        """How to use the bot."""
        return Help()

    async def newest(self, user: str) -> TasksListed:
        """The person's estimates, newest first."""
        found = await self.store.run(lambda unit: unit.tasks.newest_of(user, LISTED))
        return TasksListed(tasks=tuple(_row(task, revision) for task, revision in found))

    async def show(self, user: str, channel: str, number: int) -> Message:
        """An estimate as last revised: one's own, or one whose thread is in the channel where it is asked for."""
        task = await self.store.run(lambda unit: unit.tasks.get(number))
        if task is None or not (task.asker == user or task.place.channel == channel):
            return Problem(key="no_such_estimate", values={"number": str(number)})
        revisions = await self.store.run(lambda unit: unit.tasks.revisions(task.id))
        return (
            replace(result(task, revisions, closed=True), difference=None)
            if revisions
            else TasksListed(tasks=(_row(task, None),))
        )

    async def questions(self, task: int) -> QuestionsAsked | Problem | None:
        """The questions that the answer form shows; None when there is no such task."""
        found = await self.store.run(lambda unit: unit.tasks.get(task))
        if found is None:
            return None
        return asked(found) if found.state is State.ASKING else Problem(key="form_too_late")

    async def numbers(self, task: int) -> Numbers | Problem | None:
        """What the form of numbers starts from; None when there is no such task."""
        found = await self.store.run(lambda unit: unit.tasks.get(task))
        if found is None:
            return None
        revisions = await self.store.run(lambda unit: unit.tasks.revisions(task)) if is_open(found) else ()
        if not revisions or not revisions[-1].estimate.lines:
            return Problem(key="numbers_too_late")
        return numbers_of(found.id, found.round, revisions)


def _row(task: Task, revision: Revision | None) -> ListedTask:
    return ListedTask(
        task=task.id,
        number=task.number,
        title=task.brief.title,
        state=task.state,
        place=task.place,
        at=task.created_at,
        total=revision.estimate.total if revision and revision.estimate.lines else None,
        revision=task.revision,
    )
