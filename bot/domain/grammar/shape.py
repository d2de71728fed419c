"""A sentence as the rules see it: each figure is one sign, its tax words are taken out, its words can be given back."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from bot.domain.grammar.names import Names
from bot.domain.grammar.wording import Sentence
from bot.domain.quantities.quantity import Kind, Quantity
from bot.domain.quantities.scan import find

AMOUNT: Final = "\U000f0001"
NUMBER: Final = "\U000f0002"
PERCENT: Final = "\U000f0003"
DAYS: Final = "\U000f0004"
REVISION: Final = "\U000f0005"
DATE: Final = "\U000f0006"
NAME: Final = "\U000f0007"
FIGURES: Final = AMOUNT + NUMBER + PERCENT + DAYS

_SIGNS: Final = {
    Kind.AMOUNT: AMOUNT, Kind.NUMBER: NUMBER, Kind.PERCENT: PERCENT, Kind.DAYS: DAYS, Kind.REVISION: REVISION,
    Kind.DATE: DATE,
}  # fmt: skip
_MONEY = f"[{AMOUNT}{NUMBER}]"
_LINKED = rf"(?:\s?(?:で|の|にて)(?=\s?(?:約\s?)?(?:{_MONEY}|予算|合計|総額|金額|価格)))?"
_EN_TAX = r"(?:sales\s|consumption\s)?(?:tax(?:es)?|vat|gst)(?![a-z])"
_WITHOUT_TAX = re.compile(
    rf"[(,]?\s?(?:(?:消費)?税(?:金)?(?:抜き?|別|を?除[いく]て?)(?:価格)?|外税|(?<![a-z])(?:before|excl(?:uding"
    rf"|usive\sof|\.)?|without"
    rf"|ex\.?|net\sof|pre|plus|\+|not\sincluding)[\s-]?{_EN_TAX}|(?<![a-z])(?:tax|vat)[\s-](?:excluded|exclusive"
    rf"|excl\.?)(?![a-z])"
    rf"|(?<={_MONEY})\snet(?![a-z]))(?:\s?\))?{_LINKED}",
    re.IGNORECASE,
)
_WITH_TAX = re.compile(
    rf"[(,]?\s?(?:(?:消費)?税(?:金)?(?:込み?|を?含めて)(?:価格)?|内税|(?<![a-z])(?:incl(?:uding|usive\sof|\.)?"
    rf"|with|after)\s{_EN_TAX}"
    rf"|(?<![a-z])(?:tax|vat)[\s-](?:included|inclusive|incl\.?)(?![a-z])|(?<={_MONEY})\sgross"
    rf"(?![a-z]))(?:\s?\))?{_LINKED}",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Shape:
    """`text` with one sign per figure; `spans` says for each of its characters where in `source` it stood."""

    text: str
    spans: tuple[tuple[int, int], ...]
    source: str
    figures: Mapping[int, Quantity] = field(default_factory=dict)
    """By where they begin in the source."""
    taxes: frozenset[bool] = frozenset()
    """True when "tax included" was said, False when "before tax" was."""

    def figure(self, place: int) -> Quantity:
        """The figure whose sign stands at this place of the text."""
        return self.figures[self.spans[place][0]]

    def words(self, start: int, end: int) -> str:
        """What was written from one place of the text up to another."""
        return self.source[self.spans[start][0] : self.spans[end - 1][1]].strip() if start < end else ""

    def part(self, start: int, end: int) -> "Shape":
        """The shape of a piece of the text."""
        return replace(self, text=self.text[start:end], spans=self.spans[start:end])

    def without_spaces(self) -> "Shape":
        """Japanese needs none, and people put them anywhere."""
        return self._kept([place for place, sign in enumerate(self.text) if sign != " "])

    def without(self, pattern: re.Pattern[str]) -> "Shape":
        """All matches of the pattern taken out."""
        gone = {place for match in pattern.finditer(self.text) for place in range(*match.span())}
        return self._kept([place for place in range(len(self.text)) if place not in gone]) if gone else self

    def _kept(self, places: list[int]) -> "Shape":
        text = "".join(self.text[place] for place in places)
        return replace(self, text=text, spans=tuple(self.spans[place] for place in places))


def shape_of(sentence: Sentence, names: Names) -> Shape:
    """A sentence as the rules see it, its question mark at the end of the text."""
    source = sentence.text + ("?" if sentence.asked else "")
    found = find(source)
    cells = list(_cells(source, found, names))
    shape = Shape(
        text="".join(sign for sign, _, _ in cells),
        spans=tuple((start, end) for _, start, end in cells),
        source=source,
        figures={one.start: one for one in found},
    )
    return _taxed(shape)


def _cells(source: str, found: Sequence[Quantity], names: Names) -> Iterator[tuple[str, int, int]]:
    """(sign, start, end) of each character, figure and protected name, from left to right."""
    protected = [(start, end, NAME) for start, end in names.spans(source)]
    figures = [(one.start, one.end, _SIGNS[one.kind]) for one in found]
    signs = {start: (end, sign) for start, end, sign in figures if not _overlaps(protected, start, end)}
    signs |= {start: (end, sign) for start, end, sign in reversed(protected)}
    place = 0
    while place < len(source):
        end, sign = signs.get(place, (place + 1, source[place]))
        yield sign, place, end
        place = end


def _overlaps(spans: list[tuple[int, int, str]], start: int, end: int) -> bool:
    return any(start < other_end and other_start < end for other_start, other_end, _ in spans)


def _taxed(shape: Shape) -> Shape:
    said = {included for included, pattern in _TAXES if pattern.search(shape.text)}
    for _, pattern in _TAXES:
        shape = shape.without(pattern)
    return replace(shape, taxes=frozenset(said))


_TAXES: Final = ((False, _WITHOUT_TAX), (True, _WITH_TAX))
