"""How much room text takes: openpyxl sets no row heights, and a row that is too low cuts its text.

Widths are estimated for Yu Gothic, which is wider and taller than most fonts that take its place. A column's width is
in Excel's unit, the digits of the workbook's standard font (7 pixels and 5 of padding per column at 96 dpi).
"""

import re
import unicodedata
from functools import lru_cache

PIXELS_PER_UNIT = 7
PADDING = 5
INDENT = 12
"""Pixels of a step of indentation, at most."""
PIXELS_PER_POINT = 96 / 72
LINE_HEIGHT = 1.62
"""Points per point of font size; Yu Gothic and Meiryo need about 1.6, Noto Sans CJK 1.45."""
LATIN_LINE_HEIGHT = 1.3
"""The same for a text without wide letters in a Latin font; Calibri and what takes its place need about 1.2."""
MAX_ROW_POINTS = 400.0
"""Excel's rows end at 409.5 points."""
PIECES = re.compile(r"\n|[^\S\n]+|[^\s\u1100-\U0010ffff]+|.", re.DOTALL)
"""Line ends, blanks, words of letters that stay together, and single characters that a line may end after."""


def pixels(columns: float, count: int = 1) -> float:
    """The inner width of so many columns that are `columns` units wide together."""
    return columns * PIXELS_PER_UNIT + (count - 1) * PADDING


def height(lines: int, size: float, *, latin: bool = False) -> float:
    """The height in points of so many lines of text of a font size."""
    return lines * size * (LATIN_LINE_HEIGHT if latin else LINE_HEIGHT) + 4


def fitting(size: float) -> int:
    """How many lines of a font size the tallest row holds."""
    return int((MAX_ROW_POINTS - 4) / (size * LINE_HEIGHT))


@lru_cache(maxsize=2048)
def wrapped(text: str, width: float, size: float) -> tuple[str, ...]:
    """The text cut into the lines it takes in a width of pixels, at least one; joined they are the text again."""
    em = size * PIXELS_PER_POINT
    room = width / em - (1.0 if has_wide(text) else 0.3)
    lines, line, used = [], "", 0.0
    for piece in _pieces(text, room):
        taken = _ems(piece)
        if used + taken > room and line and not piece.isspace():
            lines.append(line)
            line, used = "", 0.0
        line, used = line + piece, used + taken
        if piece == "\n":
            lines.append(line)
            line, used = "", 0.0
    return (*lines, line)


def _pieces(text: str, room: float) -> list[str]:
    """The pieces that stay together; a word too long for a line is taken letter by letter."""
    pieces: list[str] = []
    for piece in PIECES.findall(text):
        pieces.extend(piece if _ems(piece) > room and not piece.isspace() else (piece,))
    return pieces


def _ems(piece: str) -> float:
    return sum(map(_em, piece))


def has_wide(text: str) -> bool:
    """Whether a letter of the text is as wide as it is high, and thus not of a Latin font."""
    return any(_em(letter) >= 1 for letter in text)


@lru_cache(maxsize=8192)
def _em(letter: str) -> float:
    """The width of a letter in its font size."""
    if unicodedata.category(letter) in {"Mn", "Me", "Cf"} or letter == "\n":
        return 0.0
    if unicodedata.east_asian_width(letter) in {"W", "F", "A"}:
        return 1.0
    if letter.isspace() or letter in "iljtfr.,:;'!|()[]":
        return 0.36
    return 0.78 if letter.isupper() or letter in "mw@%&+=<>~" else 0.6
