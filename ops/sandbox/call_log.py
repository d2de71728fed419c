"""The record of what the app asked of the Web API."""

from collections import deque
from dataclasses import dataclass

from ops.sandbox.wire import Json


@dataclass(frozen=True, kw_only=True)
class Called:
    """One request: `at` monotonic seconds, `seconds` it took, `error` Slack's code or None, `fault` what struck."""

    method: str
    args: Json
    at: float
    seconds: float
    status: int
    error: str | None = None
    fault: str | None = None


class CallLog:
    """The latest requests, oldest first."""

    def __init__(self, *, size: int) -> None:
        self._held: deque[Called] = deque(maxlen=size)

    def add(self, called: Called) -> None:
        """Remember a request."""
        self._held.append(called)

    def of(self, method: str | None = None) -> list[Called]:
        """The requests of one method, or all."""
        return [item for item in self._held if method in (None, item.method)]

    def failed(self) -> list[Called]:
        """The requests that were refused or broken."""
        return [item for item in self._held if item.error or item.fault]
