"""Which column of a grid says what: read off its header row, or guessed from what the columns hold."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.listing.grid import Grid, Row
from bot.domain.listing.headers import Role, role_of
from bot.domain.listing.wording import folded, has_letters

_HEADER_DEPTH = 60
"""Occupied rows among which a header is looked for: a cover block is not longer."""
_SAMPLE = 300
"""Occupied rows that a guess about the columns looks at."""

_CODE = re.compile(r"[A-Za-z]{0,5}[-_.]?\d+(?:[-_.]\d+)*")

_NAMES = (Role.DELIVERABLE, Role.NAME)
_STRENGTH = {Role.DELIVERABLE: 4, Role.NAME: 3, Role.LEVEL: 2, Role.DESCRIPTION: 1}


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Columns count from 1."""

    name: int
    levels: tuple[int, ...] = ()
    """Classes left of the name, broadest first."""
    details: tuple[int, ...] = ()
    """What describes a deliverable, in order of use."""
    title: str = ""
    """The name column's own header, folded."""
    first_row: int = 1
    """The first row that can hold a deliverable."""
    right_edge: int = 0
    """The last column that the name's own header cell covers."""
    composed: bool = False
    """Whether the levels are part of the name (大分類 / 中分類 / 小分類 without a name column)."""
    strength: int = 0
    """How surely this is a list of deliverables: 4 for a column called so, 0 for a guess."""
    known: int = 0
    """Columns whose header is known."""


def layout_of(grid: Grid) -> Layout | None:
    """The layout by the best header row, else by guess; None for a grid without words."""
    header = _header_row(grid)
    return _from_header(grid, header) if header else _guessed(grid.rows[:_SAMPLE])


def layout_by_row(grid: Grid, row: Row) -> Layout | None:
    """The layout when this row is a full header inside the list; None for any other row."""
    whole = len(row.cells) >= 2 and all(role_of(row.text(column)) for column in row.cells)
    return _from_header(grid, row) if whole and _usable(_roles(row)) else None


def _header_row(grid: Grid) -> Row | None:
    top = grid.rows[:_HEADER_DEPTH]
    rated = [(_rating(grid, place), -place) for place in range(len(top))]
    best, place = max(rated, default=(0.0, 0))
    return top[-place] if best > 0 else None


def _rating(grid: Grid, place: int) -> float:
    """How much a row looks like a header; nothing at all without a column to take names from."""
    row = grid.rows[place]
    roles = _roles(row)
    if not _usable(roles):
        return 0
    strangers = len(row.cells) - len(roles)
    if len(roles) == 1 and strangers and not _goes_on(grid, place, next(iter(roles))):
        return 0
    return max(len(roles) - strangers / 2, 0.1) + max(_STRENGTH.get(role, 0) for role in roles.values()) / 10


def _usable(roles: dict[int, Role]) -> bool:
    held = set(roles.values())
    return bool(held & {*_NAMES, Role.LEVEL}) or (Role.DESCRIPTION in held and len(roles) >= 2)


def _goes_on(grid: Grid, place: int, column: int) -> bool:
    following = grid.rows[place + 1 : place + 4]
    return len(following) >= 2 and all(has_letters(row.text(column)) for row in following)


def _roles(row: Row) -> dict[int, Role]:
    found = {column: role_of(row.text(column)) for column in row.cells}
    return {column: role for column, role in sorted(found.items()) if role}


def _from_header(grid: Grid, header: Row) -> Layout:
    roles = _roles(header)
    first = max(grid.span_at(header.number, column).bottom for column in roles) + 1
    body = [row for row in grid.rows if row.number >= first][:_SAMPLE]
    names, levels = _columns(roles, *_NAMES), _columns(roles, Role.LEVEL)
    about = _columns(roles, Role.DESCRIPTION) + _columns(roles, Role.NOTE)
    name = _best_name(names, roles, body) if names else levels[-1] if levels else about[0]
    beside = sorted([*names, *levels])
    return Layout(
        name=name,
        levels=tuple(column for column in beside if column < name),
        details=tuple(column for column in [*beside, *about] if column > name or (column in about and column != name)),
        composed=not names and bool(levels),
        title=folded(header.text(name)),
        first_row=first,
        right_edge=grid.span_at(header.number, name).right,
        strength=_STRENGTH[roles[name]],
        known=len(roles),
    )


def _columns(roles: dict[int, Role], *wanted: Role) -> list[int]:
    return [column for column, role in roles.items() if role in wanted]


def _best_name(names: list[int], roles: dict[int, Role], body: Sequence[Row]) -> int:
    """The column called deliverable, unless it is far emptier than another; among equals the fuller, then the left."""
    filled = {column: _lettered(body, column) for column in names}
    enough = [column for column in names if filled[column] * 2 >= max(filled.values())]
    return max(enough, key=lambda column: (_STRENGTH[roles[column]], filled[column], -column))


def _lettered(rows: Sequence[Row], column: int) -> int:
    return sum(_is_wording(row.text(column)) for row in rows)


def _is_wording(text: str) -> bool:
    return has_letters(text) and not _CODE.fullmatch(folded(text))


def _guessed(rows: Sequence[Row]) -> Layout | None:
    """The leftmost column that is about as full of words as any is the name, the next such the description."""
    columns = sorted({column for row in rows for column in row.cells})
    filled = {column: _lettered(rows, column) for column in columns}
    most = max(filled.values(), default=0)
    if not most:
        return None
    name = next(column for column in columns if filled[column] * 2 >= most)
    details = [column for column in columns if column > name and filled[column] * 3 >= most]
    return Layout(name=name, details=tuple(details[:1]), first_row=rows[0].number, right_edge=name)
