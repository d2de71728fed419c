"""A message and its history."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from ops.sandbox.errors import NotPossible
from ops.sandbox.wire import Json, present


@dataclass(frozen=True, kw_only=True)
class Edition:
    """What a message said from one moment (`at`, monotonic seconds) on."""

    at: float
    text: str
    blocks: tuple[Json, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Message:
    """A post in a channel, or an ephemeral one when `visible_to` names the only person who sees it.

    `text` is Slack markup, `editions` every content it ever had, oldest first, `created` monotonic seconds.
    """

    channel: str
    ts: str
    user: str
    text: str
    created: float
    editions: tuple[Edition, ...]
    bot_id: str | None = None
    blocks: tuple[Json, ...] = ()
    attachments: tuple[Json, ...] = ()
    files: tuple[str, ...] = ()
    thread_ts: str | None = None
    broadcast: bool = False
    subtype: str | None = None
    metadata: Json | None = None
    client_msg_id: str | None = None
    edited: Json | None = None
    deleted: bool = False
    visible_to: str | None = None
    reactions: tuple[tuple[str, str], ...] = ()

    @property
    def root_ts(self) -> str:
        """The timestamp of the thread it belongs to or would start."""
        return self.thread_ts or self.ts

    @property
    def is_reply(self) -> bool:
        """Whether it sits inside a thread below another message."""
        return self.thread_ts is not None and self.thread_ts != self.ts

    @property
    def shown(self) -> str:
        """Everything a reader sees: the text of the blocks, or the text when there are none."""
        return "\n".join(texts(list(self.blocks))) if self.blocks else self.text

    @property
    def buttons(self) -> tuple[str, ...]:
        """The labels of its buttons, in order."""
        return tuple(item["text"]["text"] for item in elements(self.blocks) if item.get("type") == "button")

    def saying(self, *, at: float, text: str, blocks: tuple[Json, ...], **changed: Any) -> Self:
        """The same message with other content, remembered as one more edition."""
        edition = Edition(at=at, text=text, blocks=blocks)
        return replace(self, text=text, blocks=blocks, editions=(*self.editions, edition), **changed)


def elements(blocks: tuple[Json, ...]) -> list[Json]:
    """The interactive elements of blocks, in order, each with the `block_id` it sits in."""
    found: list[Json] = []
    for block in blocks:
        held = [*block.get("elements", []), block.get("accessory"), block.get("element")]
        found += [{**item, "block_id": block["block_id"]} for item in held if item and "action_id" in item]
    return found


def texts(node: Any) -> list[str]:
    """Every text inside a piece of Block Kit, in reading order."""
    if isinstance(node, list):
        return [text for item in node for text in texts(item)]
    if not isinstance(node, dict):
        return []
    own = [node["text"]] if isinstance(node.get("text"), str) else []
    return own + [text for key, value in node.items() if key != "metadata" for text in texts(value)]


def reactions_json(message: Message) -> list[Json]:
    """Slack's `reactions` list: one entry per name with who reacted."""
    names = dict.fromkeys(name for name, _ in message.reactions)
    who = {name: [user for other, user in message.reactions if other == name] for name in names}
    return [{"name": name, "users": users, "count": len(users)} for name, users in who.items()]


def identity_of(message: Message, app_id: str) -> Json:
    """The author fields of a message as Slack writes them for a person and for a bot."""
    bot = {"bot_id": message.bot_id, "app_id": app_id} if message.bot_id else {}
    return present({"user": message.user, "client_msg_id": message.client_msg_id, **bot})


def action_of(element: Json) -> Json:
    """The fields of an element that come back in an action."""
    kept = ("type", "action_id", "block_id", "value", "text", "style", "url")
    return {key: element[key] for key in kept if key in element}


def chosen(element: Json, values: Sequence[str]) -> Json:
    """The state of a menu after choosing options by value. Raises `NotPossible` for an option it does not have."""
    groups = element.get("option_groups", [])
    options = element.get("options", []) + [option for group in groups for option in group["options"]]
    known = {option["value"]: option for option in options}
    if missing := [value for value in values if value not in known]:
        raise NotPossible(f"no option {missing}: there are {list(known)}")
    if element["type"].startswith("multi_") or element["type"] == "checkboxes":
        return {"selected_options": [known[value] for value in values]}
    return {"selected_option": known[values[0]] if values else None}
