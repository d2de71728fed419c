"""Every proposal comes to its target, no budget is exceeded, and what can not be reached is said."""

import time
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.adjustment import CannotAdjust, Target
from bot.domain.effort import PersonDays, from_tenths, person_days
from bot.domain.estimate import Estimate
from bot.domain.idea import Idea, SuggestedIdea
from bot.domain.money import Currency, from_minor, money
from bot.domain.proposals import AlreadyThere, Proposal, Proposals, Unreachable, propose
from tests.unit.domain.drawn import Reckoned, estimates, few, price_of_a_tenth, quoted, reckoned, tenths_of

BOUND = person_days(200)
FIVE = quoted((8, 10, 15), (180, 200, 220), (20, 30, 60), (45, 50, 55), (10, 20, 30), percent="0")
"""31 days at 40,000: 1,240,000 yen."""


def found(estimate: Estimate, target: Target, *ideas: SuggestedIdea) -> tuple[Proposal, ...]:
    result = propose(estimate, target, max_days=BOUND, ideas=ideas)
    assert isinstance(result, Proposals)
    return result.proposals


def yen(amount: int, *, at_most: bool = True) -> Target:
    return Target(amount=money(amount, Currency.JPY), at_most=at_most)


def by_idea(estimate: Estimate, target: Target, *ideas: SuggestedIdea) -> dict[Idea, dict[str, int]]:
    return {one.idea: dict(one.tenths) for one in found(estimate, target, *ideas)}


def suggested(idea: Idea, *ids: str) -> SuggestedIdea:
    return SuggestedIdea(idea=idea, title="A title", text="A text", lines=ids)


def days(*tenths: int) -> dict[str, int]:
    """The lines that stay with their tenths; 0 stands for a line that is removed."""
    return {f"d{number}": one for number, one in enumerate(tenths, 1) if one}


@pytest.mark.parametrize(
    ("amount", "defer", "simplify", "trim"),
    [
        (1_180_000, days(10, 200, 30, 50, 5), days(10, 185, 30, 50, 20), days(8, 196, 28, 45, 18)),
        (1_160_000, days(10, 200, 30, 50, 0), days(10, 180, 30, 50, 20), days(8, 193, 27, 45, 17)),
        (1_100_000, days(10, 200, 30, 35, 0), days(10, 165, 30, 50, 20), days(8, 186, 23, 45, 13)),
        (900_000, days(10, 200, 15, 0, 0), days(10, 115, 30, 50, 20), days(2, 180, 20, 13, 10)),
        (500_000, days(10, 115, 0, 0, 0), days(8, 45, 19, 43, 10), days(2, 96, 11, 11, 5)),
    ],
)
def test_three_ideas_make_it_cheaper_each_in_its_own_lines(
    amount: int, defer: dict[str, int], simplify: dict[str, int], trim: dict[str, int]
) -> None:
    assert by_idea(FIVE, yen(amount)) == {
        Idea.DEFER_SCOPE: defer,
        Idea.SIMPLIFY_COSTLIEST: simplify,
        Idea.TRIM_LOW_RISK: trim,
    }


@pytest.mark.parametrize(
    ("amount", "cover", "strengthen", "evenly"),
    [
        (1_300_000, days(12, 200, 40, 50, 23), days(10, 215, 30, 50, 20), days(11, 210, 31, 52, 21)),
        (1_500_000, days(15, 216, 60, 54, 30), days(10, 265, 30, 50, 20), days(12, 242, 36, 61, 24)),
        (2_500_000, days(40, 308, 120, 77, 80), days(15, 465, 60, 55, 30), days(20, 404, 60, 101, 40)),
    ],
)
def test_three_ideas_make_it_dearer_each_in_its_own_lines(
    amount: int, cover: dict[str, int], strengthen: dict[str, int], evenly: dict[str, int]
) -> None:
    assert by_idea(FIVE, yen(amount)) == {
        Idea.COVER_RISK: cover,
        Idea.STRENGTHEN_COSTLIEST: strengthen,
        Idea.RAISE_EVENLY: evenly,
    }


