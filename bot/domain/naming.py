"""Which lines of an estimate a person's words name, in Japanese and English.

A wrong line costs money, so nothing is guessed: the first of these that names something decides, and else nothing is
named.

1. The exact name, whatever its width, its case and the spaces in Japanese. Lines of one name are all named.
2. The place in the list, from 1: `3番`, `第3項`, `no. 3`, `#3`, `line 3`. When a name holds these words as well, it
   could be either: nothing is named.
3. All names that hold the words: 「テスト」 names every line with テスト in it.
4. All names that the words hold, if these make up half of the words at least: in a longer sentence a name that comes
   up need not be what it is about. A name within a longer one that is named is not meant.
5. The same again without what words like `the`, `all`, `part` or `〜の部分` add.

English words are compared whole, so that `art` is not in `chart`; a plural and an -ing form are the same word as their
stem. Japanese has no spaces: it is compared letter by letter, two letters at least. But a longer katakana word is
only cut where each part has three letters or more, as in ユニットテスト: ログ is not in ログイン, nor テスト in
コンテスト.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.domain.brief import Deliverable

_UNIT = re.compile(
    r"(?P<katakana>[\u30a1-\u30fa\u30fc])|(?P<japanese>[\u3005-\u3007\u3041-\u3096\u3400-\u9fff\uf900-\ufaff])"
    r"|(?P<word>(?:(?![\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff])[^\W_])+)"
)
_LONG_VOWEL = re.compile("(?<=[\u30a1-\u30fa\u30fc]{3})\u30fc(?![\u30a1-\u30fa\u30fc])")
"""At the end of a katakana word of four letters or more it may be left out: サーバ, サーバー (JIS Z 8301)."""
_PLACE = re.compile(
    r"(?:#|№|no\.?|nr\.?|number|line|row|item)\s*(?:no\.?|number|#)?\s*(?P<english>\d{1,4})"
    r"|第?\s*(?P<japanese>\d{1,4})\s*(?:番目?|行目?|つ目|個目|項目?)(?:の(?:行|項目|もの|成果物))?"
)
_BEFORE = re.compile(r"(?:(?:the|a|an|all|every|each|our|your|this|that|these|those|any|of)\s+|全ての|すべての|全)")
_AFTER = re.compile(
    r"(?:\s+(?:part|line|row|item|deliverable|piece|task|work)s?|の?(?:部分|行|項目|成果物|作業|工数|全部|全て|すべて))$"
)
_SPACE_IN_JAPANESE = re.compile(r"(?<=[\u3001-\u9fff])\s+|\s+(?=[\u3001-\u9fff])")
_QUOTE = re.compile("[\"'\u2018-\u201f\u300c-\u300f]")
_KATAKANA_PART = 3
"""Letters of what may be a word of its own within a longer katakana word."""
_MIN_LETTERS = 2


def matching(words: str, lines: Sequence[Deliverable]) -> tuple[Deliverable, ...]:
    """The lines that the words name, in the order of the list; empty when there is none, or no telling which."""
    wanted = _folded(words)
    for meant in dict.fromkeys((wanted, _bare(wanted))):
        named = _named(meant, lines)
        if named is not None:
            return named
    return ()


def _named(wanted: str, lines: Sequence[Deliverable]) -> tuple[Deliverable, ...] | None:
    """What the words name; nothing when they could mean two things; None when they say nothing of any line."""
    exact = _those(lines, lambda line: _squeezed(_folded(line.name)) == _squeezed(wanted))
    if exact and _squeezed(wanted):
        return exact
    units = _units(wanted)
    holding = _those(lines, lambda line: _telling(units) and bool(_spans(units, _units(_folded(line.name)))))
    place = _PLACE.fullmatch(wanted)
    if place:
        return _placed(int(place["english"] or place["japanese"]), lines, holding)
    return holding or _held(units, lines) or None


def _placed(number: int, lines: Sequence[Deliverable], holding: tuple[Deliverable, ...]) -> tuple[Deliverable, ...]:
    placed = tuple(lines[number - 1 : number]) if number else ()
    return placed if not holding or holding == placed else ()


def _held(units: "Sequence[Unit]", lines: Sequence[Deliverable]) -> tuple[Deliverable, ...]:
    """The lines whose names stand in the words, without those that stand within another's, if they make up half."""
    spans = {line.id: _spans(name, units) for line in lines if _telling(name := _units(_folded(line.name)))}
    every = {span for found in spans.values() for span in found}
    outer = {span for span in every if not any(_within(span, other) for other in every)}
    if 2 * len({place for span in outer for place in range(*span)}) < len(units):
        return ()
    return _those(lines, lambda line: not outer.isdisjoint(spans.get(line.id, ())))


