"""What a negotiation says, block by block, as a person reads it."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from bot.domain.difference import LineDifference, difference
from bot.domain.effort import person_days
from bot.domain.estimate import Missing, MissingReason, Source
from bot.domain.idea import Idea
from bot.domain.language import Language
from bot.domain.messages import (
    DifferenceTold,
    ExclusionsTold,
    OutOfReach,
    ReasonsTold,
)
from bot.domain.money import Currency, money
from tests.unit.handlers.views.looks import ASKED, ESTIMATE, OFFERED, line, named, proposed, read, ready, shown

CHANGED = replace(ESTIMATE, lines=(line(1, "2.5"), line(3, "1")), buffer=Decimal(10), rate=money(45_000, Currency.JPY))
CHANGE = difference(ESTIMATE, CHANGED)


def buttons(message: Any) -> list[tuple[str, str]]:
    rows = [block for block in shown(message).blocks if block["type"] == "actions"]
    return [(one["text"]["text"], one["value"]) for row in rows for one in row["elements"]]


def test_a_revised_estimate_shows_what_was_asked_and_what_it_changed() -> None:
    revised = ready(CHANGED, wording="単価を45,000円に <!channel>", difference=CHANGE)

    assert read(shown(revised)).splitlines() == [
        "*Estimate EST-00007* Ordering",
        "Client: Yamada",
        "Revision 2",
        "> 単価を45,000円に &lt;\u2060!channel&gt;",
        "Item | Before | After",
        "Screen 1 | 3 days | 2.5 days",
        "Screen 3 | (added) | 1 day",
        "Screen 2 | 4.5 days | removed",
        "Day rate | ¥40,000 | ¥45,000",
        "Contingency | 0% | 10%",
        "Effort: 3.5 person-days at ¥45,000 per day",
        "Deliverables: ¥157,500",
        "Contingency 10%: ¥15,750",
        "Subtotal: ¥173,250",
        "Tax (10%): ¥17,325",
        "*Total: ¥190,575* (-¥139,425, was ¥330,000)",
        "Range: 1.8 to 7 person-days (¥81,000 to ¥315,000 before contingency and tax)",
        "[Approve] [Adjust by numbers] [Start over]",
    ]


def test_a_revised_estimate_in_japanese() -> None:
    said = read(shown(ready(CHANGED, difference=CHANGE), Language.JA))

    assert "項目 | 変更前 | 変更後\nScreen 1 | 3人日 | 2.5人日\nScreen 3 | （追加） | 1人日\n" in said
    assert "Screen 2 | 4.5人日 | なし\n単価 | ¥40,000 | ¥45,000\nリスクバッファ | 0% | 10%\n" in said
    assert "リスクバッファ 10%: ¥15,750" in said
    assert "*合計: ¥190,575*（-¥139,425、変更前 ¥330,000）" in said
    assert "[承認] [数値で調整] [最初からやり直す]" in said


def test_who_asked_for_a_change_is_not_called() -> None:
    revised = ready(CHANGED, wording="x", difference=CHANGE)
    revised = replace(revised, revision=replace(revised.revision, author="U0AIKO"))

    assert "U0AIKO" not in read(shown(revised))


def test_a_dearer_estimate_has_a_plus_and_an_equal_one_neither() -> None:
    dearer, equal = difference(CHANGED, ESTIMATE), difference(ESTIMATE, ESTIMATE)

    assert "*Total: ¥330,000* (+¥139,425, was ¥190,575)" in read(shown(ready(difference=dearer)))
    assert "Days, day rate and contingency are the same." in read(shown(ready(difference=equal)))
    assert "*Total: ¥330,000* (±¥0, was ¥330,000)" in read(shown(ready(difference=equal)))


def test_a_long_difference_is_cut_and_says_where_the_rest_is() -> None:
    dropped = difference(replace(ESTIMATE, lines=tuple(line(number, "1") for number in range(1, 31))), ESTIMATE)

    said = read(shown(ready(difference=dropped)))

    assert "and 10 more in the workbook" in said
    assert "Screen 20 |" in said
    assert "Screen 21" not in said


def test_what_was_taken_out_stays_listed_as_excluded() -> None:
    said = read(shown(ready(replace(ESTIMATE, excluded=(named(8), named(9, "Manual <@U1>"))))))

    assert "*Excluded (not in the total)*\n• Screen 8\n• Manual &lt;\u2060@U1&gt;\nEffort:" in said


def test_an_estimate_without_a_buffer_says_nothing_of_one() -> None:
    assert "Contingency" not in read(shown(ready()))


def test_an_approved_estimate_says_by_whom_and_can_still_be_changed() -> None:
    approved = ready(approved_by="U0KEN")

    assert "Revision 2\n:white_check_mark: *Approved* (<@U0KEN>)\n" in read(shown(approved))
    assert [label for label, _ in buttons(approved)] == ["Adjust by numbers", "Start over"]


def test_an_approval_that_is_taken_back_says_so() -> None:
    assert ":warning: *The approval is taken back.*" in read(shown(ready(reopened=True)))
    assert "承認を取り消しました" in read(shown(ready(reopened=True), Language.JA))
    assert "taken back.*" not in read(shown(ready()))


def test_proposals_are_cards_with_an_idea_what_it_changes_and_a_button() -> None:
    said = read(shown(OFFERED)).splitlines()

    assert said[:11] == [
        "> 11万円以内に",
        "*Ways to get to ¥110,000 (incl. tax).* The one you apply becomes a new revision.",
        "---",
        "*1. No ∗reports∗*",
        "Export &lt;b&gt; instead",
        "• Screen 2: 4.5 days → removed",
        "• Screen 1: 3 days → 2.5 days",
        ":warning: Below the low estimate: Screen 1",
        "*Total: ¥110,000* (-¥220,000, was ¥330,000)",
        "[Apply 1]",
        "---",
    ]
    assert "*2. Trim the low-risk lines*" in said
    assert buttons(OFFERED) == [("Apply 1", "7:3:2:1"), ("Apply 2", "7:3:2:2"), ("Apply 3", "7:3:2:3")]


def test_the_card_that_was_applied_is_marked_and_no_card_has_a_button() -> None:
    applied = replace(OFFERED, applied=2, closed=True)

    assert buttons(applied) == []
    assert "*2. Trim the low-risk lines*\n:white_check_mark: Applied\n" in read(shown(applied))
    assert read(shown(applied)).count("Applied") == 1
    assert buttons(replace(OFFERED, applied=2)) == []


def test_cards_that_the_estimate_has_left_behind_have_no_buttons() -> None:
    assert buttons(replace(OFFERED, closed=True)) == []
    assert "Applied" not in read(shown(replace(OFFERED, closed=True)))


def test_a_card_shows_some_lines_and_counts_the_others() -> None:
    many = tuple(
        LineDifference(deliverable=named(number), before=person_days(2), after=person_days(1))
        for number in range(1, 10)
    )
    card = proposed(1, difference=replace(CHANGE, lines=many), below_low=tuple(named(number) for number in range(1, 8)))

    said = read(shown(replace(OFFERED, proposals=(card,))))

    assert "• Screen 6: 2 days → 1 day\nand 3 more\n• Day rate: ¥40,000 → ¥45,000\n" in said
    assert "Screen 4, Screen 5 and 2 more" in said


@pytest.mark.parametrize("idea", Idea)
@pytest.mark.parametrize("language", Language)
def test_an_idea_without_words_of_a_model_has_its_own(idea: Idea, language: Language) -> None:
    said = read(shown(replace(OFFERED, proposals=(proposed(1, idea=idea, title=" ", text=""),)), language))

    assert "–" not in said


def test_what_is_out_of_reach_says_how_far_it_goes_and_what_would_have_to_go() -> None:
    low = OutOfReach(
        target=money(100_000, Currency.JPY),
        tax_included=False,
        limit=money(150_000, Currency.JPY),
        must_go=(named(1), named(2)),
    )

    assert read(shown(low)).splitlines() == [
        "*¥100,000 (before tax) is out of reach.* Changing days alone, the lowest is ¥150,000 (before tax).",
        "To get there, these deliverables would have to be left out:",
        "• Screen 1",
        "• Screen 2",
    ]
    high = replace(low, limit=money(50_000, Currency.JPY), must_go=(), tax_included=True)
    assert read(shown(high)) == (
        "*¥100,000 (incl. tax) is out of reach.* Changing days alone, the highest is ¥50,000 (incl. tax)."
    )


def test_which_line_was_meant_is_asked_with_a_button_for_each() -> None:
    assert shown(ASKED).text == "“テスト” fits 2 deliverables. Which one takes 5 person-days?"
    assert buttons(ASKED) == [("結合テスト", "7:3:2:4:50"), ("総合テスト", "7:3:2:9:50")]
    assert buttons(replace(ASKED, closed=True)) == []


def test_lines_of_one_name_are_told_apart_by_their_numbers() -> None:
    twice = replace(ASKED, candidates=((4, named(4, "テスト")), (9, named(9, "テスト"))))

    assert [label for label, _ in buttons(twice)] == ["4. テスト", "9. テスト"]


def test_only_so_many_lines_are_asked_for() -> None:
    many = replace(ASKED, candidates=tuple((number, named(number)) for number in range(1, 31)))

    assert len(buttons(many)) == 25
    assert "5 more fit; please write the whole name." in read(shown(many))


def test_reasons_come_with_the_days_and_what_they_rest_on() -> None:
    reasoned = replace(line(1, "3", Source.RULES), rationale="Two <forms>", assumptions=("Chrome only",))

    assert read(shown(ReasonsTold(lines=(reasoned,)))).splitlines() == [
        "*The reasons for this line*",
        "*Screen 1*: 3 person-days (range 1.5 to 6)",
        "> Two &lt;forms&gt;",
        "• Chrome only",
        "_Rule-based, without the model._",
    ]


def test_what_is_not_included_is_told_with_what_is_assumed() -> None:
    told = ExclusionsTold(
        excluded=(named(1),),
        missing=(Missing(deliverable=named(2), reason=MissingReason.TOO_LARGE),),
        assumptions=("Chrome only",),
    )

    assert read(shown(told)).splitlines() == [
        "*What is not included, and what is assumed*",
        "*Excluded (not in the total)*",
        "• Screen 1",
        ":warning: *1 deliverable not estimated*",
        "• Screen 2: more days than one line may have; please split it",
        "*Assumptions*",
        "• Chrome only",
    ]
    nothing = ExclusionsTold(excluded=(), missing=(), assumptions=())
    assert "Nothing was left out" in read(shown(nothing))


def test_two_revisions_are_compared_line_by_line() -> None:
    told = DifferenceTold(earlier=1, later=3, difference=CHANGE)

    said = read(shown(told)).splitlines()

    assert said[:3] == [
        "*Revision 1 compared with revision 3*",
        "Item | Before | After",
        "Screen 1 | 3 days | 2.5 days",
    ]
    assert said[-1] == "*Total: ¥190,575* (-¥139,425, was ¥330,000)"
    assert "¥190,575" in shown(told).text
