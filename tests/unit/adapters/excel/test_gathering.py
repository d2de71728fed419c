from collections.abc import Mapping
from datetime import date, datetime, time

import pytest

from bot.adapters.excel.gathering import Gathering, text_of
from bot.adapters.excel.limits import MAX_CELL, MAX_CELLS, MAX_COLUMN, MAX_ROWS, MAX_SHEET_CELLS, MAX_TEXT
from bot.domain.brief import SkipReason
from bot.domain.listing.grid import Grid


def gathered(*rows: Mapping[int, object], name: str = "") -> Grid:
    gathering = Gathering()
    gathering.sheet(Grid(name=name), ((number, row.items()) for number, row in enumerate(rows, start=1)))
    return gathering.grids[0]


def test_rows_are_kept_to_the_limit_and_counted_beyond() -> None:
    grid = gathered(*[{1: "x"}] * (MAX_ROWS + 7), {1: None}, {1: ""})
    assert (len(grid.rows), grid.rows_beyond) == (MAX_ROWS, 7)


def test_cells_of_a_sheet_are_kept_to_the_limit() -> None:
    grid = gathered(*[dict.fromkeys(range(1, 101), "x")] * 300)
    assert len(grid.rows) * 100 == MAX_SHEET_CELLS
    assert len(grid.rows) + grid.rows_beyond == 300


def test_all_sheets_share_one_allowance_of_cells() -> None:
    gathering = Gathering()
    for _ in range(5):
        rows = [(number, [(1, "x"), (2, "y"), (3, "z"), (4, "w")]) for number in range(1, 4001)]
        gathering.sheet(Grid(), rows)
    assert sum(len(row.cells) for grid in gathering.grids for row in grid.rows) == MAX_CELLS
    assert [grid.rows_beyond for grid in gathering.grids] == [0, 0, 0, 1000, 4000]


def test_the_text_of_all_cells_is_kept_to_the_limit() -> None:
    grid = gathered(*[{1: "あ" * MAX_CELL * 2}] * 1000)
    assert len(grid.rows) * MAX_CELL == MAX_TEXT
    assert all(len(row.text(1)) == MAX_CELL for row in grid.rows)


def test_cells_far_right_and_cells_of_white_space_are_no_cells() -> None:
    grid = gathered({1: " \u3000\n", MAX_COLUMN: "x", MAX_COLUMN + 1: "y"}, {1: " "})
    assert [(row.number, set(row.cells)) for row in grid.rows] == [(1, {MAX_COLUMN})]


def test_a_cell_at_fault_keeps_its_fault_and_no_text() -> None:
    (row,) = gathered({1: SkipReason.ERROR_VALUE}).rows
    assert (row.cells[1].fault, row.cells[1].text, row.text(1)) == (SkipReason.ERROR_VALUE, "", "")


def test_a_sheet_name_is_clean_and_short() -> None:
    assert gathered(name="一覧\u202e\n" + "x" * 5000).name == "一覧 " + "x" * 27 + "…"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (3, "3"),
        (3.0, "3"),
        (3.25, "3.25"),
        (1e300, "1e+300"),
        (True, "True"),
        (datetime(2026, 11, 2), "2026-11-02"),  # noqa: DTZ001 - a workbook's dates have no zone
        (datetime(2026, 11, 2, 9, 30), "2026-11-02T09:30:00"),  # noqa: DTZ001
        (date(2026, 11, 2), "2026-11-02"),
        (time(9, 30), "09:30:00"),
    ],
)
def test_a_value_is_written_as_a_person_reads_it(value: object, text: str) -> None:
    assert text_of(value) == text