def _those(lines: Sequence[Deliverable], fits: Callable[[Deliverable], bool]) -> tuple[Deliverable, ...]:
    return tuple(line for line in lines if fits(line))


def _folded(text: str) -> str:
    """One width, one case, the white space of a line."""
    return _LONG_VOWEL.sub("", " ".join(unicodedata.normalize("NFKC", text).casefold().split()))


def _squeezed(text: str) -> str:
    return _QUOTE.sub("", _SPACE_IN_JAPANESE.sub("", text)).strip()


def _bare(words: str) -> str:
    """The words without what only introduces a name or says what kind of thing it is."""
    while (shorter := _AFTER.sub("", _BEFORE.sub("", words, count=1) if _BEFORE.match(words) else words)) != words:
        if not shorter:
            return words
        words = shorter
    return words


@dataclass(frozen=True)
class Unit:
    """What is compared as a whole: a word by its forms, or one Japanese letter."""

    forms: frozenset[str]
    script: str
    """`word`, `katakana`, or `japanese` for the other letters."""
    start: int
    end: int

    def same(self, other: "Unit") -> bool:
        return not self.forms.isdisjoint(other.forms)


Span = tuple[int, int]
"""Units from the first to before the second."""


def _units(text: str) -> Sequence[Unit]:
    return [_unit(found) for found in _UNIT.finditer(text)]


def _unit(found: re.Match[str]) -> Unit:
    forms = _forms(found[0]) if found["word"] else frozenset({found[0]})
    return Unit(forms=forms, script=str(found.lastgroup), start=found.start(), end=found.end())


def _forms(word: str) -> frozenset[str]:
    """The word and what it may be a plural or an -ing form of; a stem has three letters at least."""
    singular = {word} | _cut(word, "s", but="ss") | _cut(word, "es") | {f"{stem}y" for stem in _cut(word, "ies")}
    stems = {stem for one in singular for stem in _cut(one, "ing")}
    undoubled = {stem[:-1] for stem in stems if stem[-1] == stem[-2] and len(stem) > 3}
    return frozenset(singular | stems | undoubled | {f"{stem}e" for stem in stems})


def _cut(word: str, ending: str, but: str = "\0") -> set[str]:
    stem = word.removesuffix(ending)
    return {stem} if stem != word and len(stem) >= 3 and not word.endswith(but) else set()


def _telling(units: Sequence[Unit]) -> bool:
    """Whether the words are enough to be looked for: one word, or two Japanese letters."""
    return len(units) >= _MIN_LETTERS or (len(units) == 1 and units[0].script == "word")


def _spans(part: Sequence[Unit], whole: Sequence[Unit]) -> list[Span]:
    starts = range(len(whole) - len(part) + 1)
    return [
        (start, start + len(part))
        for start in starts
        if all(one.same(whole[start + place]) for place, one in enumerate(part))
        and _stands_apart(whole, start, start + len(part))
    ]


def _stands_apart(whole: Sequence[Unit], start: int, end: int) -> bool:
    """Whether the span cuts no katakana word, or only between parts that are long enough to be words themselves."""
    before, after = _run(whole[:start][::-1], whole[start]), _run(whole[end:], whole[end - 1])
    if not before and not after:
        return True
    return end - start >= _KATAKANA_PART and all(rest == 0 or rest >= _KATAKANA_PART for rest in (before, after))


def _run(beyond: Sequence[Unit], edge: Unit) -> int:
    """How many katakana letters go on from the edge without a break."""
    length = 0
    for unit in beyond:
        if not (edge.script == unit.script == "katakana" and (edge.end == unit.start or unit.end == edge.start)):
            break
        length, edge = length + 1, unit
    return length


def _within(span: Span, other: Span) -> bool:
    return span != other and other[0] <= span[0] and span[1] <= other[1]
