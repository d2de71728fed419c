"""The signs that open an item of a list: bullets, tick boxes, numbers, letters."""

import re
from dataclasses import dataclass
from itertools import pairwise

from bot.domain.listing.wording import has_letters

_TAB_WIDTH = 4
_BETWEEN = " \u3000\t、,，;；/／"
"""What separates the items of a run."""

_DASH = r"[-*+–—−](?=\s)|[-–—−](?=[^\x00-\x7f–—−])"
_DOT = r"[•‣⁃◦▪▫●○◯・･■□◆◇▶►➢➤✓✔☑☐](?:\ufe0e|\ufe0f)?"
_DECIMAL = r"\d{1,3}(?:[.\-]\d{1,3})+[.)）．、]?(?=\s)"
_NUMBER = r"\d{1,3}\s?[.)）．、](?=\s|[^\d\s])"
_ENCLOSED = r"[(（\[［]\s?(?:\d{1,3}|[a-zA-Zａ-ｚＡ-Ｚ])\s?[)）\]］](?=\s|\w)"
_CIRCLED = r"[①-⑳㉑-㊿❶-❿⑴-⒇⒈-⒛➀-➓]"
_LETTER = r"[a-zA-Zａ-ｚＡ-Ｚ][.)）．](?=\s)"
_RUN = re.compile("[①-⑳]")
_BOX = r"(?:\s*\[[ xX]?\](?=\s))?"

_MARKER = re.compile(rf"(?:{_DASH}|{_DOT}|{_DECIMAL}|{_NUMBER}|{_ENCLOSED}|{_CIRCLED}|{_LETTER}){_BOX}\s*")


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of a text: its number from 1, how far it is indented in columns, whether a marker opened it."""

    number: int
    indent: int
    marked: bool
    text: str


def run_of_items(raw: str) -> list[str]:
    """A line that numbers several items (`①A②B`) as one line each, what stands before ① first; else the line alone.

    The numbers follow each other and each opens a name: `①と②の結合テスト` is one item.
    """
    starts = [found.start() for found in _RUN.finditer(raw)]
    pieces = [raw[start:end] for start, end in pairwise([*starts, len(raw)])]
    in_order = all(ord(after[0]) - ord(before[0]) == 1 for before, after in pairwise(pieces))
    if len(pieces) < 2 or not in_order or not all(map(_opens_a_name, pieces)):
        return [raw]
    before = raw[: starts[0]]
    indented = before if before.isspace() else ""
    return [*([before] if before.strip() else []), *(indented + piece.rstrip(_BETWEEN) for piece in pieces)]


def _opens_a_name(piece: str) -> bool:
    name = piece[1:].strip(_BETWEEN)
    return has_letters(name) and not "ぁ" <= name[0] <= "ん"


def line(number: int, raw: str) -> Line:
    """The line taken apart; `text` is without indentation and marker, its white space single spaces."""
    wide = raw.expandtabs(_TAB_WIDTH)
    body = wide.lstrip()
    text = unmarked(body)
    return Line(number=number, indent=len(wide) - len(body), marked=text != body, text=" ".join(text.split()))


def unmarked(text: str) -> str:
    """The text without the marker at its start; untouched when nothing would be left."""
    found = _MARKER.match(text)
    rest = text[found.end() :] if found else text
    return rest or text
