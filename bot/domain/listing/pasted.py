"""Tables inside a text: Markdown, and cells pasted from a spreadsheet."""

import re
from collections.abc import Callable, Sequence

from bot.domain.listing.grid import Cell, Grid, Row
from bot.domain.listing.wording import one_line

_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?")
_BAR = re.compile(r"(?<!\\)\|")
_ENOUGH = 2


def table_in(lines: Sequence[str]) -> tuple[Grid, list[str]] | None:
    """The table as a grid whose row numbers are line numbers, and the lines around it; None when there is none."""
    if any(_is_rule(one) for one in lines):
        return _block(lines, lambda one: "|" in one, _bars)
    if sum(one.lstrip().startswith("|") for one in lines) >= _ENOUGH:
        return _block(lines, lambda one: one.lstrip().startswith("|"), _bars)
    filled = sum(bool(one.strip()) for one in lines)
    tabbed = sum(map(_is_tabbed, lines))
    if tabbed * 2 >= filled and tabbed:
        return _block(lines, _is_tabbed, lambda one: one.split("\t"))
    return None


def _is_rule(one: str) -> bool:
    return "|" in one and _RULE.fullmatch(one.strip()) is not None


def _is_tabbed(one: str) -> bool:
    return "\t" in one.strip()


def _bars(one: str) -> list[str]:
    return _BAR.split(one.strip().removeprefix("|").removesuffix("|"))


def _block(
    lines: Sequence[str], belongs: Callable[[str], bool], split: Callable[[str], list[str]]
) -> tuple[Grid, list[str]]:
    """From the first to the last line that belongs, a shorter line between them is a row of one cell."""
    places = [place for place, one in enumerate(lines) if belongs(one)]
    first, last = places[0], places[-1]
    inside = [(place, one) for place, one in enumerate(lines) if first <= place <= last and not _is_rule(one)]
    rows = (_row(place + 1, split(one)) for place, one in inside)
    return Grid(rows=tuple(row for row in rows if row.cells)), [*lines[:first], *lines[last + 1 :]]


def _row(number: int, texts: Sequence[str]) -> Row:
    cells = enumerate(map(one_line, texts), start=1)
    return Row(number=number, cells={column: Cell(text=text.replace("\\|", "|")) for column, text in cells if text})
