"""A rule: what a whole sentence may look like, and what it then means."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.domain.grammar.figures import NoFigure
from bot.domain.grammar.names import Names
from bot.domain.grammar.shape import Shape
from bot.domain.intent import Intent
from bot.domain.money import Currency
from bot.domain.quantities.quantity import Quantity

_ARTICLE = re.compile(r"^(?:(?:the|our|my|this|that)\s)+", re.IGNORECASE)
_FIGURE = re.compile(r"\(\?P<figure>\[?(?P<signs>[^\])]+)\]?\)")
_PAIRS = ('""', "''", "「」", "『』", "()")


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a sentence is read against."""

    currency: Currency
    names: Names


@dataclass(frozen=True, kw_only=True)
class Found:
    """A sentence that fits a rule."""

    match: re.Match[str]
    shape: Shape
    terms: Terms

    def quantity(self, group: str) -> Quantity:
        """The figure in a group of the pattern."""
        return self.shape.figure(self.match.start(group))

    def has(self, group: str) -> bool:
        return group in self.match.groupdict() and self.match[group] is not None

    def said(self, group: str = "words") -> str:
        """The words in a group as they were written, without quotation marks and articles; empty without any."""
        written = self.shape.words(*self.match.span(group)) if self.has(group) else ""
        return _ARTICLE.sub("", _unquoted(written))


def _unquoted(written: str) -> str:
    """A quotation mark without its partner belongs to something larger, so that it stays and is noticed."""
    return written[1:-1].strip() if len(written) > 2 and written[0] + written[-1] in _PAIRS else written


Make = Callable[[Found], Intent | None]
"""What a fitting sentence means; None when it fits by accident (its words name nothing)."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """The pattern must match all of the sentence; one that speaks of tax fits only where tax plays a part."""

    pattern: re.Pattern[str]
    make: Make
    taxed: bool = False
    signs: frozenset[str] = frozenset()
    """Of which one stands in every sentence that fits; empty when the pattern asks for no figure."""

    def read(self, shape: Shape, terms: Terms) -> Intent | None:
        if not self._may_fit(shape):
            return None
        match = self.pattern.fullmatch(shape.text)
        if match is None:
            return None
        try:
            return self.make(Found(match=match, shape=shape, terms=terms))
        except NoFigure as fault:
            return fault.answer

    def _may_fit(self, shape: Shape) -> bool:
        """Told without the pattern: most sentences lack the figure that most rules are about."""
        if shape.taxes and not self.taxed:
            return False
        return not self.signs or not self.signs.isdisjoint(shape.text)


def rules(*patterns: str, make: Make, taxed: bool = False) -> tuple[Rule, ...]:
    """One rule per pattern, all of the same meaning. A group `figure` is never optional."""
    return tuple(_rule(one, make, taxed) for one in patterns)


def _rule(pattern: str, make: Make, taxed: bool) -> Rule:
    figure = _FIGURE.search(pattern)
    signs = frozenset(figure["signs"]) if figure else frozenset[str]()
    return Rule(pattern=re.compile(pattern, re.IGNORECASE), make=make, taxed=taxed, signs=signs)


def first(table: Iterable[Rule], shape: Shape, terms: Terms) -> Intent | None:
    """The meaning by the first rule that fits."""
    for rule in table:
        if intent := rule.read(shape, terms):
            return intent
    return None
