"""Approving an estimate: it is closed until somebody changes it."""

from dataclasses import dataclass

from bot.domain.conversation import Event
from bot.domain.messages import Told
from bot.domain.task import Task
from bot.i18n import Words
from bot.log import get_logger
from bot.ports import People
from bot.services.job import Outcome, together
from bot.services.offers import Offers
from bot.services.showing import result, show
from bot.services.speaking import save, whisper
from bot.services.talk import Talk

STARTER = "starter"
"""In the setting, whoever started the estimate."""

log = get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Approving:
    """The use case behind "Approve". `approvers` holds user ids, user group ids (S...) and `starter`."""

    people: People
    offers: Offers
    approvers: tuple[str, ...]

    async def approve(self, talk: Talk) -> Outcome:
        """Closes the estimate as it stands, when this person may."""
        if await self._may(talk.task, talk.author):
            return await self._approved(talk)
        language = await self.people.language(talk.author)
        return whisper(talk.job, talk.task.place, talk.author, language, Told(key="may_not_approve"))

    async def _approved(self, talk: Talk) -> Outcome:
        approved = talk.task.on(Event.APPROVAL_GIVEN)
        total = Words.of(approved.brief.language).money(talk.estimate.total)
        log.info("Estimate approved", task=approved.id, revision=talk.last.number)
        return together(
            save(approved),
            await self.offers.closed(talk.job, talk.task),
            show(talk.job, approved, result(approved, talk.revisions, approved_by=talk.author)),
            talk.say(Told(key="approved", values={"revision": str(talk.last.number), "total": total})),
        )

    async def _may(self, task: Task, author: str) -> bool:
        if author in self.approvers or (STARTER in self.approvers and author == task.asker):
            return True
        groups = [one for one in self.approvers if one.startswith("S")]
        return any([await self.people.in_group(author, group) for group in groups])
