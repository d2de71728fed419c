"""Showing a revision: its result message with what it changed, and the earlier ones without their buttons."""

from collections.abc import Sequence

from bot.domain.conversation import State
from bot.domain.difference import Difference, difference
from bot.domain.estimate import Revision, RevisionKind
from bot.domain.messages import EstimateReady, WorkbookReady
from bot.domain.task import Task
from bot.services.job import Job, Outcome, nothing
from bot.services.speaking import tell


def result_slot(number: int) -> str:
    """The message that shows a revision's progress and becomes its result."""
    return f"result:{number}"


def result(task: Task, revisions: Sequence[Revision], *, closed: bool = False, approved_by: str = "") -> EstimateReady:
    """The last of the revisions as the message that shows it."""
    last = revisions[-1]
    return EstimateReady(
        task=task.id,
        round=task.round,
        number=f"{task.number}-{last.number}",
        title=task.brief.title,
        client=task.brief.client,
        revision=last,
        difference=changed_by(revisions),
        approved_by=approved_by,
        closed=closed,
    )


def changed_by(revisions: Sequence[Revision]) -> Difference | None:
    """What the last revision changed; None when it was estimated anew."""
    if len(revisions) < 2 or revisions[-1].kind is RevisionKind.ESTIMATED:
        return None
    return difference(revisions[-2].estimate, revisions[-1].estimate)


def show(job: Job, task: Task, message: EstimateReady) -> Outcome:
    """Shows a result in its own message."""
    return tell(job, task, message, slot=result_slot(message.revision.number))


def close(job: Job, task: Task, revisions: Sequence[Revision]) -> Outcome:
    """Takes the buttons off the last result; nothing when there is none yet."""
    if not revisions:
        return nothing
    return show(job, task, result(task, revisions, closed=True))


def hand_over(job: Job, task: Task, revision: Revision) -> Outcome:
    """Sends the revision's workbook; nothing when no line was estimated."""
    if not revision.estimate.lines:
        return nothing
    name = f"{task.number}-{revision.number}.xlsx"
    return tell(job, task, WorkbookReady(task=task.id, revision=revision.number, file_name=name))


def is_open(task: Task) -> bool:
    """Whether there is an estimate to talk about."""
    return task.state in {State.ESTIMATED, State.APPROVED}
