from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.adjustment import CannotAdjust, with_line, without
from bot.domain.brief import Deliverable
from bot.domain.effort import PHASES, Range, Shares, person_days
from bot.domain.entry import EntryFault
from bot.domain.estimate import Estimate, Line, Missing, MissingReason, Revision, Source, TaxRule
from bot.domain.incoming import NumbersSent
from bot.domain.money import Currency, money
from bot.domain.numbers import MOST_OFFERED, Entered, EntryRefused, Figure, Numbers, changes_nothing, numbers_of

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def line(number: int, days: str = "3") -> Line:
    likely = person_days(days)
    return Line(
        deliverable=Deliverable(id=f"d{number}", name=f"Screen {number}"),
        effort=Range(low=likely, likely=likely, high=likely),
        shares=Shares((100,) + (0,) * (len(PHASES) - 1)),
        rationale="",
        source=Source.RULES,
    )


ESTIMATE = Estimate(
    lines=(line(1), line(2), line(3)), rate=money(40_000, Currency.JPY), tax_rule=TaxRule(percent=Decimal(10))
)


def revision(number: int, estimate: Estimate) -> Revision:
    return Revision(number=number, estimate=estimate, author="U1", at=AT)


def numbers(*estimates: Estimate) -> Numbers:
    return numbers_of(7, 2, [revision(number, estimate) for number, estimate in enumerate(estimates, start=1)])


def left(of: Numbers, **changes: Any) -> Entered:
    """The form as it was opened, but for these changes."""
    opened = Entered(
        budget="", tax_included=True, rate=of.rate_text, buffer=of.buffer_text, excluded=of.excluded & ids(of)
    )
    return replace(opened, **changes)


def ids(of: Numbers) -> frozenset[str]:
    return frozenset(one.id for one in of.offered)


def test_a_form_sent_as_it_was_opened_changes_nothing() -> None:
    form = numbers(ESTIMATE)

    sent = form.read(left(form), "U1")

    assert changes_nothing(sent)
    assert form.adjusted(sent) == ESTIMATE


@pytest.mark.parametrize(
    ("rate", "buffer"), [(money("1537.50", Currency.USD), "12.375"), (money(100_000_000, Currency.JPY), "0.5")]
)
def test_figures_that_nobody_would_type_are_still_what_they_were(rate: Any, buffer: str) -> None:
    form = numbers(replace(ESTIMATE, rate=rate, buffer=Decimal(buffer)))

    assert changes_nothing(form.read(left(form), "U1"))


def test_the_same_value_written_otherwise_is_no_change() -> None:
    form = numbers(replace(ESTIMATE, buffer=Decimal("10.0")))

    assert changes_nothing(form.read(left(form, rate="4万円", buffer="10%"), "U1"))


def test_what_was_changed_is_sent_and_nothing_else() -> None:
    form = numbers(ESTIMATE)

    sent = form.read(left(form, budget="30万円", tax_included=False, buffer="15", excluded=frozenset({"d2"})), "U1")

    assert sent == NumbersSent(
        author="U1",
        task=7,
        round=2,
        revision=1,
        budget=money(300_000, Currency.JPY),
        tax_included=False,
        rate=None,
        buffer=Decimal(15),
        excluded=("d2",),
    )


def test_the_estimate_that_comes_of_it_is_exact_and_the_budget_leaves_it() -> None:
    form = numbers(ESTIMATE)
    sent = form.read(left(form, budget="1", rate="45,001", buffer="10", excluded=frozenset({"d2"})), "U1")

    adjusted = form.adjusted(sent)

    assert adjusted.lines_total == money(270_006, Currency.JPY)
    assert adjusted.total == money(326_707, Currency.JPY)
    assert [one.id for one in adjusted.excluded] == ["d2"]


def test_what_was_taken_out_comes_back_as_it_was_last() -> None:
    changed = replace(ESTIMATE, lines=(line(1), line(2, "5"), line(3)))
    form = numbers(ESTIMATE, changed, without(changed, {"d2"}))

    sent = form.read(left(form, excluded=frozenset()), "U1")

    assert sent.excluded == ()
    assert form.adjusted(sent) == with_line(without(changed, {"d2"}), line(2, "5"))


