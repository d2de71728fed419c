"""What changed between two states of an estimate: as a table, as lines of text, and in the total."""

from typing import Final

from bot.domain.difference import Difference, LineDifference
from bot.domain.effort import PersonDays
from bot.domain.messages import DifferenceTold
from bot.domain.money import Money
from bot.i18n import Words
from handlers.views import blocks
from handlers.views.mrkdwn import mrkdwn, plain
from handlers.views.rendered import Block, Rendered

SHOWN: Final = 20
NAME: Final = 50

Row = tuple[str, str, str]


def difference_told(message: DifferenceTold, words: Words) -> Rendered:
    """The difference between two revisions by their numbers."""
    title = words("slack.difference.title", earlier=message.earlier, later=message.later)
    total = total_changed(message.difference, words)
    parts = (blocks.section(title), *differences(message.difference, words), blocks.section(total))
    return Rendered(text=f"{title} {total}", blocks=parts)


def differences(difference: Difference, words: Words) -> tuple[Block, ...]:
    """Every change as a row of a table: what it is, before, after. One table per message."""
    rows = [*(_line(one, words) for one in difference.lines[:SHOWN]), *_terms(difference, words)]
    if not rows:
        return (blocks.context(words("slack.difference.nothing")),)
    head = [words(f"slack.column.{name}") for name in ("item", "before", "after")]
    shown = blocks.table(head, rows, right=frozenset({1, 2}))
    hidden = len(difference.lines) - SHOWN
    return (shown, blocks.context(words("slack.estimate.more", count=hidden))) if hidden > 0 else (shown,)


def changed_lines(difference: Difference, shown: int, words: Words) -> list[str]:
    """The lines' changes as mrkdwn, what is taken out first; so many of them and how many more there are."""
    ordered = sorted(difference.lines, key=lambda one: one.after is not None)
    hidden = len(ordered) - shown
    more = [words("slack.more", count=hidden)] if hidden > 0 else []
    terms = [
        words("slack.difference.line", name=name, before=old, after=new) for name, old, new in _terms(difference, words)
    ]
    return [*(_changed(one, words) for one in ordered[:shown]), *more, *terms]


def total_changed(difference: Difference, words: Words) -> str:
    """The new total and by how much it differs, as mrkdwn."""
    before, after = difference.total
    return words("slack.difference.total", amount=after, before=before, change=signed(after - before, words))


def signed(amount: Money, words: Words) -> str:
    """An amount with its sign: `+¥1,000`, `-¥1,000`, `±¥0`."""
    sign = "+" if amount.amount > 0 else "" if amount.amount < 0 else "±"
    return f"{sign}{words.money(amount)}"


def _changed(line: LineDifference, words: Words) -> str:
    return _arrow(mrkdwn(line.deliverable.name, NAME), _before(line, words), _after(line, words), words)


def _arrow(name: str, before: str, after: str, words: Words) -> str:
    return words("slack.difference.line", name=name, before=before, after=after)


def _line(line: LineDifference, words: Words) -> Row:
    return plain(line.deliverable.name, NAME), _before(line, words), _after(line, words)


def _before(line: LineDifference, words: Words) -> str:
    return _days(line.before, words) if line.before else words("slack.difference.added")


def _after(line: LineDifference, words: Words) -> str:
    return _days(line.after, words) if line.after else words("slack.difference.removed")


def _days(effort: PersonDays, words: Words) -> str:
    return words("slack.difference.days", days=words.number(effort.days), count=effort.days.normalize())


def _terms(difference: Difference, words: Words) -> list[Row]:
    """The rate and the buffer, where they changed."""
    (old_rate, rate), (old_buffer, buffer) = difference.rate, difference.buffer
    rows = []
    if old_rate != rate:
        rows.append((words("slack.difference.rate"), words.money(old_rate), words.money(rate)))
    if old_buffer != buffer:
        rows.append((words("slack.difference.buffer"), words.percent(old_buffer), words.percent(buffer)))
    return rows
