"""What must never be in anything that the bot says, shows or uploads."""

import json
import re
from collections.abc import Iterator
from typing import Any

from bot.domain.language import Language
from bot.i18n import Words
from ops.sandbox import Message, Sandbox

SPEAKING = (
    "chat.postMessage",
    "chat.postEphemeral",
    "chat.update",
    "files.getUploadURLExternal",
    "files.completeUploadExternal",
    "views.open",
    "views.update",
    "response_url",
)
STRUCTURED = ("blocks", "view", "files", "metadata")
LIVE = re.compile(r"<[!@#]|(?<!\w)@(?:here|channel|everyone)\b", re.IGNORECASE)
LINK = re.compile(r"<(?:https?://[^|>]*|mailto:)", re.IGNORECASE)
LEAKED = re.compile(
    r"Traceback|\b\w+(?:Error|Exception)\b|\b(?:error|slack|told|xlsx|estimate)\.[a-z]+_?\w*\b|[{}]|\bNone\b|\b0x[0-9a-f]{6}"
)


def said(sandbox: Sandbox) -> Iterator[tuple[str, str]]:
    """Every text that the app ever sent to Slack, with the way it went."""
    for call in sandbox.calls():
        if call.method in SPEAKING:
            yield from ((call.method, text) for text in _texts(_read(call.args)))
    for delivery in sandbox.deliveries:
        yield from (("acknowledgement", text) for text in _texts(delivery.answer or {}))


def live(sandbox: Sandbox) -> list[tuple[str, str]]:
    """The texts that would call people, or that lead away from the workspace.

    The asker's own mention under a thread's title, and links to threads, are ours.
    """
    askers = {f"<@{user}>" for user in sandbox.desk.workspace.users}
    titles = {Words.of(one)("slack.thread.asker", asker=asker) for one in Language for asker in askers}
    sent = ((way, text) for way, text in said(sandbox) if text not in titles)
    return [(way, text) for way, text in sent if LIVE.search(text) or _leads_away(text, sandbox.url)]


def _leads_away(text: str, home: str) -> bool:
    return any(not link.startswith(f"<{home}") for link in LINK.findall(text))


def leaks(message: Message) -> list[str]:
    """Pieces of a message that no person should read: exceptions, keys of texts, unfilled places."""
    return LEAKED.findall(message.shown) + LEAKED.findall(message.text)


def _read(args: dict[str, Any]) -> dict[str, Any]:
    """The arguments of a call; structured ones travel as JSON."""
    return {
        name: json.loads(value) if name in STRUCTURED and isinstance(value, str) else value
        for name, value in args.items()
    }


def _texts(node: Any) -> Iterator[str]:
    """Every string in a piece of JSON; what an input is filled with is its owner's own words, and no markup."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, list):
        for item in node:
            yield from _texts(item)
    elif isinstance(node, dict):
        for key, item in node.items():
            if key != "initial_value":
                yield from _texts(item)
