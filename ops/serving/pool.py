"""Working through a queue: claim what is there, run it at the same time up to a bound, wait for more."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from bot.log import get_logger

R = TypeVar("R")

POLL_SECONDS = 1.0
"""How long a row can wait unnoticed when a wake-up was lost, or its delay ran out."""
FAULT_PAUSE_SECONDS = 1.0

log = get_logger(__name__)


class Pool(Generic[R]):
    """Runs `work` for each row that `claim` gives, at most `size` at once, until it is stopped."""

    def __init__(
        self,
        *,
        claim: Callable[[int], Awaitable[Sequence[R]]],
        work: Callable[[R], Awaitable[None]],
        wait: Callable[[float], Awaitable[object]],
        size: int,
    ) -> None:
        self._claim = claim
        self._work = work
        self._wait = wait
        self._size = size
        self._running: set[asyncio.Task[None]] = set()
        self._stopping = False

    async def run(self) -> None:
        """Claims and works until `stop`; a fault of the queue itself is logged and tried again."""
        while not self._stopping:
            try:
                await self._turn()
            except Exception:
                log.exception("Queue failed")
                await asyncio.sleep(FAULT_PAUSE_SECONDS)

    async def stop(self, grace_seconds: float) -> int:
        """Claims no more and waits for what runs; returns how many had to be left (their rows come back)."""
        self._stopping = True
        if not self._running:
            return 0
        _, left = await asyncio.wait(self._running, timeout=grace_seconds)
        for task in left:
            task.cancel()
        return len(left)

    @property
    def running(self) -> int:
        return len(self._running)

    async def _turn(self) -> None:
        free = self._size - len(self._running)
        rows = await self._claim(free) if free else ()
        for row in rows:
            self._start(row)
        if len(rows) < free or not free:
            await self._wait(POLL_SECONDS)

    def _start(self, row: R) -> None:
        task = asyncio.create_task(self._guarded(row))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _guarded(self, row: R) -> None:
        try:
            await self._work(row)
        except Exception:
            log.exception("Row failed")
