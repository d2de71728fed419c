"""Choosing the sheet that is the list of deliverables."""

import re
from collections.abc import Iterable

from bot.domain.brief import Listing
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

Rank = tuple[bool, bool, int, int, int]


def listing_of(grids: Iterable[Grid]) -> Listing:
    """The listing of the grid that looks most like a list of deliverables; empty when none holds any.

    A visible sheet with deliverables goes before a hidden one, then the surer header, the sheet's name, the order.
    """
    read = [(_rank(grid, layout, listing), listing) for grid, layout, listing in map(_read, grids)]
    best = max(read, key=lambda one: one[0], default=None)
    return best[1] if best else Listing(deliverables=())


def _read(grid: Grid) -> tuple[Grid, Layout | None, Listing]:
    layout = layout_of(grid)
    return grid, layout, read_rows(grid, layout) if layout else Listing(deliverables=(), source=grid.name)


def _rank(grid: Grid, layout: Layout | None, listing: Listing) -> Rank:
    found = layout.strength if layout else -1
    return bool(listing.deliverables), not grid.hidden, found, _name_speaks(grid), layout.known if layout else 0


def _name_speaks(grid: Grid) -> int:
    name = folded(grid.name)
    return bool(_HINT.search(name)) - bool(_ASIDE.search(name))
