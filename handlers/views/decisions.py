"""The buttons under a result: what can be decided about it."""

from bot.domain.incoming import Button
from bot.domain.messages import EstimateReady
from bot.i18n import Words
from handlers.names import ADJUST
from handlers.views import blocks
from handlers.views.blocks import Confirm, Push
from handlers.views.rendered import Block


def decisions(message: EstimateReady, words: Words) -> Block:
    """Approve, adjust, retry what is missing, start over: as far as there is something to do it to."""
    estimate = message.revision.estimate
    approve = [_approve(message, words)] if estimate.lines and not message.approved_by else []
    adjust = [_adjust(message, words)] if estimate.lines else []
    retry = [_retry(message, words)] if estimate.missing else []
    return blocks.actions(*approve, *adjust, *retry, _start_over(message, words))


def _approve(message: EstimateReady, words: Words) -> Push:
    missing, total = len(message.revision.estimate.missing), message.revision.estimate.total
    incomplete = [words("slack.approve.missing", count=missing)] if missing else []
    about = words("slack.approve.text", revision=message.revision.number, total=total)
    confirm = Confirm(
        title=words("slack.approve.title"),
        text=words("slack.approve.separator").join([about, *incomplete]),
        yes=words("slack.approve.yes"),
        no=words("slack.approve.no"),
    )
    label = words("slack.button.approve")
    return Push(action=Button.APPROVE, label=label, value=_value(message), style="primary", confirm=confirm)


def _adjust(message: EstimateReady, words: Words) -> Push:
    return Push(action=ADJUST, label=words("slack.button.adjust"), value=_value(message))


def _retry(message: EstimateReady, words: Words) -> Push:
    estimate = message.revision.estimate
    label = words("slack.button.retry_missing", count=len(estimate.missing))
    style = "" if estimate.lines and not message.approved_by else "primary"
    return Push(action=Button.RETRY_MISSING, label=label, value=_value(message), style=style)


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
