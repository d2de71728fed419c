"""A sheet being written: its columns, its cells, the heights its texts need, and what its formulas give."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import product

from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from bot.adapters.excel.formulas import Formula
from bot.adapters.excel.measure import INDENT, TALLEST_ROW, fitting, has_wide, height, pixels, wrapped
from bot.adapters.excel.styles import Look, Looks
from bot.adapters.excel.text import plain, starts_like_formula, stored


@dataclass(frozen=True, kw_only=True)
class Text:
    """A text to be put into a row, over so many columns from `column`."""

    column: int
    text: str
    look: Look
    span: int = 1


class Page:
    """Writes cells by row and column, both from 1. `widths` are the columns', in Excel's unit."""

    def __init__(self, sheet: Worksheet, looks: Looks, widths: Sequence[float]) -> None:
        self.sheet = sheet
        self.results: dict[str, Decimal] = {}
        """What each formula gives, by cell."""
        self._looks = looks
        self._widths = tuple(widths)
        self._heights: dict[int, float] = {}
        for column, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(column)].width = width

    def text(self, row: int, column: int, text: str, look: Look, *, span: int = 1) -> None:
        """A text in one cell; the row grows to hold it."""
        self._put_text(row, Text(column=column, text=plain(text), look=look, span=span))

    def record(self, row: int, texts: Sequence[Text]) -> int:
        """Texts side by side; those too long for the tallest row go on in the next. Gives the last row."""
        pieces = [self._pieces(text) for text in texts]
        depth = max(len(parts) for parts in pieces)
        for below in range(depth):
            for text, parts in zip(texts, pieces, strict=True):
                part = parts[below] if below < len(parts) else ""
                self._put_text(row + below, Text(column=text.column, text=part, look=text.look, span=text.span))
        return row + depth - 1

    def number(self, row: int, column: int, value: Decimal | int, look: Look) -> None:
        """A figure, exactly as it is: openpyxl's own 16 digits make 8.699999999999999 of 8.7."""
        cell = self._cell(row, column)
        cell.value = f"{Decimal(value):f}"
        cell.data_type = "n"
        self._finish(cell, look)

    def day(self, row: int, column: int, day: date, look: Look, *, span: int = 1) -> None:
        """A date, in the format that the look has."""
        cell = self._cell(row, column)
        cell.value = day
        self._finish(cell, look, span)

    def moment(self, row: int, column: int, at: datetime, look: Look) -> None:
        """A minute as the clocks of the time's own zone show it; a cell knows no zone."""
        cell = self._cell(row, column)
        cell.value = at.replace(second=0, microsecond=0, tzinfo=None)
        self._finish(cell, look)

    def formula(self, row: int, column: int, formula: Formula, look: Look) -> None:
        """A live figure."""
        cell = self._cell(row, column)
        cell.value = f"={formula.text}"
        self.results[cell.coordinate] = formula.value
        self._finish(cell, look)

    def blank(self, row: int, columns: Sequence[int], look: Look) -> None:
        """Cells that hold nothing but their look."""
        for column in columns:
            self._looks.dress(self._cell(row, column), look)

    def at_least(self, row: int, points: float) -> None:
        """Makes the row no lower than so many points."""
        self._heights[row] = max(points, self._heights.get(row, 0.0))

    def merge(self, rows: Sequence[int], columns: Sequence[int], look: Look) -> None:
        """Makes one cell of a block; its other cells get the look, whose frame is drawn around the whole."""
        for row, column in product(rows, columns):
            if (row, column) != (rows[0], columns[0]):
                self._looks.dress(self._cell(row, column), look)
        block = CellRange(min_row=rows[0], max_row=rows[-1], min_col=columns[0], max_col=columns[-1])
        self.sheet.merged_cells.ranges.add(block)  # merge_cells() takes a hundred times as long

    def there(self, row: int, column: int) -> str:
        """The cell as formulas of other sheets name it."""
        return f"{quote_sheetname(self.sheet.title)}!${get_column_letter(column)}${row}"

    def close(self) -> None:
        """Sets the heights that the texts need, as far as Excel has them."""
        for row, points in self._heights.items():
            self.sheet.row_dimensions[row].height = round(min(points, TALLEST_ROW), 1)

    def _cell(self, row: int, column: int) -> Cell:
        cell = self.sheet.cell(row, column)
        if not isinstance(cell, Cell):
            raise TypeError(f"{cell.coordinate} is inside a merged block")
        return cell

    def _put_text(self, row: int, text: Text) -> None:
        cell = self._cell(row, text.column)
        if text.text:
            cell.value = stored(text.text)
            cell.data_type = "s"  # whatever it starts with
        lines = self._lines(text) if text.look.wrap else ("",)
        latin = self._looks.latin and not has_wide(text.text)
        self.at_least(row, height(len(lines), text.look.size, latin=latin))
        self._finish(cell, text.look, text.span, quoted=starts_like_formula(text.text))

    def _finish(self, cell: Cell, look: Look, span: int = 1, *, quoted: bool = False) -> None:
        self._looks.dress(cell, look, quoted=quoted)
        self.at_least(cell.row, height(1, look.size, latin=self._looks.latin))
        if span > 1:
            self.merge([cell.row], range(cell.column, cell.column + span), look)

    def _lines(self, text: Text) -> tuple[str, ...]:
        width = sum(self._widths[text.column - 1 : text.column - 1 + text.span])
        room = pixels(width, text.span) - text.look.indent * INDENT
        return wrapped(text.text, room, text.look.size)

    def _pieces(self, text: Text) -> list[str]:
        """The text in parts that each fit a row."""
        safe = Text(column=text.column, text=plain(text.text), look=text.look, span=text.span)
        lines, most = self._lines(safe), fitting(text.look.size)
        return ["".join(lines[start : start + most]) for start in range(0, len(lines), most)]


def here(row: int, column: int) -> str:
    """The cell as formulas of its own sheet name it."""
    return f"{get_column_letter(column)}{row}"


def block(first_row: int, column: int, last_row: int) -> str:
    """A part of a column, for sums."""
    return f"{here(first_row, column)}:{here(last_row, column)}"
