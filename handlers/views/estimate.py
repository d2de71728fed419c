"""The result: the figures or what a change made of them, the totals, what they rest on, and what has none."""

from typing import Final

from bot.domain.estimate import Estimate, Line, Source
from bot.domain.messages import EstimateReady
from bot.i18n import Words
from handlers.views import blocks
from handlers.views.decisions import decisions
from handlers.views.difference import differences, total_changed
from handlers.views.explanations import all_assumptions, assumed, excluded, not_estimated
from handlers.views.mrkdwn import mention, mrkdwn, plain
from handlers.views.rendered import Block, Rendered

SHOWN: Final = 20
NAME: Final = 50
WORDING: Final = 300


def estimate_ready(message: EstimateReady, words: Words) -> Rendered:
    """An estimate as it stands in its thread; without buttons once a later one has taken its place."""
    estimate = message.revision.estimate
    parts = (
        _heading(message, words),
        *_approval(message, words),
        *_figures(message, words),
        *not_estimated(estimate.missing, words),
        *excluded(estimate.excluded, words),
        *_totals(message, words),
        *(() if message.difference else assumed(all_assumptions(estimate), words)),
        *_sources(estimate, words),
        *(() if message.closed else (decisions(message, words),)),
    )
    return Rendered(text=_summary(message, words), blocks=parts)


def _summary(message: EstimateReady, words: Words) -> str:
    estimate = message.revision.estimate
    title = mrkdwn(message.title, NAME)
    if not estimate.lines:
        return words("slack.estimate.none", number=message.number, title=title)
    return words(
        "slack.estimate.summary", number=message.number, title=title, total=estimate.total, count=len(estimate.lines)
    )


def _heading(message: EstimateReady, words: Words) -> Block:
    """Who asked for a change stays out of it: Slack has no mention that calls nobody."""
    title = words("slack.estimate.title", number=message.number, title=mrkdwn(message.title, 120))
    client = [words("slack.thread.client", client=mrkdwn(message.client, 120))] if message.client else []
    wording = message.revision.wording if message.difference else ""
    asked = [f"> {mrkdwn(wording, WORDING)}"] if wording.strip() else []
    return blocks.section(title, *client, words("slack.estimate.revision", revision=message.revision.number), *asked)


def _approval(message: EstimateReady, words: Words) -> tuple[Block, ...]:
    """That it is approved, and by whom, or that it is no longer."""
    if message.approved_by:
        return (blocks.section(words("slack.estimate.approved", approver=mention(message.approved_by))),)
    return (blocks.section(words("slack.estimate.reopened")),) if message.reopened else ()


def _figures(message: EstimateReady, words: Words) -> tuple[Block, ...]:
    """The lines, or for a change what it changed: a message holds one table."""
    if message.difference:
        return differences(message.difference, words)
    return _lines(message.revision.estimate, words)


def _lines(estimate: Estimate, words: Words) -> tuple[Block, ...]:
    if not estimate.lines:
        return (blocks.section(words("slack.estimate.no_lines")),)
    head = [words(f"slack.column.{name}") for name in ("number", "deliverable", "days", "amount")]
    rows = [_row(place, line, estimate, words) for place, line in enumerate(estimate.lines[:SHOWN], start=1)]
    shown = blocks.table(head, rows, right=frozenset({2, 3}))
    hidden = len(estimate.lines) - SHOWN
    return (shown, blocks.context(words("slack.estimate.more", count=hidden))) if hidden > 0 else (shown,)


def _row(place: int, line: Line, estimate: Estimate, words: Words) -> tuple[str, ...]:
    days, amount = words.number(line.effort.likely.days), words.money(line.amount(estimate.rate))
    return str(place), plain(line.deliverable.name, NAME), days, amount


def _totals(message: EstimateReady, words: Words) -> tuple[Block, ...]:
    estimate = message.revision.estimate
    if estimate.effort is None:
        return ()
    lines = [
        words("slack.estimate.effort", days=estimate.effort.likely, rate=estimate.rate),
        *_buffer(estimate, words),
        words("slack.estimate.subtotal", amount=estimate.subtotal),
        words("slack.estimate.tax", percent=words.percent(estimate.tax_rule.percent), amount=estimate.tax),
        _total(message, words),
        *_range(estimate, words),
    ]
    notice = [words("slack.estimate.excluded", count=len(estimate.missing))] if estimate.missing else []
    return (blocks.section(*lines, *notice),)


def _buffer(estimate: Estimate, words: Words) -> list[str]:
    """A line of its own below what it is a percentage of."""
    if not estimate.buffer:
        return []
    percent = words.percent(estimate.buffer)
    lines = words("slack.estimate.lines_total", amount=estimate.lines_total)
    return [lines, words("slack.estimate.buffer", percent=percent, amount=estimate.buffer_amount)]


def _total(message: EstimateReady, words: Words) -> str:
    if message.difference:
        return total_changed(message.difference, words)
    return words("slack.estimate.total", amount=message.revision.estimate.total)


def _range(estimate: Estimate, words: Words) -> list[str]:
    effort = estimate.effort
    if effort is None:
        return []
    low, high = estimate.at_rate(effort.low), estimate.at_rate(effort.high)
    key = "slack.estimate.range_unbuffered" if estimate.buffer else "slack.estimate.range"
    return [words(key, low=effort.low.days, high=effort.high, low_amount=low, high_amount=high)]


def _sources(estimate: Estimate, words: Words) -> tuple[Block, ...]:
    if Source.RULES not in estimate.sources:
        return ()
    key = "slack.estimate.rules" if estimate.sources == {Source.RULES} else "slack.estimate.partly_rules"
    return (blocks.context(words(key)),)
