"""Rate limits.

Source: https://docs.slack.dev/apis/web-api/rate-limits
"""

import math
from dataclasses import dataclass

from ops.sandbox.clock import Clock
from ops.sandbox.errors import ApiError
from ops.sandbox.limits import Limits


@dataclass(kw_only=True)
class Bucket:
    """Tokens that come back at `rate` per second, up to `size`."""

    rate: float
    size: int
    tokens: float
    at: float

    def wait(self, now: float) -> float:
        """Take a token and answer 0, or answer the seconds until there is one."""
        self.tokens = min(self.size, self.tokens + (now - self.at) * self.rate)
        self.at = now
        if self.tokens < 1:
            return (1 - self.tokens) / self.rate
        self.tokens -= 1
        return 0.0


class Throttle:
    """Posts per channel, and other methods for the whole workspace."""

    def __init__(self, *, limits: Limits, clock: Clock) -> None:
        self._limits, self._clock = limits, clock
        self._buckets: dict[str, Bucket] = {}

    def post(self, channel: str) -> None:
        """Count a post into a channel. Raises `ratelimited` with Retry-After."""
        self._take(f"post {channel}", self._limits.posts_per_second, self._limits.post_burst)

    def call(self, method: str) -> None:
        """Count a call of a method that has a limit per minute. Raises `ratelimited`."""
        per_minute = self._limits.calls_per_minute.get(method)
        if per_minute is not None:
            self._take(method, per_minute / 60, per_minute)

    def _take(self, key: str, rate: float, size: int) -> None:
        now = self._clock.monotonic()
        bucket = self._buckets.setdefault(key, Bucket(rate=rate, size=size, tokens=size, at=now))
        if self._limits.throttled and (wait := bucket.wait(now)):
            raise ApiError("ratelimited", retry_after=max(1, math.ceil(wait)))
