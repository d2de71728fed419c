"""Whether Slack would take a message or a view: the limits and shapes of Block Kit."""

from typing import Any

from ops.sandbox.blocks.whole import message_errors, tables, too_long, view_errors
from ops.sandbox.errors import ApiError

__all__ = ["check_message", "check_view", "message_errors", "view_errors"]


def check_message(blocks: Any) -> None:
    """Raises `invalid_blocks_format`, `invalid_blocks`, `invalid_attachments` or `msg_blocks_too_long`."""
    if blocks is None:
        return
    if not isinstance(blocks, list):
        raise ApiError("invalid_blocks_format")
    if errors := message_errors(blocks):
        raise ApiError("invalid_blocks", errors=errors, response_metadata=_metadata(errors))
    if tables(blocks) > 1:
        messages = ["[ERROR] only_one_table_allowed"]
        raise ApiError("invalid_attachments", response_metadata={"messages": messages})
    if too_long(blocks):
        raise ApiError("msg_blocks_too_long")


def check_view(view: Any, kind: str) -> None:
    """Raises `invalid_arguments`, whose `response_metadata.messages` say what is wrong where."""
    if errors := view_errors(view, kind):
        raise ApiError("invalid_arguments", response_metadata=_metadata(errors))


def _metadata(errors: list[str]) -> dict[str, list[str]]:
    return {"messages": [f"[ERROR] {error}" for error in errors]}
