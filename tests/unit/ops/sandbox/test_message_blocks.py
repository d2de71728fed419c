"""The limits and shapes of Block Kit in messages."""

from typing import Any

import pytest

from ops.sandbox.blocks import check_message, message_errors
from ops.sandbox.errors import ApiError

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def section(text: str = "hello", **more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(text), **more}


def button(action_id: str = "go", **more: Any) -> Json:
    return {"type": "button", "text": plain("Go"), "action_id": action_id, **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def table(rows: int = 2, columns: int = 2, text: str = "x", **more: Any) -> Json:
    cell = {"type": "raw_text", "text": text}
    return {"type": "table", "rows": [[cell] * columns] * rows, **more}


def options(count: int, length: int = 1) -> list[Json]:
    return [{"text": plain("o" * length), "value": str(number)} for number in range(count)]


GOOD: dict[str, list[Json]] = {
    "nothing": [],
    "a section at its limit": [section("x" * 3000)],
    "fields": [{"type": "section", "fields": [mrkdwn("x" * 2000)] * 5}],
    "an accessory": [section(accessory=button())],
    "a header": [{"type": "header", "text": plain("h" * 150)}],
    "a context with an image": [
        {"type": "context", "elements": [mrkdwn("a"), {"type": "image", "image_url": "https://x/y", "alt_text": "y"}]}
    ],
    "25 buttons": [actions(*(button(f"b{number}") for number in range(25)))],
    "a button at its limits": [actions(button(value="v" * 2000, style="primary"))],
    "the same action id in two blocks": [actions(button()), actions(button())],
    "a full table": [table(100, 20)],
    "a table with settings": [table(column_settings=[{"align": "right", "is_wrapped": True}, None])],
    "a rich text cell": [{"type": "table", "rows": [[{
        "type": "rich_text",
        "elements": [{
            "type": "rich_text_section", "elements": [{"type": "text", "text": "b", "style": {"bold": True}}],
        }],
    }]]}],
    "a number cell": [{"type": "table", "rows": [[{"type": "raw_number", "value": 1.5, "text": "1.5"}]]}],
    "a menu": [actions({"type": "static_select", "action_id": "m", "options": options(100)})],
    "markdown": [{"type": "markdown", "text": "m" * 12000}],
    "50 blocks": [{"type": "divider"}] * 50,
    "an input in a message": [
        {"type": "input", "label": plain("l"), "element": {"type": "plain_text_input", "action_id": "a"}}
    ],
}  # fmt: skip

BAD: dict[str, tuple[Any, str]] = {
    "51 blocks": ([{"type": "divider"}] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
    "a long section": ([section("x" * 3001)], "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    "an empty section": ([section("")], "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    "a section without words": ([{"type": "section"}], "must define either `text` or `fields`"),
    "11 fields": ([{"type": "section", "fields": [mrkdwn("f")] * 11}], "no more than 10 items allowed"),
    "a long field": ([{"type": "section", "fields": [mrkdwn("f" * 2001)]}], "must be less than 2001 characters"),
    "a long header": ([{"type": "header", "text": plain("h" * 151)}], "must be less than 151 characters"),
    "a header in mrkdwn": ([{"type": "header", "text": mrkdwn("h")}], "unsupported type: mrkdwn"),
    "an empty context": ([{"type": "context", "elements": []}], "no fewer than 1 items allowed"),
    "11 in a context": ([{"type": "context", "elements": [mrkdwn("c")] * 11}], "no more than 10 items allowed"),
    "26 buttons": ([actions(*(button(str(n)) for n in range(26)))], "no more than 25 items allowed"),
    "no button": ([actions()], "no fewer than 1 items allowed"),
    "a long label": ([actions(button() | {"text": plain("l" * 76)})], "must be less than 76 characters"),
    "a label in mrkdwn": ([actions(button() | {"text": mrkdwn("l")})], "unsupported type: mrkdwn"),
    "a long value": ([actions(button(value="v" * 2001))], "must be less than 2001 characters"),
    "a strange style": ([actions(button(style="green"))], "value must be one of primary, danger"),
    "a long action id": ([actions(button("a" * 256))], "must be less than 256 characters"),
    "one action id twice": ([actions(button(), button())], "action_id already exists: go"),
    "one block id twice": ([section(block_id="b"), section(block_id="b")], "block_id already exists: b"),
    "a long block id": ([section(block_id="b" * 256)], "must be less than 256 characters"),
    "an unknown block": ([{"type": "carousel3d"}], "unsupported type: carousel3d [json-pointer:/blocks/0/type]"),
    "no type": ([{"text": "x"}], "missing required field: type"),
    "an unknown field": ([section(colour="red")], "invalid additional property: colour"),
    "emoji on mrkdwn": ([{"type": "section", "text": mrkdwn("m") | {"emoji": True}}], "additional property: emoji"),
    "101 rows": ([table(101, 1)], "no more than 100 items allowed [json-pointer:/blocks/0/rows]"),
    "21 columns": ([table(1, 21)], "no more than 20 items allowed [json-pointer:/blocks/0/rows/0]"),
    "a heavy table": ([table(10, 2, "x" * 501)], "table blocks must be less than 10001 characters together"),
    "a cell without text": ([table(1, 1, "")], "must be more than 0 characters"),
    "a cell in mrkdwn": ([{"type": "table", "rows": [[mrkdwn("x")]]}], "unsupported type: mrkdwn"),
    "a skewed column": ([table(column_settings=[{"align": "middle"}])], "value must be one of left, center, right"),
    "heavy markdown": ([{"type": "markdown", "text": "m" * 6001}] * 2, "less than 12001 characters together"),
    "an alert": ([{"type": "alert", "text": plain("a")}], "unsupported type: alert"),
    "a file input": (
        [{"type": "input", "label": plain("l"), "element": {"type": "file_input", "action_id": "f"}}],
        "unsupported type: file_input",
    ),
    "101 options": (
        [actions({"type": "static_select", "action_id": "m", "options": options(101)})],
        "no more than 100 items allowed",
    ),
    "a long option": (
        [actions({"type": "static_select", "action_id": "m", "options": options(1, 76)})],
        "must be less than 76 characters",
    ),
    "options and groups": ([actions({"type": "static_select", "action_id": "m"})], "must define exactly one of"),
    "6 in an overflow": ([section(accessory={"type": "overflow", "options": options(6)})], "no more than 5 items"),
    "11 radio buttons": ([section(accessory={"type": "radio_buttons", "options": options(11)})], "no more than 10"),
    "a choice that is none": (
        [section(accessory={"type": "radio_buttons", "options": options(1), "initial_option": options(2)[1]})],
        "initial_option must match one of the options",
    ),
    "a long confirmation": (
        [actions(button(confirm={
            "title": plain("t" * 101), "text": plain("x"), "confirm": plain("y"), "deny": plain("n")
        }))],
        "must be less than 101 characters",
    ),
    "an image without words": ([{"type": "image", "image_url": "https://x/y.png"}], "missing required field: alt_text"),
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_slack_takes(name: str) -> None:
    assert message_errors(GOOD[name]) == []


@pytest.mark.parametrize("name", BAD)
def test_slack_refuses(name: str) -> None:
    blocks, expected = BAD[name]
    errors = message_errors(blocks)
    assert any(expected in error for error in errors), errors


def test_an_error_names_its_place() -> None:
    errors = message_errors([section(), actions(button() | {"text": plain("")})])
    assert errors == ["must be more than 0 characters [json-pointer:/blocks/1/elements/0/text/text]"]


@pytest.mark.parametrize(
    ("blocks", "code"),
    [
        ({"type": "section"}, "invalid_blocks_format"),
        ([{"type": "section"}], "invalid_blocks"),
        ([table(), table()], "invalid_attachments"),
        ([section("x" * 2999)] * 5, "msg_blocks_too_long"),
    ],
)
def test_each_kind_of_refusal_has_slacks_code(blocks: Any, code: str) -> None:
    with pytest.raises(ApiError) as refused:
        check_message(blocks)
    assert refused.value.code == code


def test_a_refusal_carries_its_reasons_as_slack_does() -> None:
    with pytest.raises(ApiError) as refused:
        check_message([{"type": "divider", "x": 1}])
    reason = "invalid additional property: x [json-pointer:/blocks/0]"
    assert refused.value.answer() == {
        "ok": False,
        "error": "invalid_blocks",
        "errors": [reason],
        "response_metadata": {"messages": [f"[ERROR] {reason}"]},
    }
