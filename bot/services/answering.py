"""Answering questions about an estimate from what is stored. Nothing changes, no model is asked."""

from collections.abc import Sequence

from bot.domain.difference import difference
from bot.domain.estimate import Line, Revision
from bot.domain.intent import AskDifference, AskExcluded, AskWhy
from bot.domain.messages import DifferenceTold, ExclusionsTold, Message, ReasonsTold, Told
from bot.domain.naming import matching
from bot.services.job import Outcome
from bot.services.talk import Talk

MOST_REASONS = 5
"""Lines that are explained in one message."""


def answer(talk: Talk, question: AskWhy | AskExcluded | AskDifference) -> Outcome:
    """The answer, for everybody in the thread."""
    match question:
        case AskWhy():
            return talk.say(_why(talk.last, question))
        case AskExcluded():
            return talk.say(_excluded(talk.last))
        case AskDifference():
            return talk.say(_difference(talk.revisions, question))


def _why(last: Revision, question: AskWhy) -> Message:
    lines = _meant(last, question)
    return ReasonsTold(lines=lines[:MOST_REASONS]) if lines else _not_there(question)


def _not_there(question: AskWhy) -> Told:
    if question.words:
        return Told(key="no_such_line", values={"words": question.words})
    return Told(key="no_line_of_days", values={"days": str(question.days.days if question.days else "")})


def _meant(last: Revision, question: AskWhy) -> tuple[Line, ...]:
    """The lines the words name, those with so many days, or those that are both."""
    lines = last.estimate.lines
    if question.words:
        named = matching(question.words, [line.deliverable for line in lines])
        lines = tuple(line for line in lines if line.deliverable in named)
    if question.days is not None:
        lines = tuple(line for line in lines if line.effort.likely == question.days)
    return lines


def _excluded(last: Revision) -> Message:
    estimate = last.estimate
    assumptions = (*estimate.assumptions, *(text for line in estimate.lines for text in line.assumptions))
    return ExclusionsTold(excluded=estimate.excluded, missing=estimate.missing, assumptions=assumptions)


def _difference(revisions: Sequence[Revision], question: AskDifference) -> Message:
    last = revisions[-1]
    number = question.revision if question.revision is not None else last.number - 1
    earlier = next((one for one in revisions if one.number == number), None)
    if earlier is None or earlier is last:
        return Told(key="no_such_revision", values={"number": str(number), "last": str(last.number)})
    changed = difference(earlier.estimate, last.estimate)
    return DifferenceTold(earlier=earlier.number, later=last.number, difference=changed)
