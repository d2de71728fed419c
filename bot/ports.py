"""What the core asks of the world."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Protocol, TypeVar

from bot.domain.brief import Brief, Deliverable, Listing
from bot.domain.estimate import Estimate, Revision, Source
from bot.domain.idea import SuggestedIdea
from bot.domain.incoming import Incoming
from bot.domain.language import Language
from bot.domain.messages import Message, ProposalsReady
from bot.domain.proposal import Fault, ProposedEffort
from bot.domain.task import Attachment, Place, Task

T = TypeVar("T")


class Clock(Protocol):
    """Tells the time, aware and in UTC."""

    def now(self) -> datetime: ...


# --- the language model -------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Usage:
    """What a call took: tokens as the provider counts them, seconds on the wire. Zero for the offline rules."""

    model: str
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, kw_only=True)
class EffortRequest:
    """The deliverables of one call, within their brief. A repair names what was wrong with the ids asked again."""

    brief: Brief
    deliverables: tuple[Deliverable, ...]
    faults: tuple[tuple[str, Fault], ...] = ()


@dataclass(frozen=True, kw_only=True)
class ProposedQuestions:
    """Questions to put to the person, as the model wrote them, in the brief's language."""

    texts: tuple[str, ...]
    usage: Usage


@dataclass(frozen=True, kw_only=True)
class ProposedEfforts:
    """One call's lines as they came; to be checked by `domain.proposal` before anything is made of them."""

    efforts: tuple[ProposedEffort, ...]
    usage: Usage


class IntentKind(StrEnum):
    """What a message may ask for, as a model is allowed to say it."""

    BY_AMOUNT = "by_amount"
    TO_BUDGET = "to_budget"
    BY_SHARE = "by_share"
    SET_DAYS = "set_days"
    BY_DAYS = "by_days"
    SET_RATE = "set_rate"
    SET_BUFFER = "set_buffer"
    REMOVE = "remove"
    ADD = "add"
    UNDO = "undo"
    REDO = "redo"
    WHY = "why"
    NOT_INCLUDED = "not_included"
    DIFFERENCE = "difference"
    UNCLEAR = "unclear"
    NOT_FOR_US = "not_for_us"


@dataclass(frozen=True, kw_only=True)
class IntentRequest:
    """A message of the thread and the names of the estimate's lines, both untrusted."""

    text: str
    names: tuple[str, ...]
    language: Language


@dataclass(frozen=True, kw_only=True)
class ProposedIntent:
    """A model's reading: the kind, and quotations from the message, never figures of the model's own.

    `figure` is the part of the message that holds the amount, percent or days, `words` the part that names lines (or
    what is to be added), both letter by letter as written; what is not found in the message makes the reading void.
    """

    kind: IntentKind
    figure: str = ""
    words: str = ""
    less: bool = True
    """For an amount or a share: cheaper (or less) rather than dearer."""
    usage: Usage


@dataclass(frozen=True, kw_only=True)
class IdeasRequest:
    """The lines as they are, and by how much the whole is to change: a signed percent, never the budget itself."""

    brief: Brief
    estimate: Estimate
    percent: Decimal


@dataclass(frozen=True, kw_only=True)
class ProposedIdeas:
    """A model's ideas, best first."""

    ideas: tuple[SuggestedIdea, ...]
    usage: Usage


class LanguageModel(Protocol):
    """Proposes questions and efforts. Raises ModelFailed; never invents a figure in place of an answer."""

    @property
    def source(self) -> Source: ...

    async def questions(self, brief: Brief, count: int) -> ProposedQuestions:
        """At most `count` questions about the brief."""
        ...

    async def efforts(self, request: EffortRequest) -> ProposedEfforts:
        """A proposal per deliverable of the request, in one call."""
        ...

    async def intent(self, request: IntentRequest) -> ProposedIntent | None:
        """What a message means that the grammar could not read; None where there is no model to ask."""
        ...

    async def ideas(self, request: IdeasRequest) -> ProposedIdeas | None:
        """Ideas to make the estimate cheaper or dearer; None where there is no model to ask."""
        ...


# --- people and files ---------------------------------------------------------------------------------------------


class People(Protocol):
    """Who people are."""

    async def language(self, user: str) -> Language:
        """The language of the person's locale; the default language when it cannot be told."""
        ...

    async def in_group(self, user: str, group: str) -> bool:
        """Whether the person belongs to a user group (its id begins with S); False when it cannot be told."""
        ...


