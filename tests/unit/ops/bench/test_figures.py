import math

import pytest

from ops.bench.figures import Bound, Figure, percentile


@pytest.mark.parametrize(
    ("share", "expected"),
    [(0.01, 1), (0.5, 50), (0.95, 95), (0.951, 96), (0.99, 99), (1, 100)],
)
def test_a_percentile_of_a_hundred_values_is_the_value_of_that_rank(share: float, expected: float) -> None:
    assert percentile([*range(100, 0, -1)], share) == expected


def test_a_percentile_is_a_value_that_was_measured() -> None:
    assert percentile([0.1, 0.4], 0.5) == 0.1
    assert percentile([0.1, 0.4], 0.51) == 0.4
    assert percentile([0.7], 0.99) == 0.7


@pytest.mark.parametrize(("count", "share"), [(10, 0.9), (20, 0.95), (100, 0.29), (1000, 0.999)])
def test_a_share_that_floats_cannot_hold_takes_no_rank_too_many(count: int, share: float) -> None:
    assert percentile([*range(1, count + 1)], share) == round(count * share)


def test_something_that_never_came_counts_as_endless() -> None:
    assert percentile([0.1] * 98 + [math.inf] * 2, 0.98) == 0.1
    assert percentile([0.1] * 98 + [math.inf] * 2, 0.99) == math.inf


def test_nothing_has_no_percentile() -> None:
    assert percentile([], 0.5) is None


@pytest.mark.parametrize("share", [0, -0.1, 1.01, math.nan])
def test_a_share_outside_of_the_whole_is_refused(share: float) -> None:
    with pytest.raises(ValueError, match="share"):
        percentile([1], share)


@pytest.mark.parametrize(
    ("measured", "at_least", "reached"),
    [(99.9, False, True), (100, False, True), (100.1, False, False), (99.9, True, False), (100, True, True)],
)
def test_a_bound_holds_up_to_its_figure_or_from_it_on(measured: float, at_least: bool, reached: bool) -> None:
    figure = Figure(name="", unit="", measured=measured, bound=Bound(figure=100, at_least=at_least))
    assert figure.reached is reached


def test_what_never_came_misses_its_bound() -> None:
    assert Figure(name="", unit="s", measured=math.inf, bound=Bound(figure=1)).reached is False


def test_what_was_not_measured_or_has_no_bound_is_neither_reached_nor_missed() -> None:
    assert Figure(name="", unit="", measured=None, bound=Bound(figure=1)).reached is None
    assert Figure(name="", unit="", measured=1).reached is None
