"""A person's estimates."""

from typing import Final

from bot.domain.messages import ListedTask, TasksListed
from bot.i18n import Words
from handlers.views import blocks
from handlers.views.mrkdwn import link, mrkdwn
from handlers.views.rendered import Rendered

SHOWN: Final = 20
TITLE: Final = 60


def tasks_listed(message: TasksListed, words: Words) -> Rendered:
    """The newest of a person's estimates with links, states and totals."""
    if not message.tasks:
        text = words("slack.tasks.none")
        return Rendered(text=text, blocks=(blocks.section(text),))
    text = words("slack.tasks.title", count=len(message.tasks))
    shown = [blocks.section(*_task(one, words)) for one in message.tasks[:SHOWN]]
    hidden = len(message.tasks) - SHOWN
    more = (blocks.context(words("slack.more", count=hidden)),) if hidden > 0 else ()
    return Rendered(text=text, blocks=(blocks.section(text), *shown, *more))


def _task(task: ListedTask, words: Words) -> tuple[str, str]:
    named = link(task.link, task.number)
    first = words("slack.tasks.line", number=named, title=mrkdwn(task.title, TITLE))
    facts = [words(f"slack.state.{task.state.value}"), words.date(task.at.date())]
    total = [words.money(task.total)] if task.total else []
    return first, " · ".join([*facts, *total])
