"""Recognising the kind of work by the words in a deliverable's name, or failing that in its description."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.adapters.llm.rules.catalogue import Catalogue, Kind
from bot.adapters.llm.rules.wordlist import SEPARATOR, Word, headline, width
from bot.domain.brief import Deliverable

MAX_KINDS = 3
"""Kinds of work that are seen in one name; a name with more is a list."""
_ASIDE = re.compile(r"[(\[【(].*?[)\]】)]")


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

    def overlaps(self, other: "_Match") -> bool:
        return self.start < other.end and other.start < self.end


def recognise(deliverable: Deliverable, rules: Catalogue) -> tuple[Recognised, ...]:
    """The kinds of work that a deliverable names, the weightiest first; the unknown kind when there is none."""
    name = headline(_ASIDE.sub(" ", deliverable.name))
    for text, most in ((name, MAX_KINDS), (headline(deliverable.name), 1), (headline(deliverable.description), 1)):
        found = _kinds_in(text, rules, most)
        if found:
            return found
    return (Recognised(kind=rules.unknown, word=None),)


def _kinds_in(text: str, rules: Catalogue, most: int) -> tuple[Recognised, ...]:
    """One kind per part between separators, and each kind once."""
    taken: set[int] = set()
    found: dict[str, Recognised] = {}
    for match in _apart(_matches(text, rules)):
        parts = set(range(_part(text, match.start), _part(text, match.end - 1) + 1))
        if match.kind is None or parts & taken:
            continue
        taken |= parts
        found.setdefault(match.kind.id, Recognised(kind=match.kind, word=match.word))
    return tuple(found.values())[:most]


def _matches(text: str, rules: Catalogue) -> list[_Match]:
    words = [(word, kind) for kind in rules.kinds for word in kind.words]
    masks = [(word, None) for word in rules.masks]
    heads = _heads(text, rules)
    return [
        _Match(kind=kind, word=word, start=start, end=end, is_head=end in heads)
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
    return match.kind is not None, not match.is_head, -width(match.word.text), -match.end


def _part(text: str, place: int) -> int:
    return text.count(SEPARATOR, 0, place)
