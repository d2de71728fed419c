"""The outbox dispatcher: says what is to be said, once, in order within its thread.

The intent is recorded before a post (the claim), its ts after it. When the outcome of a post is unknown, the thread is
asked for the message's key before it is posted again. An update can be repeated and needs no such care.
"""

import random
from dataclasses import dataclass
from typing import Protocol

import structlog

from bot.adapters.store.errors import ClaimLost
from bot.adapters.store.outbox import OutgoingRow
from bot.domain.messages import Message, Problem, WorkbookReady
from bot.domain.task import Place
from bot.errors import ChatAway, ChatFailed, ChatRefused, ChatUnsure
from bot.i18n import Words
from bot.log import get_logger
from bot.ports import Say, Store
from handlers.views.rendered import Rendered
from handlers.views.rendering import render
from ops.serving.queues import Departures

ATTEMPTS = 4
FIRST_DELAY_SECONDS = 1.0
LONGEST_DELAY_SECONDS = 60.0
MESSAGE_GONE = "message_not_found"
"""Slack's code for an update of a message that somebody deleted."""

log = get_logger(__name__)


class Chat(Protocol):
    """Slack as the dispatcher uses it. Raises ChatAway, ChatUnsure or ChatRefused."""

    async def post(self, place: Place, rendered: Rendered, key: str) -> str: ...

    async def update(self, place: Place, ts: str, rendered: Rendered, key: str) -> None: ...

    async def whisper(self, place: Place, user: str, rendered: Rendered) -> None: ...

    async def find(self, place: Place, key: str) -> str | None: ...


class Documents(Protocol):
    """Sends the file that goes with a message."""

    async def send(self, row: OutgoingRow, message: WorkbookReady, rendered: Rendered) -> str:
        """Makes the file and uploads it into the thread, going on where an earlier attempt stopped."""
        ...


@dataclass(frozen=True, kw_only=True)
class Dispatcher:
    """Sends one claimed row at a time per call of `work`."""

    store: Store
    departures: Departures
    chat: Chat
    documents: Documents

    async def work(self, row: OutgoingRow) -> None:
        """Sends a row; returns when it is sent, put back or refused."""
        with structlog.contextvars.bound_contextvars(row=row.id, message=type(row.say.message).__name__):
            try:
                await self.departures.sent(row, await self._sent(row))
            except ChatRefused as refused:
                await self._refused(row, refused)
            except (ChatAway, ChatUnsure) as failed:
                await self._later(row, failed)
            except ClaimLost:
                log.warning("Claim lost")
            except Exception:
                log.exception("Post failed")
                await self._faulted(row)

    async def _sent(self, row: OutgoingRow) -> str:
        """Delivers the row's message and returns its ts."""
        say = row.say
        rendered = render(say.message, Words.of(say.language))
        if isinstance(say.message, WorkbookReady):
            return await self.documents.send(row, say.message, rendered)
        if say.whisper_to:
            await self.chat.whisper(say.to, say.whisper_to, rendered)
            return ""
        return (row.ts and await self._updated(row, row.ts, rendered)) or await self._posted(row, rendered)

    async def _updated(self, row: OutgoingRow, ts: str, rendered: Rendered) -> str | None:
        """Makes the message at `ts` say this; None when it is not there any more, so that it has to be said anew."""
        try:
            await self.chat.update(row.say.to, ts, rendered, row.key)
        except ChatRefused as refused:
            if refused.code != MESSAGE_GONE:
                raise
            return None
        return ts

    async def _posted(self, row: OutgoingRow, rendered: Rendered) -> str:
        found = await self.chat.find(row.say.to, row.key) if row.unsure else None
        return found or await self.chat.post(row.say.to, rendered, row.key)

    async def _later(self, row: OutgoingRow, failed: ChatFailed) -> None:
        unsure = row.unsure or isinstance(failed, ChatUnsure)
        delay = _delay(row, failed.retry_after if isinstance(failed, ChatAway) else None)
        log.warning("Post delayed", code=failed.code, attempt=row.attempt, seconds=round(delay, 1), unsure=unsure)
        await self.departures.put_back(row, delay, failed.code, unsure=unsure)

    async def _faulted(self, row: OutgoingRow) -> None:
        """A fault of ours: perhaps it passes; a message that never can be said must not hold up the next ones."""
        if row.attempt < ATTEMPTS:
            await self.departures.put_back(row, _delay(row, None), "fault", unsure=True)
        else:
            await self._refused(row, ChatRefused("unexpected", code="fault", reference=row.id))

    async def _refused(self, row: OutgoingRow, refused: ChatRefused) -> None:
        """Slack said no for good: the row ends, and the person on whose behalf it was said hears why."""
        log.error("Post refused", code=refused.code)
        await self.departures.refused(row, refused.code)
        say = row.say
        if say.on_behalf_of and say.to.channel != say.on_behalf_of:
            told = _explanation(row, say, refused)
            await self.store.run(lambda unit: unit.outbox.put(told))


def _explanation(row: OutgoingRow, say: Say, refused: ChatRefused) -> Say:
    values = {name: str(value) for name, value in refused.values.items()}
    message: Message = Problem(key=refused.key, values=values)
    return Say(key=_explained(row, refused), to=Place(channel=say.on_behalf_of), message=message, language=say.language)


def _explained(row: OutgoingRow, refused: ChatRefused) -> str:
    """The same for all messages of a thread that are refused alike within an hour: one explanation is enough."""
    return f"{row.say.to.key}>refused:{refused.code}:{row.created_at:%Y%m%d%H}"


def _delay(row: OutgoingRow, told: float | None) -> float:
    """What Slack said, or twice as long each time; a little at random, so that not all come back at once."""
    backoff = min(FIRST_DELAY_SECONDS * 2 ** (row.attempt - 1), LONGEST_DELAY_SECONDS)
    return float((told if told is not None else backoff) + random.uniform(0, 0.2))  # noqa: S311 - no secret
