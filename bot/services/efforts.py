"""Finding out efforts: chunks at the same time, checks, one repair; what fails is missing, with the reason."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from bot.domain.brief import Deliverable
from bot.domain.estimate import Line, Missing, MissingReason
from bot.domain.proposal import Checked, Fault, check
from bot.domain.task import Task
from bot.errors import ModelAway, ModelFailed
from bot.log import get_logger
from bot.ports import EffortRequest, LanguageModel, ProposedEfforts
from bot.services.calls import Calls
from bot.services.terms import Terms

log = get_logger(__name__)

Advance = Callable[[int], Awaitable[None]]
"""Told, after each chunk, how many deliverables it held."""


@dataclass(frozen=True, kw_only=True)
class Chunk:
    """What came of one chunk: lines, and the deliverables that have none, each with the reason."""

    lines: tuple[Line, ...] = ()
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Efforts:
    """Asks the model for the efforts of deliverables and makes lines of what holds up."""

    model: LanguageModel
    calls: Calls
    terms: Terms

    async def of(self, task: Task, wanted: Sequence[Deliverable], advance: Advance) -> Chunk:
        """Lines for the wanted deliverables of the task's brief, and what is missing; in the order of `wanted`."""
        size = self.terms.per_call
        pieces = [tuple(wanted[start : start + size]) for start in range(0, len(wanted), size)]

        async def run(piece: tuple[Deliverable, ...]) -> Chunk:
            chunk = await self._chunk(task, piece)
            await advance(len(piece))
            return chunk

        chunks = await asyncio.gather(*map(run, pieces))
        return Chunk(
            lines=tuple(line for chunk in chunks for line in chunk.lines),
            missing=tuple(one for chunk in chunks for one in chunk.missing),
        )

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


def _none_of(piece: Sequence[Deliverable], failed: ModelFailed) -> Chunk:
    reason = MissingReason.MODEL_AWAY if isinstance(failed, ModelAway) else MissingReason.MODEL_REFUSED
    return Chunk(missing=tuple(Missing(deliverable=one, reason=reason) for one in piece))


def _faulty(deliverable: Deliverable, fault: Fault) -> Missing:
    reason = MissingReason.TOO_LARGE if fault is Fault.TOO_LARGE else MissingReason.ANSWER_UNUSABLE
    return Missing(deliverable=deliverable, reason=reason)


def _call_key(task: Task, purpose: str, piece: Sequence[Deliverable]) -> str:
    ids = sha256(",".join(one.id for one in piece).encode()).hexdigest()[:12]
    return f"{purpose}:{task.id}:{task.round}:{task.revision}:{ids}"
