"""The result: the table of figures, the totals, what they rest on, and what has none."""

from typing import Final

from bot.domain.estimate import Estimate, Line, Missing, Source
from bot.domain.incoming import Button
from bot.domain.messages import EstimateReady
from bot.i18n import Words
from handlers.views import blocks
from handlers.views.blocks import Confirm, Push
from handlers.views.mrkdwn import mrkdwn, plain
from handlers.views.rendered import Block, Rendered

SHOWN: Final = 20
NAME: Final = 50
MISSING_SHOWN: Final = 10
ASSUMPTIONS_SHOWN: Final = 8
ASSUMPTION: Final = 200


def estimate_ready(message: EstimateReady, words: Words) -> Rendered:
    """An estimate as it stands in its thread; without buttons once a later one has taken its place."""
    estimate = message.revision.estimate
    parts = (
        _heading(message, words),
        *_lines(estimate, words),
        *_missing(estimate, words),
        *_totals(estimate, words),
        *_assumptions(estimate, words),
        *_sources(estimate, words),
        *(() if message.closed else (_buttons(message, words),)),
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
    title = words("slack.estimate.title", number=message.number, title=mrkdwn(message.title, 120))
    client = [words("slack.thread.client", client=mrkdwn(message.client, 120))] if message.client else []
    return blocks.section(title, *client, words("slack.estimate.revision", revision=message.revision.number))


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


def _missing(estimate: Estimate, words: Words) -> tuple[Block, ...]:
    count = len(estimate.missing)
    if not count:
        return ()
    lines = [_not_estimated(one, words) for one in estimate.missing[:MISSING_SHOWN]]
    more = [words("slack.more", count=count - MISSING_SHOWN)] if count > MISSING_SHOWN else []
    return (blocks.section(words("slack.estimate.missing", count=count), *lines, *more),)


def _not_estimated(missing: Missing, words: Words) -> str:
    reason = words(f"slack.missing.{missing.reason.value}")
    return words("slack.estimate.missing_line", name=mrkdwn(missing.deliverable.name, NAME), reason=reason)


def _totals(estimate: Estimate, words: Words) -> tuple[Block, ...]:
    effort = estimate.effort
    if effort is None:
        return ()
    low, high = estimate.at_rate(effort.low), estimate.at_rate(effort.high)
    lines = [
        words("slack.estimate.effort", days=effort.likely, rate=estimate.rate),
        words("slack.estimate.subtotal", amount=estimate.subtotal),
        words("slack.estimate.tax", percent=words.percent(estimate.tax_rule.percent), amount=estimate.tax),
        words("slack.estimate.total", amount=estimate.total),
        words("slack.estimate.range", low=effort.low.days, high=effort.high, low_amount=low, high_amount=high),
    ]
    notice = [words("slack.estimate.excluded", count=len(estimate.missing))] if estimate.missing else []
    return (blocks.section(*lines, *notice),)


def _assumptions(estimate: Estimate, words: Words) -> tuple[Block, ...]:
    count = len(estimate.assumptions)
    if not count:
        return ()
    lines = [f"• {mrkdwn(text, ASSUMPTION)}" for text in estimate.assumptions[:ASSUMPTIONS_SHOWN]]
    hidden = count - ASSUMPTIONS_SHOWN
    more = [words("slack.estimate.more", count=hidden)] if hidden > 0 else []
    return (blocks.section(words("slack.estimate.assumptions"), *lines, *more),)


def _sources(estimate: Estimate, words: Words) -> tuple[Block, ...]:
    if Source.RULES not in estimate.sources:
        return ()
    key = "slack.estimate.rules" if estimate.sources == {Source.RULES} else "slack.estimate.partly_rules"
    return (blocks.context(words(key)),)


def _buttons(message: EstimateReady, words: Words) -> Block:
    missing = message.revision.estimate.missing
    retry = [_retry(message, len(missing), words)] if missing else []
    return blocks.actions(*retry, _start_over(message, words))


def _retry(message: EstimateReady, count: int, words: Words) -> Push:
    label = words("slack.button.retry_missing", count=count)
    return Push(action=Button.RETRY_MISSING, label=label, value=_value(message), style="primary")


def _start_over(message: EstimateReady, words: Words) -> Push:
    confirm = Confirm(
        title=words("slack.start_over.title"),
        text=words("slack.start_over.text"),
        yes=words("slack.start_over.yes"),
        no=words("slack.start_over.no"),
    )
    label = words("slack.button.start_over")
    return Push(action=Button.START_OVER, label=label, value=_value(message), confirm=confirm)


def _value(message: EstimateReady) -> str:
    return f"{message.task}:{message.round}:{message.revision.number}"
