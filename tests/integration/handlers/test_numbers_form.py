"""The form "Adjust by numbers" on the real Socket Mode wire, and people who fill it in."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from bot.domain.adjustment import without
from bot.domain.difference import difference
from bot.domain.estimate import Revision
from bot.domain.incoming import Button, NumbersSent, Pressed
from bot.domain.language import Language
from bot.domain.messages import EstimateReady, Message, Problem
from bot.domain.money import Currency, money
from bot.domain.numbers import Numbers, numbers_of
from bot.domain.task import Place
from bot.i18n import Words
from handlers.views.rendering import render
from ops.sandbox import faults
from ops.sandbox import messages as seen
from ops.sandbox.people import Person
from tests.integration.handlers.listening import Office
from tests.unit.handlers.views.looks import ASKED, ESTIMATE, OFFERED, named, ready
from tests.unit.handlers.views.said import AT

NUMBERS = Numbers(task=7, round=3, revision=2, estimate=ESTIMATE)


async def posted(office: Office, person: Person, message: Message) -> seen.Message:
    """A message of ours in a thread that the person began."""
    root = await person.mentions(office.sandbox.channel("sales"), "一覧")
    ts = await office.chat.post(
        Place(channel=root.channel, thread=root.ts), render(message, Words.of(Language.JA)), "k"
    )
    found = office.sandbox.message(root.channel, ts)
    assert found is not None
    return found


async def opened(office: Office, person: Person, numbers: Numbers = NUMBERS) -> None:
    """The form, opened from a result."""
    office.lookup.numbered = numbers
    pressed = await person.presses(await posted(office, person, ready()), "adjust_by_numbers")
    assert pressed.ok
    assert len(person.views) == 1


def result(person: Person) -> str:
    return str(person.views[-1].blocks[-1]["text"]["text"])


async def test_the_form_shows_the_total_as_it_is_filled_in_and_sends_what_was_changed(
    office: Office, aiko: Person
) -> None:
    await opened(office, aiko)

    assert (await aiko.enters({"rate": "5万円"})).ok
    assert "*合計: ¥412,500*（+¥82,500、変更前 ¥330,000）" in result(aiko)
    assert (await aiko.enters({"excluded": ["d2"], "buffer": "10"})).ok
    assert "*合計: ¥181,500*（-¥148,500、変更前 ¥330,000）" in result(aiko)
    done = await aiko.submits({"budget": "15万円", "tax": "excluded"})

    assert done.ok
    assert aiko.views == []
    assert (await office.arrived())[-1] == NumbersSent(
        author=aiko.id,
        task=7,
        round=3,
        revision=2,
        budget=money(150_000, Currency.JPY),
        tax_included=False,
        rate=money(50_000, Currency.JPY),
        buffer=Decimal(10),
        excluded=("d2",),
    )


async def test_what_cannot_be_read_is_said_while_it_is_entered_and_at_its_field_when_it_is_sent(
    office: Office, ken: Person
) -> None:
    await opened(office, ken)

    await ken.enters({"rate": "$500"})
    assert result(ken) == ":warning: *Day rate (JPY, before tax)* Enter the amount in the estimate's currency (JPY)."
    sent = await ken.submits({"buffer": "150"})

    assert sent.errors == {
        "rate": "Enter the amount in the estimate's currency (JPY).",
        "buffer": "Enter a number from 0 to 100, such as 10.",
    }
    await ken.enters({"rate": "500", "buffer": "0"})
    assert "¥4,125" in result(ken)


async def test_a_line_that_is_out_can_be_brought_back(office: Office, ken: Person) -> None:
    revisions = [
        Revision(number=number, estimate=estimate, author="U1", at=AT)
        for number, estimate in ((1, ESTIMATE), (2, without(ESTIMATE, {"d2"})))
    ]
    await opened(office, ken, numbers_of(7, 3, revisions))

    await ken.enters({"excluded": []})
    assert "*Total: ¥330,000* (+¥198,000, was ¥132,000)" in result(ken)
    await ken.submits()

    sent = (await office.arrived())[-1]
    assert isinstance(sent, NumbersSent)
    assert sent.excluded == ()


@pytest.mark.parametrize("found", [None, replace(NUMBERS, revision=3), replace(NUMBERS, round=4)])
async def test_a_button_of_an_earlier_revision_opens_nothing_and_explains_itself(
    office: Office, ken: Person, found: Any
) -> None:
    office.lookup.numbered = found

    pressed = await ken.presses(await posted(office, ken, ready()), "adjust_by_numbers")

    assert pressed.ok
    assert ken.views == []
    assert ["out of date" in told.shown for told in ken.ephemerals] == [True]


async def test_a_button_whose_time_has_not_come_says_why(office: Office, ken: Person) -> None:
    office.lookup.numbered = Problem(key="numbers_too_late")

    await ken.presses(await posted(office, ken, ready()), "adjust_by_numbers")

    assert [told.shown for told in ken.ephemerals] == [
        ":warning: There is no estimate to adjust right now. Please look at the latest message in the thread."
    ]


async def test_an_estimate_that_moves_on_takes_the_form_away(office: Office, ken: Person) -> None:
    await opened(office, ken)
    office.lookup.numbered = replace(NUMBERS, revision=3)

    await ken.enters({"buffer": "10"})

    [view] = ken.views
    assert "has been changed since" in view.blocks[0]["text"]["text"]
    assert len(view.blocks) == 1


async def test_an_estimate_that_moved_on_is_not_changed_by_the_form(office: Office, ken: Person) -> None:
    await opened(office, ken)
    before = len(await office.arrived())
    office.lookup.numbered = replace(NUMBERS, revision=3)

    sent = await ken.submits({"buffer": "10"})

    assert sent.errors is not None
    assert "has been changed since" in sent.errors["budget"]
    assert len(await office.arrived()) == before


@pytest.mark.parametrize("code", ["hash_conflict", "not_found"])
async def test_a_form_that_has_moved_on_is_left_as_it_is(office: Office, ken: Person, code: str) -> None:
    await opened(office, ken)
    office.sandbox.faults.plan("views.update", faults.refusal(code))

    assert (await ken.enters({"buffer": "10"})).ok
    assert result(ken) == "Press Enter in a field to see the new total."


async def test_a_total_that_cannot_be_shown_is_not_acknowledged(office: Office, ken: Person) -> None:
    """Slack then marks the input; nothing was lost, since the form is sent as a whole."""
    await opened(office, ken)
    office.sandbox.faults.plan("views.update", faults.refusal("invalid_arguments"))

    assert not (await ken.enters({"buffer": "10"})).ok


async def test_a_total_is_shown_only_on_the_form_that_it_was_reckoned_for(office: Office, ken: Person) -> None:
    await opened(office, ken)
    seen_hash = ken.views[0].hash

    await ken.enters({"buffer": "10"})

    [update] = office.sandbox.calls("views.update")
    assert update.args["hash"] == seen_hash


async def test_slack_takes_the_cards_and_each_button_carries_its_own_choice(office: Office, aiko: Person) -> None:
    cards = await posted(office, aiko, OFFERED)

    await aiko.presses(cards, "案2を適用")

    assert (await office.arrived())[-1] == Pressed(
        author=aiko.id, button=Button.APPLY, task=7, round=3, revision=2, choice=2
    )


async def test_the_line_that_was_meant_comes_with_its_days(office: Office, aiko: Person) -> None:
    asked = await posted(office, aiko, ASKED)

    await aiko.presses(asked, "総合テスト")

    assert (await office.arrived())[-1] == Pressed(
        author=aiko.id, button=Button.CHOOSE_LINE, task=7, round=3, revision=2, choice=9, tenths=50
    )


async def test_a_result_is_approved_with_its_revision(office: Office, aiko: Person) -> None:
    changed: EstimateReady = ready(replace(ESTIMATE, excluded=(named(9),)), difference=difference(ESTIMATE, ESTIMATE))

    await aiko.presses(await posted(office, aiko, changed), "approve")

    assert (await office.arrived())[-1] == Pressed(author=aiko.id, button=Button.APPROVE, task=7, round=3, revision=2)
