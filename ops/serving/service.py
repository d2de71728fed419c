"""The bot's process: what starts in which order, runs side by side, and stops in an orderly way."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any, Protocol

from aiohttp import web

from bot.log import get_logger
from ops.serving.health import Health
from ops.serving.interpreter import set_interpreter
from ops.serving.pool import Pool

STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)

log = get_logger(__name__)


class AddressTaken(Exception):
    """The health endpoint cannot listen where it should: the host is not ours, or the port is another program's."""


class Socket(Protocol):
    """The Socket Mode connection."""

    async def connect(self) -> None: ...

    async def close(self) -> None: ...


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where the health endpoint listens; port 0 for any free one."""

    host: str
    port: int


@dataclass(frozen=True, kw_only=True)
class Service:
    """Everything that runs. `run` returns once a stop was asked for and all is closed."""

    socket: Socket
    worker: Pool[Any]
    dispatcher: Pool[Any]
    health: Health
    address: Address
    reclaim: Callable[[], Awaitable[None]]
    close: Callable[[], Awaitable[None]]
    grace_seconds: float = 25.0

    async def run(self, stop: asyncio.Event | None = None) -> None:
        """Serves until `stop` is set or the process is told to end."""
        stop = stop or _stop_on_signals()
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self.close)
            stack.push_async_callback(self.socket.close)
            await self.reclaim()
            await self._listen(stack)
            await self._connect(stop)
            set_interpreter()
            running = [asyncio.create_task(self.worker.run()), asyncio.create_task(self.dispatcher.run())]
            log.info("Started", host=self.address.host, port=self.address.port)
            await stop.wait()
            await self._drain(running)

    async def _listen(self, stack: AsyncExitStack) -> None:
        runner = web.AppRunner(self.health.application(), access_log=None)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        try:
            await web.TCPSite(runner, self.address.host, self.address.port).start()
        except OSError as error:
            raise AddressTaken(f"{self.address.host}:{self.address.port}") from error

    async def _connect(self, stop: asyncio.Event) -> None:
        """Connects, which tries again for as long as it takes; a stop that is asked for meanwhile does not wait."""
        connecting, stopping = asyncio.create_task(self.socket.connect()), asyncio.create_task(stop.wait())
        done, left = await asyncio.wait({connecting, stopping}, return_when=asyncio.FIRST_COMPLETED)
        for task in left:
            task.cancel()
        for task in done:
            task.result()

    async def _drain(self, running: list[asyncio.Task[None]]) -> None:
        """No new payloads, no new jobs, no new posts; what could not end in time comes back at the next start."""
        log.info("Stopping")
        await self.socket.close()
        left = await self.worker.stop(self.grace_seconds)
        left += await self.dispatcher.stop(self.grace_seconds)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        log.info("Stopped", left=left)


def _stop_on_signals() -> asyncio.Event:
    stop = asyncio.Event()
    for name in STOP_SIGNALS:
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    return stop
