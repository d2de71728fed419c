"""One message or button under a finished estimate, with the estimate it speaks of."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.estimate import Estimate, Revision
from bot.domain.messages import Message
from bot.domain.task import Task
from bot.services.job import Job, Outcome
from bot.services.speaking import tell


@dataclass(frozen=True, kw_only=True)
class Talk:
    """The job, its task and all its revisions, oldest first; who speaks, and in which words."""

    job: Job
    task: Task
    revisions: Sequence[Revision]
    author: str
    wording: str = ""

    @property
    def last(self) -> Revision:
        return self.revisions[-1]

    @property
    def estimate(self) -> Estimate:
        """As it stands now."""
        return self.last.estimate

    def say(self, message: Message, *, slot: str = "") -> Outcome:
        """Says something to everybody in the thread."""
        return tell(self.job, self.task, message, slot=slot)
