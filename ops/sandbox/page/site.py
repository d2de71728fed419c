"""The page: channels on the left, messages in the middle, a thread on the right; on a phone one of them.

`/?channel=ID&thread=TS` chooses what is open (without them the latest thread), `/?view=ID` shows one modal or Home tab
alone, `live=SECONDS` loads the page again and again.
"""

from html import escape
from importlib import resources

from aiohttp import web

from ops.sandbox.desk import Desk
from ops.sandbox.errors import ApiError
from ops.sandbox.messages import Message
from ops.sandbox.page.bubble import Bubble
from ops.sandbox.views import View
from ops.sandbox.workspace import Channel

STYLE = resources.files("ops.sandbox.page").joinpath("style.css").read_text(encoding="utf-8")
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


class Site:
    """Answers `/`, and the addresses of files and messages that people click on."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._bubble = desk, Bubble(desk)

    async def page(self, request: web.Request) -> web.Response:
        """The whole page."""
        view_id = request.query.get("view")
        if view_id:
            return self._document(request, f'<main class="alone">{self._view(view_id)}</main>')
        channel, thread = self._chosen(request)
        if channel is None:
            return self._document(request, '<main class="alone"><p class="quiet">Nothing was said yet.</p></main>')
        panes = self._sidebar(channel) + self._channel(channel) + self._thread(channel, thread)
        return self._document(request, f'<main class="{"with-thread" if thread else ""}">{panes}</main>')

    async def file(self, request: web.Request) -> web.Response:
        """The content of a file, as a signed-in person gets it."""
        file = self._desk.files.known(request.match_info["file_id"])
        if file is None or file.content is None:
            raise web.HTTPNotFound(text="no such file")
        save = {"Content-Disposition": "attachment", "X-Content-Type-Options": "nosniff"}
        return web.Response(body=file.content, content_type="application/octet-stream", headers=save)

    async def permalink(self, request: web.Request) -> web.Response:
        """The place of a message on the page."""
        digits = request.match_info["ts"]
        ts = f"{digits[:-6]}.{digits[-6:]}"
        message = self._desk.workspace.past(request.match_info["channel"], ts)
        if message is None:
            raise web.HTTPNotFound(text="no such message")
        raise web.HTTPFound(f"/?channel={message.channel}&thread={message.root_ts}#m{ts}")

    def _document(self, request: web.Request, body: str) -> web.Response:
        seconds = request.query.get("live", "")
        again = f'<meta http-equiv="refresh" content="{int(seconds)}">' if seconds.isdecimal() else ""
        size = '<meta name="viewport" content="width=device-width, initial-scale=1">'
        head = f'<meta charset="utf-8">{size}{again}<title>Sandbox</title><style>{STYLE}</style>'
        html = f'<!DOCTYPE html><html lang="en"><head>{head}</head><body>{body}</body></html>'
        return web.Response(text=html, content_type="text/html", headers={"Content-Security-Policy": POLICY})

    def _chosen(self, request: web.Request) -> tuple[Channel | None, str | None]:
        channels = self._desk.workspace.channels
        wanted = channels.get(request.query.get("channel", ""))
        said = [item for name in ([wanted.id] if wanted else channels) for item in self._shown(name)]
        latest = max(said, key=lambda item: float(item.ts), default=None)
        thread = request.query.get("thread") or (latest.root_ts if latest else None)
        channel = wanted or (channels[latest.channel] if latest else next(iter(channels.values()), None))
        inside = channel and thread and self._below(channel.id, thread)
        return channel, thread if inside else None

    def _sidebar(self, chosen: Channel) -> str:
        rows = "".join(self._entry(item, chosen) for item in self._desk.workspace.channels.values())
        return f"<nav><h1>{escape(self._desk.identity.team_name)}</h1>{rows}</nav>"

    def _entry(self, channel: Channel, chosen: Channel) -> str:
        here = ' class="here"' if channel.id == chosen.id else ""
        return f'<a{here} href="/?channel={escape(channel.id)}">{self._name(channel)}</a>'

    def _name(self, channel: Channel) -> str:
        if channel.kind != "im":
            return f"{'🔒' if channel.kind == 'group' else '#'} {escape(channel.name)}"
        other = next(iter(channel.members - {self._desk.identity.bot_user_id}))
        return f"{escape(self._desk.manifest.name)} ↔ {escape(self._desk.workspace.users[other].real_name)}"

    def _channel(self, channel: Channel) -> str:
        top = [item for item in self._shown(channel.id) if not item.is_reply or item.broadcast]
        drawn = "".join(self._bubble.message(item, footer=self._replies(item)) for item in top)
        dialogs = "".join(self._bubble.dialog(view) for view in self._open_views(channel))
        return f'<section class="channel"><h2>{self._name(channel)}</h2>{drawn}{dialogs}</section>'

    def _replies(self, message: Message) -> str:
        count = len(self._desk.workspace.replies(message.channel, message.ts))
        link = f"/?channel={escape(message.channel)}&amp;thread={escape(message.ts)}"
        label = "1 reply" if count == 1 else f"{count} replies"
        return f'<a class="replies" href="{link}">{label}</a>' if count and not message.is_reply else ""

    def _thread(self, channel: Channel, thread: str | None) -> str:
        if thread is None:
            return ""
        parent = self._desk.workspace.message(channel.id, thread)
        below = self._below(channel.id, thread)
        first = self._bubble.message(parent) if parent else '<p class="quiet">This message was deleted.</p>'
        count = f'<div class="count">{"1 reply" if len(below) == 1 else f"{len(below)} replies"}</div>'
        rest = "".join(self._bubble.message(item) for item in below)
        head = f'<h2>Thread <span class="quiet">{self._name(channel)}</span></h2>'
        return f'<section class="thread">{head}{first}{count}{rest}</section>'

    def _shown(self, channel: str) -> list[Message]:
        whispers = [item for item in self._desk.workspace.ephemerals if item.channel == channel and not item.deleted]
        return sorted([*self._desk.workspace.messages(channel), *whispers], key=lambda item: float(item.ts))

    def _below(self, channel: str, thread: str) -> list[Message]:
        return [item for item in self._shown(channel) if item.is_reply and item.root_ts == thread]

    def _open_views(self, channel: Channel) -> list[View]:
        return [view for user in channel.members for view in self._desk.views.stack(user)]

    def _view(self, view_id: str) -> str:
        try:
            return self._bubble.dialog(self._desk.views.get(view_id))
        except ApiError:
            raise web.HTTPNotFound(text="no such view") from None
