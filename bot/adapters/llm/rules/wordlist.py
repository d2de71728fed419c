"""Finding the catalogue's words in what people wrote, in Japanese and English alike."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

_SEPARATOR = re.compile(r"\s*(?:[・/,、&+;|]|及び|および|\band\b)\s*")
SEPARATOR = "・"
GAP = " ... "
"""What stands in a normalised word (`complete … system`) for up to `MAX_GAP` letters of anything else."""
MAX_GAP = 60
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
        between = rf" (?:[^{SEPARATOR}()]{{0,{MAX_GAP}}} )?"
        return re.compile(before + between.join(map(re.escape, self._pieces)) + after)

    @cached_property
    def weight(self) -> int:
        """How much the word says: its width, and with a gap more than anything that may stand in the gap."""
        return width(self.text) + (2 * MAX_GAP if GAP in self.text else 0)

    def spans(self, text: str) -> Iterable[tuple[int, int]]:
        """Where the word stands in a text of the same form."""
        if not all(piece in text for piece in self._pieces):
            return ()
        return (found.span() for found in self.pattern.finditer(text))

    @cached_property
    def _pieces(self) -> tuple[str, ...]:
        return tuple(self.text.split(GAP))


def _is_latin(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()
