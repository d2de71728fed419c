"""A look at a workbook's XML before openpyxl gets it: is it small and harmless, and what openpyxl does not tell.

openpyxl builds a tree from whatever it is given, expands entities as far as expat lets it, and in its fast read-only
mode knows neither merged cells nor formulas. So each part runs through expat first, and only parts that passed, and
that openpyxl needs, are packed again for it.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from openpyxl.utils import column_index_from_string

from bot.adapters.excel.limits import MAX_ELEMENTS, MAX_PARSED, MAX_ROW, MAX_SPANS
from bot.adapters.excel.package import Package
from bot.domain.listing.grid import Span
from bot.errors import InputRefused

_NEEDED: Final = re.compile(
    r"(?!docProps/|xl/(?:theme|drawings|charts|chartsheets|pivot\w*|externalLinks|worksheets/_rels)/).*\.(?:xml|rels)"
)
_SPAN: Final = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})")
_MAX_TOLD: Final = 10
_STEP: Final = 65_536
_MAX_TAG: Final = 2 * _STEP
"""Bytes of a tag or comment. expat before 2.6 reads one again with every piece it gets (CVE-2023-52425)."""


class Unreadable(Exception):
    """openpyxl cannot or must not read this workbook; another reader may."""


@dataclass(kw_only=True)
class SheetFacts:
    """What the XML of a sheet tells beyond its values. Cells by name."""

    formulas: set[str] = field(default_factory=set)
    """Formulas whose result, if empty, was never calculated."""
    spans: list[Span] = field(default_factory=list)
    out_of_reach: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class SlimWorkbook:
    """A workbook of the needed parts alone, uncompressed; the facts by the part's name."""

    content: bytes
    facts: Mapping[str, SheetFacts]


def slimmed(package: Package) -> SlimWorkbook:
    """The workbook for openpyxl. Unreadable when it is too much for this process.

    InputRefused: `input_damaged` when its XML is broken; calamine would read what comes before the break.
    """
    out = io.BytesIO()
    allowance = _Allowance()
    facts = {}
    try:
        with zipfile.ZipFile(out, "w") as slim:
            for name in dict.fromkeys(filter(_NEEDED.fullmatch, package.names)):
                scan = _Scan(allowance)
                slim.writestr(name, b"".join(scan.feed(chunk) for chunk in package.chunks(name)))
                facts[name] = scan.end()
    except expat.ExpatError as broken:
        raise InputRefused("input_damaged", name=package.file_name) from broken
    return SlimWorkbook(content=out.getvalue(), facts=facts)


@dataclass(kw_only=True)
class _Allowance:
    """What all parts together may hold."""

    bytes: int = MAX_PARSED
    elements: int = MAX_ELEMENTS


class _Scan:
    """One part on its way through expat."""

    def __init__(self, allowance: _Allowance) -> None:
        self._allowance = allowance
        self._facts = SheetFacts()
        self._fed = 0
        self._far, self._cell, self._type = False, "", ""
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = _refuse_doctype
        self._parser.StartElementHandler = self._start

    def feed(self, chunk: bytes) -> bytes:
        """Looks at the next piece and hands it on."""
        self._allowance.bytes -= len(chunk)
        if self._allowance.bytes < 0:
            raise Unreadable("too many bytes of XML")
        for start in range(0, len(chunk), _STEP):
            self._step(chunk[start : start + _STEP])
        return chunk

    def end(self) -> SheetFacts:
        """What was seen."""
        self._parser.Parse(b"", True)
        return self._facts

    def _step(self, piece: bytes) -> None:
        """A tag, a comment or an attribute that does not end keeps expat's index where it began."""
        self._parser.Parse(piece, False)
        self._fed += len(piece)
        if self._fed - self._parser.CurrentByteIndex > _MAX_TAG:
            raise Unreadable("a tag without an end")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._allowance.elements -= 1
        if self._allowance.elements < 0:
            raise Unreadable("too many elements of XML")
        match tag.rpartition(":")[2]:
            case "row":
                self._far = _number(attributes.get("r", "")) > MAX_ROW
            case "c":
                self._cell, self._type = attributes.get("r", ""), attributes.get("t", "")
            case "f" if self._type != "str":
                self._facts.formulas.add(self._cell)
            case "v" | "is" if self._far and len(self._facts.out_of_reach) < _MAX_TOLD:
                self._facts.out_of_reach.append(self._cell)
            case "mergeCell":
                self._merge(attributes.get("ref", ""))

    def _merge(self, reference: str) -> None:
        found = _SPAN.fullmatch(reference)
        if found and len(self._facts.spans) < MAX_SPANS:
            left, top, right, bottom = found.groups()
            span = Span(
                top=int(top),
                left=column_index_from_string(left),
                bottom=int(bottom),
                right=column_index_from_string(right),
            )
            self._facts.spans.append(span)


def _refuse_doctype(*_: object) -> None:
    """ECMA-376 part 2 (8.3.4) forbids DTDs; the only ones who write them want entities expanded or files fetched."""
    raise expat.ExpatError("a document type declaration")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) <= 7 else 0
