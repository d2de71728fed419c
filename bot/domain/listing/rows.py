"""Reading the rows of a grid below its header."""

from dataclasses import replace

from bot.domain.brief import Listing, SkipReason
from bot.domain.listing.grid import Grid, Row
from bot.domain.listing.harvest import Harvest, joined
from bot.domain.listing.headers import MAX_HEADER, is_list_title, is_note, is_signed_heading, is_total
from bot.domain.listing.layout import Layout, layout_by_row
from bot.domain.listing.markers import unmarked
from bot.domain.listing.wording import folded, has_letters, one_line


def read_rows(grid: Grid, layout: Layout) -> Listing:
    """The deliverables below the header, and every row with words that is none."""
    reading = _Reading(grid, layout)
    for row in grid.rows:
        if row.number >= reading.layout.first_row:
            reading.read(row)
    return reading.harvest.listing(source=grid.name)


class _Reading:
    """What has to be remembered from row to row: the layout, the classes and the heading that hold."""

    def __init__(self, grid: Grid, layout: Layout) -> None:
        self.grid, self.layout = grid, layout
        self.harvest = Harvest()
        self._classes: dict[int, str] = {}
        self._heading = ""

    def read(self, row: Row) -> None:
        """Takes the row, or passes it over with its reason, or lets a row without words go by."""
        if self._blank(row):
            return
        if header := layout_by_row(self.grid, row):
            self._start_again(row, header)
        elif reason := self._reason(row):
            self._pass_over(row, reason)
        elif self._continues(row):
            self.harvest.add(self._details(row))
        else:
            self._take(row)

    def _blank(self, row: Row) -> bool:
        """A row prepared for use (numbers, zero amounts, formulas) says nothing until a word is in it."""
        cell = row.cells.get(self.layout.name)
        return not (cell and cell.fault) and not any(has_letters(row.text(column)) for column in row.cells)

    def _start_again(self, row: Row, header: Layout) -> None:
        self.harvest.skip(self.grid.place(row.number), SkipReason.REPEATED_HEADER, row.words)
        self.layout = replace(header, first_row=max(header.first_row, row.number + 1))
        self._classes, self._heading = {}, ""

    def _reason(self, row: Row) -> SkipReason | None:
        cell = row.cells.get(self.layout.name)
        first = next(filter(has_letters, (row.text(column) for column in sorted(row.cells))), "")
        if is_total(first):
            return SkipReason.TOTAL
        if is_note(first):
            return SkipReason.NOTE
        if self.layout.title and folded(row.text(self.layout.name)[:MAX_HEADER]) == self.layout.title:
            return SkipReason.REPEATED_HEADER
        if cell and cell.fault:
            return cell.fault
        if self._is_heading(row):
            return SkipReason.HEADING
        return None if self._names(row) or self._continues(row) else SkipReason.NO_NAME

    def _is_heading(self, row: Row) -> bool:
        """A cell alone in its row, left of the names, or among them and merged beyond them or signed as a heading."""
        if len(row.cells) != 1:
            return False
        ((column, cell),) = row.cells.items()
        if column != self.layout.name:
            return column < self.layout.name
        if self.layout.known:
            wide = self.grid.span_at(row.number, column).right > max(self.layout.right_edge, column)
            return wide or (self.layout.known > 1 and is_signed_heading(cell.text))
        return not self.harvest.begun and is_list_title(cell.text)

    def _pass_over(self, row: Row, reason: SkipReason) -> None:
        faulty = reason in (SkipReason.FORMULA_WITHOUT_VALUE, SkipReason.ERROR_VALUE)
        place = self.grid.place(row.number, self.layout.name if faulty else None)
        self.harvest.skip(place, reason, row.words)
        if reason is SkipReason.HEADING:
            self._open_section(row)

    def _open_section(self, row: Row) -> None:
        if set(row.cells) & set(self.layout.levels):
            self._hold_classes(row)
        else:
            self._classes, self._heading = {}, one_line(row.words)

    def _continues(self, row: Row) -> bool:
        """Whether the name's cell is the lower part of a merged one."""
        span = self.grid.span_at(row.number, self.layout.name)
        return self.harvest.begun and span.top < row.number and span.top >= self.layout.first_row

    def _names(self, row: Row) -> list[str]:
        """The name, in a composed layout with the classes before it; empty when the row names nothing."""
        own = [column for column in self._naming if has_letters(row.text(column))]
        if not own:
            return []
        last = own[-1]
        held = {**self._classes, **{column: row.text(column) for column in own}}
        return [held[column] for column in self._naming if column <= last and column in held]

    @property
    def _naming(self) -> tuple[int, ...]:
        return (*self.layout.levels, self.layout.name) if self.layout.composed else (self.layout.name,)

    def _take(self, row: Row) -> None:
        self._hold_classes(row)
        classes = () if self.layout.composed else (self._classes.get(column, "") for column in self.layout.levels)
        around = joined(self._heading, *classes)
        place = self.grid.place(row.number, self.layout.name)
        name = joined(*map(_bare, self._names(row)))
        self.harvest.take(name, _under(around, self._details(row)), place)

    def _hold_classes(self, row: Row) -> None:
        """A class given anew ends the ones below it; one left blank goes on."""
        for column in self.layout.levels:
            if has_letters(row.text(column)):
                kept = {level: text for level, text in self._classes.items() if level < column}
                self._classes = {**kept, column: _bare(row.text(column))}

    def _details(self, row: Row) -> str:
        texts = (row.text(column) for column in self.layout.details)
        return joined(*(one_line(text) for text in texts if has_letters(text)))


def _bare(text: str) -> str:
    return unmarked(one_line(text))


def _under(around: str, details: str) -> str:
    return f"{around}: {details}" if around and details else around or details
