"""The way every request takes: faults strike here, and each request is recorded."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from aiohttp import web

from ops.sandbox.call_log import Called
from ops.sandbox.desk import Desk
from ops.sandbox.faults import Fault
from ops.sandbox.wire import Json

LOGIN_PAGE = """<!DOCTYPE html><html lang="en-US"><head><title>Sign in | Sandbox</title></head>
<body class="signin"><form id="signin_form" method="post"><h1>Sign in to Sandbox</h1></form></body></html>"""


@dataclass(frozen=True, kw_only=True)
class Reply:
    """An answer about to be sent; `error` is Slack's code, for the record."""

    body: bytes
    status: int = 200
    content_type: str = "application/json; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    error: str | None = None

    def response(self) -> web.Response:
        """The HTTP response."""
        return web.Response(
            body=self.body, status=self.status, headers={"Content-Type": self.content_type, **self.headers}
        )


async def through(desk: Desk, door: str, args: Json, request: web.Request, work: Callable[[], Reply]) -> web.Response:
    """Let a request through a door: `work` answers it unless a planned fault prevents that."""
    fault, reply = record(desk, door, args, work)
    await _strike(fault, request)
    return reply.response()


def record(desk: Desk, door: str, args: Json, work: Callable[[], Reply]) -> tuple[Fault | None, Reply]:
    """Do the work, or fail as planned, and remember it."""
    begun = desk.clock.monotonic()
    fault = desk.faults.take(door)
    reply = work() if fault is None or fault.spares_the_effect else _broken(fault)
    called = Called(
        method=door, args=args, at=begun, seconds=desk.clock.monotonic() - begun, status=reply.status,
        error=reply.error, fault=fault.kind if fault else None,
    )  # fmt: skip
    desk.log.add(called)
    desk.workspace.changes.tell()
    return fault, reply


async def _strike(fault: Fault | None, request: web.Request) -> None:
    if fault is None:
        return
    if fault.kind in ("hang", "slow"):
        await asyncio.sleep(fault.seconds)
    if fault.kind in ("hang", "dropped", "answer_lost") and request.transport is not None:
        request.transport.abort()


def _broken(fault: Fault) -> Reply:
    match fault.kind:
        case "http":
            after = {"Retry-After": str(fault.retry_after)} if fault.retry_after is not None else {}
            error = b'{"ok":false,"error":"ratelimited"}' if fault.status == 429 else b""
            return Reply(body=fault.body.encode() or error, status=fault.status, headers=after)
        case "refusal":
            return Reply(body=f'{{"ok":false,"error":"{fault.body}"}}'.encode(), error=fault.body)
        case "login_page":
            return Reply(body=LOGIN_PAGE.encode(), content_type="text/html; charset=utf-8")
        case _:
            return Reply(body=fault.body.encode(), content_type="text/html; charset=utf-8")
