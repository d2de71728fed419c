"""conversations.*: opening and reading.

Sources: https://docs.slack.dev/reference/methods/conversations.replies, conversations.history, conversations.open
"""

import base64
import binascii
import math

from ops.sandbox.errors import ApiError
from ops.sandbox.messages import Message
from ops.sandbox.web_api.call import Call, Method, require
from ops.sandbox.wire import Json
from ops.sandbox.workspace import Channel

SEEING = {"channel": "channels:read", "group": "groups:read", "im": "im:read", "mpim": "mpim:read"}


def open_direct(call: Call) -> Json:
    """conversations.open with one user."""
    people = call.text("users").split(",")
    unknown = [person for person in people if person not in call.desk.workspace.users]
    if unknown:
        raise ApiError("user_not_found")
    if len(people) != 1:
        raise ApiError("method_not_supported_for_channel_type")
    channel = call.desk.workspace.direct(people[0])
    shown = call.desk.payloads.channel(channel) if call.flag("return_im") else {"id": channel.id}
    return {"ok": True, "no_op": False, "already_open": False, "channel": shown}


def info(call: Call) -> Json:
    """conversations.info."""
    channel = call.channel()
    require(call.desk, (SEEING[channel.kind],))
    return {"ok": True, "channel": call.desk.payloads.channel(channel)}


def members(call: Call) -> Json:
    """conversations.members, on one page."""
    channel = call.channel()
    require(call.desk, (SEEING[channel.kind],))
    return {"ok": True, "members": sorted(channel.members), "response_metadata": {"next_cursor": ""}}


def replies(call: Call) -> Json:
    """conversations.replies: the thread, oldest first. Raises `thread_not_found`."""
    channel = call.readable_channel()
    ts = call.text("ts")
    if call.desk.workspace.past(channel.id, ts) is None:
        raise ApiError("thread_not_found")
    return _page(call, _between(call, call.desk.workspace.thread(channel.id, ts)))


def history(call: Call) -> Json:
    """conversations.history: what stands in the channel itself, newest first."""
    channel = call.readable_channel()
    return _page(call, _between(call, top_level(call, channel))[::-1])


def top_level(call: Call, channel: Channel) -> list[Message]:
    """The messages a channel shows outside its threads."""
    return [item for item in call.desk.workspace.messages(channel.id) if not item.is_reply or item.broadcast]


def _between(call: Call, messages: list[Message]) -> list[Message]:
    oldest, latest = _time(call, "oldest", 0.0), _time(call, "latest", math.inf)
    if call.flag("inclusive"):
        return [item for item in messages if oldest <= float(item.ts) <= latest]
    return [item for item in messages if oldest < float(item.ts) < latest]


def _time(call: Call, name: str, default: float) -> float:
    try:
        return float(call.maybe(name) or default)
    except ValueError:
        raise ApiError(f"invalid_ts_{name}") from None


def _page(call: Call, messages: list[Message]) -> Json:
    size = max(1, min(call.number("limit", 100), 999))
    start = _start(call.maybe("cursor"))
    end = start + size
    metadata = call.flag("include_all_metadata")
    shown = [_threaded(call, item, metadata=metadata) for item in messages[start:end]]
    more = end < len(messages)
    cursor = base64.b64encode(f"next:{end}".encode()).decode() if more else ""
    return {"ok": True, "messages": shown, "has_more": more, "response_metadata": {"next_cursor": cursor}}


def _start(cursor: str | None) -> int:
    if cursor is None:
        return 0
    try:
        return int(base64.b64decode(cursor, validate=True).decode().removeprefix("next:"))
    except (binascii.Error, ValueError):
        raise ApiError("invalid_cursor") from None


def _threaded(call: Call, message: Message, *, metadata: bool) -> Json:
    shown = call.desk.payloads.message(message, metadata=metadata)
    below = call.desk.workspace.replies(message.channel, message.ts)
    if not below:
        return shown
    users = list(dict.fromkeys(item.user for item in below))
    counts = {"reply_count": len(below), "reply_users_count": len(users), "reply_users": users[:5]}
    return {**shown, **counts, "latest_reply": below[-1].ts, "is_locked": False, "subscribed": False}


METHODS = {
    "conversations.open": Method(run=open_direct, scopes=("im:write",)),
    "conversations.info": Method(run=info),
    "conversations.members": Method(run=members),
    "conversations.replies": Method(run=replies),
    "conversations.history": Method(run=history),
}