def test_a_line_below_its_low_estimate_is_a_warning() -> None:
    ways = {one.idea: one.below_low for one in found(FIVE, yen(1_100_000))}
    assert ways == {Idea.DEFER_SCOPE: ("d4",), Idea.SIMPLIFY_COSTLIEST: ("d2",), Idea.TRIM_LOW_RISK: ()}


def test_the_lowest_and_the_highest_figures_are_still_reached() -> None:
    assert by_idea(FIVE, yen(20_000)) == {
        Idea.DEFER_SCOPE: days(5, 0, 0, 0, 0),
        Idea.SIMPLIFY_COSTLIEST: days(1, 1, 1, 1, 1),
    }
    assert by_idea(FIVE, yen(40_000_000)) == {Idea.COVER_RISK: days(2_000, 2_000, 2_000, 2_000, 2_000)}


def test_a_low_estimate_of_nothing_still_leaves_a_tenth_of_a_day() -> None:
    ways = by_idea(quoted((0, 5, 9), (0, 5, 9), (0, 5, 9)), yen(3 * 4_400))
    assert ways[Idea.SIMPLIFY_COSTLIEST] == days(1, 1, 1)


def test_a_proposal_says_what_is_different_and_what_is_taken_out() -> None:
    defer = found(FIVE, yen(1_100_000))[0]
    changes = [(one.deliverable.id, one.before, one.after) for one in defer.difference.lines]
    assert changes == [("d4", person_days(5), person_days("3.5")), ("d5", person_days(2), None)]
    assert defer.difference.total == (money(1_240_000, Currency.JPY), money(1_100_000, Currency.JPY))
    assert defer.removed == ("d5",)
    assert [one.id for one in defer.estimate.excluded] == ["d5"]


def test_a_single_line_gives_one_proposal() -> None:
    assert len(found(quoted((10, 20, 30)), yen(50_000))) == 1
    assert len(found(quoted((10, 20, 30)), yen(150_000))) == 1


def test_without_a_budget_the_nearer_tenth_is_taken() -> None:
    one = quoted((10, 20, 30), percent="0")
    assert [found(one, yen(amount, at_most=False))[0].total.minor for amount in (77_900, 73_900, 74_000, 74_100)] == [
        76_000,
        72_000,
        72_000,
        76_000,
    ]


def test_the_present_total_needs_no_proposal() -> None:
    assert propose(FIVE, yen(1_240_000), max_days=BOUND) == AlreadyThere(figure=FIVE.total)


@pytest.mark.parametrize(
    ("amount", "at_most"), [(1_241_000, True), (1_243_999, True), (1_238_500, False), (1_241_500, False)]
)
def test_less_than_a_tenth_of_a_day_away_nothing_leads_nearer(amount: int, at_most: bool) -> None:
    assert propose(FIVE, yen(amount, at_most=at_most), max_days=BOUND) == AlreadyThere(figure=FIVE.total)


def test_one_yen_below_is_a_budget_to_be_met() -> None:
    assert {one.total.minor for one in found(FIVE, yen(1_239_999))} == {1_236_000}


@pytest.mark.parametrize(
    ("amount", "gone"),
    [(19_999, ["d5"]), (15_999, ["d4", "d5"]), (4_000, ["d2", "d3", "d4", "d5"]), (-5, ["d1", "d2", "d3", "d4", "d5"])],
)
def test_what_can_not_be_reached_says_the_lowest_figure_and_what_would_have_to_go(amount: int, gone: list[str]) -> None:
    result = propose(FIVE, yen(amount), max_days=BOUND)
    assert isinstance(result, Unreachable)
    assert result.limit == money(20_000, Currency.JPY)
    assert [one.id for one in result.must_go] == gone


