"""What another's reading of a message comes to: a model says which kind it is and quotes; the figures are read by us.

A quotation only points. The figure it touches is read from the message itself, whole, with its sign and unit and the
tax words of its sentence, so that half a number can not be quoted and none be made up. A sentence that the grammar
knows to deny, suppose or report is not an instruction, whoever says so, and a change at once needs a word for it
(`evidence`). Whatever is left in doubt is asked back.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, get_args

from bot.domain import evidence
from bot.domain.brief import MAX_NAME
from bot.domain.grammar import figures
from bot.domain.grammar.chat import judged
from bot.domain.grammar.figures import NoFigure
from bot.domain.grammar.names import Names, names_of
from bot.domain.grammar.reading import MAX_READ
from bot.domain.grammar.shape import FIGURES, REVISION, Shape, shape_of
from bot.domain.grammar.wording import plain, sentences
from bot.domain.intent import (
    Add,
    AskDifference,
    AskExcluded,
    Asking,
    AskWhy,
    BackTo,
    ByAmount,
    ByDays,
    ByShare,
    Doubt,
    Intent,
    NotForUs,
    Redo,
    Remove,
    SetBuffer,
    SetDays,
    SetRate,
    ToBudget,
    Unclear,
    Undo,
)
from bot.domain.money import Currency, Money
from bot.domain.quantities.quantity import Kind, Quantity

_VOID: Final = Unclear(key=Doubt.MEANING)
_MONEY: Final = (Kind.AMOUNT, Kind.NUMBER)


@dataclass(frozen=True, kw_only=True)
class Quoted:
    """A reading: a kind (a key of `KINDS` or `ANSWERS`) and quotations of the message."""

    kind: str
    figure: str = ""
    words: str = ""
    less: bool = True


@dataclass(frozen=True, kw_only=True)
class _Found:
    """What the quotations point to in the message."""

    quoted: Quoted
    shapes: tuple[Shape, ...]
    """The sentences that hold them; all of the message when nothing is quoted."""
    currency: Currency
    names: Names

    @property
    def words(self) -> str:
        return plain(self.quoted.words)

    @property
    def text(self) -> str:
        return " ".join(shape.source for shape in self.shapes)

    @property
    def taxes(self) -> frozenset[bool]:
        """True when "tax included" is said, False when "before tax" is."""
        return frozenset(included for shape in self.shapes for included in shape.taxes)

    @property
    def less(self) -> bool:
        """The direction, unless the text names the other one only."""
        if evidence.opposes(self.text, less=self.quoted.less):
            raise NoFigure(Unclear(key=Doubt.DIRECTION, words=self.words))
        return self.quoted.less

    def quantity(self, *kinds: Kind) -> Quantity:
        """The one figure that is pointed to."""
        touched = self.touched()
        if len(touched) != 1:
            raise NoFigure(Unclear(key=Doubt.SEVERAL if touched else Doubt.HOW_MUCH, words=self.words))
        if touched[0].kind not in kinds and not touched[0].fault:
            raise NoFigure(Unclear(key=Doubt.UNIT, words=self.words))
        return touched[0]

    def touched(self) -> list[Quantity]:
        """All different figures that the quotation touches, wherever it stands."""
        found = (one for shape in self.shapes for one in _touched(shape, plain(self.quoted.figure)))
        return list({(one.kind, one.text): one for one in found}.values())

    def amount(self) -> Money:
        return figures.amount(self.quantity(*_MONEY), self.currency)

    @property
    def tax_included(self) -> bool:
        """Included unless said otherwise."""
        if len(self.taxes) > 1:
            raise NoFigure(Unclear(key=Doubt.TAX))
        return False not in self.taxes


Make = Callable[[_Found], Intent]


def intent_of(quoted: Quoted, message: str, *, currency: Currency, names: Sequence[str]) -> Intent:
    """The intent of a message to an estimate in this currency whose lines have these names; KeyError for no kind."""
    if quoted.kind in ANSWERS:
        return ANSWERS[quoted.kind]
    if len(message) > MAX_READ:
        return _VOID
    make, ours, said = KINDS[quoted.kind], names_of(names), plain(message)
    shapes = _told(quoted, [shape_of(one, ours) for one in sentences(said)])
    if not shapes or not evidence.names(quoted.kind, said):
        return _VOID
    meaning = _made(make, _Found(quoted=quoted, shapes=shapes, currency=currency, names=ours))
    return meaning if isinstance(meaning, get_args(Asking)) else _overruled(shapes) or meaning


def _made(make: Make, found: _Found) -> Intent:
    try:
        return make(found)
    except NoFigure as fault:
        return fault.answer


def _told(quoted: Quoted, shapes: Sequence[Shape]) -> tuple[Shape, ...]:
    """The sentences that hold what is quoted; none when a quotation stands nowhere."""
    quotations = [quotation for quotation in (plain(quoted.figure), plain(quoted.words)) if quotation]
    holding = [[shape for shape in shapes if quotation in shape.source] for quotation in quotations]
    if not all(holding):
        return ()
    return tuple(shape for shape in shapes if not holding or any(shape in some for some in holding))


def _overruled(shapes: Iterable[Shape]) -> Intent | None:
    """What the grammar is sure of in spite of it."""
    return next((meaning for shape in shapes if (meaning := judged(shape))), None)


def _touched(shape: Shape, quotation: str) -> list[Quantity]:
    """The figures at the places where the quotation stands. Those within a line's name are no figures."""
    places = [place for place, sign in enumerate(shape.text) if sign in FIGURES + REVISION]
    spans = [match.span() for match in re.finditer(re.escape(quotation), shape.source)] if quotation else []
    return [shape.figure(place) for place in places if any(_overlap(shape.spans[place], span) for span in spans)]


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


