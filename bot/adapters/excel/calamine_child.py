"""A process of its own that reads a workbook with python-calamine, and may die of it.

calamine holds a sheet as a full rectangle, so that two cells far apart ask for gigabytes, and Rust aborts the process
(tafia/calamine issue 693). Here it aborts this process alone, soon, because the memory is limited first. It is started
by path, imports nothing of ours, takes its bounds as JSON in its only argument, the workbook on stdin, and answers JSON
on stdout:

    {"sheets": [{"name", "hidden", "spans": [[top, left, bottom, right]], "rows": [[number, [[column, value]]]],
                 "rows_beyond"}]}
    {"refused": "damaged" | "bomb"}

Rows and columns count from 1; a value is a text, a number or a truth value.
"""

import io
import json
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

Value = int | float | str | bool | date | time | datetime | timedelta
Row = tuple[int, list[tuple[int, str | int | float]]]


class Reading:
    """Reads the sheets within the bounds: `sheets`, `rows`, `columns`, `spans`, `cell` and `text` in characters."""

    def __init__(self, bounds: dict[str, int]) -> None:
        self._bounds = bounds
        self._text_left = bounds["text"]

    def answer(self, content: bytes) -> dict[str, object]:
        """What goes to stdout."""
        try:
            with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
                metadata = workbook.sheets_metadata[: self._bounds["sheets"]]
                hidden = [sheet.visible is not SheetVisibleEnum.Visible for sheet in metadata]
                return {"sheets": [self._sheet(workbook.get_sheet_by_index(n), hide) for n, hide in enumerate(hidden)]}
        except CalamineError:
            return {"refused": "damaged"}
        except MemoryError:
            return {"refused": "bomb"}

    def _sheet(self, sheet: CalamineSheet, hidden: bool) -> dict[str, object]:
        spans = [(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()]
        kept, beyond = self._rows(sheet)
        return {
            "name": sheet.name,
            "hidden": hidden,
            "spans": [[edge + 1 for edge in span] for span in spans[: self._bounds["spans"]]],
            "rows": kept,
            "rows_beyond": beyond,
        }

    def _rows(self, sheet: CalamineSheet) -> tuple[list[Row], int]:
        kept: list[Row] = []
        beyond = 0
        for row in self._occupied(sheet):
            self._text_left -= sum(len(value) for _, value in row[1] if isinstance(value, str))
            if len(kept) < self._bounds["rows"] and self._text_left >= 0:
                kept.append(row)
            else:
                beyond += 1
        return kept, beyond

    def _occupied(self, sheet: CalamineSheet) -> Iterator[Row]:
        """`iter_rows` begins at the sheet's first row, but at the first occupied column."""
        first = (sheet.start or (0, 0))[1] + 1
        for number, values in enumerate(sheet.iter_rows(), start=1):
            columns = enumerate(values[: self._bounds["columns"]], start=first)
            cells = [(column, self._told(value)) for column, value in columns if value != ""]
            if cells:
                yield number, cells

    def _told(self, value: Value) -> str | int | float:
        match value:
            case str():
                return value[: self._bounds["cell"]]
            case int() | float():
                return value
            case datetime() if value.time() == time():
                return value.date().isoformat()
            case timedelta():
                return str(value)
            case _:
                return value.isoformat()


def main(bounds: dict[str, int]) -> None:
    """Limits itself (`memory` bytes, `seconds` of CPU), reads stdin, writes stdout."""
    resource.setrlimit(resource.RLIMIT_AS, (bounds["memory"], bounds["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (bounds["seconds"], bounds["seconds"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answer = Reading(bounds).answer(sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode())


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
