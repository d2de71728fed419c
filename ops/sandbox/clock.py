"""Time in the sandbox."""

import time


class Clock:
    """Real time that a test may push forward, and the source of message timestamps."""

    def __init__(self) -> None:
        self._ahead = 0.0
        self._last_stamp = 0

    def now(self) -> float:
        """Seconds since the epoch."""
        return time.time() + self._ahead

    def monotonic(self) -> float:
        """Seconds on a clock that never goes back; only differences mean something."""
        return time.monotonic() + self._ahead

    def advance(self, seconds: float) -> None:
        """Make it later, so that triggers and response URLs age without waiting. Timers already set do not move."""
        self._ahead += seconds

    def stamp(self) -> str:
        """A new message timestamp, `seconds.microseconds`, later than every one before."""
        self._last_stamp = max(int(self.now() * 1_000_000), self._last_stamp + 1)
        seconds, micros = divmod(self._last_stamp, 1_000_000)
        return f"{seconds}.{micros:06d}"
