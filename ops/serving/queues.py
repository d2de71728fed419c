"""What the worker and the dispatcher ask of the inbox and the outbox."""

from collections.abc import Sequence
from typing import Protocol

from bot.adapters.store.inbox import ClaimedRow
from bot.adapters.store.outbox import OutgoingRow
from bot.ports import Unit


class Arrivals(Protocol):
    """The inbox as the worker uses it."""

    async def claim(self, limit: int) -> Sequence[ClaimedRow]:
        """The next row of each conversation that nobody works on; it is ours until finished, put back or given up."""
        ...

    def finish(self, unit: Unit, row: ClaimedRow) -> None:
        """Marks the row as done within the transaction that commits its outcome; ClaimLost when it is not ours."""
        ...

    async def put_back(self, row: ClaimedRow, delay_seconds: float, error: str) -> None: ...

    async def give_up(self, row: ClaimedRow, error: str) -> None: ...


class Departures(Protocol):
    """The outbox as the dispatcher uses it."""

    async def claim(self, limit: int) -> Sequence[OutgoingRow]: ...

    async def sent(self, row: OutgoingRow, ts: str) -> None: ...

    async def put_back(self, row: OutgoingRow, delay_seconds: float, error: str, *, unsure: bool) -> None: ...

    async def refused(self, row: OutgoingRow, error: str) -> None: ...

    async def note_progress(self, row: OutgoingRow, json: str) -> None: ...
