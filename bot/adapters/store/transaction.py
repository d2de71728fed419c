"""An open transaction: its connection, its time, and whom its commit will wake."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection


class Queue(StrEnum):
    """The two queues, by the names of their tables."""

    INBOX = "inbox"
    OUTBOX = "outbox"


@dataclass(frozen=True, kw_only=True)
class Words:
    """Whose words the transaction works on, by Slack's user id and message ts."""

    author: str
    ts: str


@dataclass(kw_only=True)
class Transaction:
    """What the parts of one unit share. All that is stored in it bears the same time."""

    connection: Connection
    now: datetime
    woken: set[Queue] = field(default_factory=set)
    """Queues with something new to take."""
    noted: set[int] = field(default_factory=set)
    """Tasks whose briefs got a note."""
    words: Words | None = None
