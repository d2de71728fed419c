"""The JSON of events, commands and interactions, shaped as Slack sends it.

Sources: https://docs.slack.dev/reference/events and https://docs.slack.dev/reference/interaction-payloads
"""

from dataclasses import dataclass

from ops.sandbox.files import Files
from ops.sandbox.identity import Identity
from ops.sandbox.messages import Message, identity_of, reactions_json
from ops.sandbox.wire import Json, present
from ops.sandbox.workspace import Channel, Kind, User, Workspace

SUBSCRIPTIONS: dict[Kind, str] = {
    "channel": "message.channels",
    "group": "message.groups",
    "im": "message.im",
    "mpim": "message.mpim",
}


@dataclass(frozen=True, kw_only=True)
class Payloads:
    """Builds payloads from the state of the workspace."""

    workspace: Workspace
    files: Files
    identity: Identity

    def callback(self, event: Json) -> Json:
        """The envelope's payload around an event."""
        who = {"enterprise_id": None, "team_id": self.identity.team_id, "user_id": self.identity.bot_user_id}
        return {
            "token": "sandbox",
            "team_id": self.identity.team_id,
            "context_team_id": self.identity.team_id,
            "context_enterprise_id": None,
            "api_app_id": self.identity.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": self.workspace.new_id("Ev"),
            "event_time": int(self.workspace.clock.now()),
            "authorizations": [{**who, "is_bot": True, "is_enterprise_install": False}],
            "is_ext_shared_channel": False,
            "event_context": "4-sandbox",
        }

    def message(self, message: Message, *, metadata: bool = False) -> Json:
        """A message as the Web API and events show it."""
        parent = self.workspace.past(message.channel, message.root_ts)
        bare = {"type": "message", "ts": message.ts, "text": message.text, "team": self.identity.team_id}
        optional = {
            "subtype": message.subtype,
            "blocks": list(message.blocks) or None,
            "attachments": list(message.attachments) or None,
            "files": self._files(message) or None,
            "thread_ts": self._thread_ts(message),
            "parent_user_id": parent.user if parent and message.is_reply else None,
            "edited": message.edited,
            "reactions": reactions_json(message) or None,
            "metadata": message.metadata if metadata else None,
        }
        upload = {"upload": False} if message.files else {}
        return {**bare, **identity_of(message, self.identity.app_id), **present(optional), **upload}

    def message_event(self, message: Message) -> Json:
        """The `message` event of a new post."""
        return {**self.message(message), **self._place(message.channel), "event_ts": message.ts}

    def mention_event(self, message: Message) -> Json:
        """The `app_mention` event of the same post; it has no `channel_type`."""
        kept = {key: value for key, value in self.message(message).items() if key not in ("subtype", "upload")}
        return {**kept, "type": "app_mention", "channel": message.channel, "event_ts": message.ts}

    def changed_event(self, message: Message, before: Json) -> Json:
        """The `message_changed` event; `before` is the message as it was."""
        stamp = self.workspace.clock.stamp()
        event = {"type": "message", "subtype": "message_changed", "hidden": True, "ts": stamp, "event_ts": stamp}
        return {**event, "message": self.message(message), "previous_message": before, **self._place(message.channel)}

    def deleted_event(self, message: Message, before: Json) -> Json:
        """The `message_deleted` event."""
        stamp = self.workspace.clock.stamp()
        event = {"type": "message", "subtype": "message_deleted", "hidden": True, "ts": stamp, "event_ts": stamp}
        place = self._place(message.channel)
        return {**event, "deleted_ts": message.ts, "previous_message": before, **place}

    def reaction_event(self, message: Message, user: str, name: str, *, added: bool) -> Json:
        """`reaction_added` or `reaction_removed`."""
        item = {"type": "message", "channel": message.channel, "ts": message.ts}
        kind = "reaction_added" if added else "reaction_removed"
        author = {"user": user, "item_user": message.user}
        return {"type": kind, **author, "reaction": name, "item": item, "event_ts": self.workspace.clock.stamp()}

    def home_event(self, user: str, tab: str, view: Json | None) -> Json:
        """`app_home_opened`."""
        channel = self.workspace.direct(user).id
        shown = {"view": view} if view else {}
        stamp = self.workspace.clock.stamp()
        return {"type": "app_home_opened", "user": user, "channel": channel, "tab": tab, "event_ts": stamp, **shown}

    def joined_event(self, channel: Channel, user: str) -> Json:
        """`member_joined_channel`."""
        kind = "G" if channel.kind == "group" else "C"
        where = {"channel": channel.id, "channel_type": kind, "team": self.identity.team_id}
        stamp = self.workspace.clock.stamp()
        return {"type": "member_joined_channel", "user": user, **where, "event_ts": stamp}

    def command(self, user: User, channel: Channel, **fields: str) -> Json:
        """The payload of a slash command; `fields` are `command`, `text`, `trigger_id` and `response_url`."""
        place = {"channel_id": channel.id, "channel_name": shown_name(channel)}
        who = {"user_id": user.id, "user_name": user.name}
        team = {"team_id": self.identity.team_id, "team_domain": self.identity.domain}
        app = {"token": "sandbox", "api_app_id": self.identity.app_id, "is_enterprise_install": "false"}
        return {**app, **team, **place, **who, **fields}

    def interaction(self, kind: str, user: User, **fields: object) -> Json:
        """What every interaction carries, and `fields`."""
        person = {"id": user.id, "username": user.name, "name": user.name, "team_id": self.identity.team_id}
        team = {"id": self.identity.team_id, "domain": self.identity.domain}
        app = {"token": "sandbox", "api_app_id": self.identity.app_id, "is_enterprise_install": False}
        return {"type": kind, "user": person, "team": team, "enterprise": None, **app, **fields}

    def where(self, channel: Channel) -> Json:
        """The `channel` of an interaction."""
        return {"id": channel.id, "name": shown_name(channel)}

    def user(self, user: User, *, locale: bool) -> Json:
        """A user object."""
        profile = {"real_name": user.real_name, "display_name": user.real_name, "team": self.identity.team_id}
        flags = {"deleted": user.deleted, "is_bot": user.is_bot, "is_app_user": False, "updated": 0}
        zone = {"tz": user.tz, "tz_label": user.tz, "tz_offset": 32_400 if user.tz == "Asia/Tokyo" else 0}
        named = {"id": user.id, "team_id": self.identity.team_id, "name": user.name, "real_name": user.real_name}
        return {**named, **flags, **zone, "profile": profile, **({"locale": user.locale} if locale else {})}

    def channel(self, channel: Channel) -> Json:
        """A conversation object."""
        kinds = {"is_channel": channel.kind == "channel", "is_group": channel.kind == "group"}
        kinds |= {"is_im": channel.kind == "im", "is_mpim": channel.kind == "mpim"}
        states = {"is_private": channel.kind != "channel", "is_archived": channel.archived, "is_general": False}
        if channel.kind == "im":
            other = next(iter(channel.members - {self.identity.bot_user_id}))
            return {"id": channel.id, **kinds, **states, "user": other, "is_open": True}
        member = self.identity.bot_user_id in channel.members
        return {"id": channel.id, "name": channel.name, **kinds, **states, "is_member": member}

    def _files(self, message: Message) -> list[Json]:
        found = (self.files.known(file_id) for file_id in message.files)
        return [self.files.described(file) for file in found if file]

    def _thread_ts(self, message: Message) -> str | None:
        started = self.workspace.replies(message.channel, message.ts)
        return message.thread_ts or (message.ts if started else None)

    def _place(self, channel: str) -> Json:
        return {"channel": channel, "channel_type": self.workspace.channels[channel].kind}


def shown_name(channel: Channel) -> str:
    """The name Slack writes into interactions: private conversations go without theirs."""
    return {"im": "directmessage", "group": "privategroup", "mpim": "mpdm"}.get(channel.kind, channel.name)
