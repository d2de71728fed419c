"""Recognising the kind of work by the words in a deliverable's name, or failing that in its description."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.adapters.llm.rules.catalogue import Catalogue, Kind
from bot.adapters.llm.rules.wordlist import SEPARATOR, Word, headline
from bot.domain.brief import Deliverable

MAX_KINDS = 3
"""Kinds of work that are seen in one name; a name with more is a list."""
_ASIDE = re.compile(r"[(\[【].*?[)\]】]")
_COUNTED = re.compile(r"\d ?$")
_WITH = re.compile(r"\bwith\b|付き")


@dataclass(frozen=True, kw_only=True)
class Recognised:
    """A kind of work and the word it was recognised by; no word for the unknown kind."""

    kind: Kind
    word: Word | None


@dataclass(frozen=True, kw_only=True)
class _Match:
    kind: Kind | None
    """None for a mask: a span that looks like a word of the catalogue and is none."""
    word: Word
    start: int
    end: int
    is_head: bool
    """Whether it ends its part of the name with a word that says what the whole is."""
    is_counted: bool
    """Whether a number stands before it: `20 pages`."""

    def is_number_of(self, kind: Kind) -> bool:
        """Whether it says how much there is of a kind, and is no work beside it: `website, 20 pages`."""
        return self.is_counted and self.word.text in {word.text for word in kind.counter}

    def overlaps(self, other: "_Match") -> bool:
        return self.start < other.end and other.start < self.end


def recognise(deliverable: Deliverable, rules: Catalogue) -> tuple[Recognised, ...]:
    """The kinds of work that a deliverable names, the weightiest first; the unknown kind when there is none."""
    whole = headline(deliverable.name)
    name = headline(_ASIDE.sub(" ", whole))
    for text, most in ((name, MAX_KINDS), (whole, 1), (headline(deliverable.description), 1)):
        found = _kinds_in(text, rules, most)
        if found:
            return found
    return (Recognised(kind=rules.unknown, word=None),)


def _kinds_in(text: str, rules: Catalogue, most: int) -> tuple[Recognised, ...]:
    """One kind per part between separators, and each kind once."""
    taken: set[int] = set()
    found: dict[str, Recognised] = {}
    main: Kind | None = None
    matches = _matches(text, rules)
    for match in _apart([one for one in matches if not _is_place(one, matches, text)]):
        parts = set(range(_part(text, match.start), _part(text, match.end - 1) + 1))
        if match.kind is None or parts & taken or (main and match.is_number_of(main)):
            continue
        main = main or match.kind
        taken |= parts
        found.setdefault(match.kind.id, Recognised(kind=match.kind, word=match.word))
    return tuple(found.values())[:most]


def _is_place(match: _Match, matches: Sequence[_Match], text: str) -> bool:
    """Whether the match only says where the work of a later one in its part is: `ECサイトのカート`."""
    if not (match.kind and match.kind.is_place):
        return False
    later = (one for one in matches if one.start >= match.end and one.kind not in (None, match.kind))
    return any(not one.is_counted and _belongs(text[match.end : one.start]) for one in later)


def _belongs(between: str) -> bool:
    return SEPARATOR not in between and not _WITH.search(between)


def _matches(text: str, rules: Catalogue) -> list[_Match]:
    words = [(word, kind) for kind in rules.kinds for word in kind.words]
    masks = [(word, None) for word in rules.masks]
    heads = _heads(text, rules)
    return [
        _Match(
            kind=kind,
            word=word,
            start=start,
            end=end,
            is_head=end in heads,
            is_counted=bool(_COUNTED.search(text, max(0, start - 2), start)),
        )
        for word, kind in [*words, *masks]
        for start, end in word.spans(text)
    ]


def _heads(text: str, rules: Catalogue) -> frozenset[int]:
    """The places in a name where a part of it ends with a head."""
    ends = (end for word in rules.heads for _, end in word.spans(text))
    return frozenset(end for end in ends if end == len(text) or text[end] == SEPARATOR)


def _apart(matches: Sequence[_Match]) -> list[_Match]:
    """Matches that do not overlap: masks and heads first, then the widest, and of two as wide the later one."""
    kept: list[_Match] = []
    for match in sorted(matches, key=_precedence):
        if not any(match.overlaps(other) for other in kept):
            kept.append(match)
    return kept


def _precedence(match: _Match) -> tuple[bool, bool, int, int]:
    return match.kind is not None, not match.is_head, -match.word.weight, -match.end


def _part(text: str, place: int) -> int:
    return text.count(SEPARATOR, 0, place)
