"""What the messages say, block by block, as a person reads them."""

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.domain.brief import Question, SkippedRow, SkipReason
from bot.domain.estimate import Missing, MissingReason, Source, TaxRule
from bot.domain.language import Language
from bot.domain.messages import (
    Estimating,
    ListUnderstood,
    Problem,
    QuestionsAsked,
    QuestionsFailed,
    Reading,
    TasksListed,
    ThreadStarted,
    WorkbookReady,
)
from bot.domain.money import Currency, money
from tests.unit.handlers.views.looks import ESTIMATE, line, named, read, ready, shown


def test_an_estimate_shows_every_figure() -> None:
    assert read(shown(ready())).splitlines() == [
        "*Estimate EST-00007* Ordering",
        "Client: Yamada",
        "Revision 2",
        "No. | Deliverable | Days | Amount",
        "1 | Screen 1 | 3 | ¥120,000",
        "2 | Screen 2 | 4.5 | ¥180,000",
        "Effort: 7.5 person-days at ¥40,000 per day",
        "Subtotal: ¥300,000",
        "Tax (10%): ¥30,000",
        "*Total: ¥330,000*",
        "Range: 3.8 to 15 person-days (¥152,000 to ¥600,000 before tax)",
        "*Assumptions*",
        "• Chrome only",
        "[Approve] [Adjust by numbers] [Start over]",
    ]


def test_the_fallback_names_the_total() -> None:
    assert shown(ready()).text == "Estimate EST-00007 Ordering: ¥330,000 for 2 deliverables"
    assert "¥330,000" in shown(ready(), Language.JA).text


def test_buttons_carry_what_they_were_about_and_starting_over_asks_back() -> None:
    approve, adjust, start_over = shown(ready()).blocks[-1]["elements"]

    assert [one["action_id"] for one in (approve, adjust, start_over)] == ["approve", "adjust_by_numbers", "start_over"]
    assert {one["value"] for one in (approve, adjust, start_over)} == {"7:3:2"}
    assert start_over["confirm"]["title"]["text"] == "Start over?"
    assert approve["style"] == "primary"
    assert approve["confirm"]["text"]["text"] == (
        "Revision 2 at a total of ¥330,000. A change after this takes the approval back."
    )


def test_a_closed_estimate_has_no_buttons() -> None:
    assert "[" not in read(shown(ready(closed=True)))


def test_missing_lines_are_named_excluded_and_can_be_tried_again() -> None:
    missing = (Missing(deliverable=named(3, "API <!here>"), reason=MissingReason.MODEL_AWAY),)
    rendered = shown(ready(replace(ESTIMATE, missing=missing)))

    said = read(rendered)
    assert ":warning: *1 deliverable not estimated*\n• API &lt;\u2060!here&gt;: the model could not be reached" in said
    assert "_The missing line is not in the total._" in said
    assert "¥330,000" in said
    approve, _, retry, start_over = rendered.blocks[-1]["elements"]
    assert "1 deliverable could not be estimated" in approve["confirm"]["text"]["text"]
    assert (retry["action_id"], retry["value"], "style" in retry) == ("retry_missing", "7:3:2", False)
    assert start_over["action_id"] == "start_over"


def test_an_estimate_without_lines_gives_no_price() -> None:
    missing = (Missing(deliverable=named(1), reason=MissingReason.ANSWER_UNUSABLE),)
    rendered = shown(ready(replace(ESTIMATE, lines=(), missing=missing)))

    assert "Total" not in read(rendered)
    assert "so there is no price" in read(rendered)
    assert "nothing could be estimated" in rendered.text
    assert [(one["action_id"], one.get("style")) for one in rendered.blocks[-1]["elements"]] == [
        ("retry_missing", "primary"),
        ("start_over", None),
    ]


def test_a_long_estimate_is_cut_and_says_where_the_rest_is() -> None:
    lines = tuple(line(number, "1") for number in range(1, 58))
    said = read(shown(ready(replace(ESTIMATE, lines=lines, assumptions=tuple(f"a{n}" for n in range(18))))))

    assert "20 | Screen 20 |" in said
    assert "21 | Screen 21" not in said
    assert "and 37 more in the workbook" in said
    assert "and 8 more in the workbook" in said
    assert "*Total: ¥2,508,000*" in said


@pytest.mark.parametrize(
    ("sources", "words"),
    [
        ((Source.MODEL, Source.MODEL), None),
        ((Source.RULES, Source.RULES), "Rule-based, without the model."),
        ((Source.MODEL, Source.RULES), "Some lines are rule-based, without the model."),
    ],
)
def test_rules_are_never_passed_off_as_the_model(sources: tuple[Source, Source], words: str | None) -> None:
    lines = tuple(line(number, "1", source) for number, source in enumerate(sources, start=1))
    said = read(shown(ready(replace(ESTIMATE, lines=lines))))

    assert ("without the model" in said) == (words is not None)
    assert words is None or words in said


