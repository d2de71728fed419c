"""The names that Slack hands back to us: the command, the shortcut, and what our forms and buttons are called.

The Slack manifest (`deploy/slack/manifest.json`) must agree with the first two; a test compares them.
"""

from enum import StrEnum
from typing import Final

COMMAND: Final = "/estimate"
SHORTCUT: Final = "estimate_this"

FORM: Final = "estimate_form"
ANSWERS: Final = "answers_form"
NUMBERS: Final = "numbers_form"
ANSWER_IN_FORM: Final = "answer_in_form"
"""The button that opens the form of answers."""
ADJUST: Final = "adjust_by_numbers"
"""The button that opens the form of numbers; the buttons that open none are named by `domain.incoming.Button`."""

VALUE: Final = "value"
"""The action id of every input: one input per block, told apart by the block's id.

The blocks of the form of numbers are named by `domain.numbers.Figure`; its inputs alone tell us before it is sent.
"""

WITH_TAX: Final = "included"
WITHOUT_TAX: Final = "excluded"
"""The two choices of what a budget means."""


class Field(StrEnum):
    """The block ids of the estimate form."""

    TITLE = "title"
    CLIENT = "client"
    LIST = "deliverables"
    FILE = "file"
    REQUIREMENTS = "requirements"
    CURRENCY = "currency"


def answer_field(number: int) -> str:
    """The block id of the answer to a question."""
    return f"answer_{number}"
