"""Making the estimate: chunks at the same time, checks, one repair, and a revision of what came out."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from bot.domain.brief import Deliverable
from bot.domain.conversation import Event
from bot.domain.estimate import Estimate, Line, Missing, MissingReason, Revision
from bot.domain.incoming import MakeEstimate
from bot.domain.messages import EstimateReady, Estimating, WorkbookReady
from bot.domain.proposal import Checked, Fault, check
from bot.domain.task import Task
from bot.errors import ModelAway, ModelFailed
from bot.i18n import Words
from bot.log import get_logger
from bot.ports import Clock, EffortRequest, LanguageModel, ProposedEfforts, Store
from bot.services.asking import result_slot
from bot.services.calls import Calls
from bot.services.job import Job, Outcome, nothing, together
from bot.services.speaking import save, tell
from bot.services.terms import Terms

log = get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Chunk:
    """What came of one chunk: lines, and the deliverables that have none, each with the reason."""

    lines: tuple[Line, ...] = ()
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Estimates:
    """The use case from "estimate now" to the result and its workbook."""

    store: Store
    model: LanguageModel
    calls: Calls
    clock: Clock
    terms: Terms

    async def make(self, job: Job, task: Task, step: MakeEstimate) -> Outcome:
        """Estimates every deliverable, or those alone that the last revision is missing."""
        last = await self._last(task)
        known = {line.deliverable.id: line for line in last.estimate.lines} if last and step.missing_only else {}
        wanted = [one for one in task.brief.deliverables if one.id not in known]
        chunks = await self._chunks(job, task, wanted, done=len(known))
        lines = known | {line.deliverable.id: line for chunk in chunks for line in chunk.lines}
        missing = [one for chunk in chunks for one in chunk.missing]
        return self._ready(job, task, self._revision(task, step, lines, missing), last)

    async def _last(self, task: Task) -> Revision | None:
        return await self.store.run(lambda unit: unit.tasks.revision(task.id, task.revision))

    async def _chunks(self, job: Job, task: Task, wanted: Sequence[Deliverable], *, done: int) -> Sequence[Chunk]:
        size = self.terms.per_call
        pieces = [tuple(wanted[start : start + size]) for start in range(0, len(wanted), size)]
        progress = _Progress(job=job, task=task, store=self.store, done=done)

        async def run(piece: tuple[Deliverable, ...]) -> Chunk:
            chunk = await self._chunk(task, piece)
            await progress.advance(len(piece))
            return chunk

        return await asyncio.gather(*map(run, pieces))

    async def _chunk(self, task: Task, piece: tuple[Deliverable, ...]) -> Chunk:
        try:
            first = await self._checked(task, piece, {})
            if not first.faults:
                return Chunk(lines=first.lines)
        except ModelFailed as failed:
            return _none_of(piece, failed)
        again = tuple(one for one in piece if one.id in first.faults)
        return await self._repaired(task, again, first)

    async def _repaired(self, task: Task, again: tuple[Deliverable, ...], first: Checked) -> Chunk:
        """Asks once more for the failing lines alone; what fails again is missing."""
        log.info(
            "Lines repaired", task=task.id, lines=len(again), faults=sorted({f.name for f in first.faults.values()})
        )
        try:
            second = await self._checked(task, again, first.faults)
        except ModelFailed as failed:
            return Chunk(lines=first.lines, missing=_none_of(again, failed).missing)
        missing = tuple(_faulty(one, second.faults[one.id]) for one in again if one.id in second.faults)
        return Chunk(lines=first.lines + second.lines, missing=missing)

    async def _checked(self, task: Task, piece: tuple[Deliverable, ...], faults: Mapping[str, Fault]) -> Checked:
        request = EffortRequest(brief=task.brief, deliverables=piece, faults=tuple(faults.items()))
        purpose = "repair" if faults else "efforts"
        proposed = await self.calls.once(
            _call_key(task, purpose, piece), task.id, purpose, ProposedEfforts, lambda: self.model.efforts(request)
        )
        return check(proposed.efforts, piece, bound=self.terms.max_days, source=self.model.source)

    def _revision(
        self, task: Task, step: MakeEstimate, lines: Mapping[str, Line], missing: Sequence[Missing]
    ) -> Revision:
        by_id = {one.deliverable.id: one for one in missing}
        order = [one.id for one in task.brief.deliverables]
        estimate = Estimate(
            lines=tuple(lines[id] for id in order if id in lines),
            missing=tuple(by_id[id] for id in order if id in by_id),
            rate=self.terms.rates[task.brief.currency],
            tax_rule=self.terms.taxes[task.brief.language],
            assumptions=_assumptions(task),
        )
        return Revision(number=task.revision + 1, estimate=estimate, author=step.author, at=self.clock.now())

    def _ready(self, job: Job, task: Task, revision: Revision, last: Revision | None) -> Outcome:
        shown = tell(job, task, result(task, revision), slot=result_slot(task))
        task = task.on(Event.ESTIMATE_MADE, revision=revision.number)
        log.info(
            "Estimate ready",
            task=task.id,
            revision=revision.number,
            lines=len(revision.estimate.lines),
            missing=len(revision.estimate.missing),
        )
        return together(
            lambda unit: unit.tasks.add_revision(task, revision),
            save(task),
            closing(job, task, last) if last else nothing,
            shown,
            _workbook(job, task, revision) if revision.estimate.lines else nothing,
        )


class _Progress:
    """Shows how far the estimate has come; the last step is left to the result itself."""

    def __init__(self, *, job: Job, task: Task, store: Store, done: int) -> None:
        self._job = job
        self._task = task
        self._store = store
        self._done = done
        self._count = len(task.brief.deliverables)

    async def advance(self, by: int) -> None:
        self._done += by
        if self._done < self._count:
            step = Job(key=f"{self._job.key}:{self._done}", incoming=self._job.incoming)
            shown = Estimating(done=self._done, count=self._count)
            await self._store.run(tell(step, self._task, shown, slot=result_slot(self._task)))


def closing(job: Job, task: Task, revision: Revision) -> Outcome:
    """Takes the buttons off an earlier result."""
    slot = f"result:{revision.number}"
    return tell(job, task, result(task, revision, closed=True), slot=slot)


def result(task: Task, revision: Revision, *, closed: bool = False) -> EstimateReady:
    """A revision as the message that shows it; `closed` without buttons."""
    return EstimateReady(
        task=task.id,
        round=task.round,
        number=f"{task.number}-{revision.number}",
        title=task.brief.title,
        client=task.brief.client,
        revision=revision,
        closed=closed,
    )


def _workbook(job: Job, task: Task, revision: Revision) -> Outcome:
    name = f"{task.number}-{revision.number}.xlsx"
    return tell(job, task, WorkbookReady(task=task.id, revision=revision.number, file_name=name))


def _none_of(piece: Sequence[Deliverable], failed: ModelFailed) -> Chunk:
    reason = MissingReason.MODEL_AWAY if isinstance(failed, ModelAway) else MissingReason.MODEL_REFUSED
    return Chunk(missing=tuple(Missing(deliverable=one, reason=reason) for one in piece))


def _faulty(deliverable: Deliverable, fault: Fault) -> Missing:
    reason = MissingReason.TOO_LARGE if fault is Fault.TOO_LARGE else MissingReason.ANSWER_UNUSABLE
    return Missing(deliverable=deliverable, reason=reason)


def _call_key(task: Task, purpose: str, piece: Sequence[Deliverable]) -> str:
    ids = sha256(",".join(one.id for one in piece).encode()).hexdigest()[:12]
    return f"{purpose}:{task.id}:{task.round}:{task.revision}:{ids}"


def _assumptions(task: Task) -> tuple[str, ...]:
    words = Words.of(task.brief.language)
    return tuple(words("estimate.assumed", question=question.text) for question in task.brief.open_questions)
