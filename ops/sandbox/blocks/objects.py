"""Composition objects.

Sources: https://docs.slack.dev/reference/block-kit/composition-objects/ and the limits in the project's facts.
"""

from typing import Any

from ops.sandbox.blocks.rules import Report, Rule, Shape, among, flag, items, string, typed

URL = string(3000, pattern=r"(?s)https?://.+|mailto:.+|slack://.+")
ID = string(255)
DATE = string(10, pattern=r"\d{4}-\d{2}-\d{2}")
TIME = string(5, pattern=r"\d{2}:\d{2}")


def plain(most: int) -> Rule:
    """A `plain_text` object of at most so many characters."""
    return typed({"plain_text": Shape(fields={"text": string(most), "emoji": flag}, required=("text",))})


def text(most: int) -> Rule:
    """A `plain_text` or `mrkdwn` object of at most so many characters."""
    return typed(
        {
            "plain_text": Shape(fields={"text": string(most), "emoji": flag}, required=("text",)),
            "mrkdwn": Shape(fields={"text": string(most), "verbatim": flag}, required=("text",)),
        }
    )


def option(label: Rule) -> Shape:
    """An option object. `value` may be 150 long by some pages and 75 by others: 75 is safe."""
    fields = {"text": label, "value": string(75), "description": label, "url": URL}
    return Shape(fields=fields, required=("text", "value"))


CONFIRM = Shape(
    fields={
        "title": plain(100),
        "text": text(300),
        "confirm": plain(30),
        "deny": plain(30),
        "style": among("primary", "danger"),
    },
    required=("title", "text", "confirm", "deny"),
)
PLAIN_OPTION = option(plain(75))
RICH_OPTION = option(text(75))
OPTION_GROUP = Shape(
    fields={"label": plain(75), "options": items(PLAIN_OPTION, most=100)}, required=("label", "options")
)
FILTER = Shape(
    fields={
        "include": items(among("im", "mpim", "private", "public"), most=4),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    }
)
DISPATCH = Shape(
    fields={"trigger_actions_on": items(among("on_enter_pressed", "on_character_entered"), most=2)},
)
SLACK_FILE = Shape(fields={"id": ID, "url": URL}, one_of=(("id", "url"),))


def initial_among_options(value: Any, pointer: str, report: Report) -> None:
    """What is chosen at first has to be one of the options, exactly."""
    groups = value.get("option_groups") or []
    known = (value.get("options") or []) + [item for group in groups for item in group.get("options", [])]
    first = [value["initial_option"]] if "initial_option" in value else value.get("initial_options", [])
    if any(item not in known for item in first):
        report.add("initial_option must match one of the options", pointer)
    values = [item.get("value") for item in known if isinstance(item, dict)]
    if len(set(values)) != len(values):
        report.add("option values must be unique", pointer)
