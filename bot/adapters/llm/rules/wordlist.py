"""Finding the catalogue's words in what people wrote, in Japanese and English alike."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

_SEPARATOR = re.compile(r"\s*(?:[・/,、&+;|]|及び|および|\band\b)\s*")
SEPARATOR = "・"
_HYPHEN = re.compile(r"[-_‐‑‒–—\s]+")


def normalised(text: str) -> str:
    """One form for what looks alike: NFKC, lower case, hyphens and runs of blanks as one space."""
    return _HYPHEN.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def headline(text: str) -> str:
    """A normalised name with everything that joins two things as `・`."""
    return _SEPARATOR.sub(SEPARATOR, normalised(text))


def width(text: str) -> int:
    """Columns that a text takes: a Japanese letter says as much as two Latin ones."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


@dataclass(frozen=True)
class Word:
    """A word of the catalogue, in the form it is looked for and, where it is shown to people, as it is written."""

    text: str
    shown: str = ""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Whole words in Latin letters, with or without plural; anywhere in Japanese, which has no blanks."""
        before = r"(?<![a-z0-9])" if _is_latin(self.text[0]) else ""
        after = r"(?:e?s)?(?![a-z0-9])" if _is_latin(self.text[-1]) else ""
        return re.compile(before + re.escape(self.text) + after)

    def spans(self, text: str) -> Iterable[tuple[int, int]]:
        """Where the word stands in a text of the same form."""
        if self.text not in text:
            return ()
        return (found.span() for found in self.pattern.finditer(text))


def _is_latin(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()
