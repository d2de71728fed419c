"""Reading .xls and .ods, and what openpyxl does not read, with python-calamine in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from bot.adapters.excel.gathering import Gathering
from bot.adapters.excel.limits import MAX_CELL, MAX_COLUMN, MAX_ROWS, MAX_SHEETS, MAX_SPANS, MAX_TEXT, MEGABYTE
from bot.domain.listing.grid import Grid, Span
from bot.errors import InputRefused

_CHILD: Final = Path(__file__).with_name("calamine_child.py")
_SECONDS: Final = 10
_BOUNDS: Final = {
    "memory": 128 * MEGABYTE,
    "seconds": _SECONDS,
    "sheets": MAX_SHEETS,
    "rows": MAX_ROWS,
    "columns": MAX_COLUMN,
    "spans": MAX_SPANS,
    "cell": MAX_CELL,
    "text": MAX_TEXT,
}


def read_with_calamine(content: bytes, *, name: str) -> list[Grid]:
    """The sheets in the workbook's order; costs about 20 ms for the process.

    InputRefused: `input_damaged`, and `input_bomb` when the process ran out of what it was given. calamine tells no
    formulas, gives an error value as an empty cell, and calls an encrypted workbook an unknown format.
    """
    match json.loads(_ask(content, name)):
        case {"refused": "bomb"}:
            raise InputRefused("input_bomb", name=name)
        case {"sheets": sheets}:
            return _gathered(sheets)
        case _:
            raise InputRefused("input_damaged", name=name)


def _ask(content: bytes, name: str) -> bytes:
    """-I keeps the environment and the working directory out of the child's imports."""
    command = [sys.executable, "-I", str(_CHILD), json.dumps(_BOUNDS)]
    try:
        done = subprocess.run(  # noqa: S603 - our own file, no shell, and nothing of the person's in the arguments
            command, input=content, capture_output=True, timeout=_SECONDS, check=True
        )
    except subprocess.TimeoutExpired as slow:
        raise InputRefused("input_bomb", name=name) from slow
    except subprocess.CalledProcessError as died:
        killed = died.returncode < 0  # by Rust's abort without memory, or by the limit of CPU time; else a panic
        raise InputRefused("input_bomb" if killed else "input_damaged", name=name) from died
    return done.stdout


def _gathered(sheets: list[dict[str, Any]]) -> list[Grid]:
    gathering = Gathering()
    for sheet in sheets:
        spans = (Span(top=top, left=left, bottom=bottom, right=right) for top, left, bottom, right in sheet["spans"])
        grid = Grid(name=sheet["name"], hidden=sheet["hidden"], spans=tuple(spans), rows_beyond=sheet["rows_beyond"])
        gathering.sheet(grid, sheet["rows"])
    return gathering.grids
