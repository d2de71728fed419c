"""Totals: exact, from the likely effort, tax once, missing lines left out."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.brief import Deliverable
from bot.domain.effort import Phase, Range, from_tenths, person_days, shares
from bot.domain.estimate import Estimate, Line, Missing, MissingReason, Revision, Source, TaxRule
from bot.domain.money import Currency, Rounding, money

BUILD_ONLY = shares({Phase.BUILD: 100})


def line(number: int, tenths: int, *, spread: int = 0) -> Line:
    return Line(
        deliverable=Deliverable(id=f"d{number}", name="Screen"),
        effort=Range(low=from_tenths(tenths), likely=from_tenths(tenths), high=from_tenths(tenths + spread)),
        shares=BUILD_ONLY,
        rationale="r",
        source=Source.MODEL,
    )


def estimate(*lines: Line, rate: str = "40000", currency: Currency = Currency.JPY, percent: str = "10") -> Estimate:
    return Estimate(lines=lines, rate=money(rate, currency), tax_rule=TaxRule(percent=Decimal(percent)))


def test_the_guides_example_adds_up() -> None:
    quoted = estimate(line(1, 25), line(2, 125))
    assert quoted.subtotal == money(600_000, Currency.JPY)
    assert quoted.tax == money(60_000, Currency.JPY)
    assert quoted.total == money(660_000, Currency.JPY)


def test_tax_is_rounded_once_per_document_not_per_line() -> None:
    quoted = estimate(line(1, 1), line(2, 1), rate="150", percent="10")
    assert quoted.subtotal == money(30, Currency.JPY)
    assert quoted.tax == money(3, Currency.JPY)


@given(st.lists(st.integers(1, 2_000), min_size=1, max_size=40), st.integers(1, 10**7), st.integers(0, 30))
def test_totals_agree_with_whole_number_arithmetic(tenths: list[int], cents: int, percent: int) -> None:
    lines = [line(place, one) for place, one in enumerate(tenths)]
    rate = str(Decimal(cents) / 100)
    quoted = estimate(*lines, rate=rate, currency=Currency.USD, percent=str(percent))
    amounts = [(one * cents + 5) // 10 for one in tenths]
    assert quoted.subtotal.minor == sum(amounts)
    assert quoted.tax.minor == sum(amounts) * percent // 100
    assert quoted.total.minor == sum(amounts) + sum(amounts) * percent // 100


def test_what_is_missing_counts_in_no_total() -> None:
    whole = estimate(line(1, 10))
    missing = Missing(deliverable=Deliverable(id="d2", name="Other"), reason=MissingReason.MODEL_AWAY)
    assert replace(whole, missing=(missing,)).total == whole.total


def test_without_a_line_there_is_no_effort() -> None:
    assert estimate().effort is None


def test_ranges_add_up_point_by_point() -> None:
    effort = estimate(line(1, 10, spread=5), line(2, 20, spread=10)).effort
    assert effort == Range(low=person_days(3), likely=person_days(3), high=person_days("4.5"))


def test_a_revision_needs_an_aware_time() -> None:
    with pytest.raises(ValueError, match="aware"):
        Revision(number=1, estimate=estimate(line(1, 10)), author="U1", at=datetime(2026, 11, 20))  # noqa: DTZ001


def test_rounding_rules_are_all_known_to_decimal() -> None:
    assert {Decimal("1.5").quantize(Decimal(1), one.rule) for one in Rounding} == {Decimal(1), Decimal(2)}
