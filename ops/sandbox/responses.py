"""Response URLs: five answers within half an hour.

Source: https://docs.slack.dev/interactivity/handling-user-interaction
"""

import secrets
from dataclasses import dataclass, replace

from ops.sandbox.clock import Clock
from ops.sandbox.errors import ApiError
from ops.sandbox.limits import Limits


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """What a response URL answers to: who did something where, and on which message, if on one."""

    user: str
    channel: str
    message_ts: str | None = None
    thread_ts: str | None = None
    issued: float = 0.0
    used: int = 0


class Responses:
    """The response URLs that were handed out."""

    def __init__(self, *, origin: str, limits: Limits, clock: Clock) -> None:
        self._origin, self._limits, self._clock = origin, limits, clock
        self._held: dict[str, Occasion] = {}

    def issue(self, occasion: Occasion) -> str:
        """A new response URL."""
        key = secrets.token_urlsafe(16)
        self._held[key] = replace(occasion, issued=self._clock.monotonic())
        return f"{self._origin}/actions/{key}"

    def use(self, key: str) -> Occasion:
        """Count one use. Raises `expired_url` or `used_url`."""
        occasion = self._held.get(key)
        if occasion is None or self._clock.monotonic() - occasion.issued > self._limits.response_url_life:
            raise ApiError("expired_url")
        if occasion.used >= self._limits.response_url_uses:
            raise ApiError("used_url")
        self._held[key] = replace(occasion, used=occasion.used + 1)
        return occasion
