"""Making the estimate: every deliverable, or those that are missing, and a revision of what came out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.brief import Deliverable
from bot.domain.conversation import Event
from bot.domain.estimate import Estimate, Line, Missing, Revision
from bot.domain.incoming import MakeEstimate
from bot.domain.messages import Estimating
from bot.domain.task import Task
from bot.i18n import Words
from bot.log import get_logger
from bot.ports import Clock, Store
from bot.services.efforts import Efforts
from bot.services.job import Job, Outcome, together
from bot.services.showing import close, hand_over, result, result_slot, show
from bot.services.speaking import save, tell
from bot.services.terms import Terms

log = get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Estimates:
    """The use case from "estimate now" to the result and its workbook."""

    store: Store
    efforts: Efforts
    clock: Clock
    terms: Terms

    async def make(self, job: Job, task: Task, step: MakeEstimate) -> Outcome:
        """Estimates every deliverable, or those alone that the last revision is missing."""
        revisions = await self.store.run(lambda unit: unit.tasks.revisions(task.id))
        if step.missing_only and revisions:
            estimate = await self._completed(job, task, revisions[-1].estimate)
        else:
            excluded = revisions[-1].estimate.excluded if revisions else ()
            estimate = replace(await self._new(job, task), excluded=excluded)
        revision = Revision(number=task.revision + 1, estimate=estimate, author=step.author, at=self.clock.now())
        return self._ready(job, task, revision, revisions)

    async def _new(self, job: Job, task: Task) -> Estimate:
        progress = _Progress(job=job, task=task, store=self.store, done=0, count=len(task.brief.deliverables))
        found = await self.efforts.of(task, task.brief.deliverables, progress.advance)
        return Estimate(
            lines=_in_order(task, found.lines),
            missing=_missing_in_order(task, found.missing),
            rate=self.terms.rates[task.brief.currency],
            tax_rule=self.terms.taxes[task.brief.language],
            assumptions=_assumptions(task),
        )

    async def _completed(self, job: Job, task: Task, last: Estimate) -> Estimate:
        """The last estimate with what was missing; its rate, buffer and exclusions stay."""
        wanted = [one.deliverable for one in last.missing]
        count = len(last.lines) + len(wanted)
        progress = _Progress(job=job, task=task, store=self.store, done=len(last.lines), count=count)
        found = await self.efforts.of(task, wanted, progress.advance)
        lines = _in_order(task, (*last.lines, *found.lines))
        return replace(last, lines=lines, missing=_missing_in_order(task, found.missing))

    def _ready(self, job: Job, task: Task, revision: Revision, revisions: Sequence[Revision]) -> Outcome:
        shown = show(job, task, result(task, (*revisions, revision)))
        made = task.on(Event.ESTIMATE_MADE, revision=revision.number)
        estimate = revision.estimate
        log.info(
            "Estimate ready",
            task=task.id,
            revision=revision.number,
            lines=len(estimate.lines),
            missing=len(estimate.missing),
        )
        return together(
            lambda unit: unit.tasks.add_revision(made, revision),
            save(made),
            close(job, task, revisions),
            shown,
            hand_over(job, task, revision),
        )


def in_scope(task: Task, estimate: Estimate) -> tuple[Deliverable, ...]:
    """The deliverables that the estimate holds, estimated or missing, in the brief's order."""
    held = {line.deliverable.id for line in estimate.lines} | {one.deliverable.id for one in estimate.missing}
    return tuple(one for one in task.brief.deliverables if one.id in held)


class _Progress:
    """Shows how far the estimate has come; the last step is left to the result itself."""

    def __init__(self, *, job: Job, task: Task, store: Store, done: int, count: int) -> None:
        self._job = job
        self._task = task
        self._store = store
        self._done = done
        self._count = count

    async def advance(self, by: int) -> None:
        """So many more are done."""
        self._done += by
        if self._done < self._count:
            step = Job(key=f"{self._job.key}:{self._done}", incoming=self._job.incoming)
            shown = Estimating(done=self._done, count=self._count)
            await self._store.run(tell(step, self._task, shown, slot=result_slot(self._task.revision + 1)))


def _in_order(task: Task, lines: Sequence[Line]) -> tuple[Line, ...]:
    by_id: Mapping[str, Line] = {line.deliverable.id: line for line in lines}
    return tuple(by_id[one.id] for one in task.brief.deliverables if one.id in by_id)


def _missing_in_order(task: Task, missing: Sequence[Missing]) -> tuple[Missing, ...]:
    by_id: Mapping[str, Missing] = {one.deliverable.id: one for one in missing}
    return tuple(by_id[one.id] for one in task.brief.deliverables if one.id in by_id)


def _assumptions(task: Task) -> tuple[str, ...]:
    words = Words.of(task.brief.language)
    return tuple(words("estimate.assumed", question=question.text) for question in task.brief.open_questions)
