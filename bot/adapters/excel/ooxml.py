"""Reading .xlsx and .xlsm with openpyxl."""

import io
from collections.abc import Iterator
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.read_only import EMPTY_CELL, ReadOnlyCell

from bot.adapters.excel.gathering import Gathering, Values
from bot.adapters.excel.limits import MAX_COLUMN, MAX_ROW, MAX_SHEETS
from bot.adapters.excel.package import Package
from bot.adapters.excel.slimming import SheetFacts, SlimWorkbook, Unreadable, slimmed
from bot.domain.brief import SkipReason
from bot.domain.listing.grid import Grid, column_letters


def read_ooxml(package: Package) -> list[Grid]:
    """The sheets in the workbook's order. Unreadable when openpyxl cannot or must not read it."""
    slim = slimmed(package)
    try:
        return _grids(slim)
    except Exception as failed:  # openpyxl raises what its parsing happens to raise: Key, Type, Index, AttributeError
        raise Unreadable(f"{type(failed).__name__} in openpyxl") from failed


def _grids(slim: SlimWorkbook) -> list[Grid]:
    workbook = load_workbook(io.BytesIO(slim.content), read_only=True, data_only=True, keep_links=False)
    try:
        return _gathered(workbook, slim)
    finally:
        workbook.close()


def _gathered(workbook: Workbook, slim: SlimWorkbook) -> list[Grid]:
    gathering = Gathering()
    sheets: list[Any] = workbook.worksheets[:MAX_SHEETS]  # its stubs know nothing of the read-only ones
    for sheet in sheets:
        facts = slim.facts[sheet._worksheet_path]  # noqa: SLF001 - the only tie between a sheet and its part
        grid = Grid(
            name=sheet.title,
            spans=tuple(facts.spans),
            hidden=sheet.sheet_state != "visible",
            out_of_reach=tuple(facts.out_of_reach),
        )
        gathering.sheet(grid, _rows(sheet, facts))
    return gathering.grids


def _rows(sheet: Any, facts: SheetFacts) -> Iterator[tuple[int, Values]]:
    """Both bounds are given, because openpyxl otherwise fills up to the far corner that the file claims to have."""
    for number, cells in enumerate(sheet.iter_rows(max_row=MAX_ROW, max_col=MAX_COLUMN), start=1):
        occupied = [(column, cell) for column, cell in enumerate(cells, start=1) if cell is not EMPTY_CELL]
        if occupied:
            yield number, [(column, _value(cell, number, column, facts)) for column, cell in occupied]


def _value(cell: ReadOnlyCell, row: int, column: int, facts: SheetFacts) -> object:
    if cell.data_type == "e":
        return SkipReason.ERROR_VALUE
    if cell.value is None and f"{column_letters(column)}{row}" in facts.formulas:
        return SkipReason.FORMULA_WITHOUT_VALUE
    return cell.value
