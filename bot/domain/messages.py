"""Everything the bot may say, as values. How it looks is the views' affair, its words are the locales'.

Texts inside these values come from people and models: untrusted, to be escaped by whoever shows them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.brief import Deliverable, Question, SkippedRow
from bot.domain.conversation import State
from bot.domain.difference import Difference
from bot.domain.estimate import Line, Missing, Revision
from bot.domain.idea import Idea
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
    """The result, or what a change made of it. `closed` once a later one has taken its place: no buttons any more."""

    task: int
    round: int
    number: str
    title: str
    client: str
    revision: Revision
    difference: Difference | None = None
    """What the revision changed; None for an estimate that was made anew."""
    reopened: bool = False
    """The change took back an approval."""
    approved_by: str = ""
    """Slack user id; empty while it is open."""
    closed: bool = False


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """One way to reach a target, as it is shown. `title` and `text` come from a model, or are empty: then the idea's
    own words are shown.
    """

    number: int
    idea: Idea
    title: str = ""
    text: str = ""
    difference: Difference
    removed: tuple[Deliverable, ...] = ()
    below_low: tuple[Deliverable, ...] = ()
    """Lines that would get less than their low estimate: a risk to be named."""


@dataclass(frozen=True, kw_only=True)
class ProposalsReady:
    """Ways to reach a target, one card each. `applied` is the number that was chosen, 0 for none yet."""

    task: int
    round: int
    revision: int
    key: str
    """Tells several sets of proposals for one revision apart."""
    wording: str
    """The words that asked for it, untrusted."""
    target: Money
    tax_included: bool
    proposals: tuple[Proposed, ...]
    applied: int = 0
    closed: bool = False


@dataclass(frozen=True, kw_only=True)
class OutOfReach:
    """No change of days reaches the target: the lowest or highest total there is, and what would have to go for it."""

    target: Money
    tax_included: bool
    limit: Money
    must_go: tuple[Deliverable, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LineAsked:
    """Which of several lines was meant; candidates by their place in the revision, from 1."""

    task: int
    round: int
    revision: int
    words: str
    tenths: int
    """The person-days to set, in tenths."""
    candidates: tuple[tuple[int, Deliverable], ...]
    closed: bool = False


@dataclass(frozen=True, kw_only=True)
class ReasonsTold:
    """Why lines take their days: from the stored rationale and assumptions."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True)
class ExclusionsTold:
    """What the estimate does not include, and what it takes for granted."""

    excluded: tuple[Deliverable, ...]
    missing: tuple[Missing, ...]
    assumptions: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DifferenceTold:
    """What is different between two revisions."""

    earlier: int
    later: int
    difference: Difference


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
    | ProposalsReady
    | OutOfReach
    | LineAsked
    | ReasonsTold
    | ExclusionsTold
    | DifferenceTold
    | WorkbookReady
    | Told
    | Problem
    | Help
    | TasksListed
)
