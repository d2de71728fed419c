"""What was asked: the deliverables as given, what was passed over, the questions and the answers to them."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.language import Language
from bot.domain.money import Currency

MAX_NAME = 200
"""Characters of a deliverable's name that are kept; Slack's table block and a quotation's line hold no more."""


@dataclass(frozen=True, kw_only=True)
class Deliverable:
    """One thing to be delivered. `id` is ours (`d1`, `d2`, ...); names may repeat, ids never do."""

    id: str
    name: str
    description: str = ""

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ValueError("a deliverable needs a name")


class SkipReason(StrEnum):
    """Why a row of the list is not a deliverable."""

    NO_NAME = "no_name"
    TOTAL = "total"
    NAME_CUT = "name_cut"
    FORMULA_WITHOUT_VALUE = "formula_without_value"
    REPEATED_HEADER = "repeated_header"
    HEADING = "heading"
    ERROR_VALUE = "error_value"
    NOTE = "note"
    OUT_OF_REACH = "out_of_reach"


@dataclass(frozen=True, kw_only=True)
class SkippedRow:
    """A row that was passed over (or, for NAME_CUT, taken but shortened): where, why, and what it said."""

    place: str
    """As a person finds it: `Sheet1!B12` or `Sheet1:12` for a workbook, a line number for text."""
    reason: SkipReason
    text: str = ""
    """The start of the row, at most 60 characters, untrusted."""


@dataclass(frozen=True, kw_only=True)
class Listing:
    """A list of deliverables as read from a file or a message."""

    deliverables: tuple[Deliverable, ...]
    skipped: tuple[SkippedRow, ...] = ()
    source: str = ""
    """The sheet's name for a workbook, empty for text."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question of ours and, once given, its answer. Numbers count from 1."""

    number: int
    text: str
    answer: str | None = None

    @property
    def open(self) -> bool:
        return self.answer is None


@dataclass(frozen=True, kw_only=True)
class Brief:
    """Everything the estimate is made from."""

    title: str
    language: Language
    currency: Currency
    deliverables: tuple[Deliverable, ...]
    skipped: tuple[SkippedRow, ...] = ()
    client: str = ""
    requirements: str = ""
    questions: tuple[Question, ...] = ()
    notes: tuple[str, ...] = ()
    """What people wrote without answering a particular question, oldest first."""

    @property
    def open_questions(self) -> tuple[Question, ...]:
        return tuple(question for question in self.questions if question.open)

    def deliverable(self, id: str) -> Deliverable:
        """The deliverable with this id; KeyError when there is none."""
        return {one.id: one for one in self.deliverables}[id]
