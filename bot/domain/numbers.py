"""Adjusting an estimate by numbers: what a form starts from, what was entered in it, and what comes of that."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final, TypeVar

from bot.domain import entry
from bot.domain.adjustment import with_buffer, with_line, with_rate, without
from bot.domain.brief import Deliverable
from bot.domain.entry import EntryFault, Misread
from bot.domain.estimate import Estimate, Line, Missing, Revision
from bot.domain.incoming import NumbersSent
from bot.domain.money import Money

T = TypeVar("T")
MOST_OFFERED: Final = 100
"""Deliverables that can be chosen from: what one menu of the chat holds. The others stay as they are."""


class Figure(StrEnum):
    """What can be entered."""

    BUDGET = "budget"
    TAX = "tax"
    RATE = "rate"
    BUFFER = "buffer"
    EXCLUDED = "excluded"


@dataclass(frozen=True, kw_only=True)
class Entered:
    """What a form held: texts as they were typed, and the ids that were chosen; None when none could be."""

    budget: str
    tax_included: bool
    rate: str
    buffer: str
    excluded: frozenset[str] | None


class EntryRefused(ValueError):
    """Some of what was entered cannot be used; `faults` says why, by figure."""

    def __init__(self, faults: Mapping[Figure, EntryFault]) -> None:
        super().__init__(", ".join(faults))
        self.faults = faults


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """An open estimate as the form starts from it."""

    task: int
    round: int
    revision: int
    estimate: Estimate
    former: tuple[Line, ...] = ()
    """The lines that excluded deliverables had last, and would have again."""

    @property
    def offered(self) -> tuple[Deliverable, ...]:
        """What can be taken out of the scope or brought back, each once, at most `MOST_OFFERED`."""
        parts: tuple[Line | Missing, ...] = (*self.estimate.lines, *self.estimate.missing, *self.former)
        return tuple({one.deliverable.id: one.deliverable for one in parts}.values())[:MOST_OFFERED]

    @property
    def excluded(self) -> frozenset[str]:
        """The ids of what is out of the scope now."""
        return frozenset(one.id for one in self.estimate.excluded)

    @property
    def rate_text(self) -> str:
        """The rate as the form shows it at first."""
        return f"{self.estimate.rate.amount:,}"

    @property
    def buffer_text(self) -> str:
        """The buffer's percent as the form shows it at first."""
        return f"{self.estimate.buffer.normalize():f}"

    def read(self, entered: Entered, author: str) -> NumbersSent:
        """What the form changes. Raises EntryRefused."""
        faults: dict[Figure, EntryFault] = {}
        currency = self.estimate.rate.currency
        sent = NumbersSent(
            author=author,
            task=self.task,
            round=self.round,
            revision=self.revision,
            budget=_read(Figure.BUDGET, entered.budget, "", lambda text: entry.amount(text, currency), faults),
            tax_included=entered.tax_included,
            rate=self._rate(entered.rate, faults),
            buffer=self._buffer(entered.buffer, faults),
            excluded=self._exclusions(entered.excluded),
        )
        if faults:
            raise EntryRefused(faults)
        return sent

    def adjusted(self, sent: NumbersSent) -> Estimate:
        """The estimate with the rate, the buffer and the exclusions; a budget leaves it as it is.

        Raises CannotAdjust.
        """
        estimate = self.estimate if sent.rate is None else with_rate(self.estimate, sent.rate)
        estimate = estimate if sent.buffer is None else with_buffer(estimate, sent.buffer)
        return estimate if sent.excluded is None else self._scoped(estimate, frozenset(sent.excluded))

    def _scoped(self, estimate: Estimate, wanted: frozenset[str]) -> Estimate:
        """Brings back, as it last was, what is not out any more; takes out what is to be out."""
        out = self.excluded
        for line in self.former:
            estimate = estimate if line.deliverable.id in wanted else with_line(estimate, line)
        gone = wanted - out
        return without(estimate, gone) if gone else estimate

    def _rate(self, text: str, faults: dict[Figure, EntryFault]) -> Money | None:
        present = self.estimate.rate
        rate = _read(Figure.RATE, text, self.rate_text, lambda typed: entry.amount(typed, present.currency), faults)
        return None if rate == present else rate

    def _buffer(self, text: str, faults: dict[Figure, EntryFault]) -> Decimal | None:
        buffer = _read(Figure.BUFFER, text, self.buffer_text, entry.percent, faults)
        return None if buffer == self.estimate.buffer else buffer

    def _exclusions(self, chosen: frozenset[str] | None) -> tuple[str, ...] | None:
        """All that is to be out of the scope; what was not offered stays out. None when that is what is out now."""
        if chosen is None:
            return None
        offered = {one.id for one in self.offered}
        wanted = (self.excluded - offered) | (chosen & offered)
        return None if wanted == self.excluded else tuple(sorted(wanted))


def numbers_of(task: int, round_: int, revisions: Sequence[Revision]) -> Numbers:
    """What the form starts from, from all revisions of an estimate, oldest first; there is one at least."""
    last = revisions[-1]
    # Later revisions overwrite earlier ones: what counts is the line as it was when it was taken out.
    lines = {line.deliverable.id: line for revision in revisions for line in revision.estimate.lines}
    return Numbers(
        task=task,
        round=round_,
        revision=last.number,
        estimate=last.estimate,
        former=tuple(lines[one.id] for one in last.estimate.excluded if one.id in lines),
    )


def changes_nothing(sent: NumbersSent) -> bool:
    """Whether a form was sent as it was opened."""
    return sent.budget is None and sent.rate is None and sent.buffer is None and sent.excluded is None


def _read(
    figure: Figure, text: str, present: str, reading: Callable[[str], T], faults: dict[Figure, EntryFault]
) -> T | None:
    """A field's value; None for what stands there from the start, and for a fault, which is noted."""
    if text.strip() == present:
        return None
    try:
        return reading(text)
    except Misread as misread:
        faults[figure] = misread.fault
        return None
