from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from bot.domain.incoming import NumbersSent
from bot.domain.language import Language
from bot.domain.messages import Problem
from bot.domain.money import Currency, money
from bot.domain.numbers import Numbers
from bot.domain.task import Place
from handlers.ticket import Ticket
from tests.unit.handlers.slack import (
    CHANNEL,
    PERSON,
    ROOT,
    FakeLookup,
    FakePeople,
    Slack,
    answer,
    submission,
    written,
)
from tests.unit.handlers.views.looks import ESTIMATE

NUMBERS = Numbers(task=7, round=2, revision=3, estimate=ESTIMATE)
TICKET = Ticket(task=7, round=2, revision=3, place=Place(channel=CHANNEL, thread=ROOT))


def form(ticket: str = TICKET.written(), **values: Any) -> dict[str, Any]:
    left = {
        "budget": {"type": "plain_text_input", "value": None},
        "tax": {"type": "radio_buttons", "selected_option": {"value": "included"}},
        "rate": written("40,000"),
        "buffer": written("0"),
        "excluded": {"type": "multi_static_select", "selected_options": []},
    }
    return submission("numbers_form", ticket, left | values)


def slack(numbered: Numbers | Problem | None = NUMBERS, language: Language = Language.EN) -> Slack:
    return Slack(lookup=FakeLookup(numbered=numbered), people=FakePeople(spoken=language))


async def test_a_form_that_changes_something_is_kept_for_its_thread_and_closes() -> None:
    here = slack()

    response = await here.sends(form(buffer=written("10%"), budget=written("30万円")))

    assert (response.status, response.body) == (200, "")
    assert here.store.conversations == [f"{CHANNEL}:{ROOT}"]
    assert here.store.arrived == [
        NumbersSent(
            author=PERSON,
            task=7,
            round=2,
            revision=3,
            budget=money(300_000, Currency.JPY),
            buffer=Decimal(10),
        )
    ]


async def test_a_form_sent_twice_is_kept_once() -> None:
    here = slack()

    await here.sends(form(buffer=written("10")))
    await here.sends(form(buffer=written("10")))

    assert len(here.store.arrived) == 1


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({}, {"budget": "Nothing was changed yet. Please change something first."}),
        ({"rate": written("0")}, {"rate": "Enter an amount above zero."}),
        ({"buffer": written("101")}, {"buffer": "Enter a number from 0 to 100, such as 10."}),
        (
            {"budget": written("$5,000"), "rate": written("12.5")},
            {
                "budget": "Enter the amount in the estimate's currency (JPY).",
                "rate": "The amount has too many decimals for JPY.",
            },
        ),
    ],
)
async def test_a_form_that_cannot_be_used_stays_open_with_the_reason_at_the_field(
    changes: dict[str, Any], errors: dict[str, str]
) -> None:
    here = slack()

    said = answer(await here.sends(form(**changes)))

    assert said == {"response_action": "errors", "errors": errors}
    assert here.store.arrived == []


async def test_the_reasons_are_in_the_persons_language() -> None:
    said = answer(await slack(language=Language.JA).sends(form(rate=written("abc"))))

    assert said["errors"] == {"rate": "金額だけを入力してください（例: 200万円、1.5万、20,000）。"}


async def test_leaving_everything_out_is_refused_at_the_menu() -> None:
    here = slack()
    menu = {"type": "multi_static_select", "selected_options": [{"value": "d1"}, {"value": "d2"}]}

    said = answer(await here.sends(form(excluded=menu)))

    assert list(said["errors"]) == ["excluded"]
    assert here.store.arrived == []


@pytest.mark.parametrize(
    "numbered",
    [
        None,
        Problem(key="numbers_too_late"),
        replace(NUMBERS, revision=4),
        replace(NUMBERS, round=3),
    ],
)
async def test_a_form_of_an_earlier_revision_is_explained_and_changes_nothing(numbered: Any) -> None:
    here = slack(numbered)

    said = answer(await here.sends(form(buffer=written("10"))))

    assert list(said["errors"]) == ["budget"]
    assert "has been changed since" in said["errors"]["budget"]
    assert here.store.arrived == []


async def test_a_form_without_its_ticket_is_explained() -> None:
    said = answer(await slack().sends(form(ticket="{}", buffer=written("10"))))

    assert "has been changed since" in said["errors"]["budget"]
