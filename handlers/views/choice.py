"""Asking back which of several lines was meant."""

from collections import Counter
from typing import Final

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
    if message.closed:
        return Rendered(text=text, blocks=(blocks.section(text),))
    rows = [_row(message, place, label) for place, label in _labels(message, words)]
    more = (blocks.context(words("slack.line.more", count=count - SHOWN)),) if count > SHOWN else ()
    return Rendered(text=text, blocks=(blocks.section(text), *rows, *more))


def _labels(message: LineAsked, words: Words) -> list[tuple[int, str]]:
    """The lines by name; where a name is there twice, with their numbers."""
    times = Counter(deliverable.name for _, deliverable in message.candidates)
    return [
        (place, one.name if times[one.name] == 1 else words("slack.line.named", number=place, name=one.name))
        for place, one in message.candidates[:SHOWN]
    ]


def _row(message: LineAsked, place: int, label: str) -> Block:
    value = f"{message.task}:{message.round}:{message.revision}:{place}:{message.tenths}"
    return blocks.actions(Push(action=Button.CHOOSE_LINE, label=label, value=value))
