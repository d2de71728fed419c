"""A small Slack on this machine: Web API, Socket Mode, and the people who use it.

async with Sandbox(manifest=json.loads(...)) as sandbox:
    # start the app with sandbox.api_url, sandbox.bot_token and sandbox.app_token, then
    await sandbox.connected()
    aiko = sandbox.person("Aiko", locale="ja-JP")
    room = sandbox.channel("sales")
    asked = await aiko.mentions(room, "見積をお願いします", files=[Upload(name="list.csv", content=data)])
    answer = await sandbox.reply(asked, lambda message: "確認" in message.shown)
    await aiko.presses(answer, "estimate_now")
"""

import socket
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Self, TypeVar

from aiohttp import web

from ops.sandbox.call_log import Called
from ops.sandbox.clock import Clock
from ops.sandbox.delivery import Delivery
from ops.sandbox.desk import Desk
from ops.sandbox.faults import Faults
from ops.sandbox.files import File
from ops.sandbox.identity import Identity
from ops.sandbox.limits import Limits
from ops.sandbox.manifest import EVERYTHING, Manifest
from ops.sandbox.messages import Message
from ops.sandbox.page import Site
from ops.sandbox.people import Person
from ops.sandbox.socket_mode import SocketMode
from ops.sandbox.transfers import Transfers
from ops.sandbox.views import View
from ops.sandbox.web_api.entry import WebApi
from ops.sandbox.wire import Json
from ops.sandbox.workspace import Channel

T = TypeVar("T")
LARGEST_BODY = 64 * 1024 * 1024


