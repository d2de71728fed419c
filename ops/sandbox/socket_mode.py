"""The server side of Socket Mode.

Source: https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
import itertools
import json
import secrets
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from ops.sandbox.changes import Changes
from ops.sandbox.errors import NoConnection
from ops.sandbox.identity import Identity
from ops.sandbox.wire import Json

DEBUG = {"host": "applink-sandbox", "build_number": 1, "approximate_connection_time": 18060}


@dataclass(eq=False, kw_only=True)
class Connection:
    """One open websocket. A frozen one is half-open: nothing goes in or out, and nobody notices."""

    socket: web.WebSocketResponse
    request: web.Request
    frozen: bool = False
    leaving: bool = False
    unanswered: dict[str, asyncio.Future[Json]] = field(default_factory=dict)
    thawed: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, message: Json) -> None:
        """Write one JSON text frame."""
        if not self.frozen:
            await self.socket.send_str(json.dumps(message, ensure_ascii=False))

    def abort(self) -> None:
        """Cut the TCP connection without a closing handshake."""
        self.thawed.set()
        if self.request.transport is not None:
            self.request.transport.abort()

    def give_up(self) -> None:
        """Nobody will answer any more what was sent here."""
        for future in self.unanswered.values():
            if not future.done():
                future.set_exception(NoConnection("the connection closed before the acknowledgement"))


class SocketMode:
    """The open connections of the app."""

    def __init__(self, *, identity: Identity, origin: str, most: int, changes: Changes) -> None:
        self._identity, self._most, self._changes = identity, most, changes
        self._address = origin.replace("http://", "ws://")
        self._tickets: set[str] = set()
        self._turn = itertools.count()
        self.connections: list[Connection] = []
        self.connected_count = 0

    def url(self) -> str:
        """A websocket address that opens one connection."""
        ticket = secrets.token_urlsafe(16)
        self._tickets.add(ticket)
        return f"{self._address}/link/?ticket={ticket}&app_id={self._identity.app_id}"

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """The websocket endpoint: one call per connection."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=403, text="invalid ticket")
        self._tickets.remove(ticket)
        socket = web.WebSocketResponse(autoping=False, autoclose=False)
        await socket.prepare(request)
        await self._serve(Connection(socket=socket, request=request))
        return socket

    async def send(self, envelope: Json) -> asyncio.Future[Json]:
        """Send an envelope over one of the connections; the future is the acknowledgement.

        Raises `NoConnection` when none is open, and so does the future when the connection closes unanswered.
        """
        usable = [item for item in self.connections if not item.leaving]
        if not usable:
            raise NoConnection("the app has no open connection")
        connection = usable[next(self._turn) % len(usable)]
        answer = connection.unanswered[envelope["envelope_id"]] = asyncio.get_running_loop().create_future()
        answer.add_done_callback(_looked_at)
        await self._write(connection, envelope)
        return answer

    async def refresh(self, reason: str = "refresh_requested", *, grace: float = 0.0) -> None:
        """Ask every connection to reconnect and close it `grace` seconds later, as Slack does every few hours."""
        for connection in list(self.connections):
            connection.leaving = reason != "warning"
            await self._write(connection, {"type": "disconnect", "reason": reason, "debug_info": DEBUG})
        if reason != "warning":
            await asyncio.sleep(grace)
            await asyncio.gather(*(item.socket.close() for item in self.connections if item.leaving))

    def drop(self) -> None:
        """Cut every connection without a word."""
        for connection in self.connections:
            connection.abort()

    def freeze(self) -> None:
        """Make every connection half-open: it stays up and carries nothing, not even pongs."""
        for connection in self.connections:
            connection.frozen = True

    async def close(self) -> None:
        """Close every connection in order."""
        for connection in list(self.connections):
            connection.thawed.set()
            await connection.socket.close()

    async def _serve(self, connection: Connection) -> None:
        if len(self.connections) >= self._most:
            await connection.send({"type": "disconnect", "reason": "too_many_websockets", "debug_info": DEBUG})
            return
        self.connections.append(connection)
        self.connected_count += 1
        try:
            await self._write(connection, self._hello())
            self._changes.tell()
            await self._listen(connection)
        finally:
            self.connections.remove(connection)
            connection.give_up()
            self._changes.tell()

    def _hello(self) -> Json:
        info = {"app_id": self._identity.app_id}
        count = len(self.connections)
        return {"type": "hello", "num_connections": count, "debug_info": DEBUG, "connection_info": info}

    async def _listen(self, connection: Connection) -> None:
        while True:
            message = await connection.socket.receive()
            if message.type in (WSMsgType.CLOSE, WSMsgType.CLOSED, WSMsgType.CLOSING, WSMsgType.ERROR):
                await self._part(connection)
                return
            if message.type is WSMsgType.PING and not connection.frozen:
                await connection.socket.pong(message.data)
            elif message.type is WSMsgType.TEXT and not connection.frozen:
                _acknowledge(connection, json.loads(message.data))

    async def _part(self, connection: Connection) -> None:
        """Answer the client's goodbye; on a half-open connection it is never heard."""
        if connection.frozen:
            await connection.thawed.wait()
        else:
            await connection.socket.close()

    async def _write(self, connection: Connection, message: Json) -> None:
        try:
            await connection.send(message)
        except ConnectionError:
            connection.give_up()


def _acknowledge(connection: Connection, message: Json) -> None:
    future = connection.unanswered.pop(message.get("envelope_id", ""), None)
    if future is not None and not future.done():
        future.set_result(message.get("payload") or {})


def _looked_at(future: asyncio.Future[Json]) -> None:
    """An acknowledgement nobody waits for any more is not an error of the loop."""
    if not future.cancelled():
        future.exception()
