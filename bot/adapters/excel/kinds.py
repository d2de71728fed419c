"""What kind of file it is: by its first bytes and its parts, which have to agree with its name."""

import re
from enum import Enum
from typing import Final

from bot.adapters.excel.package import ZIP_START, Package
from bot.errors import InputRefused


class Kind(Enum):
    """How a file is read."""

    OOXML = "ooxml"
    ODS = "ods"
    XLS = "xls"
    TABLE = "table"
    TEXT = "text"


_OF_SUFFIX: Final = {
    "xlsx": Kind.OOXML,
    "xlsm": Kind.OOXML,
    "xls": Kind.XLS,
    "ods": Kind.ODS,
    "csv": Kind.TABLE,
    "tsv": Kind.TABLE,
    "txt": Kind.TEXT,
    "md": Kind.TEXT,
}
_WORDS: Final = (Kind.TABLE, Kind.TEXT)

_OLE_START: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM: Final = "EncryptedPackage".encode("utf-16-le")
_WORKBOOK_STREAMS: Final = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_FILE_PASS: Final = re.compile(rb"\x09\x08\x10\x00\x00\x06\x05\x00.{12}(?:\x86\x00\x00\x00)?\x2f\x00", re.DOTALL)
"""A password's record at the start of an Excel 97 workbook (MS-XLS 2.4.117); calamine overlooks its oldest kind."""
_ODS_MIME: Final = b"application/vnd.oasis.opendocument.spreadsheet"
_FOREIGN_STARTS: Final = (
    b"%PDF-",
    b"{\\rtf",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
)
_MARKUP_STARTS: Final = (b"<!doctype", b"<html", b"<?xml", b"<svg", b"<head", b"<body", b"<table")


def kind_of(content: bytes, *, name: str, suffix: str) -> Kind:
    """The kind that name and content agree on.

    InputRefused: `input_unknown_type` for a name we do not read, `input_not_what_it_says` for content of another kind,
    `input_encrypted` for a workbook behind a password.
    """
    named = _OF_SUFFIX.get(suffix)
    if named is None:
        raise InputRefused("input_unknown_type", name=name)
    found = _found(content, name)
    if found is not named and not (found is Kind.TEXT and named in _WORDS):
        raise InputRefused("input_not_what_it_says", name=name)
    return named


def _found(content: bytes, name: str) -> Kind | None:
    if content.startswith(_OLE_START):
        return _ole_kind(content, name)
    if content.startswith(ZIP_START):
        return _package_kind(Package(content, name))
    return None if _is_foreign(content[:1024]) else Kind.TEXT


def _ole_kind(content: bytes, name: str) -> Kind | None:
    """The directory of an OLE2 file names its streams in UTF-16 (MS-CFB 2.6.1, MS-OFFCRYPTO 2.3.4.4)."""
    if _ENCRYPTED_STREAM in content or _FILE_PASS.search(content):
        raise InputRefused("input_encrypted", name=name)
    return Kind.XLS if any(stream in content for stream in _WORKBOOK_STREAMS) else None


def _package_kind(package: Package) -> Kind | None:
    if package.start("mimetype").startswith(_ODS_MIME):
        return _ods_kind(package)
    return Kind.OOXML if "xl/workbook.xml" in package.names else None


def _ods_kind(package: Package) -> Kind:
    """The manifest says of each part how it is encrypted (OpenDocument 1.3 part 2, 3.4)."""
    if b":encryption-data" in package.start("META-INF/manifest.xml"):
        raise InputRefused("input_encrypted", name=package.file_name)
    return Kind.ODS


def _is_foreign(start: bytes) -> bool:
    return start.startswith(_FOREIGN_STARTS) or start.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP_STARTS)
