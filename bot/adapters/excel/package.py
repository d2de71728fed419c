"""Opening a zip package (.xlsx, .ods) without being blown up by it.

Nothing is ever written to a disk, so the paths of the parts cannot lead anywhere. `zipfile` unpacks no more of a part
than its directory entry declares, therefore the sum of the declared sizes bounds what can come out.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from bot.adapters.excel.limits import MAX_ENTRIES, MAX_UNPACKED, MEGABYTE
from bot.errors import InputRefused

ZIP_START: Final = b"PK"
_ENTRY: Final = b"PK\x01\x02"
_ENCRYPTED: Final = 0x1
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The only ones that ECMA-376 part 2 (annex C) and the OpenDocument package format allow."""


class Package:
    """A package whose directory was found sound. `file_name` is for the person."""

    def __init__(self, content: bytes, file_name: str) -> None:
        self.file_name = file_name
        if content.count(_ENTRY) > MAX_ENTRIES:
            raise InputRefused("input_bomb", name=file_name)
        with self.unpacking():
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        self._check()

    @property
    def names(self) -> list[str]:
        """The names of the parts, in the directory's order."""
        return self._zip.namelist()

    def chunks(self, name: str) -> Iterator[bytes]:
        """A part, unpacked a megabyte at a time."""
        with self.unpacking(), self._zip.open(name) as part:
            while chunk := part.read(MEGABYTE):
                yield chunk

    def start(self, name: str) -> bytes:
        """The first 64 KB of a part; nothing when there is no such part."""
        if name not in self._zip.namelist():
            return b""
        with self.unpacking(), self._zip.open(name) as part:
            return part.read(65_536)

    @contextmanager
    def unpacking(self) -> Iterator[None]:
        """The one place where the faults of a broken zip become `input_damaged`."""
        try:
            yield
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as broken:
            raise InputRefused("input_damaged", name=self.file_name) from broken

    def _check(self) -> None:
        entries = self._zip.infolist()
        if any(entry.flag_bits & _ENCRYPTED for entry in entries):
            raise InputRefused("input_encrypted", name=self.file_name)
        if any(entry.compress_type not in _METHODS for entry in entries):
            raise InputRefused("input_damaged", name=self.file_name)
        if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
            raise InputRefused("input_bomb", name=self.file_name)
