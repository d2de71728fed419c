"""The markdown block as HTML: headings, lists, bold, italics, code, links."""

import re
from html import escape

from ops.sandbox.page.markup import Markup

HEADING = re.compile(r"#{1,6} +(.*)")
BULLET = re.compile(r"(?:[-*]|\d+\.) +(.*)")
LINK = re.compile(r"\[([^\]]+)\]\((https?://[^)\s]+)\)")
INLINE = (
    (re.compile(r"\*\*(.+?)\*\*"), r"<b>\1</b>"),
    (re.compile(r"(?<!\w)[*_](.+?)[*_](?!\w)"), r"<i>\1</i>"),
    (re.compile(r"`(.+?)`"), r"<code>\1</code>"),
)


class Prose:
    """Writes markdown line by line; what it does not know stays as it is."""

    def __init__(self, markup: Markup) -> None:
        self._markup = markup

    def html(self, text: str) -> str:
        """HTML of a markdown text."""
        return "".join(self._line(line.strip()) for line in text.split("\n"))

    def _line(self, line: str) -> str:
        if heading := HEADING.fullmatch(line):
            return f"<h4>{self._inline(heading[1])}</h4>"
        if bullet := BULLET.fullmatch(line):
            return f"<div>• {self._inline(bullet[1])}</div>"
        return f"<div>{self._inline(line) or '&nbsp;'}</div>"

    def _inline(self, text: str) -> str:
        html = LINK.sub(r'<a href="\2" rel="noreferrer">\1</a>', escape(text))
        for pattern, shown in INLINE:
            html = pattern.sub(shown, html)
        return html
