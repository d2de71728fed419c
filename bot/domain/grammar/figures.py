"""A figure of a sentence into the value that an intent needs, or into what is said instead of it."""

from decimal import Decimal
from typing import Final

from bot.domain.effort import TENTH, PersonDays
from bot.domain.intent import MAX_BUFFER, MAX_RISE, Doubt, Intent, OtherCurrency, Refusal, Refused, Unclear
from bot.domain.money import Currency, Money
from bot.domain.quantities.quantity import Fault, Kind, Quantity

SMALLEST_BARE: Final = Decimal(1_000)
"""A number without a unit is an amount from here on; below, it could be thousands, 万 or anything."""
MAX_DAYS: Final = Decimal(10_000)

_ANSWERS: Final[dict[Fault, Intent]] = {
    Fault.AMBIGUOUS: Unclear(key=Doubt.NUMBER),
    Fault.RANGE: Unclear(key=Doubt.RANGE),
    Fault.VAGUE: Unclear(key=Doubt.VAGUE),
    Fault.UNIT: Unclear(key=Doubt.UNIT),
    Fault.NOT_FINITE: Refused(key=Refusal.NOT_FINITE),
    Fault.TOO_LARGE: Refused(key=Refusal.TOO_LARGE),
}


class NoFigure(ValueError):
    """The sentence was understood, but its figure can not be used: `answer` says why."""

    def __init__(self, answer: Intent) -> None:
        super().__init__(str(answer))
        self.answer = answer


def amount(quantity: Quantity, currency: Currency, *, bare: bool = False) -> Money:
    """An amount of the estimate's currency, above zero; `bare` when the words alone say that money is meant."""
    _faultless(quantity)
    _of_currency(quantity, currency, bare)
    if quantity.value < 0:
        raise NoFigure(Refused(key=Refusal.NEGATIVE))
    return signed_amount(quantity, currency, bare=bare)


def signed_amount(quantity: Quantity, currency: Currency, *, bare: bool = False) -> Money:
    """The same with its sign."""
    _faultless(quantity)
    _of_currency(quantity, currency, bare)
    if quantity.value == 0:
        raise NoFigure(Refused(key=Refusal.ZERO))
    whole = quantity.value.quantize(currency.unit)
    if whole != quantity.value:
        raise NoFigure(Refused(key=Refusal.TOO_FINE))
    return Money(amount=whole, currency=currency)


def rate(quantity: Quantity, currency: Currency) -> Money:
    """A day rate, above zero. `rate 600` is dollars; `単価5` is hardly five yen and is asked back."""
    if not quantity.fault and quantity.value == 0:
        raise NoFigure(Refused(key=Refusal.RATE_ZERO))
    return amount(quantity, currency, bare=currency is not Currency.JPY)


def share(quantity: Quantity) -> Decimal:
    """Percent to change by, above zero."""
    percent = _above_zero(quantity)
    if percent > MAX_RISE:
        raise NoFigure(Refused(key=Refusal.TOO_LARGE))
    return percent


def less(percent: Decimal) -> Decimal:
    """So many percent off; there is nothing left at 100."""
    if percent >= 100:
        raise NoFigure(Refused(key=Refusal.SHARE_OVER))
    return -percent


def buffer(quantity: Quantity) -> Decimal:
    """Percent of a buffer, from 0."""
    _faultless(quantity)
    if quantity.value < 0:
        raise NoFigure(Refused(key=Refusal.NEGATIVE))
    if quantity.value > MAX_BUFFER:
        raise NoFigure(Refused(key=Refusal.BUFFER_OVER))
    return quantity.value


def days(quantity: Quantity) -> PersonDays:
    """Days of a line: a tenth at least, in tenths."""
    _faultless(quantity)
    if quantity.value < 0:
        raise NoFigure(Refused(key=Refusal.NEGATIVE))
    if quantity.value < TENTH:
        raise NoFigure(Refused(key=Refusal.DAYS_BELOW))
    return PersonDays(_in_tenths(quantity.value))


def more_days(quantity: Quantity) -> Decimal:
    """Days to change by, above zero, in tenths."""
    return _in_tenths(_above_zero(quantity))


def revision(quantity: Quantity) -> int:
    """The number of a revision, from 1."""
    if quantity.value < 1:
        raise NoFigure(Refused(key=Refusal.NO_SUCH_REVISION))
    return int(quantity.value)


def _faultless(quantity: Quantity) -> None:
    if quantity.fault:
        raise NoFigure(_ANSWERS[quantity.fault])


def _above_zero(quantity: Quantity) -> Decimal:
    _faultless(quantity)
    if quantity.value < 0:
        raise NoFigure(Refused(key=Refusal.NEGATIVE))
    if quantity.value == 0:
        raise NoFigure(Refused(key=Refusal.ZERO))
    return quantity.value


def _in_tenths(value: Decimal) -> Decimal:
    if value > MAX_DAYS:
        raise NoFigure(Refused(key=Refusal.TOO_LARGE))
    if value != value.quantize(TENTH):
        raise NoFigure(Refused(key=Refusal.DAYS_TOO_FINE))
    return value.quantize(TENTH)


def _of_currency(quantity: Quantity, currency: Currency, bare: bool) -> None:
    if quantity.kind is Kind.AMOUNT and (quantity.foreign or quantity.currency is not currency):
        raise NoFigure(OtherCurrency(written=quantity.text))
    if quantity.kind is Kind.NUMBER and not _is_money(quantity, currency, bare):
        raise NoFigure(Unclear(key=Doubt.UNIT))


def _is_money(quantity: Quantity, currency: Currency, bare: bool) -> bool:
    """`30万` without a unit is yen where yen are quoted; in a dollar estimate it could be either."""
    if currency is not Currency.JPY and set(quantity.text) & set("十百千万億兆"):
        return False
    return bare or abs(quantity.value) >= SMALLEST_BARE
