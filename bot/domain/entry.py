"""A figure typed into a field of its own, where nothing but the figure may stand."""

from decimal import Decimal
from enum import StrEnum
from typing import Final

from bot.domain.grammar import figures
from bot.domain.grammar.figures import NoFigure
from bot.domain.grammar.wording import plain
from bot.domain.intent import Intent, OtherCurrency, Refusal, Refused
from bot.domain.money import Currency, Money
from bot.domain.quantities.quantity import Kind, Quantity
from bot.domain.quantities.scan import find

LONGEST: Final = 60
"""Characters that a figure is written in at most."""


class EntryFault(StrEnum):
    """Why a field cannot be used."""

    NOT_AN_AMOUNT = "not_an_amount"
    NOT_A_PERCENT = "not_a_percent"
    """No number from 0 to 100."""
    OTHER_CURRENCY = "other_currency"
    NOT_POSITIVE = "not_positive"
    TOO_FINE = "too_fine"
    """Finer than a yen or a cent."""
    TOO_LARGE = "too_large"


class Misread(ValueError):
    """What was typed cannot be used; `fault` says why."""

    def __init__(self, fault: EntryFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


_FAULTS: Final = {
    Refusal.NEGATIVE: EntryFault.NOT_POSITIVE,
    Refusal.ZERO: EntryFault.NOT_POSITIVE,
    Refusal.TOO_FINE: EntryFault.TOO_FINE,
    Refusal.TOO_LARGE: EntryFault.TOO_LARGE,
}


def amount(text: str, currency: Currency) -> Money:
    """An amount above zero: `200万円`, `1.5万`, `$20k`, `20,000`. Raises Misread."""
    figure = _alone(text, Kind.AMOUNT)
    if figure is None:
        raise Misread(EntryFault.NOT_AN_AMOUNT)
    try:
        return figures.amount(figure, currency, bare=True)
    except NoFigure as none:
        raise Misread(_fault(none.answer)) from none


def percent(text: str) -> Decimal:
    """Percent from 0 to 100: `10`, `10%`, `12.5`, `1割`. Raises Misread."""
    figure = _alone(text, Kind.PERCENT)
    if figure is None:
        raise Misread(EntryFault.NOT_A_PERCENT)
    try:
        return figures.buffer(figure)
    except NoFigure as none:
        raise Misread(EntryFault.NOT_A_PERCENT) from none


def _alone(text: str, kind: Kind) -> Quantity | None:
    """The one figure that the text is, of this kind or without a unit."""
    said = plain(text[: LONGEST + 1])
    found = find(said)
    if len(text) > LONGEST or len(found) != 1 or (found[0].start, found[0].end) != (0, len(said)):
        return None
    return found[0] if found[0].kind in (kind, Kind.NUMBER) else None


def _fault(answer: Intent) -> EntryFault:
    if isinstance(answer, OtherCurrency):
        return EntryFault.OTHER_CURRENCY
    return (
        _FAULTS.get(answer.key, EntryFault.NOT_AN_AMOUNT) if isinstance(answer, Refused) else EntryFault.NOT_AN_AMOUNT
    )
