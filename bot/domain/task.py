"""A task: one estimate's conversation, the thread it lives in, and how far it has come."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.brief import Brief
from bot.domain.conversation import Event, State, after


@dataclass(frozen=True, kw_only=True)
class Place:
    """A conversation in the chat: a channel and, once it has one, the thread in it (its first message's ts)."""

    channel: str
    thread: str | None = None

    @property
    def key(self) -> str:
        """What the work on this conversation is put in order by."""
        return f"{self.channel}:{self.thread or ''}"


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A file a person gave, by Slack's id and the address Slack gave for it. Size in bytes as Slack says."""

    id: str
    name: str
    url: str
    size: int = 0


@dataclass(frozen=True, kw_only=True)
class Given:
    """The list as it was handed over: a file, or text, still to be read."""

    text: str = ""
    attachment: Attachment | None = None
    plain_list: bool = False
    """The text was entered as a list (the form), so that every line of it counts."""


@dataclass(frozen=True, kw_only=True)
class Task:
    """The state that the conversation's steps read and write. `round` counts the starts, from 1."""

    id: int
    place: Place
    asker: str
    state: State
    brief: Brief
    given: Given
    created_at: datetime
    round: int = 1
    revision: int = 0
    """The number of the last revision; 0 before the first."""

    @property
    def number(self) -> str:
        """The quotation's number as people see it, without the revision."""
        return f"EST-{self.id:05d}"

    def on(self, event: Event, **changes: object) -> "Task":
        """The task after an event, with the changes the event brings; IllegalEvent when it cannot happen now."""
        return replace(self, state=after(self.state, event), **changes)  # type: ignore[arg-type]
