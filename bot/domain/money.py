"""Money on Decimal, the currencies, and the one rounding rule."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from enum import StrEnum


class Currency(StrEnum):
    """ISO 4217 code of a currency that the product quotes in."""

    JPY = "JPY"
    USD = "USD"

    @property
    def unit(self) -> Decimal:
        """The smallest amount that can be paid: 1 yen, 1 cent (ISO 4217 minor units)."""
        return Decimal("1") if self is Currency.JPY else Decimal("0.01")


class Rounding(StrEnum):
    """How a tax that does not fall on the currency's unit is rounded; the issuer's choice in Japan."""

    FLOOR = "floor"
    HALF_UP = "half_up"
    CEIL = "ceil"

    @property
    def rule(self) -> str:
        """The name that `Decimal.quantize` knows the rule by."""
        return {"floor": ROUND_FLOOR, "half_up": ROUND_HALF_UP, "ceil": ROUND_CEILING}[self.value]


@dataclass(frozen=True, kw_only=True, order=True)
class Money:
    """An amount in whole units of its currency; construction refuses anything else."""

    amount: Decimal
    currency: Currency

    def __post_init__(self) -> None:
        if not self.amount.is_finite():
            raise ValueError(f"{self.amount} is not an amount of money")
        if self.amount != self.amount.quantize(self.currency.unit):
            raise ValueError(f"{self.amount} {self.currency} is finer than the currency's unit")

    def __add__(self, other: "Money") -> "Money":
        self._same_currency(other)
        return Money(amount=self.amount + other.amount, currency=self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same_currency(other)
        return Money(amount=self.amount - other.amount, currency=self.currency)

    def times(self, factor: Decimal, rounding: Rounding = Rounding.HALF_UP) -> "Money":
        """The amount times `factor`, rounded to the currency's unit."""
        return money(self.amount * factor, self.currency, rounding)

    @property
    def minor(self) -> int:
        """The amount counted in the currency's smallest unit, as the database stores it."""
        return int(self.amount / self.currency.unit)

    def _same_currency(self, other: "Money") -> None:
        if self.currency is not other.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add up")


def money(amount: Decimal | int | str, currency: Currency, rounding: Rounding = Rounding.HALF_UP) -> Money:
    """Any decimal amount as Money, rounded once to the currency's unit."""
    return Money(amount=Decimal(amount).quantize(currency.unit, rounding.rule), currency=currency)


def from_minor(minor: int, currency: Currency) -> Money:
    """Money from the count of its smallest units (the inverse of `Money.minor`)."""
    return Money(amount=minor * currency.unit, currency=currency)


def total(amounts: "list[Money] | tuple[Money, ...]", currency: Currency) -> Money:
    """The sum of amounts of one currency; zero of it when there are none."""
    result = money(0, currency)
    for amount in amounts:
        result += amount
    return result