def test_the_highest_figure_is_every_line_at_its_most() -> None:
    result = propose(FIVE, yen(50_000_000), max_days=BOUND)
    assert result == Unreachable(target=yen(50_000_000), limit=money(40_000_000, Currency.JPY))


def test_an_estimate_without_lines_reaches_nothing() -> None:
    result = propose(replace(FIVE, lines=()), yen(100_000), max_days=BOUND)
    assert result == Unreachable(target=yen(100_000), limit=money(0, Currency.JPY))


def test_currencies_are_not_mixed() -> None:
    with pytest.raises(CannotAdjust, match="adjust_other_currency"):
        propose(FIVE, Target(amount=money(100, Currency.USD)), max_days=BOUND)


def test_a_suggestion_chooses_the_lines_and_stands_first() -> None:
    ways = found(FIVE, yen(1_160_000), suggested(Idea.TRIM_LOW_RISK, "d3", "d4"))
    assert dict(ways[0].tenths) == days(10, 197, 20, 45, 18)
    assert (ways[0].title, ways[0].text) == ("A title", "A text")
    assert [one.idea for one in ways] == [Idea.TRIM_LOW_RISK, Idea.DEFER_SCOPE, Idea.SIMPLIFY_COSTLIEST]
    assert [one.title for one in ways[1:]] == ["", ""]


def test_suggested_lines_are_deferred_in_the_order_they_are_named() -> None:
    way = found(FIVE, yen(1_040_000), suggested(Idea.DEFER_SCOPE, "d3", "d1", "d4"))[0]
    assert dict(way.tenths) == days(0, 200, 0, 40, 20)
    assert way.removed == ("d1", "d3")


@pytest.mark.parametrize(
    "idea",
    [
        suggested(Idea.DEFER_SCOPE, "d9"),
        suggested(Idea.DEFER_SCOPE, "d5", "d9"),
        suggested(Idea.SIMPLIFY_COSTLIEST),
        suggested(Idea.COVER_RISK, "d1"),
        suggested(Idea.TRIM_LOW_RISK, "Screen 1"),
    ],
)
def test_a_suggestion_that_names_what_is_not_there_or_leads_the_other_way_is_dropped(idea: SuggestedIdea) -> None:
    assert found(FIVE, yen(1_160_000), idea) == found(FIVE, yen(1_160_000))


def test_a_suggestion_to_do_less_is_no_way_to_more() -> None:
    ideas = [suggested(Idea.SIMPLIFY_COSTLIEST, "d2"), suggested(Idea.DEFER_SCOPE, "d5")]
    assert found(FIVE, yen(1_500_000), *ideas) == found(FIVE, yen(1_500_000))


def test_no_more_than_three_are_proposed() -> None:
    ideas = [suggested(Idea.DEFER_SCOPE, f"d{number}") for number in range(1, 6)]
    ways = found(FIVE, yen(1_200_000), *ideas)
    assert [dict(one.tenths) for one in ways] == [
        days(0, 200, 30, 50, 20),
        days(10, 190, 30, 50, 20),
        days(10, 200, 20, 50, 20),
    ]


@st.composite
def targets(draw: st.DrawFn, estimate: Estimate) -> Target:
    """Around the present figure, far below and above it, or what some state of the lines costs."""
    tax_included = draw(st.booleans())
    figures = reckoned(estimate)
    present = figures.total if tax_included else figures.subtotal
    near = st.integers(-500, 500).map(lambda away: present + away)
    share = st.integers(-20, 400).map(lambda percent: present * percent // 100)
    reached = st.integers(0, 2**32).map(lambda seed: _of_some_state(estimate, seed, tax_included=tax_included))
    amount = draw(st.one_of(near, share, share, reached))
    return Target(
        amount=from_minor(amount, estimate.rate.currency), tax_included=tax_included, at_most=draw(st.booleans())
    )


def _of_some_state(estimate: Estimate, seed: int, *, tax_included: bool) -> int:
    dice = Random(seed)
    least, most = dice.choice([(1, 1), (1, 3), (1, BOUND.tenths), (BOUND.tenths - 2, BOUND.tenths)])
    figures = reckoned(estimate, [dice.randint(least, most) for _ in estimate.lines])
    return figures.total if tax_included else figures.subtotal


@st.composite
def suggestions(draw: st.DrawFn, estimate: Estimate) -> list[SuggestedIdea]:
    ids = st.sampled_from([*(one.deliverable.id for one in estimate.lines), "d0", "m0", "x1"])
    one = st.builds(suggested_of, st.sampled_from(Idea), st.lists(ids, max_size=4))
    return draw(st.lists(one, max_size=4))


def suggested_of(idea: Idea, ids: list[str]) -> SuggestedIdea:
    return suggested(idea, *ids)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Estimate, Target, list[SuggestedIdea], PersonDays]:
    estimate = draw(estimates())
    bound = draw(st.sampled_from([BOUND, BOUND, from_tenths(50)]))
    return estimate, draw(targets(estimate)), draw(suggestions(estimate)), bound


Case = tuple[Estimate, Target, list[SuggestedIdea], PersonDays]


@few
@given(cases())
def test_every_proposal_meets_its_target_or_the_answer_says_why_not(case: Case) -> None:
    estimate, target, ideas, bound = case
    result = propose(estimate, target, max_days=bound, ideas=ideas)
    match result:
        case Proposals():
            assert 1 <= len(result.proposals) <= 3
            assert len({(one.tenths, one.removed) for one in result.proposals}) == len(result.proposals)
            for one in result.proposals:
                _meets(estimate, target, one)
                _changes_days_alone(estimate, one, bound)
        case AlreadyThere():
            _is_as_near_as_it_gets(estimate, target, result)
        case Unreachable():
            _is_out_of_reach(estimate, target, result, bound)


def _meets(estimate: Estimate, target: Target, one: Proposal) -> None:
    figures = reckoned(one.estimate)
    gap = figures.held_against(target) - target.amount.minor
    assert abs(gap) <= price_of_a_tenth(estimate, target)
    assert gap <= 0 or not target.at_most
    assert target.met_by(one.estimate)
    dearer = {Idea.COVER_RISK, Idea.STRENGTHEN_COSTLIEST, Idea.RAISE_EVENLY}
    assert (one.idea in dearer) == (target.amount.minor > reckoned(estimate).held_against(target))
    assert one.total.minor == figures.total == one.difference.total[1].minor
    assert one.difference.total[0].minor == reckoned(estimate).total


def _changes_days_alone(estimate: Estimate, one: Proposal, bound: PersonDays) -> None:
    before = {line.deliverable.id: line for line in estimate.lines}
    after = {line.deliverable.id: line for line in one.estimate.lines}
    assert dict(one.tenths) == {id: line.effort.likely.tenths for id, line in after.items()}
    assert set(one.removed) == set(before) - set(after)
    assert one.idea is Idea.DEFER_SCOPE or not one.removed
    assert list(after) == [id for id in before if id in after] != []
    for id, line in after.items():
        was = before[id].effort.likely
        assert 1 <= line.effort.likely.tenths <= max(was.tenths, bound.tenths)
        assert replace(line, effort=before[id].effort) == before[id]
        assert (id in one.below_low) == (line.effort.likely < before[id].effort.low)
    gone = tuple(before[id].deliverable for id in one.removed)
    assert one.estimate.excluded == (*estimate.excluded, *gone)
    assert replace(one.estimate, lines=estimate.lines, excluded=estimate.excluded) == estimate
    changed = [line.deliverable.id for line in one.difference.lines]
    assert sorted(changed) == sorted(id for id in before if id not in after or after[id] != before[id])


def _is_as_near_as_it_gets(estimate: Estimate, target: Target, result: AlreadyThere) -> None:
    present = reckoned(estimate).held_against(target)
    assert result.figure.minor == present
    assert abs(present - target.amount.minor) <= price_of_a_tenth(estimate, target)
    assert present <= target.amount.minor or not target.at_most


def _is_out_of_reach(estimate: Estimate, target: Target, result: Unreachable, bound: PersonDays) -> None:
    def lowest(count: int) -> int:
        return reckoned(estimate, [1] * count).held_against(target)

    highest = [max(one, bound.tenths) for one in tenths_of(estimate)]
    kept = len(estimate.lines) - len(result.must_go)
    amount, slack = target.amount.minor, target.slack(estimate).minor
    if reckoned(estimate).held_against(target) < amount:
        assert result.limit.minor == reckoned(estimate, highest).held_against(target) < amount - slack
        assert not result.must_go
        return
    reach = amount if target.at_most else amount + slack
    assert result.limit.minor == lowest(len(estimate.lines)) > reach
    assert result.must_go == tuple(line.deliverable for line in estimate.lines[kept:]) != ()
    assert lowest(kept + 1) > reach
    assert kept == 0 or lowest(kept) <= reach


@few
@given(estimates(), st.integers(0, 2**32), st.booleans(), st.booleans())
def test_what_some_days_would_cost_is_never_out_of_reach(
    estimate: Estimate, seed: int, tax_included: bool, at_most: bool
) -> None:
    amount = from_minor(_of_some_state(estimate, seed, tax_included=tax_included), estimate.rate.currency)
    target = Target(amount=amount, tax_included=tax_included, at_most=at_most)
    assert not isinstance(propose(estimate, target, max_days=BOUND), Unreachable)


@few
@given(st.data(), estimates(), st.integers(0, 99))
def test_a_suggestion_with_room_enough_changes_its_own_lines_alone(
    data: st.DataObject, estimate: Estimate, percent: int
) -> None:
    ids = [one.deliverable.id for one in estimate.lines]
    named = data.draw(st.sets(st.sampled_from(ids), min_size=1))
    own = [one.deliverable.id in named for one in estimate.lines]
    lows = [max(one.effort.low.tenths, 1) for one in estimate.lines]
    lowered = [low if mine else now for mine, low, now in zip(own, lows, tenths_of(estimate), strict=True)]
    least, most = reckoned(estimate, lowered).total, reckoned(estimate).total
    target = Target(amount=from_minor(least + (most - least) * percent // 100, estimate.rate.currency))
    if least == most:
        return
    idea = data.draw(st.sampled_from([Idea.SIMPLIFY_COSTLIEST, Idea.TRIM_LOW_RISK]))
    way = found(estimate, target, suggested(idea, *named))[0]
    assert {one.deliverable.id for one in way.difference.lines} <= named
    assert not way.below_low


@few
@given(estimates(), st.integers(1, 99))
def test_deferring_removes_whole_lines_and_narrows_one(estimate: Estimate, percent: int) -> None:
    figures: Reckoned = reckoned(estimate)
    target = Target(amount=from_minor(figures.total * percent // 100, estimate.rate.currency))
    result = propose(estimate, target, max_days=BOUND)
    if not isinstance(result, Proposals) or estimate.rate.minor < 10_000:
        return
    defer = result.proposals[0]
    assert defer.idea is Idea.DEFER_SCOPE
    assert len([one for one in defer.difference.lines if one.after is not None]) <= 1


@pytest.mark.parametrize("percent", [-60, -10, 15, 130])
def test_two_hundred_lines_take_less_than_fifty_milliseconds(percent: int) -> None:
    dice = Random(5)
    likely = [dice.randint(1, 200) for _ in range(200)]
    estimate = quoted(*((one // 2, one, one * 2) for one in likely), rate=45_500, buffer="7.5")
    target = Target(amount=estimate.total.times(Decimal(100 + percent) / 100))
    taken = []
    for _ in range(7):
        begun = time.process_time()
        assert len(found(estimate, target)) == 3
        taken.append(time.process_time() - begun)
    assert min(taken) < 0.05
