"""The encoding of a text file."""

import codecs
import io
from typing import Final

from bot.errors import InputRefused

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UNMARKED: Final = ("utf-8", "cp932")
"""CP932 last: it is what Excel saves a .csv as in Japan, and it takes much that is no text of its own."""
_CHUNK: Final = 65_536


def decoded(content: bytes, *, name: str) -> io.TextIOWrapper:
    """The content as a stream of text, line ends untouched; `input_not_what_it_says` when it is no text."""
    encoding = next((encoding for mark, encoding in _MARKS if content.startswith(mark)), "") or _unmarked(content)
    if not encoding or not _is_text(content, encoding):
        raise InputRefused("input_not_what_it_says", name=name)
    return io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")


def _unmarked(content: bytes) -> str:
    return next((encoding for encoding in _UNMARKED if _is_text(content, encoding)), "")


def _is_text(content: bytes, encoding: str) -> bool:
    """Whether all of it decodes, without a NUL; piece by piece, so that it is never held twice."""
    stream = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")
    try:
        return not any("\0" in piece for piece in iter(lambda: stream.read(_CHUNK), ""))
    except UnicodeDecodeError:
        return False
