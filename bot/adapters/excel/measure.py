"""How much room text takes: openpyxl sets no row heights, and a row that is too low cuts its text.

Widths are estimated for Yu Gothic, which is wider and taller than most fonts that take its place. A column's width is
in Excel's unit, the digits of the workbook's standard font (7 pixels and 5 of padding per column at 96 dpi).
"""

import re
import unicodedata
from collections.abc import Iterator
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
TALLEST_ROW = 409.0
"""Points; Excel's rows end at 409.5 (Excel specifications and limits)."""
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
    return int((TALLEST_ROW - 4) / (size * LINE_HEIGHT))


def wrapped(text: str, width: float, size: float) -> tuple[str, ...]:
    """The text cut into the lines it takes in a width of pixels, at least one; joined they are the text again."""
    ems = [_em(letter) for letter in text]
    room = width / (size * PIXELS_PER_POINT) - (1.0 if max(ems, default=0.0) >= 1 else 0.3)
    if "\n" not in text and sum(ems) <= room:
        return (text,)
    starts = [0, *_line_starts(text, ems, room)]
    return tuple(text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True))


def has_wide(text: str) -> bool:
    """Whether a letter of the text is as wide as it is high, and thus not of a Latin font."""
    return any(_em(letter) >= 1 for letter in text)


def _line_starts(text: str, ems: list[float], room: float) -> Iterator[int]:
    """Where the second and each further line starts. Blanks hang over the end; a word longer than a line is cut."""
    used, line = 0.0, 0
    for start, end in _pieces(text, ems, room):
        taken = sum(ems[start:end])
        if used + taken > room and start > line and not text[start].isspace():
            yield (line := start)
            used = 0.0
        used += taken
        if text[start] == "\n":
            yield (line := end)
            used = 0.0


def _pieces(text: str, ems: list[float], room: float) -> Iterator[tuple[int, int]]:
    """Where the pieces that stay together start and end."""
    for match in PIECES.finditer(text):
        start, end = match.span()
        if end - start > 1 and sum(ems[start:end]) > room and not text[start].isspace():
            yield from ((place, place + 1) for place in range(start, end))
        else:
            yield start, end


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
