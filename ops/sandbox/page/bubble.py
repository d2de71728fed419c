"""One message, file or dialog as HTML."""

from datetime import datetime
from html import escape

from ops.sandbox.desk import Desk
from ops.sandbox.files import File
from ops.sandbox.messages import Message
from ops.sandbox.page.emoji import glyph
from ops.sandbox.page.kit import Kit
from ops.sandbox.page.markup import Markup
from ops.sandbox.views import View

COLOURS = ("#e8912d", "#2f80ed", "#9b51e0", "#eb5757", "#219653", "#00a0a0")
TYPES = {"xlsx": "#1d7044", "csv": "#1d7044", "pdf": "#c1272d", "text": "#5b6770"}


class Bubble:
    """Draws the pieces of a conversation."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._markup = Markup(desk.workspace)

    def message(self, message: Message, *, footer: str = "") -> str:
        """A message with its author, time, files and reactions."""
        whisper = ' class="message whisper"' if message.visible_to else ' class="message"'
        body = f'<div class="body">{self._head(message)}{self._content(message)}{self._below(message)}{footer}</div>'
        return f'<article{whisper} id="m{escape(message.ts)}">{self._avatar(message.user)}{body}</article>'

    def dialog(self, view: View) -> str:
        """A modal or a Home tab."""
        body = Kit(self._markup, view.values).html(view.blocks)
        if view.body["type"] == "home":
            return f'<section class="home">{body}</section>'
        head = f"<header><b>{self._markup.plain(view.title)}</b><span>✕</span></header>"
        return f'<section class="modal">{head}{body}<footer>{self._foot(view)}</footer></section>'

    def _head(self, message: Message) -> str:
        user = self._desk.workspace.users[message.user]
        badge = '<span class="badge">APP</span>' if message.bot_id else ""
        seen = self._desk.workspace.users.get(message.visible_to or "")
        note = f'<div class="only">Only visible to {escape(seen.real_name)}</div>' if seen else ""
        return f'{note}<b class="name">{escape(user.real_name)}</b>{badge}<time>{clock_time(message.ts)}</time>'

    def _content(self, message: Message) -> str:
        edited = ' <span class="quiet">(edited)</span>' if message.edited else ""
        if message.blocks:
            return Kit(self._markup).html(message.blocks) + edited
        return f'<div class="block text">{self._markup.html(message.text)}{edited}</div>' if message.text else ""

    def _below(self, message: Message) -> str:
        known = (self._desk.files.known(file_id) for file_id in message.files)
        files = "".join(self._file(file) for file in known if file)
        names = dict.fromkeys(name for name, _ in message.reactions)
        counts = {name: sum(other == name for other, _ in message.reactions) for name in names}
        marks = "".join(f'<span class="reaction">{escape(glyph(n))} {count}</span>' for n, count in counts.items())
        return files + (f"<div>{marks}</div>" if marks else "")

    def _file(self, file: File) -> str:
        if file.deleted:
            return '<div class="file-card quiet">This file was deleted.</div>'
        colour = TYPES.get(file.filetype, "#5b6770")
        icon = f'<span class="icon" style="background:{colour}">{escape(file.filetype[:4].upper())}</span>'
        link = f'<a href="{escape(self._desk.files.described(file).get("permalink", ""))}">{escape(file.title)}</a>'
        return f'<div class="file-card">{icon}<div>{link}<div class="quiet">{sized(file.size)}</div></div></div>'

    def _foot(self, view: View) -> str:
        labels = {name: view.body.get(name, {}).get("text") for name in ("close", "submit")}
        close = f'<span class="button">{escape(labels["close"] or "Cancel")}</span>'
        send = f'<span class="button primary">{escape(labels["submit"])}</span>' if labels["submit"] else ""
        return close + send

    def _avatar(self, user_id: str) -> str:
        user = self._desk.workspace.users[user_id]
        colour = "#4a154b" if user.is_bot else COLOURS[sum(map(ord, user_id)) % len(COLOURS)]
        return f'<span class="avatar" style="background:{colour}">{escape(user.real_name[:1].upper())}</span>'


def clock_time(ts: str) -> str:
    """Hours and minutes of a timestamp, in this machine's time zone."""
    return datetime.fromtimestamp(float(ts)).astimezone().strftime("%H:%M")


def sized(count: int) -> str:
    """A number of bytes as people read it."""
    if count < 1024:
        return f"{count} B"
    return f"{count / 1024:.1f} KB" if count < 1024**2 else f"{count / 1024**2:.1f} MB"
