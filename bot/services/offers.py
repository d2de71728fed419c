"""The proposals that stand open for a revision: kept with their cards, closed with it."""

from dataclasses import dataclass, replace

from bot.domain.messages import ProposalsReady, Proposed
from bot.domain.task import Task
from bot.ports import Store
from bot.services.job import Job, Outcome, nothing, together
from bot.services.speaking import tell


@dataclass(frozen=True, kw_only=True)
class Offers:
    """What was proposed last for the present revision of a task."""

    store: Store

    async def chosen(self, task: Task, number: int) -> Proposed | None:
        """The open proposal with this number."""
        offered = await self._last(task)
        if offered is None or offered.closed:
            return None
        return next((one for one in offered.proposals if one.number == number), None)

    async def wording(self, task: Task) -> str:
        """The words that asked for what is proposed."""
        offered = await self._last(task)
        return offered.wording if offered else ""

    async def made(self, job: Job, task: Task, message: ProposalsReady) -> Outcome:
        """Shows new proposals; earlier ones for the same revision lose their buttons."""
        return together(await self.closed(job, task), _kept(job, task, message))

    async def closed(self, job: Job, task: Task, *, applied: int = 0) -> Outcome:
        """Takes the buttons off what stands open; the applied one is marked."""
        offered = await self._last(task)
        if offered is None or offered.closed:
            return nothing
        return _kept(job, task, replace(offered, closed=True, applied=applied))

    async def _last(self, task: Task) -> ProposalsReady | None:
        return await self.store.run(lambda unit: unit.tasks.proposals(task.id, task.revision))


def _kept(job: Job, task: Task, message: ProposalsReady) -> Outcome:
    return together(
        lambda unit: unit.tasks.add_proposals(task.id, message),
        tell(job, task, message, slot=f"proposals:{message.key}"),
    )
