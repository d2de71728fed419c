"""The bell by which a committed transaction wakes whoever waits for rows, so that nobody has to poll quickly."""

import asyncio


class Bell:
    """Rung from any thread or from the loop; heard by the loop that waits. A ring that nobody awaited is kept."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Wakes the waiter, or lets the next wait return at once. In the loop's thread only."""
        self._rung.set()

    def ring_after(self, seconds: float) -> None:
        """Rings when a row that was put back is due again."""
        asyncio.get_running_loop().call_later(seconds, self.ring)

    async def wait(self, seconds: float) -> bool:
        """True once it has rung since the last wait, False after so many seconds."""
        try:
            await asyncio.wait_for(self._rung.wait(), seconds)
        except TimeoutError:
            return False
        self._rung.clear()
        return True
