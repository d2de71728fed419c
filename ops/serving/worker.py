"""The inbox worker: takes what arrived, has it answered, commits the outcome with the row. The one error edge.

A job that raises an EstimatorError is told to the person. Anything else is tried again a few times, then told as
"something unexpected", with the job's key so that the log can be searched for it.
"""

import time
from dataclasses import dataclass

import structlog

from bot.adapters.store.errors import ClaimLost
from bot.adapters.store.inbox import ClaimedRow
from bot.errors import EstimatorError
from bot.log import get_logger
from bot.ports import Store, Unit
from bot.services.converse import Converse
from bot.services.job import Job, Outcome
from ops.serving.queues import Arrivals

ATTEMPTS = 4
FIRST_DELAY_SECONDS = 1.0

log = get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Worker:
    """Works on one claimed row at a time per call of `work`."""

    store: Store
    arrivals: Arrivals
    converse: Converse

    async def work(self, row: ClaimedRow) -> None:
        """Handles a row; returns when it is done, put back or given up."""
        with structlog.contextvars.bound_contextvars(row=row.id, kind=type(row.incoming).__name__):
            started = time.monotonic()
            outcome = await self._handled(row)
            log.info("Worked", outcome=outcome, attempt=row.attempt, seconds=round(time.monotonic() - started, 3))

    async def _handled(self, row: ClaimedRow) -> str:
        job = Job(key=row.key, incoming=row.incoming)
        try:
            await self._commit(row, await self.converse.handle(job))
            return "done"
        except ClaimLost:
            return "lost"
        except EstimatorError as error:
            return await self._failed(row, job, error)
        except Exception:
            log.exception("Job failed")
            return await self._again(row, job)

    async def _failed(self, row: ClaimedRow, job: Job, error: EstimatorError) -> str:
        if not error.permanent and row.attempt < ATTEMPTS:
            await self.arrivals.put_back(row, _delay(row), error.key)
            return "put_back"
        await self._commit(row, await self.converse.failed(job, error))
        return f"told:{error.key}"

    async def _again(self, row: ClaimedRow, job: Job) -> str:
        """A fault of ours: perhaps it passes; when it does not, the person hears that it is ours."""
        if row.attempt < ATTEMPTS:
            await self.arrivals.put_back(row, _delay(row), "fault")
            return "put_back"
        try:
            await self._commit(row, await self.converse.failed(job, EstimatorError("unexpected", reference=row.id)))
            return "told:unexpected"
        except Exception:
            log.exception("Telling failed")
            await self.arrivals.give_up(row, "fault")
            return "given_up"

    async def _commit(self, row: ClaimedRow, outcome: Outcome) -> None:
        def work(unit: Unit) -> None:
            outcome(unit)
            self.arrivals.finish(unit, row)

        await self.store.run(work)


def _delay(row: ClaimedRow) -> float:
    return float(FIRST_DELAY_SECONDS * 2 ** (row.attempt - 1))
