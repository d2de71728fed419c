"""Gathering the cells of a file into grids, within the limits."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time

from bot.adapters.excel.limits import MAX_CELL, MAX_CELLS, MAX_COLUMN, MAX_ROWS, MAX_SHEET_CELLS, MAX_SPANS, MAX_TEXT
from bot.domain.brief import SkipReason
from bot.domain.listing.grid import Cell, Grid, Row
from bot.domain.listing.wording import cut, one_line

_MAX_SHEET_NAME = 31
"""Excel's limit of a sheet's name; LibreOffice allows more."""


class Gathering:
    """The grids of one file, which share one allowance of cells and text."""

    def __init__(self) -> None:
        self.grids: list[Grid] = []
        self._cells_left, self._text_left = MAX_CELLS, MAX_TEXT

    def sheet(self, sheet: Grid, rows: Iterable[Row]) -> None:
        """Adds the sheet with these rows; those beyond the allowance are counted in `rows_beyond`."""
        kept: list[Row] = []
        beyond, cells = sheet.rows_beyond, 0
        for row in rows:
            cells += len(row.cells)
            if beyond == sheet.rows_beyond and len(kept) < MAX_ROWS and cells <= MAX_SHEET_CELLS and self._afford(row):
                kept.append(row)
            else:
                beyond += 1
        name = cut(one_line(sheet.name[: _MAX_SHEET_NAME * 4]), _MAX_SHEET_NAME)
        self.grids.append(
            replace(sheet, name=name, rows=tuple(kept), rows_beyond=beyond, spans=sheet.spans[:MAX_SPANS])
        )

    def _afford(self, row: Row) -> bool:
        self._cells_left -= len(row.cells)
        self._text_left -= sum(len(cell.text) for cell in row.cells.values())
        return min(self._cells_left, self._text_left) >= 0


def row_of(number: int, cells: Iterable[tuple[int, object]]) -> Row | None:
    """A row of values by column, or None when nothing is in it up to `MAX_COLUMN`.

    A value is a text, a number, a date, None, or a SkipReason for a cell at fault.
    """
    kept = {column: cell for column, value in cells if column <= MAX_COLUMN and (cell := _cell(value))}
    return Row(number=number, cells=kept) if kept else None


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
