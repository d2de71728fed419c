"""Filling a modal: what the Slack client checks before it sends anything.

Source: https://docs.slack.dev/surfaces/modals
"""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from ops.sandbox.errors import NotPossible
from ops.sandbox.files import File, Upload
from ops.sandbox.messages import chosen
from ops.sandbox.views import View
from ops.sandbox.wire import Json

REQUIRED = "Please complete this required field."
TYPED = ("plain_text_input", "email_text_input", "url_text_input", "number_input")
PICKED = {
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "users_select": "selected_user",
    "channels_select": "selected_channel",
    "conversations_select": "selected_conversation",
    "multi_users_select": "selected_users",
    "multi_channels_select": "selected_channels",
    "multi_conversations_select": "selected_conversations",
}
LARGEST_FILE = 10 * 1024 * 1024
Keep = Callable[[Upload], File]
Describe = Callable[[File], Json]


def inputs(view: View) -> list[Json]:
    """The input blocks of a view."""
    return [block for block in view.blocks if block["type"] == "input"]


def filled(view: View, answers: Mapping[str, Any], *, keep: Keep, describe: Describe) -> Json:
    """The `state.values` of a view after a person entered their answers.

    Each answer is named by block id, action id or label: a string for texts, dates and single choices (the option's
    value), a list for several choices, a list of `Upload` for files. What is not named keeps its present or initial
    value. Raises `NotPossible` for an input the view does not have.
    """
    fields = inputs(view)
    if unknown := [name for name in answers if not any(name in _names(block) for block in fields)]:
        raise NotPossible(f"no input called {unknown}: there are {[_names(block) for block in fields]}")
    values: Json = {key: dict(value) for key, value in view.values.items()}
    for block in fields:
        element, given = block["element"], _given(block, answers)
        known = values.get(block["block_id"], {}).get(element["action_id"])
        state = _state(element, given, keep, describe) if given is not None else known or _initial(element)
        values[block["block_id"]] = {element["action_id"]: {"type": element["type"], **state}}
    return values


def told(view: View, answers: Mapping[str, Any], values: Json) -> list[Json]:
    """The actions that the app hears of at once when these inputs are changed (`dispatch_action`), in the view's order.

    Of a text it hears when Enter is pressed, of a choice when it is made.
    """
    changed = [block for block in inputs(view) if block.get("dispatch_action") and _given(block, answers) is not None]
    return [_action(block, values) for block in changed]


def complaints(view: View, values: Json) -> Json:
    """What the client itself refuses to submit, by block id."""
    found = {block["block_id"]: _complaint(block, values) for block in inputs(view)}
    return {name: complaint for name, complaint in found.items() if complaint}


def _names(block: Json) -> tuple[str, ...]:
    return block["block_id"], block["element"]["action_id"], block["label"]["text"]


def _given(block: Json, answers: Mapping[str, Any]) -> Any:
    return next((answers[name] for name in _names(block) if name in answers), None)


def _action(block: Json, values: Json) -> Json:
    named = {"block_id": block["block_id"], "action_id": block["element"]["action_id"]}
    return {**named, **values[block["block_id"]][named["action_id"]]}


def _state(element: Json, given: Any, keep: Keep, describe: Describe) -> Json:
    kind = element["type"]
    if kind in TYPED:
        return {"value": str(given) or None}
    if kind == "file_input":
        return {"files": [describe(keep(upload)) for upload in given]}
    if kind in PICKED:
        return {PICKED[kind]: given}
    return chosen(element, [given] if isinstance(given, str) else given)


def _initial(element: Json) -> Json:
    kind = element["type"]
    if kind in TYPED:
        return {"value": element.get("initial_value") or None}
    if kind == "file_input":
        return {"files": []}
    if kind in PICKED:
        name = PICKED[kind].replace("selected_", "initial_")
        return {PICKED[kind]: element.get(name, [] if kind.startswith("multi_") else None)}
    if kind.startswith("multi_") or kind == "checkboxes":
        return {"selected_options": element.get("initial_options", [])}
    return {"selected_option": element.get("initial_option")}


def _complaint(block: Json, values: Json) -> str | None:
    element = block["element"]
    state = values[block["block_id"]][element["action_id"]]
    content = next(value for key, value in state.items() if key != "type")
    if not content:
        return None if block.get("optional") else REQUIRED
    if element["type"] in TYPED:
        return _text_complaint(element, content)
    return _file_complaint(element, content) if element["type"] == "file_input" else None


def _text_complaint(element: Json, text: str) -> str | None:
    if len(text) > element.get("max_length", 3000):
        return f"Please enter at most {element.get('max_length', 3000)} characters."
    if len(text) < element.get("min_length", 0):
        return f"Please enter at least {element['min_length']} characters."
    pattern = r"-?\d+(\.\d+)?" if element.get("is_decimal_allowed") else r"-?\d+"
    if element["type"] == "number_input" and not re.fullmatch(pattern, text):
        return "Please enter a valid number."
    return None


def _file_complaint(element: Json, files: Sequence[Json]) -> str | None:
    if len(files) > element.get("max_files", 10):
        return f"Please choose at most {element.get('max_files', 10)} files."
    if any(file["size"] > LARGEST_FILE for file in files):
        return "Files must be smaller than 10 MB."
    allowed = element.get("filetypes")
    wrong = [file["name"] for file in files if allowed and _extension(file["name"]) not in allowed]
    return f"This file type is not allowed: {wrong[0]}" if wrong else None


def _extension(name: str) -> str:
    return PurePath(name).suffix.lower().removeprefix(".")
