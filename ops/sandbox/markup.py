"""How Slack writes down what a person typed.

Source: https://docs.slack.dev/messaging/formatting-message-text
"""

import re
from collections.abc import Iterator

from ops.sandbox.wire import Json
from ops.sandbox.workspace import Workspace

URL = re.compile(r"https?://[^\s<>|]+")
TOKEN = re.compile(r"<(?P<sign>[@#!]?)(?P<target>[^>|]+)(?:\|(?P<label>[^>]*))?>")
BROADCASTS = ("here", "channel", "everyone")


def escape(text: str) -> str:
    """The three characters Slack escapes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """The reverse of `escape`."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def typed(workspace: Workspace, text: str) -> str:
    """Markup of a typed text: escaped, with known `@names`, `#channels`, `@here` and addresses as links."""
    markup = URL.sub(lambda found: f"<{found[0]}>", escape(text))
    for user in workspace.users.values():
        markup = re.sub(rf"(?<!\S)@{re.escape(user.real_name)}(?!\w)", f"<@{user.id}>", markup)
    for channel in workspace.channels.values():
        markup = re.sub(rf"(?<!\S)#{re.escape(channel.name)}(?!\w)", f"<#{channel.id}|{channel.name}>", markup)
    return re.sub(rf"(?<!\S)@({'|'.join(BROADCASTS)})\b", r"<!\1>", markup)


def rich_text(markup: str, block_id: str) -> Json:
    """The `rich_text` block Slack adds to what a person wrote."""
    section = {"type": "rich_text_section", "elements": list(_pieces(markup))}
    return {"type": "rich_text", "block_id": block_id, "elements": [section]}


def _pieces(markup: str) -> Iterator[Json]:
    end = 0
    for found in TOKEN.finditer(markup):
        if found.start() > end:
            yield _plain(markup[end : found.start()])
        yield _link(found["sign"], found["target"])
        end = found.end()
    if end < len(markup):
        yield _plain(markup[end:])


def _plain(markup: str) -> Json:
    return {"type": "text", "text": unescape(markup)}


def _link(sign: str, target: str) -> Json:
    match sign:
        case "@":
            return {"type": "user", "user_id": target}
        case "#":
            return {"type": "channel", "channel_id": target}
        case "!":
            return {"type": "broadcast", "range": target}
        case _:
            return {"type": "link", "url": unescape(target)}
