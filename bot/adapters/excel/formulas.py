"""The formulas of the workbook, with the figures they are known to give.

The domain rounds decimals, a spreadsheet rounds binary fractions. Each formula therefore first takes the noise off
(an inner ROUND to the digits that the exact product has), in whole units of the currency, so that what is rounded for
good is exact where it matters: at a half and at a whole. Spreadsheets have 15 digits: with a tax of two decimals that
is right up to 10,000 million units. Amounts are never negative.
"""

from dataclasses import dataclass
from decimal import Decimal

from bot.domain.estimate import TaxRule
from bot.domain.money import Currency, Rounding

WHOLE = {Rounding.FLOOR: "INT({0})", Rounding.HALF_UP: "INT({0}+0.5)", Rounding.CEIL: "-INT(-{0})"}
"""INT alone: LibreOffice's ROUNDDOWN and ROUNDUP look at 12 digits only, and lose hundredths of large amounts."""


@dataclass(frozen=True, kw_only=True)
class Formula:
    """A formula without its equals sign, and the figure it gives: what viewers show that do not calculate."""

    text: str
    value: Decimal


def reference(cell: str, value: Decimal) -> Formula:
    """The figure of another cell."""
    return Formula(text=cell, value=value)


def amount(days: str, price: str, currency: Currency, value: Decimal) -> Formula:
    """Person-days times the price of one, rounded half up to the currency's unit; days have one decimal."""
    return Formula(text=_in_units(f"{days}*{price}", 1, Rounding.HALF_UP, currency), value=value)


def buffer(amounts: str, rate: str, percent: Decimal, currency: Currency, value: Decimal) -> Formula:
    """The share of what some cells are together, rounded half up; `rate` is a cell holding a fraction of 1."""
    product = f"{_sum(amounts, decimals(currency.unit))}*{rate}"
    return Formula(text=_in_units(product, decimals(percent) + 2, Rounding.HALF_UP, currency), value=value)


def tax(subtotal: str, rate: str, rule: TaxRule, currency: Currency, value: Decimal) -> Formula:
    """The tax on a subtotal, rounded once by the issuer's rule; `rate` is a cell holding a fraction of 1."""
    digits = decimals(rule.percent) + 2
    return Formula(text=_in_units(f"{subtotal}*{rate}", digits, rule.rounding, currency), value=value)


def sum_of_days(cells: str, value: Decimal) -> Formula:
    """Person-days added up, in tenths."""
    return Formula(text=_sum(cells, 1), value=value)


def sum_of_money(cells: str, currency: Currency, value: Decimal) -> Formula:
    """Amounts added up, in units of the currency; cells with text count nothing."""
    return Formula(text=_sum(cells, decimals(currency.unit)), value=value)


def decimals(number: Decimal) -> int:
    """How many decimals a number has: 1 for 0.1, none for 10."""
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _sum(cells: str, digits: int) -> str:
    return f"ROUND(SUM({cells}),{digits})"


def _in_units(product: str, digits: int, rounding: Rounding, currency: Currency) -> str:
    """The product, rounded in the currency's smallest unit, in which it has so many decimals."""
    if currency is Currency.JPY:
        return WHOLE[rounding].format(f"ROUND({product},{digits})")
    return WHOLE[rounding].format(f"ROUND({product}*100,{digits})") + "/100"
