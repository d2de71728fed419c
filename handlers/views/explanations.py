"""Answers about an estimate that change nothing: why lines take their days, and what is not included."""

from collections.abc import Sequence
from typing import Final

from bot.domain.brief import Deliverable
from bot.domain.estimate import Estimate, Line, Missing, Source
from bot.domain.messages import ExclusionsTold, ReasonsTold
from bot.i18n import Words
from handlers.views import blocks
from handlers.views.mrkdwn import mrkdwn
from handlers.views.rendered import Block, Rendered

NAME: Final = 60
LINES_SHOWN: Final = 8
RATIONALE: Final = 400
LINE_ASSUMPTIONS: Final = 4
LISTED: Final = 10
TEXT: Final = 200


def reasons_told(message: ReasonsTold, words: Words) -> Rendered:
    """Each line's days with the reasons that were kept for them."""
    text = words("slack.reasons.title", count=len(message.lines))
    shown = [blocks.section(*_reasons(line, words)) for line in message.lines[:LINES_SHOWN]]
    hidden = len(message.lines) - LINES_SHOWN
    more = (blocks.context(words("slack.estimate.more", count=hidden)),) if hidden > 0 else ()
    return Rendered(text=text, blocks=(blocks.section(text), *shown, *more))


def exclusions_told(message: ExclusionsTold, words: Words) -> Rendered:
    """What was taken out, what has no figures, and what is taken for granted."""
    text = words("slack.exclusions.title")
    parts = (
        *excluded(message.excluded, words),
        *not_estimated(message.missing, words),
        *assumed(message.assumptions, words),
    )
    none = (blocks.section(words("slack.exclusions.none")),)
    return Rendered(text=text, blocks=(blocks.section(text), *(parts or none)))


def excluded(deliverables: Sequence[Deliverable], words: Words) -> tuple[Block, ...]:
    """What was asked for and taken out of the scope."""
    lines = [f"• {mrkdwn(one.name, NAME)}" for one in deliverables]
    return _listed(words("slack.estimate.out_of_scope"), lines, words)


def not_estimated(missing: Sequence[Missing], words: Words) -> tuple[Block, ...]:
    """What has no figures, and why."""
    lines = [_not_estimated(one, words) for one in missing]
    return _listed(words("slack.estimate.missing", count=len(missing)), lines, words)


def assumed(assumptions: Sequence[str], words: Words) -> tuple[Block, ...]:
    """What is taken for granted."""
    return _listed(words("slack.estimate.assumptions"), [f"• {mrkdwn(text, TEXT)}" for text in assumptions], words)


def all_assumptions(estimate: Estimate) -> tuple[str, ...]:
    """Those for the whole first, then those of single lines, under their names."""
    of_lines = (f"{line.deliverable.name[:NAME]}: {text}" for line in estimate.lines for text in line.assumptions)
    return (*estimate.assumptions, *of_lines)


def _reasons(line: Line, words: Words) -> list[str]:
    effort, name = line.effort, mrkdwn(line.deliverable.name, NAME)
    said = words("slack.reasons.line", name=name, days=effort.likely, low=effort.low.days, high=effort.high.days)
    assumptions = [f"• {mrkdwn(text, TEXT)}" for text in line.assumptions[:LINE_ASSUMPTIONS]]
    rules = [words("slack.reasons.rules")] if line.source is Source.RULES else []
    return [said, f"> {mrkdwn(line.rationale, RATIONALE)}", *assumptions, *rules]


def _not_estimated(missing: Missing, words: Words) -> str:
    reason = words(f"slack.missing.{missing.reason.value}")
    return words("slack.estimate.missing_line", name=mrkdwn(missing.deliverable.name, NAME), reason=reason)


def _listed(title: str, lines: Sequence[str], words: Words) -> tuple[Block, ...]:
    if not lines:
        return ()
    hidden = len(lines) - LISTED
    more = [words("slack.estimate.more", count=hidden)] if hidden > 0 else []
    return (blocks.section(title, *lines[:LISTED], *more),)
