"""The listeners on the real Socket Mode wire and a real database, and people who use them."""

from typing import Any

import pytest

from bot.domain.incoming import AnswersSent, Button, FormSent, ListSent, Pressed, Replied
from bot.domain.messages import Problem, QuestionsAsked
from bot.domain.money import Currency
from bot.domain.task import Place
from ops.sandbox import Upload, faults
from ops.sandbox.people import Person
from tests.integration.handlers.listening import QUESTIONS, Office


async def test_what_people_write_is_in_the_database_when_slack_hears_that_we_have_it(
    office: Office, aiko: Person
) -> None:
    room = office.sandbox.channel("sales")
    chatter = await aiko.says(room, "お昼どうする？")
    asked = await aiko.mentions(room, "一覧です", files=[Upload(name="list.csv", content=b"a")])
    await aiko.says(room, "12時で", thread=chatter)
    await aiko.says(room, "1. はい & いいえ", thread=asked)
    await aiko.says(aiko.dm, "画面\n帳票")
    await office.heard(5)

    first, reply, direct = await office.arrived()

    assert isinstance(first, ListSent)
    assert (first.text, [one.name for one in first.attachments]) == ("一覧です", ["list.csv"])
    assert isinstance(reply, Replied)
    assert (reply.text, reply.place) == ("1. はい & いいえ", Place(channel=room.id, thread=asked.ts))
    assert isinstance(direct, ListSent)
    assert all(one.latency is not None for one in office.sandbox.deliveries)


async def test_edits_deletions_and_reactions_change_nothing(office: Office, aiko: Person) -> None:
    asked = await aiko.mentions(office.sandbox.channel("sales"), "一覧")
    await aiko.edits(asked, "@Estimator 別の一覧")
    await aiko.deletes(asked)
    await office.heard(4)

    assert [type(one) for one in await office.arrived()] == [ListSent]


async def test_the_form_is_opened_filled_and_kept(office: Office, aiko: Person) -> None:
    ran = await aiko.runs_command("/estimate", "", channel=office.sandbox.channel("sales"))
    assert ran.ok
    [view] = aiko.views
    assert view.title == "見積もりを始める"

    none = await aiko.submits({"title": "受発注"})
    both = await aiko.submits({"deliverables": "画面", "file": [Upload(name="a.csv", content=b"a")]})
    done = await aiko.submits({"file": []})

    assert none.errors == {"deliverables": "一覧を入力するか、ファイルを添付してください。"}
    assert both.errors == {"file": "一覧とファイルは、どちらか一方にしてください。"}
    assert done.ok
    assert aiko.views == []
    [sent] = await office.arrived()
    assert isinstance(sent, FormSent)
    assert (sent.title, sent.list_text, sent.currency) == ("受発注", "画面", Currency.JPY)


async def test_the_form_speaks_english_and_starts_with_dollars_for_who_does(office: Office, ken: Person) -> None:
    await ken.runs_command("/estimate")
    assert ken.views[0].title == "New estimate"

    await ken.submits({"title": "Ordering", "deliverables": "screens"})

    [sent] = await office.arrived()
    assert isinstance(sent, FormSent)
    assert sent.currency is Currency.USD


async def test_help_is_seen_by_the_person_alone(office: Office, ken: Person) -> None:
    ran = await ken.runs_command("/estimate", "help", channel=office.sandbox.channel("sales"))

    assert ran.message is not None
    assert ran.message.visible_to == ken.id
    assert "How to use" in ran.message.shown


async def test_a_form_that_slack_does_not_open_is_explained(office: Office, ken: Person) -> None:
    office.sandbox.faults.plan("views.open", faults.refusal("expired_trigger_id"))

    ran = await ken.runs_command("/estimate")

    assert ran.message is not None
    assert "could not be opened in time" in ran.message.shown


async def test_answers_are_given_in_a_form_that_knows_the_ones_there_are(office: Office, aiko: Person) -> None:
    asked = await office.asks(aiko)

    pressed = await aiko.presses(asked, "answer_in_form")
    assert pressed.ok
    [view] = aiko.views
    assert [block["element"].get("initial_value") for block in view.blocks if block["type"] == "input"] == [
        "100名",
        None,
    ]
    done = await aiko.submits({"answer_2": "はい"})

    assert done.ok
    [_, answers] = await office.arrived()
    assert answers == AnswersSent(author=aiko.id, task=7, round=2, answers=((2, "はい"),))


@pytest.mark.parametrize("asked", [None, QuestionsAsked(task=7, round=3, questions=QUESTIONS.questions)])
async def test_a_form_for_questions_that_are_not_the_last_is_not_opened(
    office: Office, ken: Person, asked: QuestionsAsked | None
) -> None:
    message = await office.asks(ken)
    office.lookup.asked = asked

    pressed = await ken.presses(message, "answer_in_form")

    assert pressed.ok
    assert ken.views == []
    [told] = ken.ephemerals
    assert "out of date" in told.shown
    assert told.thread_ts == message.thread_ts


async def test_a_form_that_comes_too_late_says_why(office: Office, ken: Person) -> None:
    message = await office.asks(ken)
    office.lookup.asked = Problem(key="chat_away")

    await ken.presses(message, "answer_in_form")

    assert [told.shown for told in ken.ephemerals] == [
        ":warning: Slack could not be reached, so this was not done. Please try again in a moment."
    ]


async def test_a_button_is_kept_for_its_thread(office: Office, aiko: Person) -> None:
    message = await office.asks(aiko)

    pressed = await aiko.presses(message, "estimate_now")

    assert pressed.ok
    assert (await office.arrived())[-1] == Pressed(
        author=aiko.id, button=Button.ESTIMATE_NOW, task=7, round=2, revision=0
    )


async def test_a_button_that_cannot_be_kept_is_explained_to_who_pressed_it(
    office: Office, ken: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = await office.asks(ken)

    async def broken(work: object) -> None:
        raise OSError("disk full at /var/lib/secret")

    monkeypatch.setattr(office.store, "run", broken)
    pressed = await ken.presses(message, "estimate_now")

    assert pressed.ok
    [told] = ken.ephemerals
    assert "A fault on our side" in told.shown
    assert "secret" not in told.shown


async def test_the_shortcut_estimates_the_message_it_was_used_on(office: Office, aiko: Person, ken: Person) -> None:
    said = await aiko.says(office.sandbox.channel("sales"), "・画面\n・帳票")

    used = await ken.uses_shortcut("estimate_this", said)

    assert used.ok
    [sent] = await office.arrived()
    assert sent == ListSent(author=ken.id, place=Place(channel=said.channel, thread=said.ts), text="・画面\n・帳票")


async def test_an_event_that_was_not_committed_is_delivered_again_and_kept_once(
    office: Office, aiko: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, failures = office.store.run, [OSError("disk full"), OSError("disk full")]

    async def breaking(work: Any) -> Any:
        if failures:
            raise failures.pop()
        return await run(work)

    monkeypatch.setattr(office.store, "run", breaking)
    await aiko.says(aiko.dm, "画面")
    await office.heard(1)

    assert [type(one) for one in await office.arrived()] == [ListSent]
    assert [one.error for one in office.sandbox.deliveries] == ["operation_timeout", "operation_timeout", None]
