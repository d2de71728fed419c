"""What arrives: what a person did, and the steps we set ourselves. Each is one row of the inbox.

Our own steps go before what people wrote meanwhile, so that a conversation finishes one thing before the next.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from bot.domain.money import Currency, Money
from bot.domain.task import Attachment, Place


@dataclass(frozen=True, kw_only=True)
class ListSent:
    """A mention, a direct message or the shortcut: a request for an estimate in a thread of its own."""

    author: str
    place: Place
    text: str = ""
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FormSent:
    """The `/estimate` modal, submitted. The thread does not exist yet."""

    author: str
    channel: str
    form: str
    """The view's id, unique per submission."""
    title: str
    client: str = ""
    list_text: str = ""
    attachments: tuple[Attachment, ...] = ()
    requirements: str = ""
    currency: Currency


@dataclass(frozen=True, kw_only=True)
class Replied:
    """A message in a thread of ours."""

    author: str
    place: Place
    ts: str
    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    mentioned: bool = False
    """It names us: it is answered even when it asks for nothing we know."""


@dataclass(frozen=True, kw_only=True)
class AnswersSent:
    """The "Answer in a form" modal, submitted: answers by question number, empty ones left out."""

    author: str
    task: int
    round: int
    answers: tuple[tuple[int, str], ...]


class Button(StrEnum):
    """What the buttons under our messages ask for."""

    ESTIMATE_NOW = "estimate_now"
    ASK_AGAIN = "ask_again"
    RETRY_MISSING = "retry_missing"
    START_OVER = "start_over"
    APPLY = "apply"
    """A proposal, by its number."""
    CHOOSE_LINE = "choose_line"
    """The line that was meant, of several that the words named."""
    APPROVE = "approve"


@dataclass(frozen=True, kw_only=True)
class Pressed:
    """A button. `round` and `revision` tell a button of an older state from the present one."""

    author: str
    button: Button
    task: int
    round: int
    revision: int
    choice: int = 0
    """The proposal's number (APPLY) or the line's place in the revision, from 1 (CHOOSE_LINE)."""
    tenths: int = 0
    """For CHOOSE_LINE: the person-days to set, in tenths."""


@dataclass(frozen=True, kw_only=True)
class NumbersSent:
    """The "Adjust by numbers" modal, submitted: what was changed in it, None for what was left."""

    author: str
    task: int
    round: int
    revision: int
    budget: Money | None = None
    tax_included: bool = True
    rate: Money | None = None
    buffer: Decimal | None = None
    excluded: tuple[str, ...] | None = None
    """Ids of the deliverables to be out of scope."""


@dataclass(frozen=True, kw_only=True)
class ThreadOpened:
    """Our step: the first message of a form's thread is posted; the conversation goes on there."""

    task: int
    ts: str


@dataclass(frozen=True, kw_only=True)
class ThreadRefused:
    """Our step: the first message of a form's thread could not be posted."""

    task: int
    code: str = ""
    """Slack's reason, filled in when it is known."""


@dataclass(frozen=True, kw_only=True)
class ReadList:
    """Our step: fetch and read the list that was given."""

    task: int


@dataclass(frozen=True, kw_only=True)
class AskQuestions:
    """Our step: make the questions."""

    task: int
    round: int


@dataclass(frozen=True, kw_only=True)
class MakeEstimate:
    """Our step: estimate and post the result."""

    task: int
    round: int
    author: str
    """Who asked for it."""
    missing_only: bool = False
    """Keep the last revision's lines and estimate the others."""


Arrival = ListSent | FormSent | Replied | AnswersSent | Pressed | NumbersSent
Step = ThreadOpened | ThreadRefused | ReadList | AskQuestions | MakeEstimate
Incoming = Arrival | Step