def test_what_was_never_estimated_stays_out() -> None:
    """There are no days to bring back; asking for it in words has it estimated."""
    missing = Missing(deliverable=line(9).deliverable, reason=MissingReason.MODEL_AWAY)
    form = numbers(without(replace(ESTIMATE, missing=(missing,)), {"d9"}))

    assert "d9" not in ids(form)
    assert changes_nothing(form.read(left(form, excluded=frozenset()), "U1"))


def test_what_is_missing_can_be_left_out() -> None:
    missing = Missing(deliverable=line(9).deliverable, reason=MissingReason.MODEL_AWAY)
    form = numbers(replace(ESTIMATE, missing=(missing,)))

    adjusted = form.adjusted(form.read(left(form, excluded=frozenset({"d9"})), "U1"))

    assert adjusted.missing == ()
    assert [one.id for one in adjusted.excluded] == ["d9"]


def test_the_last_line_is_not_left_out() -> None:
    form = numbers(ESTIMATE)
    sent = form.read(left(form, excluded=ids(form)), "U1")

    with pytest.raises(CannotAdjust, match="adjust_nothing_left"):
        form.adjusted(sent)


def test_lines_can_be_exchanged_even_if_none_is_left_in_between() -> None:
    form = numbers(ESTIMATE, without(ESTIMATE, {"d2", "d3"}))

    adjusted = form.adjusted(form.read(left(form, excluded=frozenset({"d1"})), "U1"))

    assert [one.deliverable.id for one in adjusted.lines] == ["d2", "d3"]


def test_a_menu_holds_so_many_and_what_it_does_not_hold_stays_as_it_is() -> None:
    many = replace(ESTIMATE, lines=tuple(line(number) for number in range(1, 131)))
    form = numbers(many, without(many, {"d130"}))

    sent = form.read(left(form, excluded=frozenset({"d1", "made up"})), "U1")

    assert len(form.offered) == MOST_OFFERED
    assert sent.excluded == ("d1", "d130")


def test_a_form_without_a_menu_leaves_the_scope_as_it_is() -> None:
    form = numbers(ESTIMATE, without(ESTIMATE, {"d2"}))

    assert form.read(left(form, excluded=None), "U1").excluded is None


def test_every_field_that_cannot_be_used_is_named() -> None:
    form = numbers(ESTIMATE)

    with pytest.raises(EntryRefused) as refused:
        form.read(left(form, budget="$5", rate="", buffer="101"), "U1")

    assert refused.value.faults == {
        Figure.BUDGET: EntryFault.OTHER_CURRENCY,
        Figure.RATE: EntryFault.NOT_AN_AMOUNT,
        Figure.BUFFER: EntryFault.NOT_A_PERCENT,
    }


@settings(deadline=None, max_examples=200)
@given(
    out=st.sets(st.sampled_from(["d1", "d2", "d3", "d4"]), max_size=3),
    wanted=st.sets(st.sampled_from(["d1", "d2", "d3", "d4"]), max_size=3),
    rate=st.integers(1, 10**7),
    buffer=st.integers(0, 100),
)
def test_the_form_comes_to_what_was_entered_from_wherever_it_starts(
    out: set[str], wanted: set[str], rate: int, buffer: int
) -> None:
    whole = replace(ESTIMATE, lines=tuple(line(number) for number in range(1, 5)))
    form = numbers(whole, without(whole, out) if out else whole)
    sent = form.read(left(form, rate=f"{rate:,}円", buffer=f"{buffer}%", excluded=frozenset(wanted)), "U1")

    adjusted = form.adjusted(sent)

    assert {one.id for one in adjusted.excluded} == wanted
    assert {one.deliverable.id for one in adjusted.lines} == {"d1", "d2", "d3", "d4"} - wanted
    assert (adjusted.rate, adjusted.buffer) == (money(rate, Currency.JPY), Decimal(buffer))
