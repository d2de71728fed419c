"""The limits and shapes of modals and Home tabs."""

from typing import Any

import pytest

from ops.sandbox.blocks import view_errors

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def written(block_id: str = "name", **more: Any) -> Json:
    element = {"type": "plain_text_input", "action_id": "value", **more}
    return {"type": "input", "block_id": block_id, "label": plain("Name"), "element": element}


def modal(*blocks: Json, **more: Any) -> Json:
    shown = list(blocks) or [written()]
    return {"type": "modal", "title": plain("New"), "submit": plain("Go"), "blocks": shown, **more}


GOOD: dict[str, Json] = {
    "a modal": modal(),
    "a modal at its limits": modal(
        *[{"type": "divider"}] * 100, title=plain("t" * 24), close=plain("c" * 24), private_metadata="p" * 3000,
        callback_id="c" * 255,
    ),
    "files": modal(
        written() | {"element": {"type": "file_input", "action_id": "f", "filetypes": ["csv"], "max_files": 10}}
    ),
    "an alert": modal({"type": "alert", "text": plain("careful"), "level": "warning"}),
    "nothing to submit": {"type": "modal", "title": plain("Help"), "blocks": [{"type": "divider"}]},
}  # fmt: skip

BAD: dict[str, tuple[Json, str]] = {
    "a long title": (modal(title=plain("t" * 25)), "must be less than 25 characters [json-pointer:/view/title/text]"),
    "a long submit": (modal(submit=plain("t" * 25)), "must be less than 25 characters"),
    "101 blocks": (modal(*[{"type": "divider"}] * 101), "no more than 100 items allowed [json-pointer:/view/blocks]"),
    "long metadata": (modal(private_metadata="p" * 3001), "must be less than 3001 characters"),
    "a long callback id": (modal(callback_id="c" * 256), "must be less than 256 characters"),
    "a title in mrkdwn": (modal(title={"type": "mrkdwn", "text": "t"}), "unsupported type: mrkdwn"),
    "inputs without submit": ({k: v for k, v in modal().items() if k != "submit"}, "missing required field: submit"),
    "a message as a view": ({"type": "message", "blocks": []}, "unsupported type: message"),
    "a table": (modal({"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}), "unsupported type: table"),
    "11 files": (
        modal(written() | {"element": {"type": "file_input", "action_id": "f", "max_files": 11}}),
        "must be between 1 and 10",
    ),
    "a long placeholder": (modal(written(placeholder=plain("p" * 151))), "must be less than 151 characters"),
    "a wide input": (modal(written(max_length=3001)), "must be between 1 and 3000"),
    "a block id twice": (modal(written(), written()), "block_id already exists: name"),
    "two in focus": (
        modal(written("a", focus_on_load=True), written("b", focus_on_load=True)),
        "only one element may have focus_on_load",
    ),
    "an unknown field": (modal(colour="red"), "invalid additional property: colour"),
}


@pytest.mark.parametrize("name", GOOD)
def test_slack_takes(name: str) -> None:
    assert view_errors(GOOD[name], "modal") == []


@pytest.mark.parametrize("name", BAD)
def test_slack_refuses(name: str) -> None:
    view, expected = BAD[name]
    errors = view_errors(view, "modal")
    assert any(expected in error for error in errors), errors


def test_a_home_tab_has_no_title() -> None:
    assert view_errors({"type": "home", "blocks": [{"type": "divider"}]}, "home") == []
    assert view_errors({"type": "home", "blocks": [], "title": plain("t")}, "home") != []
