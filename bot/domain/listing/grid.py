"""A sheet as it was read: the occupied cells alone, so that a far corner costs nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.brief import SkipReason


@dataclass(frozen=True, kw_only=True)
class Cell:
    """What a cell says; with a `fault` (an error value, a formula never calculated) it says nothing usable."""

    text: str
    fault: SkipReason | None = None


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row with at least one occupied cell. Rows and columns count from 1."""

    number: int
    cells: Mapping[int, Cell]

    def text(self, column: int) -> str:
        """The text of the cell, empty for one that is not occupied or faulty."""
        cell = self.cells.get(column)
        return cell.text if cell and not cell.fault else ""

    @property
    def words(self) -> str:
        """All texts of the row from left to right."""
        return " ".join(self.cells[column].text for column in sorted(self.cells))


@dataclass(frozen=True, kw_only=True)
class Span:
    """A merged range, all four edges included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, kw_only=True)
class Grid:
    """One sheet, or the table in a text (then without a name)."""

    rows: tuple[Row, ...] = ()
    name: str = ""
    spans: tuple[Span, ...] = ()
    hidden: bool = False
    rows_beyond: int = 0
    """Occupied rows that were counted, but not kept."""
    out_of_reach: tuple[str, ...] = ()
    """Occupied cells too far down to be looked at, by name (`XFD1048576`)."""

    def span_at(self, row: int, column: int) -> Span:
        """The merged range over this cell; the cell alone when it is not merged."""
        for span in self.spans:
            if span.top <= row <= span.bottom and span.left <= column <= span.right:
                return span
        return Span(top=row, left=column, bottom=row, right=column)

    def place(self, row: int, column: int | None = None) -> str:
        """Where a person finds it: `Sheet!B12`, `Sheet:12`; without a sheet's name `B12`, `12`."""
        if column is None:
            return f"{self.name}:{row}" if self.name else str(row)
        return self.at(f"{column_letters(column)}{row}")

    def at(self, cell: str) -> str:
        """The cell of this name as a person finds it."""
        return f"{self.name}!{cell}" if self.name else cell


def column_letters(column: int) -> str:
    """A column's name: 1 is A, 27 is AA."""
    letters = ""
    while column > 0:
        column, place = divmod(column - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters
