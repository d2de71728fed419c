"""A change does what was asked to the lines that were named, to the last tenth and yen, and nothing else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.adjustment import (
    CannotAdjust,
    Target,
    scaled,
    with_buffer,
    with_days,
    with_likely,
    with_line,
    with_rate,
    without,
)
from bot.domain.brief import Deliverable
from bot.domain.effort import from_tenths, person_days
from bot.domain.estimate import Estimate, Missing, MissingReason, Revision, RevisionKind
from bot.domain.history import history
from bot.domain.money import Currency, from_minor, money
from tests.unit.domain.drawn import estimates, few, half_up, line, quoted, reckoned, tenths_of

BOUND = person_days(200)
THREE = quoted((8, 10, 20), (10, 10, 10), (60, 100, 130))
LOST = Missing(deliverable=Deliverable(id="m1", name="Lost"), reason=MissingReason.MODEL_AWAY)


def points(estimate: Estimate, place: int) -> tuple[int, int, int]:
    effort = estimate.lines[place].effort
    return effort.low.tenths, effort.likely.tenths, effort.high.tenths


def test_a_lines_range_follows_its_likely_effort_in_proportion() -> None:
    assert points(with_days(THREE, "d3", person_days(5), max_days=BOUND), 2) == (30, 50, 65)
    assert points(with_days(THREE, "d1", person_days("1.5"), max_days=BOUND), 0) == (12, 15, 30)


def test_the_range_is_rounded_half_up_and_stays_above_nothing() -> None:
    assert points(with_days(THREE, "d1", person_days("0.1"), max_days=BOUND), 0) == (1, 1, 2)
    assert points(with_days(quoted((5, 10, 15)), "d1", person_days("0.7"), max_days=BOUND), 0) == (4, 7, 11)


def test_the_high_estimate_stops_where_a_line_must() -> None:
    assert points(with_days(THREE, "d3", person_days(200), max_days=BOUND), 2) == (1200, 2000, 2000)


def test_a_line_above_a_bound_that_came_later_may_shrink() -> None:
    lower = with_days(THREE, "d3", person_days(9), max_days=person_days(5))
    assert tenths_of(lower) == [10, 10, 90]


@pytest.mark.parametrize(
    ("before", "percent", "after"),
    [
        ([11, 11, 11], -10, [10, 10, 10]),  # 33 become 29.7, so 30
        ([4, 3, 3], -50, [2, 2, 1]),  # the remainders of 1.5 and 1.5 are the largest, the earlier line goes first
        ([5, 4, 1], 50, [8, 6, 1]),  # 7.5, 6.0 and 1.5: 15 are to be had
        ([1, 1, 20], -50, [1, 1, 9]),  # a line that would fall below a tenth stays there, the others bear it
        ([9, 1, 1, 1, 3, 1], -60, [1, 1, 1, 1, 1, 1]),  # and what they bear makes the 3, 1.2 at first, fall below it
    ],
)
def test_a_share_is_spread_by_the_largest_remainder(before: list[int], percent: int, after: list[int]) -> None:
    estimate = quoted(*((1, one, one) for one in before))
    ids = [one.deliverable.id for one in estimate.lines]
    assert tenths_of(scaled(estimate, ids, Decimal(percent), max_days=BOUND)) == after


def test_a_buffer_said_again_replaces_and_none_removes_it() -> None:
    once = with_buffer(THREE, Decimal(10))
    assert with_buffer(once, Decimal(15)).total == with_buffer(THREE, Decimal(15)).total == money(607_200, Currency.JPY)
    assert with_buffer(once, Decimal(0)) == THREE


def test_what_is_taken_out_is_listed_as_excluded_and_comes_back_when_added() -> None:
    less = without(replace(THREE, missing=(LOST,)), ["m1", "d2"])
    assert [one.id for one in less.excluded] == ["d2", "m1"]
    assert [one.deliverable.id for one in less.lines] == ["d1", "d3"]
    assert not less.missing
    again = with_line(less, THREE.lines[1])
    assert [one.id for one in again.excluded] == ["m1"]
    assert [one.deliverable.id for one in again.lines] == ["d1", "d3", "d2"]


def test_a_missing_line_that_was_estimated_is_missing_no_longer() -> None:
    found = with_line(replace(THREE, missing=(LOST,)), replace(line(4, (1, 2, 3)), deliverable=LOST.deliverable))
    assert not found.missing


def test_what_is_missing_can_go_even_if_nothing_was_estimated() -> None:
    other = Missing(deliverable=Deliverable(id="m2", name="Lost too"), reason=MissingReason.MODEL_AWAY)
    assert without(replace(THREE, lines=(), missing=(LOST, other)), ["m1"]).missing == (other,)


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (lambda: with_days(THREE, "d9", person_days(1), max_days=BOUND), "adjust_no_such_line"),
        (lambda: with_likely(replace(THREE, missing=(LOST,)), {"m1": 1}, max_days=BOUND), "adjust_no_such_line"),
        (lambda: with_days(THREE, "d1", person_days(0), max_days=BOUND), "adjust_line_too_small"),
        (lambda: with_likely(THREE, {"d1": -5}, max_days=BOUND), "adjust_line_too_small"),
        (lambda: with_days(THREE, "d1", person_days("200.1"), max_days=BOUND), "adjust_too_many_days"),
        (lambda: with_likely(THREE, {"d1": 10**400}, max_days=BOUND), "adjust_too_many_days"),
        (lambda: scaled(THREE, ["d9"], Decimal(5), max_days=BOUND), "adjust_no_such_line"),
        (lambda: scaled(THREE, [], Decimal(5), max_days=BOUND), "adjust_share_out_of_range"),
        (lambda: scaled(THREE, ["d1"], Decimal(-100), max_days=BOUND), "adjust_share_out_of_range"),
        (lambda: scaled(THREE, ["d1"], Decimal("NaN"), max_days=BOUND), "adjust_share_out_of_range"),
        (lambda: scaled(THREE, ["d1"], Decimal("Infinity"), max_days=BOUND), "adjust_share_out_of_range"),
        (lambda: scaled(THREE, ["d1"], Decimal("1e400"), max_days=BOUND), "adjust_too_many_days"),
        (lambda: scaled(THREE, ["d1", "d3"], Decimal(2000), max_days=BOUND), "adjust_too_many_days"),
        (lambda: scaled(THREE, ["d1", "d2"], Decimal("-99.9"), max_days=BOUND), "adjust_group_too_small"),
        (lambda: with_rate(THREE, money(0, Currency.JPY)), "adjust_rate_not_positive"),
        (lambda: with_rate(THREE, money(-1, Currency.JPY)), "adjust_rate_not_positive"),
        (lambda: with_rate(THREE, money(600, Currency.USD)), "adjust_other_currency"),
        (lambda: with_buffer(THREE, Decimal("100.01")), "adjust_buffer_out_of_range"),
        (lambda: with_buffer(THREE, Decimal(-1)), "adjust_buffer_out_of_range"),
        (lambda: with_buffer(THREE, Decimal("NaN")), "adjust_buffer_out_of_range"),
        (lambda: with_buffer(THREE, Decimal("1e400")), "adjust_buffer_out_of_range"),
        (lambda: without(THREE, ["d1", "d2", "d3"]), "adjust_nothing_left"),
        (lambda: without(replace(THREE, missing=(LOST,)), ["d1", "d2", "d3"]), "adjust_nothing_left"),
        (lambda: without(replace(THREE, lines=(), missing=(LOST,)), ["m1"]), "adjust_nothing_left"),
        (lambda: without(THREE, ["d1", "d9"]), "adjust_no_such_line"),
        (lambda: with_line(THREE, THREE.lines[0]), "adjust_line_there"),
    ],
)  # fmt: skip
def test_what_can_not_be_done_is_refused_by_name(change: Callable[[], Estimate], key: str) -> None:
    with pytest.raises(CannotAdjust) as refused:
        change()
    assert refused.value.key == key


def test_a_tenth_costs_its_share_of_buffer_and_tax() -> None:
    target = Target(amount=money(1, Currency.JPY))
    assert target.slack(quoted((1, 1, 1), rate=45_000, buffer="10")) == money(5_445, Currency.JPY)
    assert replace(target, tax_included=False).slack(quoted((1, 1, 1), rate=45_000)) == money(4_500, Currency.JPY)
    assert target.slack(quoted((1, 1, 1), rate=45_001, percent="0")) == money(4_501, Currency.JPY)


@pytest.mark.parametrize(
    ("amount", "at_most", "met"),
    [
        (44_000, True, True), (43_999, True, False), (43_999, False, True), (39_600, False, True),
        (39_599, False, False), (48_400, True, True), (48_401, True, False), (48_401, False, False),
    ],
)  # fmt: skip
def test_a_target_is_met_within_a_tenth_and_a_budget_never_exceeded(amount: int, at_most: bool, met: bool) -> None:
    target = Target(amount=money(amount, Currency.JPY), at_most=at_most)
    assert target.met_by(quoted((10, 10, 10))) is met


def test_a_target_before_tax_is_held_against_the_subtotal() -> None:
    assert Target(amount=money(40_000, Currency.JPY), tax_included=False).met_by(quoted((10, 10, 10)))


@st.composite
def groups(draw: st.DrawFn, estimate: Estimate) -> set[str]:
    ids = [one.deliverable.id for one in estimate.lines]
    return draw(st.one_of(st.just(set(ids)), st.sets(st.sampled_from(ids), min_size=1)))


shares_of = st.one_of(
    st.integers(-99, 200), st.integers(-9_999, 10_000).map(lambda parts: Decimal(parts) / 100), st.just(-50)
)


@few
@given(st.data(), estimates(), shares_of)
def test_a_group_sums_exactly_to_its_share_and_no_other_line_moves(
    data: st.DataObject, estimate: Estimate, percent: Decimal | int
) -> None:
    ids = data.draw(groups(estimate))
    group = [one.effort.likely.tenths for one in estimate.lines if one.deliverable.id in ids]
    wanted = half_up(sum(group) * (100 + Fraction(percent)) / 100)
    if wanted < len(group):
        with pytest.raises(CannotAdjust, match="adjust_group_too_small"):
            scaled(estimate, ids, Decimal(percent), max_days=BOUND)
        return
    after = scaled(estimate, ids, Decimal(percent), max_days=from_tenths(10_000))
    new = [one.effort.likely.tenths for one in after.lines if one.deliverable.id in ids]
    assert sum(new) == wanted
    assert min(new) >= 1
    assert all((b <= a) if percent <= 0 else (b >= a) for a, b in zip(group, new, strict=True))
    held = [(a, b) for a, b in zip(group, new, strict=True) if b > 1]
    rest, weight = wanted - (len(group) - len(held)), sum(a for a, _ in held) or 1
    assert all(abs(b - Fraction(a * rest, weight)) < 1 for a, b in held) or 1 in new
    assert all(
        now == was for was, now in zip(estimate.lines, after.lines, strict=True) if was.deliverable.id not in ids
    )
    assert replace(after, lines=estimate.lines) == estimate


@few
@given(st.lists(st.integers(1, 400), min_size=1, max_size=8), st.integers(1, 99))
def test_the_largest_remainders_get_what_is_left(likely: list[int], percent: int) -> None:
    estimate = quoted(*((one, one, one) for one in likely), percent="0")
    wanted = half_up(Fraction(sum(likely) * percent, 100))
    if any(one * wanted < sum(likely) for one in likely):
        return
    after = tenths_of(
        scaled(estimate, [f"d{n}" for n in range(1, len(likely) + 1)], Decimal(percent - 100), max_days=BOUND)
    )
    exact = [Fraction(one * wanted, sum(likely)) for one in likely]
    up = [share - share.__floor__() for share, new in zip(exact, after, strict=True) if new > share]
    down = [share - share.__floor__() for share, new in zip(exact, after, strict=True) if new < share]
    assert all(abs(new - share) < 1 for share, new in zip(exact, after, strict=True))
    assert not up or not down or min(up) >= max(down)


@few
@given(st.data(), estimates())
def test_new_days_keep_every_line_in_order_and_the_rest_as_it_was(data: st.DataObject, estimate: Estimate) -> None:
    ids = data.draw(groups(estimate))
    tenths = {id: data.draw(st.integers(1, 2_000), label=id) for id in sorted(ids)[:5]}
    after = with_likely(estimate, tenths, max_days=BOUND)
    for was, now in zip(estimate.lines, after.lines, strict=True):
        if tenths.get(was.deliverable.id, was.effort.likely.tenths) == was.effort.likely.tenths:
            assert now == was
            continue
        low, likely, high = now.effort.low.tenths, now.effort.likely.tenths, now.effort.high.tenths
        share = Fraction(likely, was.effort.likely.tenths)
        assert 1 <= low <= likely == tenths[was.deliverable.id] <= high
        assert low == min(max(half_up(was.effort.low.tenths * share), 1), likely)
        assert high == max(min(half_up(was.effort.high.tenths * share), 2_000), likely)
        assert replace(now, effort=was.effort) == was


@st.composite
def changed(draw: st.DrawFn, estimate: Estimate) -> Estimate:
    """A change of any kind; the same estimate where it is refused."""
    ids = draw(groups(estimate))
    kind = draw(st.sampled_from(["days", "share", "rate", "buffer", "without", "with"]))
    number = draw(st.integers(1, 2_500))
    changes: dict[str, Callable[[], Estimate]] = {
        "days": lambda: with_days(estimate, min(ids), from_tenths(number), max_days=BOUND),
        "share": lambda: scaled(estimate, ids, Decimal(number % 200 - 99), max_days=BOUND),
        "rate": lambda: with_rate(estimate, from_minor(number, estimate.rate.currency)),
        "buffer": lambda: with_buffer(estimate, Decimal(number) / 10),
        "without": lambda: without(estimate, ids),
        "with": lambda: with_line(estimate, line(number, (1, number % 2_000 + 1, 2_500))),
    }
    try:
        return changes[kind]()
    except CannotAdjust:
        return estimate


@few
@given(st.data(), estimates())
def test_after_any_change_the_figures_agree_with_whole_number_arithmetic(
    data: st.DataObject, estimate: Estimate
) -> None:
    after = data.draw(changed(data.draw(changed(estimate))))
    assert after.subtotal.minor == reckoned(after).subtotal
    assert after.total.minor == reckoned(after).total
    assert min(tenths_of(after)) >= 1
    assert after.lines


def revision(number: int, estimate: Estimate, kind: RevisionKind) -> Revision:
    return Revision(number=number, estimate=estimate, author="U1", at=datetime(2026, 11, 20, tzinfo=UTC), kind=kind)


@few
@given(st.data(), estimates(), st.integers(1, 4))
def test_undo_gives_the_earlier_figures_back_and_redo_the_later(
    data: st.DataObject, estimate: Estimate, count: int
) -> None:
    states = [estimate]
    for _ in range(count):
        states.append(data.draw(changed(states[-1])))
    figures = [reckoned(one) for one in states]
    made = [revision(number, one, RevisionKind.CHANGED) for number, one in enumerate(states, 1)]
    for place in range(count - 1, -1, -1):
        before = history(made).before
        assert before is not None
        made.append(revision(len(made) + 1, made[before - 1].estimate, RevisionKind.UNDONE))
        assert made[-1].estimate == states[place]
        assert made[-1].estimate.total.minor == figures[place].total
    for place in range(1, count + 1):
        after = history(made).after
        assert after is not None
        made.append(revision(len(made) + 1, made[after - 1].estimate, RevisionKind.REDONE))
        assert made[-1].estimate == states[place]
        assert made[-1].estimate.subtotal.minor == figures[place].subtotal
