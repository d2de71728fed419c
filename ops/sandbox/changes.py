"""Waiting for something to happen without polling."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from ops.sandbox.errors import NotSeen

T = TypeVar("T")


class Changes:
    """Wakes those who wait whenever the workspace changes."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def tell(self) -> None:
        """Something changed: let every waiter look again."""
        waiting, self._waiting = self._waiting, set()
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def until(self, look: Callable[[], T], within: float, why: Callable[[], str]) -> T:
        """The first true value of `look`, which is asked now and after each change.

        Raises `NotSeen` with the text of `why` after `within` seconds.
        """
        try:
            async with asyncio.timeout(within):
                while not (seen := look()):
                    await self._next()
                return seen
        except TimeoutError:
            raise NotSeen(f"not seen within {within:g} s\n{why()}") from None

    async def _next(self) -> None:
        future = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await future
        finally:
            self._waiting.discard(future)
