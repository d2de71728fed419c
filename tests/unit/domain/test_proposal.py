"""Whatever a model returns: what is sound becomes a line, what is not is named, nothing is made up."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.brief import Deliverable
from bot.domain.effort import PHASES, Phase, person_days
from bot.domain.estimate import Source
from bot.domain.proposal import MAX_RATIONALE_WORDS, Checked, Fault, ProposedEffort, check

ASKED = tuple(Deliverable(id=f"d{number}", name="Same name") for number in (1, 2))
EVEN = dict.fromkeys(PHASES, 100 / len(PHASES))
SOUND = ProposedEffort(deliverable_id="d1", low=1, likely=2, high=3, shares=EVEN, rationale="Because it is so")
BOUND = person_days(200)


def checked(*proposals: ProposedEffort) -> Checked:
    return check(proposals, ASKED, bound=BOUND, source=Source.MODEL)


def test_a_sound_proposal_becomes_a_line_of_its_deliverable() -> None:
    result = checked(replace(SOUND, deliverable_id="d2"), SOUND)
    assert [line.deliverable.id for line in result.lines] == ["d1", "d2"]
    assert not result.faults


def test_lines_are_matched_by_id_never_by_name_or_place() -> None:
    result = checked(replace(SOUND, deliverable_id="d2", likely=2.5), SOUND)
    assert [line.effort.likely.days for line in result.lines] == [Decimal("2.0"), Decimal("2.5")]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"likely": float("nan")}, Fault.NOT_FINITE),
        ({"high": float("inf")}, Fault.NOT_FINITE),
        ({"low": 0}, Fault.NOT_POSITIVE),
        ({"low": -1}, Fault.NOT_POSITIVE),
        ({"low": 0.01, "likely": 0.04, "high": 0.1}, Fault.NOT_POSITIVE),
        ({"high": 200.1}, Fault.TOO_LARGE),
        ({"likely": 10_000, "high": 10_000}, Fault.TOO_LARGE),
        ({"low": 2.5}, Fault.DISORDERED),
        ({"high": 1.5}, Fault.DISORDERED),
        ({"shares": {Phase.BUILD: 50}}, Fault.SHARES_WRONG),
        ({"shares": {Phase.BUILD: 150, Phase.SYSTEM_TEST: -50}}, Fault.SHARES_WRONG),
        ({"shares": {Phase.BUILD: float("nan")}}, Fault.SHARES_WRONG),
        ({"rationale": "  "}, Fault.NO_RATIONALE),
        ({"rationale": "a\x00b"}, Fault.CONTROL_CHARACTERS),
        ({"assumptions": ("a\x1bb",)}, Fault.CONTROL_CHARACTERS),
    ],
)
def test_nonsense_is_named_and_makes_no_line(change: dict[str, object], fault: Fault) -> None:
    result = checked(replace(SOUND, **change), replace(SOUND, deliverable_id="d2"))  # type: ignore[arg-type]
    assert result.faults == {"d1": fault}
    assert [line.deliverable.id for line in result.lines] == ["d2"]


def test_missing_and_repeated_ids_are_faults_and_extra_ones_are_dropped() -> None:
    result = checked(SOUND, SOUND, replace(SOUND, deliverable_id="d9"))
    assert result.faults == {"d1": Fault.REPEATED, "d2": Fault.ABSENT}
    assert result.extra == ("d9",)
    assert not result.lines


def test_exactly_the_bound_is_allowed() -> None:
    assert checked(replace(SOUND, high=200)).lines[0].effort.high == BOUND


def test_a_long_rationale_is_cut_to_its_words() -> None:
    line = checked(replace(SOUND, rationale="word " * 100)).lines[0]
    assert len(line.rationale.split()) == MAX_RATIONALE_WORDS


NUMBERS = st.one_of(st.floats(), st.floats(min_value=-1, max_value=300), st.integers(-5, 10**6).map(float))


@given(
    st.builds(
        ProposedEffort,
        deliverable_id=st.sampled_from(["d1", "d2", "d3"]),
        low=NUMBERS,
        likely=NUMBERS,
        high=NUMBERS,
        shares=st.dictionaries(st.sampled_from(PHASES), st.floats()),
        rationale=st.text(max_size=500),
        assumptions=st.lists(st.text(max_size=50), max_size=3).map(tuple),
    )
)
def test_no_answer_whatever_gets_a_bad_line_through(proposal: ProposedEffort) -> None:
    result = checked(proposal)
    for line in result.lines:
        assert person_days("0.0") <= line.effort.low <= line.effort.likely <= line.effort.high <= BOUND
        assert sum(part.tenths for part in line.phases) == line.effort.likely.tenths > 0
    assert {line.deliverable.id for line in result.lines} | set(result.faults) == {"d1", "d2"}
