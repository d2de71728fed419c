"""Layout blocks, and where each may stand.

Source: https://docs.slack.dev/reference/block-kit/blocks/
"""

from collections.abc import Mapping
from typing import Any

from ops.sandbox.blocks.elements import (
    IMAGE,
    IN_ACTIONS,
    IN_CONTEXT_ACTIONS,
    IN_INPUT,
    IN_MODAL_INPUT,
    IN_SECTION,
)
from ops.sandbox.blocks.objects import ID, SLACK_FILE, URL, plain, text
from ops.sandbox.blocks.rich import RICH_TEXT, TABLE
from ops.sandbox.blocks.rules import Report, Rule, Shape, among, flag, items, string, typed


def _says_something(value: Any, pointer: str, report: Report) -> None:
    if "text" not in value and "fields" not in value:
        report.add("must define either `text` or `fields`", pointer)


def _in_context(value: Any, pointer: str, report: Report) -> None:
    if isinstance(value, dict) and value.get("type") == "image":
        IMAGE(value, pointer, report)
    else:
        text(3000)(value, pointer, report)


def _input(elements: Mapping[str, Rule]) -> Shape:
    return Shape(
        fields={
            "block_id": ID,
            "label": plain(2000),
            "element": typed(elements),
            "hint": plain(2000),
            "optional": flag,
            "dispatch_action": flag,
        },
        required=("label", "element"),
    )


SECTION = Shape(
    fields={
        "block_id": ID,
        "text": text(3000),
        "fields": items(text(2000), most=10),
        "accessory": typed(IN_SECTION),
        "expand": flag,
    },
    also=_says_something,
)
IMAGE_BLOCK = Shape(
    fields={
        "block_id": ID, "image_url": URL, "slack_file": SLACK_FILE, "alt_text": string(2000), "title": plain(2000),
    },
    required=("alt_text",),
    one_of=(("image_url", "slack_file"),),
)  # fmt: skip
EVERYWHERE: Mapping[str, Rule] = {
    "section": SECTION,
    "divider": Shape(fields={"block_id": ID}),
    "header": Shape(fields={"block_id": ID, "text": plain(150)}, required=("text",)),
    "image": IMAGE_BLOCK,
    "context": Shape(fields={"block_id": ID, "elements": items(_in_context, most=10)}, required=("elements",)),
    "actions": Shape(fields={"block_id": ID, "elements": items(typed(IN_ACTIONS), most=25)}, required=("elements",)),
    "rich_text": RICH_TEXT,
}
IN_MESSAGE: Mapping[str, Rule] = {
    **EVERYWHERE,
    "input": _input(IN_INPUT),
    "table": TABLE,
    "markdown": Shape(fields={"block_id": ID, "text": string(12_000)}, required=("text",)),
    "file": Shape(
        fields={"block_id": ID, "external_id": string(255), "source": among("remote")},
        required=("external_id", "source"),
    ),
    "context_actions": Shape(
        fields={"block_id": ID, "elements": items(typed(IN_CONTEXT_ACTIONS), most=5)}, required=("elements",)
    ),
}
IN_MODAL: Mapping[str, Rule] = {
    **EVERYWHERE,
    "input": _input(IN_MODAL_INPUT),
    "alert": Shape(
        fields={
            "block_id": ID,
            "text": text(3000),
            "level": among("default", "info", "warning", "error", "success"),
        },
        required=("text",),
    ),
}
IN_HOME: Mapping[str, Rule] = {**EVERYWHERE, "input": _input(IN_INPUT)}
