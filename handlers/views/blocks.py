"""Block Kit's parts. What is put in is mrkdwn or plain text made by `mrkdwn.py`.

Limits: https://docs.slack.dev/reference/block-kit/blocks
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from handlers.views.mrkdwn import plain, stacked
from handlers.views.rendered import Block

SECTION: Final = 3000
HEADER: Final = 150
CONTEXT: Final = 2000
LABEL: Final = 75
CONFIRM_TITLE: Final = 100
CONFIRM_TEXT: Final = 300
CONFIRM_BUTTON: Final = 30
OPTION: Final = 75
MODAL_TITLE: Final = 24


@dataclass(frozen=True, kw_only=True)
class Confirm:
    """A dialog that asks back before a button acts."""

    title: str
    text: str
    yes: str
    no: str


@dataclass(frozen=True, kw_only=True)
class Push:
    """A button: `action` names it, `value` comes back with it, `style` is `primary`, `danger` or none."""

    action: str
    label: str
    value: str
    style: str = ""
    confirm: Confirm | None = None


def section(*lines: str) -> Block:
    """Lines of mrkdwn. Addresses and @words in them are left alone (`verbatim`)."""
    return {"type": "section", "text": _mrkdwn(stacked(lines, SECTION))}


def header(text: str) -> Block:
    """A title in large letters, from untrusted text."""
    return {"type": "header", "text": _plain(text, HEADER)}


def context(*lines: str) -> Block:
    """Lines of mrkdwn in small grey letters."""
    return {"type": "context", "elements": [_mrkdwn(stacked(lines, CONTEXT))]}


def actions(*buttons: Push) -> Block:
    """A row of buttons."""
    return {"type": "actions", "elements": [_button(one) for one in buttons]}


def table(head: Sequence[str], rows: Iterable[Sequence[str]], *, right: frozenset[int] = frozenset()) -> Block:
    """A table of plain cells below a header row; `right` holds the columns of figures. One table per message."""
    columns = [{"align": "right"} if place in right else {"is_wrapped": True} for place in range(len(head))]
    cells = [[{"type": "raw_text", "text": text} for text in row] for row in (head, *rows)]
    return {"type": "table", "column_settings": columns, "rows": cells}


def plain_text(text: str, limit: int) -> dict[str, Any]:
    """A text object without any markup."""
    return _plain(text, limit)


def _button(push: Push) -> dict[str, Any]:
    button = {
        "type": "button",
        "action_id": push.action,
        "text": _plain(push.label, LABEL),
        "value": push.value,
    }
    if push.style:
        button["style"] = push.style
    if push.confirm:
        button["confirm"] = _confirm(push.confirm)
    return button


def _confirm(confirm: Confirm) -> dict[str, Any]:
    return {
        "title": _plain(confirm.title, CONFIRM_TITLE),
        "text": _plain(confirm.text, CONFIRM_TEXT),
        "confirm": _plain(confirm.yes, CONFIRM_BUTTON),
        "deny": _plain(confirm.no, CONFIRM_BUTTON),
    }


def _mrkdwn(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _plain(text: str, limit: int) -> dict[str, Any]:
    return {"type": "plain_text", "text": plain(text, limit), "emoji": False}
