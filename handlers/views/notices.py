"""Plain sentences: what was told, what went wrong, what is going on, how to use the bot."""

from collections.abc import Callable, Mapping
from typing import Final

from bot.domain.messages import Estimating, Help, Problem, Reading, ThreadStarted, Told, WorkbookReady
from bot.i18n import Words
from handlers.views import blocks
from handlers.views.mrkdwn import mention, mrkdwn, plain, stacked
from handlers.views.rendered import Rendered

NAME: Final = 120
VALUE: Final = 300
"""Characters of a value inside a sentence."""
FALLBACK: Final = 1000
BAR: Final = 10
HELP_PARTS: Final = ("start", "answer", "result", "change", "commands")


def thread_started(message: ThreadStarted, words: Words) -> Rendered:
    """The root of a thread of ours. Its asker is mentioned, so that Slack shows them the replies."""
    title = words("slack.thread.title", number=message.number, title=mrkdwn(message.title, NAME))
    client = [words("slack.thread.client", client=mrkdwn(message.client, NAME))] if message.client else []
    asker = words("slack.thread.asker", asker=mention(message.asker))
    return Rendered(text=title, blocks=(blocks.section(title, *client), blocks.context(asker)))


def reading(message: Reading, words: Words) -> Rendered:
    """We are reading the list."""
    if message.name:
        return _sentence(words("slack.reading.file", name=mrkdwn(message.name, NAME)))
    return _sentence(words("slack.reading.text"))


def estimating(message: Estimating, words: Words) -> Rendered:
    """How far the estimate is, as a bar of ten and in figures."""
    done, count = max(0, min(message.done, message.count)), max(1, message.count)
    filled = BAR * done // count
    text = words("slack.estimating", done=done, count=message.count)
    return Rendered(text=text, blocks=(blocks.section(text, "▰" * filled + "▱" * (BAR - filled)),))


def workbook_ready(message: WorkbookReady, words: Words) -> Rendered:
    """The sentence that goes with the file."""
    return Rendered(text=words("slack.workbook", revision=message.revision))


def told(message: Told, words: Words) -> Rendered:
    """A sentence of the locales."""
    return _sentence(_said(words, f"told.{message.key}", message.values))


def problem(message: Problem, words: Words) -> Rendered:
    """What went wrong and what to do."""
    return _sentence(words("slack.problem", text=problem_text(message, words)))


def problem_text(message: Problem, words: Words) -> str:
    """The sentence alone, as mrkdwn."""
    return _said(words, f"error.{message.key}", message.values)


def problem_plain(message: Problem, words: Words) -> str:
    """The sentence alone, without markup, as it stands under a field of a form."""
    return words(f"error.{message.key}", **_values(message.values, plain))


def help_(_: Help, words: Words) -> Rendered:
    """How to use the bot."""
    parts = [words(f"slack.help.{part}") for part in HELP_PARTS]
    shown = (blocks.section(words("slack.help.title")), *(blocks.section(part) for part in parts))
    return Rendered(text=words("slack.help.title"), blocks=shown)


def hinted(rendered: Rendered, hint: str) -> Rendered:
    """A message with a sentence (mrkdwn) above it."""
    return Rendered(text=stacked((hint, rendered.text), FALLBACK), blocks=(blocks.section(hint), *rendered.blocks))


def _sentence(text: str) -> Rendered:
    return Rendered(text=stacked(text.splitlines(), FALLBACK), blocks=(blocks.section(*text.splitlines()),))


def _said(words: Words, key: str, values: Mapping[str, str]) -> str:
    return words(key, **_values(values, mrkdwn))


def _values(values: Mapping[str, str], safe: Callable[[str, int], str]) -> dict[str, object]:
    """The values made safe; a count is a number, by which the plural form is chosen."""
    return {
        name: int(value) if name == "count" and value.isdecimal() else safe(str(value), VALUE)
        for name, value in values.items()
    }