# --- what each kind comes to --------------------------------------------------------------------------------------


def _by_amount(found: _Found) -> Intent:
    amount = found.amount()
    delta = Money(amount=-amount.amount, currency=amount.currency) if found.less else amount
    return ByAmount(delta=delta, tax_included=found.tax_included)


def _to_budget(found: _Found) -> Intent:
    return ToBudget(limit=found.amount(), tax_included=found.tax_included)


def _by_share(found: _Found) -> Intent:
    """Of everything only when no line is spoken of."""
    percent = figures.share(found.quantity(Kind.PERCENT))
    if not found.words and any(found.names.known(one) for one in evidence.nouns(found.text)):
        return _VOID
    return ByShare(percent=figures.less(percent) if found.less else percent, words=found.words)


def _set_days(found: _Found) -> Intent:
    """`あと3日減らして` is not three days: where more or less is spoken of, it is asked."""
    days = figures.days(found.quantity(Kind.DAYS))
    if evidence.names_direction(found.text):
        return Unclear(key=Doubt.BY_OR_TO, words=found.words)
    return SetDays(words=found.words, days=days) if found.words else Unclear(key=Doubt.DAYS_OF_WHAT)


def _by_days(found: _Found) -> Intent:
    days = figures.more_days(found.quantity(Kind.DAYS))
    delta: Decimal = -days if found.less else days
    return ByDays(delta=delta, words=found.words) if found.words else Unclear(key=Doubt.DAYS_OF_WHAT)


def _set_rate(found: _Found) -> Intent:
    rate = figures.rate(found.quantity(*_MONEY), found.currency)
    return Unclear(key=Doubt.RATE_TAX) if True in found.taxes else SetRate(rate=rate)


def _set_buffer(found: _Found) -> Intent:
    return SetBuffer(percent=figures.buffer(found.quantity(Kind.PERCENT)))


def _remove(found: _Found) -> Intent:
    return Remove(words=(found.words,)) if found.words else _VOID


def _add(found: _Found) -> Intent:
    return Add(name=found.words) if found.words and len(found.words) <= MAX_NAME else _VOID


def _undo(found: _Found) -> Intent:
    """Back by one, or to the revision that is pointed to; one that is spoken of and not pointed to is asked for."""
    revisions = _revisions(found)
    if not revisions:
        return Undo()
    return BackTo(revision=revisions[0]) if len(revisions) == 1 else _VOID


def _difference(found: _Found) -> Intent:
    revisions = _revisions(found)
    return AskDifference(revision=revisions[0] if len(revisions) == 1 else None)


def _why(found: _Found) -> Intent:
    days = figures.days(found.quantity(Kind.DAYS)) if found.quoted.figure else None
    return AskWhy(words=found.words, days=days) if found.words or days else _VOID


def _revisions(found: _Found) -> list[int]:
    """The numbers of all revisions that the sentences speak of."""
    named = (shape.figure(place) for shape in found.shapes for place, sign in enumerate(shape.text) if sign == REVISION)
    return list(dict.fromkeys(figures.revision(one) for one in named))


KINDS: Final[Mapping[str, Make]] = {
    "by_amount": _by_amount,
    "to_budget": _to_budget,
    "by_share": _by_share,
    "set_days": _set_days,
    "by_days": _by_days,
    "set_rate": _set_rate,
    "set_buffer": _set_buffer,
    "remove": _remove,
    "add": _add,
    "undo": _undo,
    "redo": lambda _: Redo(),
    "why": _why,
    "not_included": lambda _: AskExcluded(),
    "difference": _difference,
}
"""What each kind that asks for something comes to, by its name."""
ANSWERS: Final[Mapping[str, Intent]] = {"unclear": _VOID, "not_for_us": NotForUs()}
"""The kinds that ask for nothing we could do."""
