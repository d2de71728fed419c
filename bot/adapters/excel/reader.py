"""Reading what people give as a list of deliverables: workbooks, tables as text, and texts.

Everything here is plain work without waiting; call it from a worker thread. It holds at most about 60 MB more than the
process had, whatever the file, and what needs more dies in a process of its own (`calamine_child`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from bot.adapters.excel.calamine import read_with_calamine
from bot.adapters.excel.decoding import decoded
from bot.adapters.excel.delimited import read_delimited
from bot.adapters.excel.kinds import Kind, kind_of
from bot.adapters.excel.limits import MEGABYTE, Limits
from bot.adapters.excel.ooxml import read_ooxml
from bot.adapters.excel.package import Package
from bot.adapters.excel.slimming import Unreadable
from bot.domain.brief import Listing, SkipReason
from bot.domain.listing.grid import Grid
from bot.domain.listing.lines import read_text
from bot.domain.listing.sheets import SheetReading, best_reading
from bot.domain.listing.wording import cut, one_line
from bot.errors import InputRefused

_MAX_NAME: Final = 60
_UNUSABLE: Final = (SkipReason.FORMULA_WITHOUT_VALUE, SkipReason.ERROR_VALUE)


@dataclass(frozen=True, kw_only=True)
class Reader:
    """The port ListReader on openpyxl, python-calamine and the standard library."""

    limits: Limits

    def read_file(self, content: bytes, name: str) -> Listing:
        """The deliverables of a .xlsx, .xlsm, .xls, .ods, .csv, .tsv, .txt or .md file; InputRefused says why not."""
        return read_listing(content, name=name, limits=self.limits)

    def read_text(self, text: str, *, plain_list: bool) -> tuple[Listing, str]:
        """The deliverables of a text and the prose around them; `plain_list` when a list was asked for."""
        return list_from_text(text, plain_list=plain_list, limits=self.limits)


def read_listing(content: bytes, *, name: str, limits: Limits) -> Listing:
    """The deliverables of a file; `name` is the name it was given under, untrusted.

    InputRefused, each but the counts with `name` (cleaned, at most 60 characters): `input_too_large` (size_mb,
    limit_mb), `input_empty_file`, `input_unknown_type`, `input_not_what_it_says`, `input_encrypted`, `input_damaged`,
    `input_bomb`, `input_line_too_long` (line, limit), `input_text_too_long` (limit), `input_no_deliverable`,
    `input_only_formulas` (count), `input_only_prose`, `input_too_many` (count, limit).
    """
    shown, suffix = _shown(name), _suffix(name)
    if len(content) > limits.max_bytes:
        size, limit = (f"{round(size / MEGABYTE, 1):g}" for size in (len(content), limits.max_bytes))
        raise InputRefused("input_too_large", name=shown, size_mb=size, limit_mb=limit)
    if not content.strip():
        raise InputRefused("input_empty_file", name=shown)
    kind = kind_of(content, name=shown, suffix=suffix)
    if kind is Kind.TEXT:
        return _read_text_file(content, shown, limits)
    return _accepted(best_reading(_GRIDS[kind](content, shown)), shown, limits)


def list_from_text(text: str, *, plain_list: bool, limits: Limits) -> tuple[Listing, str]:
    """The deliverables of a text and the prose around them, at most 5,000 characters; see `read_text`.

    The text is plain: what a chat escapes or marks up has been taken back. InputRefused: `input_text_too_long` (limit),
    `input_only_prose`, `input_too_many` (count, limit), `input_no_deliverable` for a text without a word.
    """
    if len(text) > limits.max_text:
        raise InputRefused("input_text_too_long", limit=limits.max_text)
    reading = read_text(text, plain_list=plain_list)
    if not reading.listing.deliverables:
        raise InputRefused("input_only_prose" if reading.prose else "input_no_deliverable")
    return _within(reading.listing, limits), reading.prose


def _ooxml_grids(content: bytes, name: str) -> list[Grid]:
    try:
        return read_ooxml(Package(content, name))
    except Unreadable:
        return read_with_calamine(content, name=name)


_GRIDS: Final[dict[Kind, Callable[[bytes, str], list[Grid]]]] = {
    Kind.OOXML: _ooxml_grids,
    Kind.ODS: lambda content, name: read_with_calamine(content, name=name),
    Kind.XLS: lambda content, name: read_with_calamine(content, name=name),
    Kind.TABLE: lambda content, name: read_delimited(content, name=name),
}


def _read_text_file(content: bytes, name: str, limits: Limits) -> Listing:
    text = decoded(content, name=name).read(limits.max_text + 1)
    return list_from_text(text, plain_list=True, limits=limits)[0]


def _accepted(reading: SheetReading, name: str, limits: Limits) -> Listing:
    listing, beyond = reading.listing, reading.grid.rows_beyond
    if beyond:
        raise InputRefused("input_too_many", count=len(listing.deliverables) + beyond, limit=limits.max_deliverables)
    if listing.deliverables:
        return _within(listing, limits)
    unusable = sum(row.reason in _UNUSABLE for row in listing.skipped)
    if unusable:
        raise InputRefused("input_only_formulas", name=name, count=unusable)
    raise InputRefused("input_no_deliverable")


def _within(listing: Listing, limits: Limits) -> Listing:
    count = len(listing.deliverables)
    if count > limits.max_deliverables:
        raise InputRefused("input_too_many", count=count, limit=limits.max_deliverables)
    return listing


def _shown(name: str) -> str:
    """The file's name as it may be shown: no folders, one line, short."""
    return cut(one_line(_base(name)[-_MAX_NAME * 4 :]), _MAX_NAME)


def _suffix(name: str) -> str:
    return PurePosixPath(one_line(_base(name))).suffix.removeprefix(".").lower()


def _base(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2]
