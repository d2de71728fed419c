"""Messages and views as wholes: what no single block can know.

Sources: https://docs.slack.dev/reference/block-kit/blocks/, https://docs.slack.dev/reference/views/modal-views; the
limit over all blocks was found by others (slackapi/bolt-js issue 2509) and is documented nowhere.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from ops.sandbox.blocks.layout import IN_HOME, IN_MESSAGE, IN_MODAL
from ops.sandbox.blocks.objects import plain
from ops.sandbox.blocks.rules import Report, Rule, Shape, flag, items, string, typed
from ops.sandbox.messages import texts
from ops.sandbox.wire import Json

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
TABLE_CHARACTERS, MARKDOWN_CHARACTERS, ALL_CHARACTERS = 10_000, 12_000, 13_200

VIEW: dict[str, Rule] = {
    "blocks": items(typed(IN_MODAL), most=VIEW_BLOCKS),
    "private_metadata": string(3000, least=0),
    "callback_id": string(255, least=0),
    "external_id": string(255, least=0),
}
MODAL = Shape(
    fields={
        **VIEW,
        "title": plain(24),
        "close": plain(24),
        "submit": plain(24),
        "clear_on_close": flag,
        "notify_on_close": flag,
        "submit_disabled": flag,
    },
    required=("title", "blocks"),
)
HOME = Shape(fields={**VIEW, "blocks": items(typed(IN_HOME), most=VIEW_BLOCKS, least=0)}, required=("blocks",))
SURFACES: Mapping[str, Rule] = {"modal": MODAL, "home": HOME}


def message_errors(blocks: Any) -> list[str]:
    """What Slack finds wrong with the blocks of a message; empty when nothing is."""
    report = Report()
    items(typed(IN_MESSAGE), most=MESSAGE_BLOCKS, least=0)(blocks, "/blocks", report)
    if not report.errors:
        _check_ids(blocks, "/blocks", report)
        _check_characters(blocks, "table", TABLE_CHARACTERS, report)
        _check_characters(blocks, "markdown", MARKDOWN_CHARACTERS, report)
    return report.errors


def view_errors(view: Any, kind: str) -> list[str]:
    """What Slack finds wrong with a view of a kind, `modal` or `home`; empty when nothing is."""
    report = Report()
    typed({kind: SURFACES[kind]})(view, "/view", report)
    if not report.errors:
        _check_ids(view["blocks"], "/view/blocks", report)
        _check_inputs(view, report)
    return report.errors


def tables(blocks: list[Json]) -> int:
    """How many tables there are; a message may hold one."""
    return sum(block["type"] == "table" for block in blocks)


def too_long(blocks: list[Json]) -> bool:
    """Whether the text of all blocks together is more than Slack takes (`msg_blocks_too_long`)."""
    return _characters([block for block in blocks if block["type"] != "table"]) > ALL_CHARACTERS


def _check_ids(blocks: list[Json], pointer: str, report: Report) -> None:
    for name in _repeated([block.get("block_id") for block in blocks]):
        report.add(f"block_id already exists: {name}", pointer)
    for index, block in enumerate(blocks):
        held = block.get("elements", []) if block["type"] in ("actions", "context_actions") else []
        for name in _repeated([item.get("action_id") for item in held]):
            report.add(f"action_id already exists: {name}", f"{pointer}/{index}/elements")


def _check_characters(blocks: list[Json], kind: str, most: int, report: Report) -> None:
    if _characters([block for block in blocks if block["type"] == kind]) > most:
        report.add(f"{kind} blocks must be less than {most + 1} characters together", "/blocks")


def _check_inputs(view: Json, report: Report) -> None:
    inputs = [block["element"] for block in view["blocks"] if block["type"] == "input"]
    if view["type"] == "modal" and inputs and "submit" not in view:
        report.add("missing required field: submit (the view has input blocks)", "/view")
    if sum(bool(element.get("focus_on_load")) for element in inputs) > 1:
        report.add("only one element may have focus_on_load", "/view/blocks")


def _characters(blocks: list[Json]) -> int:
    return sum(map(len, texts(blocks)))


def _repeated(names: list[str | None]) -> list[str]:
    return [name for name, count in Counter(filter(None, names)).items() if count > 1]
