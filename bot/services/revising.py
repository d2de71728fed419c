"""Making a revision: a change is a numbered state of its own, shown with its difference, with a workbook of its own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.conversation import Event, State
from bot.domain.estimate import Estimate, Revision, RevisionKind
from bot.domain.messages import Told
from bot.domain.task import Task
from bot.log import get_logger
from bot.ports import Clock
from bot.services.job import Job, Outcome, together
from bot.services.offers import Offers
from bot.services.showing import close, hand_over, result, show
from bot.services.speaking import save
from bot.services.talk import Talk

log = get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Revising:
    """Turns a changed estimate into the next revision."""

    clock: Clock
    offers: Offers

    async def revise(
        self, talk: Talk, estimate: Estimate, kind: RevisionKind = RevisionKind.CHANGED, *, applied: int = 0
    ) -> Outcome:
        """The next revision, unless nothing would be different from the last; `applied` is a proposal's number."""
        if estimate == talk.estimate:
            return talk.say(Told(key="nothing_to_change"))
        revision = self._next(talk, estimate, kind)
        log.info("Estimate revised", task=talk.task.id, revision=revision.number, change=kind.value)
        return together(
            close(talk.job, talk.task, talk.revisions),
            await self.offers.closed(talk.job, talk.task, applied=applied),
            _commit(talk.job, talk.task, (*talk.revisions, revision)),
        )

    def _next(self, talk: Talk, estimate: Estimate, kind: RevisionKind) -> Revision:
        return Revision(
            number=talk.last.number + 1,
            estimate=estimate,
            author=talk.author,
            at=self.clock.now(),
            wording=talk.wording,
            kind=kind,
        )


def _commit(job: Job, task: Task, revisions: Sequence[Revision]) -> Outcome:
    last = revisions[-1]
    reopened = task.state is State.APPROVED
    revised = task.on(Event.REVISED, revision=last.number)
    return together(
        lambda unit: unit.tasks.add_revision(revised, last),
        save(revised),
        show(job, revised, replace(result(revised, revisions), reopened=reopened)),
        hand_over(job, revised, last),
    )
