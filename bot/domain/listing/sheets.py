"""Choosing the sheet that is the list of deliverables."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.domain.brief import Listing, SkippedRow, SkipReason
from bot.domain.listing.grid import Grid
from bot.domain.listing.layout import Layout, layout_of
from bot.domain.listing.rows import read_rows
from bot.domain.listing.wording import folded

_HINT = re.compile(
    r"成果物|成果品|納品物|納入|機能一覧|画面一覧|作業一覧|項目一覧|deliverable|scope|worklist|featurelist|wbs"
)
_ASIDE = re.compile(
    r"表紙|改訂|改版|変更履歴|履歴|記入例|サンプル|凡例|マスタ|目次|使い方|cover|history|legend|changelog|example|readme"
)

_Rank = tuple[bool, bool, int, int, int]


@dataclass(frozen=True, kw_only=True)
class SheetReading:
    """A sheet and what was found in it."""

    grid: Grid
    listing: Listing
    layout: Layout | None = None


def best_reading(grids: Iterable[Grid]) -> SheetReading:
    """The sheet that looks most like a list of deliverables; its listing is empty when no sheet holds any.

    A sheet with deliverables goes before one without, a visible one before a hidden one, then decide the header, the
    sheet's name and the sheets' order.
    """
    nothing = SheetReading(grid=Grid(), listing=Listing(deliverables=()))
    return max(map(_read, grids), key=_rank, default=nothing)


def _read(grid: Grid) -> SheetReading:
    layout = layout_of(grid)
    listing = read_rows(grid, layout) if layout else Listing(deliverables=(), source=grid.name)
    far = (SkippedRow(place=grid.at(cell), reason=SkipReason.OUT_OF_REACH) for cell in grid.out_of_reach)
    return SheetReading(grid=grid, layout=layout, listing=replace(listing, skipped=(*listing.skipped, *far)))


def _rank(reading: SheetReading) -> _Rank:
    layout = reading.layout
    sure, known = (layout.strength, layout.known) if layout else (0, 0)
    return bool(reading.listing.deliverables), not reading.grid.hidden, sure, _name_speaks(reading.grid), known


def _name_speaks(grid: Grid) -> int:
    name = folded(grid.name)
    return bool(_HINT.search(name)) - bool(_ASIDE.search(name))
