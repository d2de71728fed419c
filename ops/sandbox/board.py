"""Posting: a change in the workspace and the events it causes."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from ops.sandbox.delivery import Courier
from ops.sandbox.limits import Limits
from ops.sandbox.manifest import Manifest
from ops.sandbox.messages import Edition, Message
from ops.sandbox.payloads import SUBSCRIPTIONS, Payloads
from ops.sandbox.wire import Json
from ops.sandbox.workspace import Channel, Kind, Workspace


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A message about to be posted."""

    channel: str
    user: str
    text: str = ""
    by_bot: bool = False
    blocks: tuple[Json, ...] = ()
    attachments: tuple[Json, ...] = ()
    files: tuple[str, ...] = ()
    thread_ts: str | None = None
    broadcast: bool = False
    metadata: Json | None = field(default=None)


class Board:
    """Posts, edits, deletes, whispers and reactions, told to the app as far as it subscribed to them."""

    def __init__(
        self, *, workspace: Workspace, payloads: Payloads, courier: Courier, manifest: Manifest, limits: Limits
    ) -> None:
        self._workspace, self._payloads, self._courier = workspace, payloads, courier
        self._manifest, self._limits = manifest, limits

    def post(self, draft: Draft) -> Message:
        """Post a message and send its events."""
        message = self._workspace.put(self._message(draft))
        self._share(message)
        self._send(SUBSCRIPTIONS[self._kind(message)], message.channel, self._payloads.message_event(message))
        if self._mentions_app(message):
            self._send("app_mention", message.channel, self._payloads.mention_event(message))
        return message

    def whisper(self, draft: Draft, *, to: str) -> Message:
        """Show an ephemeral message to one person; no event tells of it."""
        return self._workspace.whisper(replace(self._message(draft), visible_to=to))

    def edit(
        self, message: Message, *, text: str, blocks: Iterable[Json], attachments: tuple[Json, ...] = (),
        metadata: Json | None = None,
    ) -> Message:  # fmt: skip
        """Change a message in place."""
        before = self._payloads.message(message)
        edited = {"user": message.user, "ts": self._workspace.clock.stamp()}
        changed = message.saying(
            at=self._workspace.clock.monotonic(), text=text, blocks=self.with_ids(blocks), edited=edited,
            attachments=attachments, metadata=metadata,
        )  # fmt: skip
        if message.visible_to:
            return self._workspace.rewhisper(changed)
        self._workspace.put(changed)
        event = self._payloads.changed_event(changed, before)
        self._send(SUBSCRIPTIONS[self._kind(changed)], changed.channel, event)
        return changed

    def delete(self, message: Message) -> None:
        """Take a message away."""
        before = self._payloads.message(message)
        gone = replace(message, deleted=True)
        if message.visible_to:
            self._workspace.rewhisper(gone)
            return
        self._workspace.put(gone)
        event = self._payloads.deleted_event(gone, before)
        self._send(SUBSCRIPTIONS[self._kind(gone)], gone.channel, event)

    def react(self, message: Message, user: str, name: str, *, added: bool) -> Message:
        """Add or take away a reaction."""
        others = tuple(item for item in message.reactions if item != (name, user))
        reactions = (*others, (name, user)) if added else others
        changed = self._workspace.put(replace(message, reactions=reactions))
        event = self._payloads.reaction_event(message, user, name, added=added)
        self._send(event["type"], message.channel, event)
        return changed

    def join(self, channel: str, user: str) -> Channel:
        """Bring a user into a channel."""
        joined = self._workspace.join(channel, user)
        self._send("member_joined_channel", channel, self._payloads.joined_event(joined, user))
        return joined

    def open_home(self, user: str, tab: str, view: Json | None) -> None:
        """A person looks at the app's Home."""
        channel = self._workspace.direct(user).id
        self._send("app_home_opened", channel, self._payloads.home_event(user, tab, view))

    def with_ids(self, blocks: Iterable[Json]) -> tuple[Json, ...]:
        """Blocks as Slack stores them: what had no `block_id` or `action_id` gets one."""
        return tuple(self._with_id(block) for block in blocks)

    def _with_id(self, block: Json) -> Json:
        stored = {**block, "block_id": block.get("block_id") or uuid.uuid4().hex[:5]}
        if block["type"] == "actions":
            stored["elements"] = [_with_action_id(item) for item in block["elements"]]
        for key in ("accessory", "element"):
            if key in block:
                stored[key] = _with_action_id(block[key])
        return stored

    def _message(self, draft: Draft) -> Message:
        at = self._workspace.clock.monotonic()
        blocks = self.with_ids(draft.blocks)
        return Message(
            channel=draft.channel, ts=self._workspace.clock.stamp(), user=draft.user, text=draft.text, created=at,
            editions=(Edition(at=at, text=draft.text, blocks=blocks),), blocks=blocks,
            bot_id=self._payloads.identity.bot_id if draft.by_bot else None, attachments=draft.attachments,
            files=draft.files, thread_ts=draft.thread_ts, broadcast=draft.broadcast, subtype=_subtype(draft),
            metadata=draft.metadata, client_msg_id=None if draft.by_bot else str(uuid.uuid4()),
        )  # fmt: skip

    def _share(self, message: Message) -> None:
        files = self._payloads.files
        for file in filter(None, map(files.known, message.files)):
            files.put(replace(file, shares=(*file.shares, (message.channel, message.ts))))

    def _mentions_app(self, message: Message) -> bool:
        named = self._payloads.identity.mention in message.text and message.bot_id is None
        return named and self._kind(message) != "im" and (not message.files or self._limits.mention_with_file)

    def _kind(self, message: Message) -> Kind:
        return self._workspace.channels[message.channel].kind

    def _send(self, subscription: str, channel: str, event: Json) -> None:
        member = self._payloads.identity.bot_user_id in self._workspace.channels[channel].members
        if member and self._manifest.hears(subscription):
            self._courier.event(self._payloads.callback(event))


def _subtype(draft: Draft) -> str | None:
    if draft.files:
        return "file_share"
    return "thread_broadcast" if draft.broadcast else None


def _with_action_id(element: Json) -> Json:
    if element["type"] in ("image", "mrkdwn", "plain_text") or element.get("action_id"):
        return element
    return {**element, "action_id": uuid.uuid4().hex[:5]}
