"""Files as people and attackers give them, made in memory."""

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from openpyxl import Workbook

Value = str | int | float | None
SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRINGS_TYPE = (
    '<Override PartName="/xl/sharedStrings.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
)
LIST: Sequence[Sequence[Value]] = (
    ("受注管理システム 成果物一覧",),
    (),
    ("No.", "成果物名", "説明"),
    (1, "要件定義書", "業務フロー"),
    (2, "基本設計書", None),
)


def saved(workbook: Workbook) -> bytes:
    """The bytes of a workbook."""
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def xlsx(rows: Sequence[Sequence[Value]] = LIST, *, title: str = "一覧") -> bytes:
    """A workbook of one sheet, as openpyxl writes it."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(tuple(row))
    return saved(workbook)


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    """A zip of these parts, deflated."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def with_parts(content: bytes, parts: Mapping[str, bytes | str]) -> bytes:
    """The package with these parts put in, in place of those of the same name."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return zipped({**{name: package.read(name) for name in package.namelist()}, **parts})


def with_sheet(rows: str, *, before: str = "", after: str = "") -> bytes:
    """A workbook whose only sheet holds this XML as its rows."""
    sheet = f'{before}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'
    return with_parts(xlsx(), {SHEET: sheet})


def with_strings(strings: str, rows: str) -> bytes:
    """A workbook with these shared strings and rows."""
    content = with_sheet(rows)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        types = package.read("[Content_Types].xml").decode()
    return with_parts(
        content,
        {
            "[Content_Types].xml": types.replace("</Types>", STRINGS_TYPE),
            "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
        },
    )


def text_cell(name: str, text: str) -> str:
    """The XML of a cell that holds its text itself."""
    return f'<c r="{name}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def ods(rows: str, *, manifest: str = "") -> bytes:
    """An OpenDocument spreadsheet of one sheet with this XML as its rows."""
    names = "".join(
        f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
        for prefix in ("office", "table", "text")
    )
    body = f'<table:table table:name="一覧">{rows}</table:table>'
    scheme = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    manifested = f'<manifest:manifest xmlns:manifest="{scheme}">{manifest}</manifest:manifest>'
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": manifested,
            "content.xml": f"<office:document-content{names}><office:body><office:spreadsheet>{body}"
            "</office:spreadsheet></office:body></office:document-content>",
        }
    )


def ods_row(*texts: str, repeated: int = 1, cells: int = 1) -> str:
    """The XML of a row of an OpenDocument table, the row and its cells repeated as often."""
    inside = "".join(
        f'<table:table-cell office:value-type="string" table:number-columns-repeated="{cells}">'
        f"<text:p>{escape(text)}</text:p></table:table-cell>"
        for text in texts
    )
    return f'<table:table-row table:number-rows-repeated="{repeated}">{inside}</table:table-row>'


def xls(cells: Mapping[tuple[int, int], str], *, password_kind: int | None = None) -> bytes:
    """A workbook of Excel 97 with these texts by row and column, both from 0 (MS-XLS 2.4, BIFF8).

    `password_kind` marks it as encrypted: 0 by obfuscation, 1 by RC4.
    """
    name = "一覧".encode("utf-16-le")
    bound = struct.pack("<IBBBB", 0, 0, 0, len(name) // 2, 1) + name
    crypt = b"" if password_kind is None else _record(0x002F, struct.pack("<HHH", password_kind, 1, 2))
    start, end = struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0), _record(0x000A, b"")
    head = _record(0x0809, start) + crypt
    offset = len(head) + len(_record(0x0085, bound)) + len(end)
    globals_ = head + _record(0x0085, struct.pack("<I", offset) + bound[4:]) + end
    labels = b"".join(_record(0x0204, _label(row, column, text)) for (row, column), text in cells.items())
    sheet = _record(0x0809, start[:2] + b"\x10\x00" + start[4:]) + labels + end
    return ole({"Workbook": globals_ + sheet})


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _label(row: int, column: int, text: str) -> bytes:
    return struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le")


def ole(streams: Mapping[str, bytes]) -> bytes:
    """An OLE2 file with these streams, each in sectors of 512 bytes (MS-CFB 2)."""
    sectors: list[bytes] = []
    table: list[int] = []
    entries = [_entry("Root Entry", 5, child=1)]
    for place, (name, stream) in enumerate(streams.items(), start=1):
        full = stream.ljust(4096, b"\0")  # shorter ones would live in the mini stream
        parts = [full[start : start + 512].ljust(512, b"\0") for start in range(0, len(full), 512)]
        first = len(sectors)
        table += [*range(first + 1, first + len(parts)), 0xFFFFFFFE]
        sectors += parts
        right = place + 1 if place < len(streams) else 0xFFFFFFFF
        entries.append(_entry(name, 2, right=right, start=first, size=len(full)))
    directory = b"".join(entries).ljust(-(-len(entries) // 4) * 512, b"\0")
    first_directory = len(sectors)
    parts = [directory[start : start + 512] for start in range(0, len(directory), 512)]
    table += [*range(first_directory + 1, first_directory + len(parts)), 0xFFFFFFFE, 0xFFFFFFFD]
    sectors += parts
    assert len(table) <= 128, "one sector of the allocation table is all that is written"
    allocation = struct.pack(f"<{len(table)}I", *table).ljust(512, b"\xff")
    first_table = len(sectors)
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b"", 0, 1, first_directory, 0, 4096,
        0xFFFFFFFE, 0, 0xFFFFFFFE, 0, first_table,
    )  # fmt: skip
    return header.ljust(512, b"\xff") + b"".join(sectors) + allocation


def _entry(
    name: str, kind: int, *, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF, start: int = 0, size: int = 0
) -> bytes:
    wide = name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII16sIQQIQ", wide, len(wide), kind, 1, 0xFFFFFFFF, right, child, b"", 0, 0, 0, start, size
    )