class Sandbox:
    """A workspace with the app of a manifest installed, served on loopback by the running event loop.

    `manifest` is the app's manifest document (one that allows everything when omitted), `scopes` what was granted
    instead of what it asks for, `port` 0 for any free one.
    """

    def __init__(
        self,
        *,
        manifest: Json | Manifest = EVERYTHING,
        scopes: Iterable[str] | None = None,
        limits: Limits | None = None,
        port: int = 0,
        identity: Identity | None = None,
    ) -> None:
        app = manifest if isinstance(manifest, Manifest) else Manifest.of(manifest)
        self._listener = socket.create_server(("127.0.0.1", port))
        self.port: int = self._listener.getsockname()[1]
        self.desk = Desk.furnish(
            origin=f"http://127.0.0.1:{self.port}",
            identity=identity or Identity(),
            manifest=app if scopes is None else app.granting(scopes),
            limits=limits or Limits(),
        )
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Serve."""
        self._runner = web.AppRunner(self._app(), access_log=None, shutdown_timeout=0.05, handler_cancellation=True)
        await self._runner.setup()
        await web.SockSite(self._runner, self._listener).start()

    async def stop(self) -> None:
        """Stop serving. Raises what failed inside the sandbox itself."""
        await self.desk.socket.close()
        if self._runner is not None:
            await self._runner.cleanup()
        self._listener.close()
        await self.desk.courier.close()

    @property
    def url(self) -> str:
        """The address of the page that shows the channels."""
        return f"{self.desk.origin}/"

    @property
    def api_url(self) -> str:
        """What the app takes for its API base (`SLACK_API_URL`)."""
        return f"{self.desk.origin}/api/"

    @property
    def bot_token(self) -> str:
        """The bot token the app was installed with."""
        return self.desk.identity.bot_token

    @property
    def app_token(self) -> str:
        """The app-level token with `connections:write`."""
        return self.desk.identity.app_token

    @property
    def faults(self) -> Faults:
        """Where failures are planned."""
        return self.desk.faults

    @property
    def socket(self) -> SocketMode:
        """The app's connections: `refresh()`, `drop()` and `freeze()` disturb them."""
        return self.desk.socket

    @property
    def clock(self) -> Clock:
        """The sandbox's time, which `advance(seconds)` pushes forward."""
        return self.desk.clock

    @property
    def files(self) -> list[File]:
        """Every file, oldest first, with its content."""
        return self.desk.files.all()

    @property
    def deliveries(self) -> list[Delivery]:
        """Every attempt to hand the app a payload, with its latency."""
        return list(self.desk.courier.record)

    def calls(self, method: str | None = None) -> list[Called]:
        """What the app asked of the Web API, oldest first."""
        return self.desk.log.of(method)

    def person(self, name: str, *, locale: str = "en-US", tz: str = "Asia/Tokyo") -> Person:
        """The person of this name; made, and a member of every public channel, when there is none."""
        known = self.desk.workspace.user_called(name)
        user = known or self.desk.workspace.add_person(name, locale=locale, tz=tz)
        return Person(user=user, desk=self.desk)

    def channel(
        self, name: str, *, private: bool = False, with_bot: bool = True, members: Iterable[Person] = ()
    ) -> Channel:
        """The channel of this name; made when there is none. Everybody is in a public one, `members` in a private."""
        known = self.desk.workspace.channel_called(name)
        return known or self._new_channel(name, private=private, with_bot=with_bot, members=members)

    def group(self, *members: Person, id: str | None = None) -> str:
        """The id of a user group with these members; a new one unless its id is given."""
        return self.desk.workspace.add_group((one.id for one in members), id)

    def invite(self, channel: Channel) -> Channel:
        """Bring the app into a channel."""
        return self.desk.board.join(channel.id, self.desk.identity.bot_user_id)

    def remove(self, channel: Channel) -> Channel:
        """Take the app out of a channel."""
        return self.desk.workspace.leave(channel.id, self.desk.identity.bot_user_id)

    def archive(self, channel: Channel) -> Channel:
        """Archive a channel."""
        return self.desk.workspace.archive(channel.id)

    def delete_file(self, file: File) -> File:
        """A person deletes a file."""
        return self.desk.files.put(replace(file, deleted=True, content=None))

    def hide_file(self, file: File) -> File:
        """The app loses sight of a file, as with files of other workspaces."""
        return self.desk.files.put(replace(file, hidden=True))

    def message(self, channel: Channel | str, ts: str) -> Message | None:
        """The present state of a message, None when there is none or it was deleted."""
        return self.desk.workspace.message(_id(channel), ts)

    def messages(self, channel: Channel | str) -> list[Message]:
        """Every message of a channel, replies included, oldest first."""
        return self.desk.workspace.messages(_id(channel))

    def thread(self, channel: Channel | str, ts: str) -> list[Message]:
        """A message and its replies, oldest first."""
        return self.desk.workspace.thread(_id(channel), ts)

    def ephemerals(self, person: Person) -> list[Message]:
        """What only this person sees."""
        return person.ephemerals

    def views(self, person: Person) -> list[View]:
        """The modals this person has open, the topmost last."""
        return person.views

    async def wait_for(self, look: Callable[[], T], within: float = 5.0) -> T:
        """The first true value of `look`, asked now and after every change. Raises `NotSeen`."""
        return await self.desk.workspace.changes.until(look, within, self._story)

    async def connected(self, *, count: int = 1, within: float = 10.0) -> None:
        """Wait until the app has so many Socket Mode connections."""
        await self.wait_for(lambda: len(self.desk.socket.connections) >= count, within=within)

    async def reply(self, to: Message, look: Callable[[Message], object] = bool, *, within: float = 5.0) -> Message:
        """The first message of the app in the thread of `to` for which `look` is true. Raises `NotSeen`."""

        def found() -> list[Message]:
            below = self.desk.workspace.replies(to.channel, to.root_ts)
            return [item for item in below if item.bot_id and look(item)]

        return (await self.wait_for(found, within=within))[0]

    def _new_channel(self, name: str, *, private: bool, with_bot: bool, members: Iterable[Person]) -> Channel:
        workspace, bot = self.desk.workspace, self.desk.identity.bot_user_id
        everybody = {person.id for person in members} if private else set(workspace.users) - {bot}
        there = everybody | ({bot} if with_bot else set())
        return workspace.add_channel(name.removeprefix("#"), "group" if private else "channel", there)

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=LARGEST_BODY)
        api, transfers, site = WebApi(self.desk), Transfers(self.desk), Site(self.desk)
        app.router.add_get("/", site.page)
        app.router.add_get("/files/{user}/{file_id}/{name}", site.file)
        app.router.add_get("/archives/{channel}/p{ts:[0-9]{7,}}", site.permalink)
        app.router.add_route("*", "/api/{method}", api.handle)
        app.router.add_get("/link/", self.desk.socket.handle)
        app.router.add_post("/upload/v1/{key}", transfers.upload)
        app.router.add_post("/actions/{key}", transfers.respond)
        app.router.add_get("/files-pri/{team}-{file_id}/download/{name}", transfers.download)
        app.router.add_get("/files-pri/{team}-{file_id}/{name}", transfers.download)
        return app

    def _story(self) -> str:
        channels = self.desk.workspace.channels
        said = [item for channel in channels for item in self.desk.workspace.messages(channel)]
        recent = sorted(said, key=lambda item: item.ts)[-8:]
        lines = [f"  {channels[item.channel].name} {item.user}: {item.shown[:200]}" for item in recent]
        failed = [f"  {item.method}: {item.error or item.fault}" for item in self.desk.log.failed()[-8:]]
        return "\n".join(["recent messages:", *lines, "failed calls:", *failed])


def _id(channel: Channel | str) -> str:
    return channel if isinstance(channel, str) else channel.id
