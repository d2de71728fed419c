"""A job: one row of the inbox being worked on, and the outcome that is committed with it."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.incoming import Incoming
from bot.ports import Unit

Outcome = Callable[[Unit], None]
"""What a job changes, run in the one transaction that also marks its row as done."""


@dataclass(frozen=True, kw_only=True)
class Job:
    """What arrived, under the inbox key that makes everything said because of it unique."""

    key: str
    incoming: Incoming


def nothing(unit: Unit) -> None:
    """The outcome of a job that changes nothing."""


def together(*outcomes: Outcome) -> Outcome:
    """Several outcomes as one, in order."""

    def work(unit: Unit) -> None:
        for outcome in outcomes:
            outcome(unit)

    return work