def test_an_estimate_in_dollars_and_without_tax() -> None:
    dollars = replace(ESTIMATE, rate=money("512.50", Currency.USD), tax_rule=TaxRule(percent=Decimal(0)))
    said = read(shown(ready(dollars)))

    assert "1 | Screen 1 | 3 | $1,537.50" in said
    assert "Tax (0%): $0.00" in said
    assert "*Total: $3,843.75*" in said


def test_a_list_is_shown_with_its_first_ten_and_every_row_to_look_at() -> None:
    message = ListUnderstood(
        number="EST-00007",
        title="Ordering",
        currency=Currency.JPY,
        deliverables=tuple(named(number) for number in range(1, 13)),
        skipped=(
            SkippedRow(place="Sheet1!B12", reason=SkipReason.TOTAL, text="Total 12"),
            SkippedRow(place="Sheet1:14", reason=SkipReason.NO_NAME),
        ),
        source="Sheet1",
    )

    said = read(shown(message)).splitlines()

    assert said[0] == "*EST-00007* Ordering: I found 12 deliverables."
    assert said[1:3] == ["No. | Deliverable", "1 | Screen 1"]
    assert said[11:] == [
        "10 | Screen 10",
        "and 2 more",
        "Sheet: Sheet1",
        "Currency: JPY",
        "*2 rows need a look*",
        "• Sheet1!B12: left out, it is a total (“Total 12”)",
        "• Sheet1:14: left out, it has no name",
    ]


def test_many_skipped_rows_are_counted() -> None:
    rows = tuple(SkippedRow(place=str(number), reason=SkipReason.HEADING) for number in range(40))
    message = ListUnderstood(
        number="EST-00007", title="a", currency=Currency.USD, deliverables=(named(1),), skipped=rows
    )

    assert "and 25 more" in read(shown(message))


ASKED = QuestionsAsked(
    task=7,
    round=3,
    questions=(Question(number=1, text="How many users?", answer="100 *or* more"), Question(number=2, text="SSO?")),
    notes=1,
)


def test_questions_show_which_are_answered_and_how_to_answer() -> None:
    rendered = shown(ASKED)

    assert read(rendered).splitlines() == [
        "*A few questions* (1 of 2 answered)",
        "☑ *1.* How many users?",
        "> 100 ∗or∗ more",
        "☐ *2.* SSO?",
        "Reply in this thread with the number, for example “1. Yes, we need it”. No mention needed.",
        "1 note kept for the estimate",
        "[Answer in a form] [Estimate now]",
    ]
    assert [one["value"] for one in rendered.blocks[-1]["elements"]] == ["7:3:0", "7:3:0"]


def test_closed_questions_have_neither_buttons_nor_a_hint() -> None:
    said = read(shown(replace(ASKED, closed=True)))

    assert "[" not in said
    assert "Reply" not in said
    assert "☐ *2.* SSO?" in said


def test_questions_that_are_all_answered_need_no_hint() -> None:
    answered = replace(ASKED, questions=ASKED.questions[:1], notes=0)

    assert read(shown(answered)).splitlines()[-2:] == ["> 100 ∗or∗ more", "[Answer in a form] [Estimate now]"]


def test_failed_questions_can_be_tried_again_or_left() -> None:
    failed = QuestionsFailed(task=7, round=3, key="model_unknown", values={"model": "gpt-0"})

    assert "[Try the questions again] [Estimate now]" in read(shown(failed))
    assert "gpt-0" in read(shown(failed))


@pytest.mark.parametrize(("done", "count", "bar"), [(0, 9, "▱" * 10), (3, 9, "▰▰▰▱▱▱▱▱▱▱"), (9, 9, "▰" * 10)])
def test_progress_is_a_bar_and_a_figure(done: int, count: int, bar: str) -> None:
    rendered = shown(Estimating(done=done, count=count))

    assert read(rendered) == f"Estimating… {done} of {count}\n{bar}"
    assert rendered.text == f"Estimating… {done} of {count}"


def test_the_asker_of_a_form_is_mentioned_so_that_slack_shows_them_the_replies() -> None:
    started = ThreadStarted(task=7, number="EST-00007", title="<@U2>", client="@here", asker="U0AIKO")

    said = read(shown(started))

    assert "<@U0AIKO>" in said
    assert "<@U2>" not in said


def test_short_messages_say_what_is_going_on() -> None:
    assert shown(Reading(name="list.xlsx")).text == "Reading “list.xlsx”…"
    assert shown(Reading()).text == "Reading the list…"
    assert shown(WorkbookReady(task=7, revision=2, file_name="a.xlsx")).text == (
        "The quotation as an Excel workbook, revision 2."
    )
    assert shown(TasksListed(tasks=())).text == "You have no estimates yet. Start one with `/estimate`."


def test_the_values_of_a_problem_are_other_peoples_words() -> None:
    said = shown(Problem(key="input_download_failed", values={"name": "<!channel>.xlsx"})).text

    assert "&lt;\u2060!channel&gt;.xlsx" in said
