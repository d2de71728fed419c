"""chat.*: posting and changing messages.

Sources: https://docs.slack.dev/reference/methods/chat.postMessage, chat.update, chat.delete, chat.postEphemeral
"""

from typing import Any

from ops.sandbox.blocks import check_message
from ops.sandbox.board import Draft
from ops.sandbox.errors import ApiError
from ops.sandbox.messages import Message
from ops.sandbox.web_api.call import Call, Method
from ops.sandbox.wire import Json
from ops.sandbox.workspace import Channel

LONGEST_POST = 40_000
LONGEST_UPDATE = 4_000
MOST_ATTACHMENTS = 100


def post_message(call: Call) -> Json:
    """chat.postMessage, into a channel or, given a user id, into the direct message with them."""
    channel = _writable(call)
    text, blocks, attachments = content(call, longest=LONGEST_POST)
    draft = Draft(
        channel=channel.id, user=call.desk.identity.bot_user_id, by_bot=True, text=text, blocks=blocks,
        attachments=attachments, thread_ts=_thread(call, channel), broadcast=_broadcast(call), metadata=_metadata(call),
    )  # fmt: skip
    call.desk.throttle.post(channel.id)
    message = call.desk.board.post(draft)
    return {"ok": True, "channel": channel.id, "ts": message.ts, "message": _shown(call, message)}


def update(call: Call) -> Json:
    """chat.update, of the app's own messages. Blocks that are not given stay."""
    channel = call.joined_channel()
    message = _own(call, call.message(channel), "cant_update_message")
    text, blocks, attachments = content(call, longest=LONGEST_UPDATE)
    kept = message.blocks if call.json("blocks") is None else blocks
    metadata = message.metadata if call.json("metadata") is None else _metadata(call)
    changed = call.desk.board.edit(message, text=text, blocks=kept, attachments=attachments, metadata=metadata)
    return {"ok": True, "channel": channel.id, "ts": changed.ts, "text": text, "message": _shown(call, changed)}


def delete(call: Call) -> Json:
    """chat.delete, of the app's own messages."""
    channel = call.joined_channel()
    message = _own(call, call.message(channel), "cant_delete_message")
    call.desk.board.delete(message)
    return {"ok": True, "channel": channel.id, "ts": message.ts}


def post_ephemeral(call: Call) -> Json:
    """chat.postEphemeral, to somebody who is in the channel."""
    channel = _writable(call)
    person = call.text("user")
    if person not in channel.members:
        raise ApiError("user_not_in_channel")
    text, blocks, attachments = content(call, longest=LONGEST_POST)
    draft = Draft(
        channel=channel.id, user=call.desk.identity.bot_user_id, by_bot=True, text=text, blocks=blocks,
        attachments=attachments, thread_ts=_thread(call, channel),
    )  # fmt: skip
    return {"ok": True, "message_ts": call.desk.board.whisper(draft, to=person).ts}


def get_permalink(call: Call) -> Json:
    """chat.getPermalink."""
    channel = call.channel()
    message = call.message(channel, "message_ts")
    link = f"{call.desk.origin}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    reply = f"?thread_ts={message.thread_ts}&cid={channel.id}" if message.is_reply else ""
    return {"ok": True, "channel": channel.id, "permalink": link + reply}


def content(call: Call, *, longest: int) -> tuple[str, tuple[Json, ...], tuple[Json, ...]]:
    """Text, blocks and attachments of a call, checked. Raises `no_text`, `msg_too_long`, `invalid_blocks`, ..."""
    text, blocks, attachments = call.maybe("text") or "", call.json("blocks"), call.json("attachments")
    if not text.strip() and not blocks and not attachments:
        raise ApiError("no_text")
    if len(text) > longest:
        raise ApiError("msg_too_long")
    check_message(blocks)
    return text, tuple(blocks or ()), _attachments(attachments)


def _attachments(value: Any) -> tuple[Json, ...]:
    if value is not None and not isinstance(value, list):
        raise ApiError("invalid_attachments")
    if len(value or ()) > MOST_ATTACHMENTS:
        raise ApiError("too_many_attachments")
    return tuple(value or ())


def _writable(call: Call) -> Channel:
    if call.args.get("channel") in call.desk.workspace.users:
        return call.desk.workspace.direct(call.text("channel"))
    channel = call.joined_channel()
    if channel.archived:
        raise ApiError("is_archived")
    return channel


def _thread(call: Call, channel: Channel) -> str | None:
    """The thread to reply in. Slack itself accepts any timestamp; a wrong one is a bug of the app, so it is refused."""
    ts = call.maybe("thread_ts")
    if ts is None:
        return None
    parent = call.desk.workspace.past(channel.id, ts)
    if parent is None:
        raise ApiError("thread_not_found")
    if parent.is_reply:
        raise ApiError("cannot_reply_to_message")
    return ts


def _broadcast(call: Call) -> bool:
    return call.flag("reply_broadcast") and call.maybe("thread_ts") is not None


def _metadata(call: Call) -> Json | None:
    value = call.json("metadata")
    if value in (None, {}):
        return None
    if not isinstance(value, dict) or not isinstance(value.get("event_type"), str):
        raise ApiError("invalid_metadata_format")
    if not isinstance(value.get("event_payload"), dict) or set(value) > {"event_type", "event_payload", "entities"}:
        raise ApiError("invalid_metadata_schema")
    return value


def _own(call: Call, message: Message, error: str) -> Message:
    if message.bot_id != call.desk.identity.bot_id:
        raise ApiError(error)
    return message


def _shown(call: Call, message: Message) -> Json:
    return call.desk.payloads.message(message, metadata=True)


METHODS = {
    "chat.postMessage": Method(run=post_message, scopes=("chat:write",)),
    "chat.update": Method(run=update, scopes=("chat:write",)),
    "chat.delete": Method(run=delete, scopes=("chat:write",)),
    "chat.postEphemeral": Method(run=post_ephemeral, scopes=("chat:write",)),
    "chat.getPermalink": Method(run=get_permalink),
}
