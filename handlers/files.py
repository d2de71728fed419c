"""The Files port on Slack: downloads what people gave, from Slack alone, and keeps the original.

Source: https://docs.slack.dev/reference/objects/file-object and
https://docs.slack.dev/messaging/working-with-files#downloading
"""

import asyncio
import os
import uuid
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any, Final
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.task import Attachment
from bot.errors import ChatFailed, ChatRefused, InputRefused
from bot.log import get_logger
from handlers.outcomes import OK, answered, by_status
from handlers.upload import session_of

log = get_logger(__name__)

SLACK_HOST: Final = "files.slack.com"
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
EXTENSIONS: Final = frozenset({".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".txt", ".md"})
"""Those that a kept file may have; any other is kept as `.bin`."""
PIECE: Final = 64 * 1024
SECONDS: Final = 60.0
SILENCE: Final = 10.0
"""Seconds without a byte after which a download is given up: its person waits for three of them."""
MEGABYTE: Final = 1024 * 1024


class SlackFiles:
    """Fetches files of at most `most` bytes and keeps each in `folder` under a name of ours.

    `pauses` are the seconds before each further try after a failure that may pass, `silence` those without a byte
    that count as one.
    """

    def __init__(
        self, client: AsyncWebClient, *, folder: Path, most: int, pauses: tuple[float, ...] = (0.5, 2.0),
        silence: float = SILENCE,
    ) -> None:  # fmt: skip
        self._client, self._folder, self._most, self._pauses = client, folder, most, pauses
        self._timeout = aiohttp.ClientTimeout(total=SECONDS, sock_connect=silence, sock_read=silence)
        self._api = urlsplit(client.base_url)

    async def fetch(self, attachment: Attachment) -> bytes:
        """The bytes of a file, asked for again while the failure may pass. Raises InputRefused."""
        for pause in self._pauses:
            try:
                return await self._fetched(attachment)
            except ChatFailed as failed:
                log.warning("download failed", file=attachment.id, code=failed.code)
                await asyncio.sleep(pause)
        try:
            return await self._fetched(attachment)
        except ChatFailed as failed:
            raise InputRefused("input_download_failed", name=attachment.name) from failed

    async def _fetched(self, attachment: Attachment) -> bytes:
        self._bounded(attachment.size, attachment.name)
        address = attachment.url or await self._address(attachment)
        if not self._from_slack(address):
            raise InputRefused("input_file_elsewhere", name=attachment.name)
        content = await answered(self._downloaded(address, attachment.name), repeatable=True, within=SECONDS)
        await asyncio.to_thread(keep, self._folder, attachment.name, content)
        return content

    async def _address(self, attachment: Attachment) -> str:
        """The address of a file that Slack told us no more of than its id (`file_access: check_file_info`)."""
        try:
            answer = await answered(self._client.files_info(file=attachment.id), repeatable=True)
        except ChatRefused as refused:
            raise InputRefused(_key_of(refused.code), name=attachment.name) from refused
        file: Mapping[str, Any] = answer.get("file") or {}
        size = file.get("size")
        self._bounded(size if isinstance(size, int) else 0, attachment.name)
        if file.get("mode") == "tombstone":
            raise InputRefused("input_file_gone", name=attachment.name)
        address = str(file.get("url_private_download") or file.get("url_private") or "")
        if not address:
            raise InputRefused("input_file_inaccessible", name=attachment.name)
        return address

    def _from_slack(self, address: str) -> bool:
        """Our token goes to Slack and to nobody else, whatever address a payload holds."""
        parts = urlsplit(address)
        host = parts.hostname or ""
        if host == SLACK_HOST:
            return parts.scheme == "https"
        same = (parts.scheme, parts.netloc) == (self._api.scheme, self._api.netloc)
        return same and (parts.scheme == "https" or host in LOOPBACK)

    async def _downloaded(self, address: str, name: str) -> bytes:
        headers = {"Authorization": f"Bearer {self._client.token}"}
        async with (
            session_of(self._client) as session,
            session.get(
                address, headers=headers, allow_redirects=False, proxy=self._client.proxy, timeout=self._timeout
            ) as answer,
        ):
            _accept(answer, name)
            self._bounded(answer.content_length or 0, name)
            return await self._read(answer, name)

    async def _read(self, answer: aiohttp.ClientResponse, name: str) -> bytes:
        """The body, given up as soon as it is longer than it may be."""
        content = bytearray()
        async for piece in answer.content.iter_chunked(PIECE):
            content += piece
            self._bounded(len(content), name)
        return bytes(content)

    def _bounded(self, size: int, name: str) -> None:
        if size > self._most:
            given, limit = (f"{round(count / MEGABYTE, 1):g}" for count in (size, self._most))
            raise InputRefused("input_too_large", name=name, size_mb=given, limit_mb=limit)


def keep(folder: Path, name: str, content: bytes) -> Path:
    """Writes the original where only we can read it, under a random name; two people's files never meet."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    extension = PurePosixPath(name).suffix.lower()
    path = folder / f"{uuid.uuid4().hex}{extension if extension in EXTENSIONS else '.bin'}"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    return path


def _accept(answer: aiohttp.ClientResponse, name: str) -> None:
    """Refuses what is not the file: a redirect or a page to log in at, which Slack gives without `files:read`."""
    if answer.status in {404, 410}:
        raise InputRefused("input_file_gone", name=name)
    if answer.status in {401, 403} or 300 <= answer.status < 400:
        raise InputRefused("input_file_inaccessible", name=name)
    if answer.status != OK:
        raise by_status(answer.status, answer.headers, repeatable=True)
    if answer.content_type == "text/html":
        raise InputRefused("input_file_inaccessible", name=name)


def _key_of(code: str) -> str:
    """Slack calls a file that is there but hidden from us `file_not_found`."""
    return "input_file_gone" if code == "file_deleted" else "input_file_inaccessible"
