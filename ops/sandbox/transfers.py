"""The doors beside the Web API: raw uploads, private downloads, response URLs."""

import asyncio
import json
from collections.abc import Iterator

from aiohttp import web

from ops.sandbox.blocks import check_message
from ops.sandbox.board import Draft
from ops.sandbox.desk import Desk
from ops.sandbox.doors import LOGIN_PAGE, Reply, record, through
from ops.sandbox.errors import ApiError
from ops.sandbox.faults import Fault
from ops.sandbox.files import File
from ops.sandbox.messages import Message
from ops.sandbox.responses import Occasion
from ops.sandbox.web_api.call import Call
from ops.sandbox.web_api.chat import LONGEST_POST
from ops.sandbox.web_api.entry import bearer
from ops.sandbox.web_api.files import visible
from ops.sandbox.wire import Json, truthy

HTML = "text/html; charset=utf-8"
PIECES = 10


class Transfers:
    """Answers `/upload/v1/KEY`, `/files-pri/...` and `/actions/KEY`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def upload(self, request: web.Request) -> web.Response:
        """Step 2 of an upload: the bytes, raw or as the `file` of a form."""
        content = await _uploaded(request)
        key = request.match_info["key"]
        return await through(self._desk, "upload", {"size": len(content)}, request, lambda: self._receive(key, content))

    async def download(self, request: web.Request) -> web.StreamResponse:
        """A private URL. Without a token that may read files: HTTP 200 with a login page, as Slack does."""
        fault = self._desk.faults.next("download")
        if fault and fault.kind in ("trickle", "swollen", "cut"):
            return await self._streamed(request)
        file_id = request.match_info["file_id"]
        return await through(self._desk, "download", {"file": file_id}, request, lambda: self._file(request))

    async def respond(self, request: web.Request) -> web.Response:
        """A response URL: an ephemeral or visible answer, or a change of the message it came from."""
        key = request.match_info["key"]
        try:
            body = await request.json()
        except json.JSONDecodeError:
            broken = Reply(body=b"invalid_payload", status=400, content_type="text/plain", error="invalid_payload")
            return await through(self._desk, "response_url", {}, request, lambda: broken)
        return await through(self._desk, "response_url", body, request, lambda: self._respond(key, body))

    def _receive(self, key: str, content: bytes) -> Reply:
        file = self._desk.files.receive(key, content)
        if file is None:
            return Reply(body=b"Bad upload", status=400, content_type="text/plain", error="bad_upload")
        return Reply(body=f"OK - {file.size}".encode(), content_type="text/plain")

    def _file(self, request: web.Request) -> Reply:
        if not self._may_read(request):
            return Reply(body=LOGIN_PAGE.encode(), content_type=HTML, error="login_page")
        file = self._visible(request.match_info["file_id"])
        if file is None or file.content is None:
            return Reply(body=b"<html><body>Not found</body></html>", status=404, content_type=HTML, error="not_found")
        return Reply(body=file.content, content_type=file.mimetype)

    def _may_read(self, request: web.Request) -> bool:
        return bearer(request) == self._desk.identity.bot_token and "files:read" in self._desk.manifest.scopes

    def _visible(self, file_id: str) -> File | None:
        file = self._desk.files.known(file_id)
        call = Call(desk=self._desk, method="download", args={})
        return file if file and not file.deleted and visible(call, file) else None

    async def _streamed(self, request: web.Request) -> web.StreamResponse:
        fault, reply = record(
            self._desk, "download", {"file": request.match_info["file_id"]}, lambda: self._file(request)
        )
        response = web.StreamResponse(headers={"Content-Type": reply.content_type})
        await response.prepare(request)
        for piece in _pieces(reply.body, fault):
            await response.write(piece)
            await asyncio.sleep(fault.seconds / PIECES if fault else 0)
            if fault and fault.kind == "cut" and request.transport is not None:
                request.transport.abort()
                break
        return response

    def _respond(self, key: str, body: Json) -> Reply:
        try:
            occasion = self._desk.responses.use(key)
            self.answer(occasion, body)
        except ApiError as refused:
            status = 404 if refused.code in ("expired_url", "used_url") else 400
            return Reply(body=json.dumps(refused.answer()).encode(), status=status, error=refused.code)
        return Reply(body=b'{"ok":true}')

    def answer(self, occasion: Occasion, body: Json) -> Message | None:
        """Carry out what a response URL, or the acknowledgement of a command, was given. None after a deletion."""
        source = self._source(occasion)
        if truthy(body.get("delete_original")) and source:
            self._desk.board.delete(source)
            return None
        text, blocks = _content(body)
        if truthy(body.get("replace_original")) and source:
            return self._desk.board.edit(source, text=text, blocks=blocks)
        draft = Draft(
            channel=occasion.channel, user=self._desk.identity.bot_user_id, by_bot=True, text=text, blocks=blocks,
            thread_ts=body.get("thread_ts") or occasion.thread_ts,
        )  # fmt: skip
        if body.get("response_type") == "in_channel":
            return self._desk.board.post(draft)
        return self._desk.board.whisper(draft, to=occasion.user)

    def _source(self, occasion: Occasion) -> Message | None:
        if occasion.message_ts is None:
            return None
        whispers = (item for item in self._desk.workspace.ephemerals if item.ts == occasion.message_ts)
        return self._desk.workspace.message(occasion.channel, occasion.message_ts) or next(whispers, None)


def _content(body: Json) -> tuple[str, tuple[Json, ...]]:
    text, blocks = str(body.get("text") or ""), body.get("blocks")
    if not text.strip() and not blocks:
        raise ApiError("no_text")
    if len(text) > LONGEST_POST:
        raise ApiError("msg_too_long")
    check_message(blocks)
    return text, tuple(blocks or ())


def _pieces(content: bytes, fault: Fault | None) -> Iterator[bytes]:
    whole = b"\0" * fault.size if fault and fault.kind == "swollen" else content
    step = max(1, -(-len(whole) // PIECES))
    return (whole[start : start + step] for start in range(0, len(whole), step))


async def _uploaded(request: web.Request) -> bytes:
    if request.content_type != "multipart/form-data":
        return await request.read()
    field = (await request.post()).get("file")
    return field.file.read() if isinstance(field, web.FileField) else b""
