from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.entry import LONGEST, EntryFault, Misread, amount, percent
from bot.domain.money import Currency, money


@pytest.mark.parametrize(
    ("text", "yen"),
    [
        ("2000000", 2_000_000),
        ("2,000,000", 2_000_000),
        ("２，０００，０００円", 2_000_000),
        ("200万円", 2_000_000),
        ("1.5万", 15_000),
        ("三十万円", 300_000),
        ("1億2,000万", 120_000_000),
        ("¥20,000", 20_000),
        (" 20,000 ", 20_000),
        ("2M yen", 2_000_000),
        ("20k", 20_000),
        ("500", 500),
    ],
)
def test_an_amount_in_yen_is_read_as_people_write_it(text: str, yen: int) -> None:
    assert amount(text, Currency.JPY) == money(yen, Currency.JPY)


@pytest.mark.parametrize(
    ("text", "dollars"), [("$20k", "20000"), ("20,000", "20000"), ("512.50", "512.50"), ("US$ 1,000.5", "1000.50")]
)
def test_an_amount_in_dollars_is_read_as_people_write_it(text: str, dollars: str) -> None:
    assert amount(text, Currency.USD) == money(dollars, Currency.USD)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", EntryFault.NOT_AN_AMOUNT),
        ("abc", EntryFault.NOT_AN_AMOUNT),
        ("200万円以内", EntryFault.NOT_AN_AMOUNT),
        ("100 200", EntryFault.NOT_AN_AMOUNT),
        ("30〜50万円", EntryFault.NOT_AN_AMOUNT),
        ("1.500", EntryFault.NOT_AN_AMOUNT),
        ("5日", EntryFault.NOT_AN_AMOUNT),
        ("10%", EntryFault.NOT_AN_AMOUNT),
        ("nan", EntryFault.NOT_AN_AMOUNT),
        ("$20k", EntryFault.OTHER_CURRENCY),
        ("€300", EntryFault.OTHER_CURRENCY),
        ("0", EntryFault.NOT_POSITIVE),
        ("-5", EntryFault.NOT_POSITIVE),
        ("-200万円", EntryFault.NOT_POSITIVE),
        ("0.5", EntryFault.TOO_FINE),
        ("1e400", EntryFault.TOO_LARGE),
        ("9" * 30, EntryFault.TOO_LARGE),
        ("1" + " " * LONGEST, EntryFault.NOT_AN_AMOUNT),
    ],
)
def test_what_is_no_amount_of_the_currency_is_refused(text: str, fault: EntryFault) -> None:
    with pytest.raises(Misread) as refused:
        amount(text, Currency.JPY)
    assert refused.value.fault is fault


def test_ten_thousands_in_dollars_could_be_either() -> None:
    with pytest.raises(Misread) as refused:
        amount("30万", Currency.USD)
    assert refused.value.fault is EntryFault.NOT_AN_AMOUNT


@pytest.mark.parametrize(
    ("text", "value"), [("10", "10"), ("10%", "10"), ("１２．５％", "12.5"), ("1割", "10"), ("0", "0"), ("100", "100")]
)
def test_a_percentage_is_read_with_or_without_its_sign(text: str, value: str) -> None:
    assert percent(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "abc", "-1", "100.1", "101", "5日", "10円", "1e400", "inf", "10 20"])
def test_what_is_no_percentage_up_to_a_hundred_is_refused(text: str) -> None:
    with pytest.raises(Misread) as refused:
        percent(text)
    assert refused.value.fault is EntryFault.NOT_A_PERCENT


@settings(deadline=None, max_examples=300)
@given(
    text=st.text(max_size=80) | st.text("0123456789.,万億千円$%-+e ", max_size=30), currency=st.sampled_from(Currency)
)
def test_whatever_is_typed_is_an_amount_above_zero_or_refused(text: str, currency: Currency) -> None:
    try:
        read = amount(text, currency)
    except Misread:
        return
    assert read.currency is currency
    assert read.amount > 0
