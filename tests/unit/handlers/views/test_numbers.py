"""The form of numbers: whether Slack takes it, and what it says."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.adjustment import CannotAdjust, without
from bot.domain.entry import EntryFault
from bot.domain.language import Language
from bot.domain.money import Currency, money
from bot.domain.numbers import Entered, EntryRefused, Figure, Numbers
from bot.domain.task import Place
from bot.i18n import Words
from handlers.ticket import Ticket, read_ticket
from handlers.views.numbers import Looked, Outlook, faults_at, numbers_form, outdated_form
from ops.sandbox.blocks import check_view
from tests.unit.handlers.views import said
from tests.unit.handlers.views.looks import ESTIMATE, line, named
from tests.unit.handlers.views.slack_eyes import CONTROL, live, texts

PLACE = Place(channel="C1", thread="1763629200.000100")
EN, JA = Words.of(Language.EN), Words.of(Language.JA)
NUMBERS = Numbers(task=7, round=3, revision=2, estimate=ESTIMATE)
drawn = st.builds(
    Numbers,
    task=said.NUMBERS,
    round=said.ROUNDS,
    revision=said.ROUNDS,
    estimate=said.estimates,
    former=st.lists(said.lines, max_size=3).map(tuple),
)
faults = st.dictionaries(st.sampled_from([Figure.BUDGET, Figure.RATE, Figure.BUFFER]), st.sampled_from(EntryFault))


def form(looked: Looked | None = None, words: Words = EN, numbers: Numbers = NUMBERS) -> dict[str, Any]:
    view = numbers_form(numbers, PLACE, looked, words)
    check_view(view, "modal")
    return view


def inputs(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}


def result(view: dict[str, Any]) -> str:
    return str(view["blocks"][-1]["text"]["text"])


def looked(**changes: Any) -> Outlook:
    entered = Entered(budget="", tax_included=True, rate="40,000", buffer="0", excluded=frozenset())
    sent = NUMBERS.read(replace(entered, **changes), "U1")
    return Outlook(sent=sent, estimate=NUMBERS.adjusted(sent))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(numbers=drawn, language=st.sampled_from(Language), found=faults, data=st.data())
def test_slack_takes_every_form_of_numbers(
    numbers: Numbers, language: Language, found: dict[Figure, EntryFault], data: st.DataObject
) -> None:
    outcomes = [None, EntryRefused(found or {Figure.RATE: EntryFault.TOO_FINE}), CannotAdjust("adjust_nothing_left")]
    view = form(data.draw(st.sampled_from(outcomes)), Words.of(language), numbers)

    ticket = Ticket(task=numbers.task, round=numbers.round, revision=numbers.revision, place=PLACE)
    assert read_ticket(view["private_metadata"]) == ticket
    for text in texts(view):
        assert live(text) == []
        assert not CONTROL.search(text)


@pytest.mark.parametrize("language", Language)
def test_slack_takes_what_stands_for_a_form_that_is_out_of_date(language: Language) -> None:
    view = outdated_form(Words.of(language))

    check_view(view, "modal")
    assert "submit" not in view
    assert inputs(view) == {}


def test_the_form_is_filled_with_what_is() -> None:
    estimate = replace(
        without(replace(ESTIMATE, lines=(*ESTIMATE.lines, line(3, "1"))), {"d3"}), buffer=Decimal("12.5")
    )
    numbers = replace(NUMBERS, estimate=estimate, former=(line(3, "1"),))

    fields = inputs(form(numbers=numbers))

    assert list(fields) == list(Figure)
    assert fields["rate"]["element"]["initial_value"] == "40,000"
    assert fields["buffer"]["element"]["initial_value"] == "12.5"
    assert "initial_value" not in fields["budget"]["element"]
    assert fields["tax"]["element"]["initial_option"]["value"] == "included"
    menu = fields["excluded"]["element"]
    assert [(one["text"]["text"], one["value"]) for one in menu["options"]] == [
        ("1. Screen 1", "d1"),
        ("2. Screen 2", "d2"),
        ("3. Screen 3", "d3"),
    ]
    assert [one["value"] for one in menu["initial_options"]] == ["d3"]


def test_every_input_tells_us_of_a_change_and_stays_the_same_so_that_slack_keeps_it() -> None:
    opened, later = inputs(form()), inputs(form(looked(rate="50,000")))

    assert all(block["dispatch_action"] for block in opened.values())
    assert opened == later
    assert [block["optional"] for block in opened.values()] == [True, False, False, False, True]


def test_a_form_with_nothing_to_choose_has_no_menu() -> None:
    assert "excluded" not in inputs(form(numbers=replace(NUMBERS, estimate=replace(ESTIMATE, lines=()))))


def test_the_total_that_comes_of_it_is_shown_with_what_it_was_reckoned_from() -> None:
    adjusted = looked(budget="30万円", tax_included=False, rate="5万", buffer="10", excluded=frozenset({"d2"}))

    assert result(form(adjusted)).splitlines() == [
        "*Total: ¥181,500* (-¥148,500, was ¥330,000)",
        "At ¥50,000 per day, 10% contingency and 1 deliverable left out",
        "From there, ways to stay within ¥300,000 (before tax) are proposed.",
    ]
    assert "単価 ¥50,000・リスクバッファ 10%・対象外 1 件で計算" in result(form(adjusted, JA))


def test_a_form_as_it_is_opened_says_how_to_see_the_total() -> None:
    assert result(form()) == "Press Enter in a field to see the new total."
    assert form()["blocks"][0]["text"]["text"] == "Revision 2, now *¥330,000* in total"


def test_what_cannot_be_used_is_named_with_its_field_in_the_form_and_under_the_field_when_it_is_sent() -> None:
    refused = EntryRefused({Figure.BUDGET: EntryFault.OTHER_CURRENCY, Figure.BUFFER: EntryFault.NOT_A_PERCENT})

    assert result(form(refused)).splitlines() == [
        ":warning: *Budget (JPY)* Enter the amount in the estimate's currency (JPY).",
        ":warning: *Contingency (%)* Enter a number from 0 to 100, such as 10.",
    ]
    assert faults_at(NUMBERS, refused, JA) == {
        "budget": "この見積もりの通貨（JPY）で入力してください。",
        "buffer": "0 から 100 までの数字を入力してください（例: 10）。",
    }


def test_an_example_fits_the_currency() -> None:
    dollars = replace(NUMBERS, estimate=replace(ESTIMATE, rate=money(500, Currency.USD)))
    refused = EntryRefused({Figure.RATE: EntryFault.NOT_AN_AMOUNT})

    assert faults_at(dollars, refused, EN) == {"rate": "Enter an amount and nothing else, such as 20,000 or $20k."}
    assert "200万円" in faults_at(NUMBERS, refused, JA)["rate"]


def test_a_change_that_cannot_be_made_is_explained_at_the_exclusions() -> None:
    cannot = CannotAdjust("adjust_nothing_left")

    assert list(faults_at(NUMBERS, cannot, EN)) == ["excluded"]
    assert result(form(cannot)).startswith(":warning: ")


def test_names_are_shown_as_text_and_cut_to_what_a_menu_holds() -> None:
    long = replace(line(1, "1"), deliverable=named(1, "<!channel> " + "x" * 200))

    [option] = inputs(form(numbers=replace(NUMBERS, estimate=replace(ESTIMATE, lines=(long,)))))["excluded"]["element"][
        "options"
    ]

    assert len(option["text"]["text"]) <= 75
    assert live(option["text"]["text"]) == []
