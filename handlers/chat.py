"""Saying things in Slack: a message is posted once, found again by its key, and updated in place.

No call retries by itself: the SDK would post again when only the answer was lost. Every method raises ChatAway,
ChatUnsure or ChatRefused (`outcomes.py`). Source: https://docs.slack.dev/reference/methods/chat.postMessage
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.domain.task import Place
from bot.errors import ChatRefused
from handlers import upload
from handlers.identity import Identity
from handlers.outcomes import answered, unknown
from handlers.upload import Parcel
from handlers.views.rendered import Rendered

OnProgress = Callable[[str], Awaitable[None]]
SENT: Final = "sent:"
"""Progress of an upload whose bytes Slack has, followed by the file's id."""
EVENT_TYPE: Final = "estimator_message"
"""The type of our messages' metadata."""
PEOPLE: Final = ("U", "W")
"""How the ids of people begin."""
PAGE: Final = 200
MOST_PAGES: Final = 50
"""A thread of 10,000 messages is looked through; beyond, nobody can say that a message is not there."""


class SlackChat:
    """Slack as the bot speaks in it, through a client that holds its token.

    A place whose channel is a person's id stands for the direct messages with them.
    """

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = without_retries(client)

    async def post(self, place: Place, rendered: Rendered, key: str) -> str:
        """Posts a message that carries `key`; its ts. ChatUnsure asks for `find` before another try."""
        answer = await answered(
            self._client.chat_postMessage(
                channel=await self._channel(place),
                thread_ts=place.thread,
                metadata=_metadata(key),
                unfurl_links=False,
                unfurl_media=False,
                **_content(rendered),
            ),
            repeatable=False,
        )
        return _text(answer, "ts")

    async def update(self, place: Place, ts: str, rendered: Rendered, key: str) -> None:
        """Makes the message at `ts` say something else. Doing it twice does no harm."""
        await answered(
            self._client.chat_update(
                channel=await self._channel(place), ts=ts, metadata=_metadata(key), **_content(rendered)
            ),
            repeatable=True,
        )

    async def whisper(self, place: Place, user: str, rendered: Rendered) -> None:
        """Shows a message to one person of the channel. It cannot be found again; twice does little harm."""
        await answered(
            self._client.chat_postEphemeral(
                channel=await self._channel(place), thread_ts=place.thread, user=user, **_content(rendered)
            ),
            repeatable=True,
        )

    async def find(self, place: Place, key: str, *, since: str | None = None) -> str | None:
        """The ts of our message with this key in the thread (or the channel), from the ts `since` on."""
        async for message in self._messages(place, since):
            if _key(message) == key:
                return str(message["ts"])
        return None

    async def upload(self, place: Place, parcel: Parcel, progress: str | None, on_progress: OnProgress) -> str:
        """Puts a file into a thread; Slack's id of it.

        `on_progress` is given a text to be stored before the file can be seen by anybody. Given back as `progress`
        after a crash or a failure, it is what keeps a second file from being made.
        """
        file = _sent(progress)
        if file is not None and await self._taken_up(file, parcel, place):
            return file
        file = await upload.send(self._client, parcel)
        await on_progress(SENT + file)
        await upload.share(self._client, file, parcel, place)
        return file

    async def find_file(self, place: Place, file: str, *, since: str | None = None) -> str | None:
        """The ts of the message that shows a file, by Slack's id of the file."""
        async for message in self._messages(place, since):
            if any(one.get("id") == file for one in message.get("files") or ()):
                return str(message["ts"])
        return None

    async def identity(self) -> Identity:
        """Who the token makes us, and what it permits."""
        answer = await answered(self._client.auth_test(), repeatable=True)
        scopes = str(answer.headers.get("x-oauth-scopes", ""))
        return Identity(
            user=_text(answer, "user_id"),
            bot=str(answer.get("bot_id", "")),
            team=str(answer.get("team_id", "")),
            home=str(answer.get("url", "")),
            scopes=frozenset(scope.strip() for scope in scopes.split(",") if scope.strip()),
        )

    async def scopes(self) -> frozenset[str]:
        """The scopes that were granted, from the header X-OAuth-Scopes."""
        return (await self.identity()).scopes

    async def _taken_up(self, file: str, parcel: Parcel, place: Place) -> bool:
        """Whether a file that was sent before stands in the thread, now at least; False when Slack has lost it."""
        try:
            if await upload.shared(self._client, file, place) or await self.find_file(place, file):
                return True
            await upload.share(self._client, file, parcel, place)
        except ChatRefused as refused:
            if refused.code in upload.LOST:
                return False
            raise
        return True

    async def _messages(self, place: Place, since: str | None) -> AsyncIterator[Mapping[str, Any]]:
        channel, cursor = await self._channel(place), ""
        for _ in range(MOST_PAGES):
            page = await answered(self._page(channel, place.thread, since, cursor), repeatable=True)
            for message in page.get("messages") or ():
                yield message
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return
        raise unknown("too_long_to_search", repeatable=False)

    async def _page(self, channel: str, thread: str | None, since: str | None, cursor: str) -> AsyncSlackResponse:
        asked: dict[str, Any] = {"channel": channel, "limit": PAGE, "include_all_metadata": True}
        asked |= {"oldest": since, "inclusive": True} if since else {}
        asked |= {"cursor": cursor} if cursor else {}
        if thread is None:
            return await self._client.conversations_history(**asked)
        return await self._client.conversations_replies(ts=thread, **asked)

    async def _channel(self, place: Place) -> str:
        if not place.channel.startswith(PEOPLE):
            return place.channel
        return _id(await answered(self._client.conversations_open(users=place.channel), repeatable=True), "channel")


def without_retries(client: AsyncWebClient) -> AsyncWebClient:
    """The same client, but one that calls once per call."""
    return AsyncWebClient(
        token=client.token,
        base_url=client.base_url,
        timeout=client.timeout,
        ssl=client.ssl,
        proxy=client.proxy,
        session=client.session,
        trust_env_in_session=client.trust_env_in_session,
        retry_handlers=[],
    )


def _sent(progress: str | None) -> str | None:
    return progress.removeprefix(SENT) if progress and progress.startswith(SENT) else None


def _content(rendered: Rendered) -> dict[str, Any]:
    """Blocks are always given: an update without them would leave the old ones standing."""
    return {"text": rendered.text, "blocks": list(rendered.blocks)}


def _metadata(key: str) -> dict[str, Any]:
    return {"event_type": EVENT_TYPE, "event_payload": {"key": key}}


def _key(message: Mapping[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != EVENT_TYPE:
        return None
    key = (metadata.get("event_payload") or {}).get("key")
    return str(key) if key else None


def _text(answer: AsyncSlackResponse, name: str) -> str:
    """A text of an answer that is of no use without it."""
    found = answer.get(name)
    if not isinstance(found, str) or not found:
        raise unknown("garbage", repeatable=False)
    return found


def _id(answer: AsyncSlackResponse, name: str) -> str:
    part = answer.get(name)
    found = part.get("id") if isinstance(part, dict) else None
    if not isinstance(found, str) or not found:
        raise unknown("garbage", repeatable=True)
    return found
