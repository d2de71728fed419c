"""One call of a Web API method."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from ops.sandbox.desk import Desk
from ops.sandbox.errors import ApiError
from ops.sandbox.messages import Message
from ops.sandbox.wire import Json, decoded, truthy
from ops.sandbox.workspace import Channel

READING = {"channel": "channels:history", "group": "groups:history", "im": "im:history", "mpim": "mpim:history"}


@dataclass(frozen=True, kw_only=True)
class Call:
    """The arguments of a call and where it is carried out."""

    desk: Desk
    method: str
    args: Json

    def text(self, name: str) -> str:
        """A required string. Raises `invalid_arguments` when it is missing."""
        value = self.args.get(name)
        if value is None or value == "":
            raise ApiError("invalid_arguments", response_metadata=_missing(name))
        return str(value)

    def maybe(self, name: str) -> str | None:
        """An optional string."""
        value = self.args.get(name)
        return None if value in (None, "") else str(value)

    def flag(self, name: str) -> bool:
        """A boolean, false when absent."""
        return truthy(self.args.get(name))

    def number(self, name: str, default: int) -> int:
        """A whole number. Raises `invalid_arguments` when it is none."""
        try:
            return int(self.args.get(name) or default)
        except ValueError:
            raise ApiError("invalid_arguments") from None

    def json(self, name: str) -> Any:
        """A structured argument, or None. Raises `invalid_json` when it does not parse."""
        try:
            return decoded(self.args.get(name))
        except json.JSONDecodeError:
            raise ApiError("invalid_json") from None

    def channel(self, name: str = "channel") -> Channel:
        """The conversation named, which the app may know of. Raises `channel_not_found`."""
        channel = self.desk.workspace.channels.get(self.text(name))
        if channel is None or (channel.kind != "channel" and not self.is_member(channel)):
            raise ApiError("channel_not_found")
        return channel

    def is_member(self, channel: Channel) -> bool:
        """Whether the bot is in the conversation."""
        return self.desk.identity.bot_user_id in channel.members

    def joined_channel(self, name: str = "channel") -> Channel:
        """The conversation named, of which the bot is a member. Raises `channel_not_found` or `not_in_channel`."""
        channel = self.channel(name)
        if not self.is_member(channel):
            raise ApiError("not_in_channel")
        return channel

    def readable_channel(self) -> Channel:
        """A joined conversation whose history the granted scopes open. Raises `missing_scope` as well."""
        channel = self.channel()
        require(self.desk, (READING[channel.kind],))
        if not self.is_member(channel):
            raise ApiError("not_in_channel")
        return channel

    def message(self, channel: Channel, name: str = "ts") -> Message:
        """The message named. Raises `message_not_found`."""
        found = self.desk.workspace.message(channel.id, self.text(name))
        if found is None:
            raise ApiError("message_not_found")
        return found


@dataclass(frozen=True, kw_only=True)
class Method:
    """A method: what it does, and the scopes of which the token needs one (none: any will do)."""

    run: Callable[[Call], Json]
    scopes: tuple[str, ...] = ()
    holder: Literal["bot", "app"] = "bot"


def require(desk: Desk, scopes: tuple[str, ...]) -> None:
    """Raises `missing_scope` unless one of the scopes was granted."""
    granted = desk.manifest.scopes
    if scopes and not granted.intersection(scopes):
        raise ApiError("missing_scope", needed=scopes[0], provided=",".join(sorted(granted)))


def _missing(name: str) -> Json:
    return {"messages": [f"[ERROR] missing required field: {name}"]}
