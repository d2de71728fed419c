"""Gathering the cells of a file into grids, within the limits."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time

from bot.adapters.excel.limits import MAX_CELL, MAX_CELLS, MAX_COLUMN, MAX_ROWS, MAX_SHEET_CELLS, MAX_SPANS, MAX_TEXT
from bot.domain.brief import SkipReason
from bot.domain.listing.grid import Cell, Grid, Row
from bot.domain.listing.wording import cut, one_line

_MAX_SHEET_NAME = 31
"""Excel's limit of a sheet's name; LibreOffice allows more."""


Values = Iterable[tuple[int, object]]
"""A row's values by column, from 1: a text, a number, a date, None, or a SkipReason for a cell at fault."""


class Gathering:
    """The grids of one file, which share one allowance of cells and text."""

    def __init__(self) -> None:
        self.grids: list[Grid] = []
        self._cells_left, self._text_left = MAX_CELLS, MAX_TEXT

    def sheet(self, sheet: Grid, rows: Iterable[tuple[int, Values]]) -> None:
        """Adds the sheet with these rows by number; those beyond the allowance are counted in `rows_beyond`."""
        rows = iter(rows)
        kept, first_beyond = self._kept(rows)
        beyond = sheet.rows_beyond + first_beyond + sum(_occupied(values) for _, values in rows)
        name = cut(one_line(sheet.name[: _MAX_SHEET_NAME * 4]), _MAX_SHEET_NAME)
        spans = sheet.spans[:MAX_SPANS]
        self.grids.append(replace(sheet, name=name, rows=tuple(kept), rows_beyond=beyond, spans=spans))

    def _kept(self, rows: Iterator[tuple[int, Values]]) -> tuple[list[Row], int]:
        """The rows that the allowance covers, and 1 when another was met after them."""
        kept: list[Row] = []
        cells = 0
        for number, values in rows:
            row = _row(number, values)
            cells += len(row.cells)
            if row.cells and not (len(kept) < MAX_ROWS and cells <= MAX_SHEET_CELLS and self._afford(row)):
                return kept, 1
            if row.cells:
                kept.append(row)
        return kept, 0

    def _afford(self, row: Row) -> bool:
        self._cells_left -= len(row.cells)
        self._text_left -= sum(len(cell.text) for cell in row.cells.values())
        return min(self._cells_left, self._text_left) >= 0


def _occupied(values: Values) -> bool:
    return any(value is not None and value != "" for _, value in values)


def _row(number: int, values: Values) -> Row:
    near = ((column, _cell(value)) for column, value in values if column <= MAX_COLUMN)
    return Row(number=number, cells={column: cell for column, cell in near if cell})


def _cell(value: object) -> Cell | None:
    if isinstance(value, SkipReason):
        return Cell(text="", fault=value)
    text = text_of(value)[:MAX_CELL]
    return Cell(text=text) if text and not text.isspace() else None


def text_of(value: object) -> str:
    """A cell's value as a person reads it."""
    match value:
        case None:
            return ""
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case date() | time():
            return value.isoformat()
        case _:
            return str(value)