class Files(Protocol):
    """The files people give."""

    async def fetch(self, attachment: Attachment) -> bytes:
        """Downloads the file (bounded in size) and keeps the original under a name of ours. Raises InputRefused."""
        ...


class ListReader(Protocol):
    """Makes a listing of what was given. Raises InputRefused."""

    def read_file(self, content: bytes, name: str) -> Listing: ...

    def read_text(self, text: str, *, plain_list: bool) -> tuple[Listing, str]:
        """The listing and the prose around it, which serves as requirements."""
        ...


class Workbook(Protocol):
    """Makes the quotation's workbook."""

    def quotation(self, task: Task, revisions: Sequence[Revision]) -> bytes:
        """The .xlsx of the last of these revisions, in the brief's language, with the history of all of them."""
        ...


# --- the store ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Say:
    """A message to be sent once. Messages with the same slot of a conversation replace each other in place."""

    key: str
    """Unique for what is said; the same key again changes nothing."""
    to: Place
    message: Message
    language: Language
    slot: str = ""
    """Names the message that this one becomes; empty for a message of its own."""
    whisper_to: str = ""
    """The only person to see it (an ephemeral message); empty for everybody."""
    then: Incoming | None = None
    """A step to take once the message is posted; ThreadOpened gets the message's ts."""
    otherwise: Incoming | None = None
    """A step to take when Slack refuses the message for good; ThreadRefused gets Slack's reason."""
    on_behalf_of: str = ""
    """The person who is told, in a direct message, when Slack refuses the message for good."""


class Tasks(Protocol):
    """The tasks and their revisions."""

    def add(self, task: Task) -> Task:
        """Stores a new task; its id in the argument is ignored, the one given is in the result."""
        ...

    def get(self, id: int) -> Task | None: ...

    def in_thread(self, place: Place) -> Task | None: ...

    def save(self, task: Task) -> None:
        """Writes the task as it is now, with its brief."""
        ...

    def newest_of(self, asker: str, limit: int) -> Sequence[tuple[Task, Revision | None]]:
        """The person's tasks, newest first, each with its last revision."""
        ...

    def add_revision(self, task: Task, revision: Revision) -> None: ...

    def revision(self, task: int, number: int) -> Revision | None: ...

    def revisions(self, task: int) -> Sequence[Revision]:
        """All revisions, oldest first."""
        ...

    def add_proposals(self, task: int, message: ProposalsReady) -> None:
        """Keeps what was proposed for a revision, so that it can be applied; takes the place of earlier proposals."""
        ...

    def proposals(self, task: int, revision: int) -> ProposalsReady | None: ...


class Inbox(Protocol):
    """What has arrived and waits to be worked on."""

    def put(self, key: str, conversation: str, incoming: Incoming) -> bool:
        """Stores an arrival or a step; False when the key is already there."""
        ...

    def knows(self, conversation: str) -> bool:
        """Whether anything of this conversation has arrived, done or not."""
        ...


class Outbox(Protocol):
    """What is to be said."""

    def put(self, say: Say) -> bool:
        """Stores a message to be sent; False when the key is already there."""
        ...

    def stands(self, to: Place, slot: str) -> bool:
        """Whether the slot's message is posted, or still on its way; False when Slack refused it for good."""
        ...


@dataclass(frozen=True, kw_only=True)
class StoredCall:
    """A model call's result: paid once, kept for whoever repeats the step."""

    key: str
    task: int
    purpose: str
    """`questions`, `efforts`, `repair`, `intent` or `ideas`."""
    usage: Usage
    answer: ProposedQuestions | ProposedEfforts | ProposedIntent | ProposedIdeas | None
    """None for a call that failed; `failure` says how."""
    failure: str = ""


class ModelCalls(Protocol):
    """The results of model calls, by key."""

    def find(self, key: str) -> StoredCall | None:
        """A successful call's result."""
        ...

    def put(self, call: StoredCall) -> None: ...


class Unit(Protocol):
    """One transaction's view of the store."""

    @property
    def tasks(self) -> Tasks: ...
    @property
    def inbox(self) -> Inbox: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def calls(self) -> ModelCalls: ...


class Store(Protocol):
    """Runs transactions. A transaction is a plain function: it never waits for anything but the database."""

    async def run(self, work: Callable[[Unit], T]) -> T:
        """All of `work` is committed, or none of it when it raises."""
        ...
