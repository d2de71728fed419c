"""Asking back which of several lines was meant."""

from typing import Final

from bot.domain.brief import Deliverable
from bot.domain.effort import from_tenths
from bot.domain.incoming import Button
from bot.domain.messages import LineAsked
from bot.i18n import Words
from handlers.views import blocks
from handlers.views.blocks import Push
from handlers.views.mrkdwn import mrkdwn
from handlers.views.rendered import Block, Rendered

SHOWN: Final = 25
SAID: Final = 60


def line_asked(message: LineAsked, words: Words) -> Rendered:
    """A button per line, each on a row of its own, which holds a long name; none once it was decided."""
    count, days = len(message.candidates), from_tenths(message.tenths)
    text = words("slack.line.asked", count=count, words=mrkdwn(message.words, SAID), days=days)
    rows = () if message.closed else tuple(_row(message, *one, words) for one in message.candidates[:SHOWN])
    hidden = 0 if message.closed else count - SHOWN
    more = (blocks.context(words("slack.line.more", count=hidden)),) if hidden > 0 else ()
    return Rendered(text=text, blocks=(blocks.section(text), *rows, *more))


def _row(message: LineAsked, place: int, deliverable: Deliverable, words: Words) -> Block:
    label = words("slack.button.choose_line", number=place, name=deliverable.name)
    value = f"{message.task}:{message.round}:{message.revision}:{place}:{message.tenths}"
    return blocks.actions(Push(action=Button.CHOOSE_LINE, label=label, value=value))
