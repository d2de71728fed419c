"""The lines in which transactions wait for their turn."""

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from bot.adapters.store.unit import SqlUnit


@dataclass(frozen=True, kw_only=True, eq=False)
class Asked:
    """A transaction that was asked for: its work, who waits for the answer, and in which loop."""

    work: Callable[[SqlUnit], Any]
    loop: asyncio.AbstractEventLoop
    answer: "Future[Any]" = field(default_factory=Future)


class Turns:
    """Who is next, `together` at most at a time. May be used from several threads."""

    def __init__(self, *, together: int) -> None:
        self._together = together
        self._ahead: deque[Asked] = deque()
        self._others: deque[Asked] = deque()

    def wait(self, asked: Asked, *, ahead: bool) -> None:
        """Takes its place at the end of the line, or of the shorter one of those who go ahead."""
        (self._ahead if ahead else self._others).append(asked)

    def next(self) -> list[Asked]:
        """Those whose turn it is, in the order in which they came; not those who have given up waiting."""
        line = self._ahead or self._others
        taken = (_first(line) for _ in range(self._together))
        return [one for one in taken if one and one.answer.set_running_or_notify_cancel()]


def _first(line: deque[Asked]) -> Asked | None:
    try:
        return line.popleft()
    except IndexError:  # empty, or another thread was quicker
        return None
