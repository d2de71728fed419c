"""An own reckoning of a workbook: it reads the file as XML and works its formulas out, in decimals or as Excel does.

It shares nothing with what writes the workbook, and knows three functions; another one is an error.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REFERENCE = r"(?:'([^']+)'!|([A-Za-z]+)!)?\$?([A-Z]+)\$?([0-9]+)"
RANGE = re.compile(REFERENCE + r"(?::\$?([A-Z]+)\$?([0-9]+))?")

Address = tuple[str, str]
"""A sheet's title and a cell such as `E15`."""


@dataclass(frozen=True, kw_only=True)
class Stored:
    """A cell as the file has it."""

    kind: str
    text: str | None = None
    formula: str | None = None
    result: str | None = None
    style: int = 0

    @property
    def number(self) -> Decimal | None:
        is_number = self.kind in {"n", ""} and self.formula is None and self.result is not None
        return Decimal(self.result or "0") if is_number else None


@dataclass(kw_only=True)
class Workbook:
    """The cells of a file, and what its formulas come to. A changed cell changes what depends on it."""

    titles: tuple[str, ...]
    cells: Mapping[Address, Stored]
    changed: dict[Address, Decimal] = field(default_factory=dict)
    functions: Mapping[str, Any] = field(default_factory=lambda: EXACT)

    def value(self, title: str, cell: str) -> Decimal:
        """The figure of a cell, worked out anew; of a binary fraction the 15 digits that a spreadsheet shows."""
        figure = self._figure((title, cell))
        return figure if isinstance(figure, Decimal) else Decimal(f"{figure:.15g}")

    def formulas(self) -> Iterator[tuple[Address, Stored]]:
        return ((address, stored) for address, stored in self.cells.items() if stored.formula is not None)

    def texts(self) -> list[str]:
        return [stored.text for stored in self.cells.values() if stored.text]

    def rows(self, title: str) -> list[dict[str, Stored]]:
        """The rows of a sheet, each by column."""
        rows: dict[int, dict[str, Stored]] = {}
        for (sheet, cell), stored in self.cells.items():
            if sheet == title:
                column, row = re.fullmatch(r"([A-Z]+)([0-9]+)", cell).groups()  # type: ignore[union-attr]
                rows.setdefault(int(row), {})[column] = stored
        return [rows[row] for row in sorted(rows)]

    def find(self, title: str, text: str) -> int:
        """The row of the first cell that holds a text."""
        for (sheet, cell), stored in self.cells.items():
            if sheet == title and stored.text == text:
                return int(re.sub("[A-Z]", "", cell))
        raise LookupError(f"{text} is not on {title}")

    def _figure(self, address: Address) -> Any:
        stored = self.cells[address]
        if address not in self.changed and stored.formula is not None:
            return self._worked_out(address[0], stored.formula)
        number = self.changed.get(address, stored.number)
        if number is None:
            raise ValueError(f"{address} is no figure: {stored}")
        return self.functions["number"](number)

    def _worked_out(self, title: str, formula: str) -> Any:
        literal = re.compile(r"(?<![A-Za-z0-9_\[\"'!$])([0-9]+(?:\.[0-9]+)?)(?![0-9]*[\]\"'(!])")
        names: dict[str, list[Any]] = {}

        def named(match: re.Match[str]) -> str:
            key = f"x{len(names)}_"
            names[key] = self._figures(match[1] or match[2] or title, match)
            return f"cells({key!r})" if match[5] else f"cells({key!r})[0]"

        code = RANGE.sub(named, formula)
        code = literal.sub(r"number('\1')", code)
        return eval(code, {"__builtins__": {}}, {**self.functions, "cells": names.__getitem__})

    def _figures(self, title: str, match: re.Match[str]) -> list[Any]:
        first, last = int(match[4]), int(match[6] or match[4])
        columns = _columns(match[3], match[5] or match[3])
        found = [(title, f"{column}{row}") for row in range(first, last + 1) for column in columns]
        if match[5] is None:
            return [self._figure(found[0])]
        return [self._figure(address) for address in found if self._counts(address)]

    def _counts(self, address: Address) -> bool:
        stored = self.cells.get(address)
        return stored is not None and (stored.formula is not None or stored.number is not None)


def opened(content: bytes) -> Workbook:
    """The workbook in an .xlsx file."""
    with ZipFile(BytesIO(content)) as archive:
        titles = _titles(archive)
        sheets = [archive.read(f"xl/worksheets/sheet{number}.xml") for number in range(1, len(titles) + 1)]
    cells = {(title, cell): stored for title, xml in zip(titles, sheets, strict=True) for cell, stored in _cells(xml)}
    return Workbook(titles=titles, cells=cells)


def _titles(archive: ZipFile) -> tuple[str, ...]:
    root = ET.fromstring(archive.read("xl/workbook.xml"))
    return tuple(sheet.attrib["name"] for sheet in root.iter(f"{NAMESPACE}sheet"))


def _cells(xml: bytes) -> Iterator[tuple[str, Stored]]:
    for cell in ET.fromstring(xml).iter(f"{NAMESPACE}c"):
        texts = [text.text or "" for text in cell.iter(f"{NAMESPACE}t")]
        yield (
            cell.attrib["r"],
            Stored(
                kind=cell.attrib.get("t", ""),
                text="".join(texts) if texts else None,
                formula=cell.findtext(f"{NAMESPACE}f"),
                result=cell.findtext(f"{NAMESPACE}v"),
                style=int(cell.attrib.get("s", "0")),
            ),
        )


def _columns(first: str, last: str) -> list[str]:
    if len(first) > 1 or len(last) > 1:
        raise ValueError("the sheets have no more than 26 columns")
    return [chr(code) for code in range(ord(first), ord(last) + 1)]


def _rounded(number: Decimal, digits: Decimal | float) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-int(digits)), ROUND_HALF_UP)


EXACT: Mapping[str, Any] = {
    "number": Decimal,
    "ROUND": _rounded,
    "INT": lambda number: number.to_integral_value(ROUND_FLOOR),
    "SUM": sum,
}
BINARY: Mapping[str, Any] = {
    "number": float,
    "ROUND": lambda number, digits: float(_rounded(Decimal(number), digits)),
    "INT": math.floor,
    "SUM": sum,
}
"""In binary fractions, without the kindness by which spreadsheets take 34.49999999999999 for 34.5."""
