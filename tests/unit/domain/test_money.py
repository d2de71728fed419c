"""Money is exact, in one currency, rounded once."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.estimate import TaxRule
from bot.domain.money import Currency, Money, Rounding, from_minor, money, total

MINOR = st.integers(min_value=0, max_value=10**12)
CURRENCIES = st.sampled_from(list(Currency))


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "0.5", "1e400"])
def test_what_is_no_amount_of_yen_is_refused(amount: str) -> None:
    with pytest.raises((ValueError, ArithmeticError)):
        Money(amount=Decimal(amount), currency=Currency.JPY)


def test_currencies_do_not_mix() -> None:
    with pytest.raises(ValueError, match="do not add up"):
        money(1, Currency.JPY) + money(1, Currency.USD)


@given(MINOR, CURRENCIES)
def test_the_database_gives_back_what_it_was_given(minor: int, currency: Currency) -> None:
    assert from_minor(minor, currency).minor == minor


@given(st.lists(MINOR, max_size=30), CURRENCIES)
def test_a_total_is_the_sum_of_its_parts(parts: list[int], currency: Currency) -> None:
    assert total([from_minor(part, currency) for part in parts], currency).minor == sum(parts)


@pytest.mark.parametrize(
    ("rounding", "expected"), [(Rounding.FLOOR, 99), (Rounding.HALF_UP, 100), (Rounding.CEIL, 100)]
)
def test_tax_is_rounded_by_the_issuers_rule(rounding: Rounding, expected: int) -> None:
    rule = TaxRule(percent=Decimal(10), rounding=rounding)
    assert rule.on(money(995, Currency.JPY)) == money(expected, Currency.JPY)


def test_tax_that_falls_on_the_unit_is_not_rounded() -> None:
    for rounding in Rounding:
        assert TaxRule(percent=Decimal("8"), rounding=rounding).on(money(1000, Currency.JPY)) == money(80, Currency.JPY)


def test_cents_are_kept() -> None:
    assert money("500", Currency.USD).times(Decimal("0.1")) == money("50.00", Currency.USD)
    assert money("333.33", Currency.USD).times(Decimal("0.1")) == money("33.33", Currency.USD)
