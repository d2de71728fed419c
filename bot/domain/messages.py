"""Everything the bot may say, as values. How it looks is the views' affair, its words are the locales'.

Texts inside these values come from people and models: untrusted, to be escaped by whoever shows them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.brief import Deliverable, Question, SkippedRow
from bot.domain.conversation import State
from bot.domain.estimate import Revision
from bot.domain.money import Currency, Money
from bot.domain.task import Place


@dataclass(frozen=True, kw_only=True)
class ThreadStarted:
    """The first message of a thread that we open ourselves (the form)."""

    task: int
    number: str
    title: str
    client: str
    asker: str


@dataclass(frozen=True, kw_only=True)
class Reading:
    """We have the list and are reading it."""

    name: str = ""
    """The file's name; empty for text."""


@dataclass(frozen=True, kw_only=True)
class ListUnderstood:
    """What we understood: all deliverables (the view shows ten), every skipped row."""

    number: str
    title: str
    currency: Currency
    deliverables: tuple[Deliverable, ...]
    skipped: tuple[SkippedRow, ...] = ()
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class QuestionsAsked:
    """The questions and which are answered; `closed` once the estimate was asked for: no buttons any more."""

    task: int
    round: int
    questions: tuple[Question, ...]
    notes: int = 0
    closed: bool = False


@dataclass(frozen=True, kw_only=True)
class QuestionsFailed:
    """No questions could be made; the estimate can be made without, or the questions tried again."""

    task: int
    round: int
    key: str
    """Text key of the reason; `values` fill its placeholders."""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Estimating:
    """Progress: so many deliverables of all are done."""

    done: int
    count: int


@dataclass(frozen=True, kw_only=True)
class EstimateReady:
    """The result. `closed` once a later one has taken its place: no buttons any more."""

    task: int
    round: int
    number: str
    title: str
    client: str
    revision: Revision
    closed: bool = False


@dataclass(frozen=True, kw_only=True)
class WorkbookReady:
    """The quotation of a revision as a file, made when it is sent."""

    task: int
    revision: int
    file_name: str


@dataclass(frozen=True, kw_only=True)
class Told:
    """A plain sentence: a text key and the values of its placeholders."""

    key: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Something went wrong: what happened and what to do, as a text key with values."""

    key: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Help:
    """How to use the bot."""


@dataclass(frozen=True, kw_only=True)
class ListedTask:
    """One row of a person's list of estimates."""

    task: int
    number: str
    title: str
    state: State
    place: Place
    at: datetime
    total: Money | None = None
    revision: int = 0
    link: str = ""


@dataclass(frozen=True, kw_only=True)
class TasksListed:
    """A person's estimates, newest first."""

    tasks: tuple[ListedTask, ...]


Message = (
    ThreadStarted
    | Reading
    | ListUnderstood
    | QuestionsAsked
    | QuestionsFailed
    | Estimating
    | EstimateReady
    | WorkbookReady
    | Told
    | Problem
    | Help
    | TasksListed
)
