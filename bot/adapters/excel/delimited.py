"""Reading .csv and .tsv."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Final

from bot.adapters.excel.decoding import decoded
from bot.adapters.excel.gathering import Gathering, Values
from bot.domain.listing.grid import Grid
from bot.errors import InputRefused

MAX_LINE: Final = 100_000
"""Characters of a row, quoted line ends included. csv's own limit of a field is 131,072."""

_DELIMITERS: Final = (",", "\t", ";")
_SAMPLE: Final = 20_000
_SAMPLE_ROWS: Final = 50


def read_delimited(content: bytes, *, name: str) -> list[Grid]:
    """The file as one grid without a name. InputRefused: `input_not_what_it_says`, `input_line_too_long`."""
    delimiter = _delimiter(decoded(content, name=name).read(_SAMPLE))
    gathering = Gathering()
    gathering.sheet(Grid(), _rows(decoded(content, name=name), delimiter, name))
    return gathering.grids


def _delimiter(sample: str) -> str:
    """The one that cuts most rows into the same number of fields above one; the comma when none does."""
    return max(_DELIMITERS, key=lambda delimiter: _agreement(sample, delimiter))


def _agreement(sample: str, delimiter: str) -> int:
    rows = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    widths = [len(row) for row, _ in zip(rows, range(_SAMPLE_ROWS), strict=False)]
    return max((widths.count(width) for width in set(widths) if width > 1), default=0)


def _rows(stream: io.TextIOWrapper, delimiter: str, name: str) -> Iterator[tuple[int, Values]]:
    lines = _Lines(stream, name)
    for number, fields in enumerate(csv.reader(lines, delimiter=delimiter), start=1):
        lines.begin_row()
        if any(fields):
            yield number, enumerate(fields, start=1)


class _Lines(Iterable[str]):
    """The lines of a file, refusing the file when a row grows too long, before csv holds it."""

    def __init__(self, stream: io.TextIOWrapper, name: str) -> None:
        self._stream, self._name = stream, name
        self._line, self._length = 0, 0

    def begin_row(self) -> None:
        self._length = 0

    def __iter__(self) -> Iterator[str]:
        while line := self._stream.readline(MAX_LINE + 1):
            self._line += 1
            self._length += len(line)
            if self._length > MAX_LINE:
                raise InputRefused("input_line_too_long", name=self._name, line=self._line, limit=MAX_LINE)
            yield line
