"""The three steps of putting a file into a thread.

    1  files.getUploadURLExternal    an id and an address; nobody sees anything yet
    2  POST of the bytes             nobody sees anything yet
    3  files.completeUploadExternal  the file appears in the thread

Whoever remembers the id after step 2 can take step 3 later without making a second file.
Source: https://docs.slack.dev/messaging/working-with-files#upload
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.task import Place
from handlers.outcomes import OK, answered, by_status, unknown

SECONDS: Final = 120.0
"""For the bytes of a large file on a slow line."""
LOST: Final = frozenset({"file_not_found", "file_deleted"})
"""Slack's codes for an id whose bytes it does not have (any more): the file has to be sent again."""


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """A file to be put into a thread: its name with extension, its title, and a comment (mrkdwn) to go with it."""

    file_name: str
    title: str
    content: bytes = field(repr=False)
    comment: str = ""


async def send(client: AsyncWebClient, parcel: Parcel) -> str:
    """Steps 1 and 2: Slack has the bytes and nobody sees them. The file's id; repeating it leaves nothing visible."""
    asked = client.files_getUploadURLExternal(filename=parcel.file_name, length=len(parcel.content))
    answer = await answered(asked, repeatable=True)
    file, address = answer.get("file_id"), answer.get("upload_url")
    if not (isinstance(file, str) and isinstance(address, str) and file):
        raise unknown("garbage", repeatable=True)
    await answered(_pour(client, address, parcel.content), repeatable=True, within=SECONDS)
    return file


async def share(client: AsyncWebClient, file: str, parcel: Parcel, place: Place) -> None:
    """Step 3. ChatUnsure when it may have happened: `shared` and a look into the thread tell."""
    await answered(
        client.files_completeUploadExternal(
            files=[{"id": file, "title": parcel.title}],
            channel_id=place.channel,
            thread_ts=place.thread,
            initial_comment=parcel.comment or None,
        ),
        repeatable=False,
    )


async def shared(client: AsyncWebClient, file: str, place: Place) -> bool:
    """Whether Slack says that the file stands in the channel; it may say so a little late."""
    answer = await answered(client.files_info(file=file), repeatable=True)
    shares = (answer.get("file") or {}).get("shares") or {}
    return any(place.channel in channels for channels in shares.values())


async def _pour(client: AsyncWebClient, address: str, content: bytes) -> None:
    """Raw bytes without our token: the address itself is the permission."""
    async with session_of(client) as session, session.post(address, data=content, proxy=client.proxy) as answer:
        if answer.status != OK:
            raise by_status(answer.status, answer.headers, repeatable=True)


@asynccontextmanager
async def session_of(client: AsyncWebClient) -> AsyncIterator[aiohttp.ClientSession]:
    """The client's own session, or one for this call."""
    if client.session is not None and not client.session.closed:
        yield client.session
        return
    async with aiohttp.ClientSession(trust_env=client.trust_env_in_session) as session:
        yield session
