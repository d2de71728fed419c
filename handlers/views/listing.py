"""What we understood of a list: how many deliverables, the first ten, every row that was passed over."""

from typing import Final

from bot.domain.brief import SkippedRow
from bot.domain.messages import ListUnderstood
from bot.i18n import Words
from handlers.views import blocks
from handlers.views.mrkdwn import mrkdwn, plain
from handlers.views.rendered import Block, Rendered

SHOWN: Final = 10
NAME: Final = 60
"""Characters of a name in a table; a phone shows some twenty of them per line."""
SKIPPED_SHOWN: Final = 15
PLACE: Final = 40
QUOTED: Final = 40


def list_understood(message: ListUnderstood, words: Words) -> Rendered:
    """The first message about a list."""
    count = len(message.deliverables)
    text = words("slack.list.understood", count=count, number=message.number, title=mrkdwn(message.title, 120))
    source = [words("slack.list.source", source=mrkdwn(message.source, NAME))] if message.source else []
    more = [words("slack.list.more", count=count - SHOWN)] if count > SHOWN else []
    notes = [*more, *source, words("slack.list.currency", currency=message.currency.value)]
    shown = (blocks.section(text), _table(message, words), blocks.context(*notes), *_skipped(message.skipped, words))
    return Rendered(text=text, blocks=shown)


def _table(message: ListUnderstood, words: Words) -> Block:
    head = (words("slack.column.number"), words("slack.column.deliverable"))
    named = enumerate(message.deliverables[:SHOWN], start=1)
    return blocks.table(head, [(str(place), plain(one.name, NAME)) for place, one in named])


def _skipped(rows: tuple[SkippedRow, ...], words: Words) -> tuple[Block, ...]:
    if not rows:
        return ()
    lines = [_passed_over(row, words) for row in rows[:SKIPPED_SHOWN]]
    more = [words("slack.more", count=len(rows) - SKIPPED_SHOWN)] if len(rows) > SKIPPED_SHOWN else []
    return (blocks.section(words("slack.list.skipped", count=len(rows)), *lines, *more),)


def _passed_over(row: SkippedRow, words: Words) -> str:
    place, reason = mrkdwn(row.place, PLACE), words(f"slack.skip.{row.reason.value}")
    if not row.text:
        return words("slack.list.row", place=place, reason=reason)
    return words("slack.list.row_quoted", place=place, reason=reason, text=mrkdwn(row.text, QUOTED))
