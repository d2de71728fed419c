"""The people, channels and messages of the sandbox's workspace."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from ops.sandbox.changes import Changes
from ops.sandbox.clock import Clock
from ops.sandbox.identity import Identity
from ops.sandbox.messages import Message

Kind = Literal["channel", "group", "im", "mpim"]
OFFSETS = {"Asia/Tokyo": ("Japan Standard Time", 32_400)}


@dataclass(frozen=True, kw_only=True)
class User:
    """A person or a bot. `locale` is what Slack reports with `include_locale`, for example `ja-JP`."""

    id: str
    name: str
    real_name: str
    locale: str = "en-US"
    tz: str = "Asia/Tokyo"
    is_bot: bool = False
    deleted: bool = False


@dataclass(frozen=True, kw_only=True)
class Channel:
    """A conversation of any kind."""

    id: str
    name: str
    kind: Kind
    members: frozenset[str]
    archived: bool = False


class Workspace:
    """Everything the workspace holds, and the only place that changes it."""

    def __init__(self, *, identity: Identity, clock: Clock, bot_name: str) -> None:
        self.identity, self.clock, self.changes = identity, clock, Changes()
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.groups: dict[str, frozenset[str]] = {}
        self.ephemerals: list[Message] = []
        self._messages: dict[str, dict[str, Message]] = defaultdict(dict)
        self._replies: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._count = 0
        self._add_user(User(id=identity.bot_user_id, name=bot_name.lower(), real_name=bot_name, is_bot=True))

    def new_id(self, letter: str) -> str:
        """A fresh id of Slack's form: the letter of its kind and capitals."""
        self._count += 1
        return f"{letter}0SBX{self._count:05d}"

    def add_person(self, name: str, *, locale: str, tz: str) -> User:
        """A new person, a member of every public channel."""
        user = User(id=self.new_id("U"), name=name.lower(), real_name=name, locale=locale, tz=tz)
        self._add_user(user)
        for channel in [item for item in self.channels.values() if item.kind == "channel"]:
            self.join(channel.id, user.id)
        return user

    def add_channel(self, name: str, kind: Kind, members: Iterable[str]) -> Channel:
        """A new conversation with these members."""
        channel = Channel(
            id=self.new_id("D" if kind == "im" else "C"), name=name, kind=kind, members=frozenset(members)
        )
        return self._set_channel(channel)

    def add_group(self, members: Iterable[str], id: str | None = None) -> str:
        """The id of a user group with these members; a new one unless its id is given."""
        named = id or self.new_id("S")
        self.groups[named] = frozenset(members)
        return named

    def user_called(self, name: str) -> User | None:
        """The user of this display name, if there is one."""
        return next((user for user in self.users.values() if name in (user.real_name, user.name)), None)

    def channel_called(self, name: str) -> Channel | None:
        """The channel with this id or name (with or without `#`), if there is one."""
        plain = name.removeprefix("#")
        named = (item for item in self.channels.values() if item.name == plain and item.kind != "im")
        return self.channels.get(name) or next(named, None)

    def direct(self, user_id: str) -> Channel:
        """The direct message channel between the bot and a user, opened when it is not yet."""
        members = frozenset({user_id, self.identity.bot_user_id})
        held = (item for item in self.channels.values() if item.kind == "im" and item.members == members)
        return next(held, None) or self.add_channel(f"dm-{user_id}", "im", members)

    def join(self, channel_id: str, user_id: str) -> Channel:
        """Make a user a member."""
        channel = self.channels[channel_id]
        return self._set_channel(replace(channel, members=channel.members | {user_id}))

    def leave(self, channel_id: str, user_id: str) -> Channel:
        """End a membership."""
        channel = self.channels[channel_id]
        return self._set_channel(replace(channel, members=channel.members - {user_id}))

    def archive(self, channel_id: str) -> Channel:
        """Archive a channel."""
        return self._set_channel(replace(self.channels[channel_id], archived=True))

    def put(self, message: Message) -> Message:
        """Store a new message or the new state of one."""
        known = self._messages[message.channel]
        if message.ts not in known and message.is_reply:
            self._replies[message.channel, message.root_ts].append(message.ts)
        known[message.ts] = message
        self.changes.tell()
        return message

    def whisper(self, message: Message) -> Message:
        """Show an ephemeral message."""
        self.ephemerals.append(message)
        self.changes.tell()
        return message

    def rewhisper(self, message: Message) -> Message:
        """Store the new state of an ephemeral message."""
        at = next(index for index, item in enumerate(self.ephemerals) if item.ts == message.ts)
        self.ephemerals[at] = message
        self.changes.tell()
        return message

    def message(self, channel: str, ts: str) -> Message | None:
        """The message at a timestamp; a deleted one is gone."""
        found = self._messages[channel].get(ts)
        return None if found is None or found.deleted else found

    def messages(self, channel: str) -> list[Message]:
        """Every message that is not deleted, oldest first, replies included."""
        return [item for item in self._messages[channel].values() if not item.deleted]

    def past(self, channel: str, ts: str) -> Message | None:
        """The message at a timestamp, deleted or not."""
        return self._messages[channel].get(ts)

    def replies(self, channel: str, ts: str) -> list[Message]:
        """The replies below a message, oldest first."""
        found = (self.message(channel, reply) for reply in self._replies[channel, ts])
        return [item for item in found if item]

    def thread(self, channel: str, ts: str) -> list[Message]:
        """The parent, unless it was deleted, and its replies."""
        parent = self.message(channel, ts)
        return ([parent] if parent else []) + self.replies(channel, ts)

    def _add_user(self, user: User) -> None:
        self.users[user.id] = user

    def _set_channel(self, channel: Channel) -> Channel:
        self.channels[channel.id] = channel
        self.changes.tell()
        return channel
