"""Text as a cell may hold it: whatever people and models wrote, and never a formula."""

import re
import unicodedata

MAX_UNITS = 32_767
"""Characters that a cell holds, counted in UTF-16 units (Excel specifications and limits)."""
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""What XML 1.0 forbids or discourages, lone surrogates among them."""
ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""The start of what Excel reads as an escaped character (ECMA-376 part 1, ST_Xstring)."""
FORMULA_STARTS = frozenset("=+-@\t\r\n|%＝＋－＠")


def plain(text: str) -> str:
    """The text without what a file cannot hold, with plain line ends and without blanks around it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return UNWRITABLE.sub("", lines).strip()


def stored(text: str) -> str:
    """Plain text as it is written to the file: nothing in it is an escape, and it ends at the cell's limit."""
    return ESCAPE.sub("_x005F_", cut(text))


def cut(text: str) -> str:
    """At most MAX_UNITS of the text, ending in an ellipsis if there is more."""
    if len(text) + sum(letter > "\uffff" for letter in text) <= MAX_UNITS:
        return text
    return text.encode("utf-16-le")[: 2 * (MAX_UNITS - 1)].decode("utf-16-le", errors="ignore") + "…"


def starts_like_formula(text: str) -> bool:
    """Whether editing the cell, or saving it as CSV, could make a formula of the text."""
    return unicodedata.normalize("NFKC", text.lstrip(" '\u3000")[:1]) in FORMULA_STARTS
