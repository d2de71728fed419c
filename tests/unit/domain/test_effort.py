"""Person-days come in tenths, ranges are ordered, phases add up."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.effort import PHASES, PersonDays, Phase, Range, Shares, from_tenths, person_days, shares

TENTHS = st.integers(min_value=1, max_value=100_000)


@st.composite
def whole_shares(draw: st.DrawFn) -> Shares:
    cuts = sorted(draw(st.lists(st.integers(0, 100), min_size=len(PHASES) - 1, max_size=len(PHASES) - 1)))
    return Shares(tuple(high - low for low, high in zip([0, *cuts], [*cuts, 100], strict=True)))


@given(TENTHS, whole_shares())
def test_phases_add_up_to_their_line_exactly(tenths: int, spread: Shares) -> None:
    parts = spread.spread(from_tenths(tenths))
    assert sum(part.tenths for part in parts) == tenths
    assert all(abs(part.tenths - tenths * share / 100) < 1 for part, share in zip(parts, spread.percent, strict=True))


@given(TENTHS)
def test_tenths_survive_the_database(tenths: int) -> None:
    assert from_tenths(tenths).tenths == tenths


@pytest.mark.parametrize("days", ["-0.1", "NaN", "Infinity", "0.05"])
def test_what_is_no_effort_is_refused(days: str) -> None:
    with pytest.raises((ValueError, ArithmeticError)):
        PersonDays(Decimal(days))


def test_days_round_half_up() -> None:
    assert person_days("2.25").days == Decimal("2.3")
    assert person_days(2.249).days == Decimal("2.2")


@pytest.mark.parametrize(("low", "likely", "high"), [("2", "1", "3"), ("1", "3", "2"), ("0", "0", "1")])
def test_a_range_is_ordered_and_takes_time(low: str, likely: str, high: str) -> None:
    with pytest.raises(ValueError, match=r"does not hold|tenth of a day"):
        Range(low=person_days(low), likely=person_days(likely), high=person_days(high))


@pytest.mark.parametrize("percent", [{Phase.BUILD: 99}, {Phase.BUILD: 101}, {Phase.BUILD: 110, Phase.SYSTEM_TEST: -10}])
def test_shares_are_a_hundred_percent(percent: dict[Phase, int]) -> None:
    with pytest.raises(ValueError, match="share"):
        shares(percent)
