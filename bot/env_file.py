"""The `.env` file as it stands: names, values, and which values a comment follows.

python-dotenv drops a comment behind a value, systemd's `EnvironmentFile=` makes it part of the value: one file,
two meanings, so such a line is found here and refused by the settings.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from dotenv.parser import Binding, parse_stream

QUOTED = re.compile(r"""\s*('(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")""", re.DOTALL)
COMMENT = re.compile(r"\s#|^#(\s|$)")
KEPT = re.compile(r"(\s|^)#(\s|$)")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One assignment of the file. `name` is empty when line number `line` is not an assignment at all."""

    name: str
    value: str
    line: int
    commented: bool


def read(path: Path) -> tuple[Entry, ...]:
    """The assignments of the file in order, none when there is no file; OSError or UnicodeDecodeError otherwise."""
    if not path.is_file():
        return ()
    with path.open(encoding="utf-8-sig") as stream:
        return tuple(_entry(binding) for binding in parse_stream(stream) if _says_something(binding))


def keeps_comment(value: str) -> bool:
    """Whether a value out of the environment ends in a comment; `Suite #5` does not."""
    return KEPT.search(value) is not None


def _says_something(binding: Binding) -> bool:
    return binding.error or binding.key is not None


def _entry(binding: Binding) -> Entry:
    name, value = binding.key or "", binding.value
    behind = binding.original.string.partition("=")[2].rstrip("\r\n")
    line = binding.original.line + len(binding.original.string) - len(binding.original.string.lstrip("\n"))
    if binding.error or value is None:
        return Entry(name="", value="", line=line, commented=False)
    return Entry(name=name, value=value, line=line, commented=_commented(behind))


def _commented(behind: str) -> bool:
    """Whether the text after the `=` holds a comment, outside a leading quotation."""
    return COMMENT.search(QUOTED.sub("", behind, count=1)) is not None
