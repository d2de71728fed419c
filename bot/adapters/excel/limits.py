"""How much of a file is read: no file may take more memory or time than a list of deliverables needs."""

from dataclasses import dataclass
from typing import Final

MEGABYTE: Final = 1024 * 1024

MAX_UNPACKED: Final = 40 * MEGABYTE
"""Bytes that the parts of a package may unpack to in all; beyond, it is taken for a bomb."""
MAX_ENTRIES: Final = 2_000
"""Parts of a package."""
MAX_PARSED: Final = 8 * MEGABYTE
"""Bytes of XML that are read in this process; what holds more goes to the child process."""
MAX_ELEMENTS: Final = 100_000
"""Elements of XML that are read in this process (an element costs openpyxl about 1 KB for a moment)."""
MAX_ROW: Final = 20_000
"""The last row of a workbook that is looked at; an occupied cell below is told as out of reach."""
MAX_COLUMN: Final = 256
"""The last column that is looked at (the last one of the .xls format, IV)."""
MAX_ROWS: Final = 5_000
"""Occupied rows of a sheet that are kept; further ones are counted."""
MAX_SHEET_CELLS: Final = 20_000
"""Occupied cells of a sheet that are kept."""
MAX_CELLS: Final = 60_000
"""Occupied cells of all sheets that are kept."""
MAX_CELL: Final = 8_000
"""Characters of a cell that are kept."""
MAX_TEXT: Final = 4_000_000
"""Characters of all cells that are kept."""
MAX_SHEETS: Final = 50
"""Sheets that are looked at, in the workbook's order."""
MAX_SPANS: Final = 500
"""Merged ranges of a sheet that are heeded."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What the settings allow."""

    max_deliverables: int = 200
    max_bytes: int = 10 * MEGABYTE
    max_text: int = 100_000
    """Characters of a list given as text."""

    def __post_init__(self) -> None:
        if min(self.max_deliverables, self.max_bytes, self.max_text) < 1:
            raise ValueError("a limit of nothing would refuse every list")
