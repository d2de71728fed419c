"""Slack's markup as HTML. Everything that is not markup is escaped.

Source: https://docs.slack.dev/messaging/formatting-message-text
"""

import re
from collections.abc import Callable
from html import escape

from ops.sandbox.markup import TOKEN, unescape
from ops.sandbox.page.emoji import GLYPHS, glyph
from ops.sandbox.workspace import Workspace

FENCE = re.compile(r"```\n?(.*?)\n?```", re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
EMOJI = re.compile(r":([a-z0-9_+-]+):")
STYLES = ((r"\*", "b"), ("_", "i"), ("~", "s"))
HELD = re.compile("\ue000(\\d+)\ue001")


class Markup:
    """Writes markup, with the names of the workspace in it."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def html(self, markup: str) -> str:
        """HTML of a text in mrkdwn."""
        held: list[str] = []

        def hold(html: str) -> str:
            held.append(html)
            return f"\ue000{len(held) - 1}\ue001"

        text = re.sub("[\ue000\ue001]", "", markup)
        text = FENCE.sub(lambda found: hold(f"<pre>{escape(unescape(found[1]))}</pre>"), text)
        text = CODE.sub(lambda found: hold(f"<code>{escape(unescape(found[1]))}</code>"), text)
        text = self._linked(text, hold)
        lines = _quoted(_styled(escape(unescape(text), quote=False)).split("\n"))
        return HELD.sub(lambda found: held[int(found[1])], lines)

    def plain(self, text: str) -> str:
        """HTML of a text that is not markup, with its emoji."""
        return _emoji(escape(text)).replace("\n", "<br>")

    def person(self, user_id: str) -> str:
        """A mention of a user."""
        user = self._workspace.users.get(user_id)
        return f'<span class="mention">@{escape(user.real_name if user else user_id)}</span>'

    def place(self, channel_id: str, label: str | None = None) -> str:
        """A mention of a channel."""
        channel = self._workspace.channels.get(channel_id)
        return f'<span class="mention">#{escape(channel.name if channel else label or channel_id)}</span>'

    def link(self, url: str, label: str | None = None) -> str:
        """A link."""
        return f'<a href="{escape(url)}" rel="noreferrer">{escape(label or url)}</a>'

    def _linked(self, text: str, hold: Callable[[str], str]) -> str:
        return TOKEN.sub(lambda found: hold(self._token(found["sign"], found["target"], found["label"])), text)

    def _token(self, sign: str, target: str, label: str | None) -> str:
        if sign == "@":
            return self.person(target)
        if sign == "#":
            return self.place(target, label)
        if sign == "!":
            return f'<span class="mention loud">{escape(unescape(label or "@" + target))}</span>'
        return self.link(unescape(target), unescape(label) if label else None)


def _styled(text: str) -> str:
    for mark, tag in STYLES:
        text = re.sub(rf"(?<![\w{mark}]){mark}(?=\S)([^\n]+?)(?<=\S){mark}(?![\w{mark}])", rf"<{tag}>\1</{tag}>", text)
    return _emoji(text)


def _emoji(text: str) -> str:
    return EMOJI.sub(lambda found: glyph(found[1]) if found[1] in GLYPHS else found[0], text)


def _quoted(lines: list[str]) -> str:
    shown = [f"<blockquote>{line[4:].strip()}</blockquote>" if line.startswith("&gt;") else line for line in lines]
    return re.sub(r"(</blockquote>)<br>|<br>(<blockquote>)", r"\1\2", "<br>".join(shown))
