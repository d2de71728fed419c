from decimal import Decimal
from typing import Any

import pytest

from bot.domain.incoming import AnswersSent, Button, FormSent, ListSent, NumbersSent, Pressed, Replied
from bot.domain.money import Currency
from bot.domain.numbers import Entered
from bot.domain.task import Attachment, Place
from handlers import incoming
from handlers.incoming import Heard
from handlers.ticket import Ticket, fingerprint
from tests.unit.handlers.slack import (
    BOT,
    CHANNEL,
    DM,
    FILE,
    PERSON,
    REPLY,
    ROOT,
    action,
    mention,
    message,
    shortcut,
    submission,
    written,
)

LIST = Attachment(
    id="F0LIST", name="一覧.xlsx", url="https://files.slack.com/files-pri/T0-F0LIST/download/list.xlsx", size=9876
)


def heard(event: dict[str, Any]) -> Heard:
    found = incoming.heard(event, BOT)
    assert found is not None
    return found


def test_a_mention_asks_for_an_estimate_in_a_thread_below_it() -> None:
    arrived = heard(mention("画面一覧です")).arrived(known=False)

    assert arrived is not None
    assert arrived.incoming == ListSent(author=PERSON, place=Place(channel=CHANNEL, thread=ROOT), text="画面一覧です")
    assert arrived.conversation == f"{CHANNEL}:{ROOT}"


def test_both_copies_of_a_mention_have_one_key() -> None:
    copies = [heard(mention("a")).arrived(known=False), heard(message(f"<@{BOT}> a")).arrived(known=False)]

    assert copies[0] == copies[1]


def test_a_mention_in_a_strange_thread_asks_for_an_estimate_there() -> None:
    arrived = heard(mention("a", ts=REPLY, thread_ts=ROOT)).arrived(known=False)

    assert arrived is not None
    assert isinstance(arrived.incoming, ListSent)
    assert arrived.incoming.place == Place(channel=CHANNEL, thread=ROOT)
    assert arrived.key == f"message:{CHANNEL}:{REPLY}"


@pytest.mark.parametrize("text", ["1. はい", f"<@{BOT}> 1. はい"])
def test_a_message_in_a_thread_of_ours_is_a_reply_with_or_without_a_mention(text: str) -> None:
    arrived = heard(message(text, ts=REPLY, thread_ts=ROOT)).arrived(known=True)

    assert arrived is not None
    assert arrived.incoming == Replied(
        author=PERSON,
        place=Place(channel=CHANNEL, thread=ROOT),
        ts=REPLY,
        text="1. はい",
        mentioned=text.startswith("<@"),
    )


def test_a_direct_message_needs_no_mention() -> None:
    top = heard(message("a", channel=DM, channel_type="im")).arrived(known=False)
    strange = heard(message("a", channel=DM, channel_type="im", ts=REPLY, thread_ts=ROOT)).arrived(known=False)
    ours = heard(message("a", channel=DM, channel_type="im", ts=REPLY, thread_ts=ROOT)).arrived(known=True)

    assert top is not None
    assert strange is not None
    assert ours is not None
    assert [type(one.incoming) for one in (top, strange, ours)] == [ListSent, ListSent, Replied]
    assert top.conversation == strange.conversation == f"{DM}:{ROOT}"


@pytest.mark.parametrize("channel_type", ["channel", "group", "mpim"])
def test_what_people_say_among_themselves_is_none_of_our_business(channel_type: str) -> None:
    chatter = heard(message("お昼どうする？", channel_type=channel_type))

    assert not chatter.concerns_us
    assert chatter.arrived(known=False) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"user": BOT},
        {"bot_id": "B0OTHER"},
        {"user": "USLACKBOT"},
        {"subtype": "bot_message", "bot_id": "B1"},
        {"subtype": "message_changed", "hidden": True, "message": message("a"), "previous_message": message("b")},
        {"subtype": "message_deleted", "hidden": True, "deleted_ts": ROOT},
        {"subtype": "channel_join"},
        {"subtype": "channel_topic"},
        {"subtype": "tombstone"},
        {"user": None},
        {"channel": None},
        {"ts": None},
    ],
)
def test_what_no_person_wrote_to_be_read_is_passed_over(changes: dict[str, Any]) -> None:
    event = {name: value for name, value in (message(f"<@{BOT}> a") | changes).items() if value is not None}

    assert incoming.heard(event, BOT) is None


@pytest.mark.parametrize("subtype", ["file_share", "thread_broadcast", "me_message"])
def test_other_ways_to_write_are_heard(subtype: str) -> None:
    assert heard(message(f"<@{BOT}> a", subtype=subtype)).addressed


def test_files_come_with_the_address_to_download_them_from() -> None:
    event = message(f"<@{BOT}>", subtype="file_share", files=[FILE])

    assert heard(event).attachments == (LIST,)
    assert heard(event).text == ""


@pytest.mark.parametrize(
    ("file", "attachment"),
    [
        ({"id": "F1", "mode": "tombstone"}, Attachment(id="F1", name="F1", url="")),
        ({"id": "F1", "mode": "file_access", "file_access": "check_file_info"}, Attachment(id="F1", name="F1", url="")),
        (
            {"id": "F1", "name": "x", "mode": "external", "url_private": "https://docs.example/x", "size": 0},
            Attachment(id="F1", name="x", url="https://docs.example/x"),
        ),
        ({"id": "F1", "title": "t", "url_private": "u", "size": "9"}, Attachment(id="F1", name="t", url="u")),
    ],
)
def test_files_that_cannot_be_read_are_carried_so_that_somebody_says_so(
    file: dict[str, Any], attachment: Attachment
) -> None:
    assert heard(message("a", files=[file, {"name": "no id"}, "odd"])).attachments == (attachment,)


def test_a_button_is_worked_on_in_the_thread_it_stands_in() -> None:
    arrived = incoming.pressed(action("start_over", "7:2:3"), Button.START_OVER)

    assert arrived is not None
    assert arrived.conversation == f"{CHANNEL}:{ROOT}"
    assert arrived.key == f"action:{CHANNEL}:{REPLY}:start_over:1763629300.123456"
    assert arrived.incoming == Pressed(author=PERSON, button=Button.START_OVER, task=7, round=2, revision=3)


def test_a_button_under_the_root_is_in_the_thread_of_the_root() -> None:
    container = {"type": "message", "message_ts": ROOT, "channel_id": CHANNEL, "is_ephemeral": False}
    body = action("estimate_now", container=container, message={"ts": ROOT})

    arrived = incoming.pressed(body, Button.ESTIMATE_NOW)

    assert arrived is not None
    assert arrived.conversation == f"{CHANNEL}:{ROOT}"


@pytest.mark.parametrize(
    "value", ["", "7", "7:1", "7:1:0:0", "-7:1:0", "7:1:x", "７:1:0", "9" * 20 + ":1:0", "7:1:0\n"]
)
def test_a_value_that_is_not_ours_is_not_taken(value: str) -> None:
    assert incoming.pressed(action("start_over", value), Button.START_OVER) is None
    assert incoming.form_asked(action("answer_in_form", value)) is None


@pytest.mark.parametrize(
    ("button", "value", "choice", "tenths"),
    [
        (Button.APPROVE, "7:2:3", 0, 0),
        (Button.APPLY, "7:2:3:1", 1, 0),
        (Button.CHOOSE_LINE, "7:2:3:12:55", 12, 55),
    ],
)
def test_a_choice_comes_with_its_button(button: Button, value: str, choice: int, tenths: int) -> None:
    arrived = incoming.pressed(action(button.value, value), button)

    assert arrived is not None
    assert arrived.incoming == Pressed(
        author=PERSON, button=button, task=7, round=2, revision=3, choice=choice, tenths=tenths
    )


@pytest.mark.parametrize(
    ("button", "value"),
    [
        (Button.APPLY, "7:2:3"),
        (Button.APPLY, "7:2:3:1:5"),
        (Button.APPLY, "7:2:3:x"),
        (Button.CHOOSE_LINE, "7:2:3:1"),
        (Button.CHOOSE_LINE, "7:2:3:1:-5"),
        (Button.CHOOSE_LINE, "7:2:3:1:5.5"),
        (Button.APPROVE, "7:2:3:1"),
        (Button.APPROVE, "7:2:²"),
    ],
)
def test_a_choice_that_is_not_ours_is_not_taken(button: Button, value: str) -> None:
    assert incoming.pressed(action(button.value, value), button) is None


NUMBERS_TICKET = Ticket(task=7, round=2, revision=3, place=Place(channel=CHANNEL, thread=ROOT))


def numbers(metadata: str = NUMBERS_TICKET.written(), **values: Any) -> dict[str, Any]:
    left = {"budget": {"value": None}, "rate": written("40,000"), "buffer": written("0")}
    tax = {"tax": {"type": "radio_buttons", "selected_option": {"value": "included"}}}
    return submission("numbers_form", metadata, left | tax | values)


def test_the_form_of_numbers_is_read_as_it_was_typed() -> None:
    menu = {"type": "multi_static_select", "selected_options": [{"value": "d2"}, "odd", {"value": "d5"}]}
    without_tax = {"type": "radio_buttons", "selected_option": {"value": "excluded"}}
    body = numbers(budget=written(" 200万円 "), buffer=written("１０"), tax=without_tax, excluded=menu)

    form = incoming.numbers_entered(body)

    assert form is not None
    assert form.entered == Entered(
        budget="200万円", tax_included=False, rate="40,000", buffer="１０", excluded=frozenset({"d2", "d5"})
    )
    assert (form.user, form.ticket, form.view, form.hash) == (PERSON, NUMBERS_TICKET, "V0FORM", "1763629300.abcdef")


@pytest.mark.parametrize("odd", [{}, {"value": "x"}, {"selected_options": None}, {"selected_options": "d1"}])
def test_a_form_of_numbers_without_a_menu_says_nothing_of_the_scope(odd: dict[str, Any]) -> None:
    form = incoming.numbers_entered(numbers(excluded=odd, tax={}))

    assert form is not None
    assert form.entered.excluded is None
    assert form.entered.tax_included


def test_nothing_chosen_means_that_nothing_is_to_be_out() -> None:
    form = incoming.numbers_entered(numbers(excluded={"selected_options": []}))

    assert form is not None
    assert form.entered.excluded == frozenset()


def test_the_numbers_of_a_form_are_worked_on_in_its_thread_once() -> None:
    form = incoming.numbers_entered(numbers())
    assert form is not None
    sent = NumbersSent(author=PERSON, task=7, round=2, revision=3, buffer=Decimal(5))

    arrived = form.arrived(sent)

    assert (arrived.key, arrived.conversation) == ("view:V0FORM:1763629300.abcdef", f"{CHANNEL}:{ROOT}")
    assert arrived.incoming is sent


@pytest.mark.parametrize("metadata", ["", "{}", "[1,2]", "null"])
def test_a_form_of_numbers_without_its_ticket_is_not_taken(metadata: str) -> None:
    assert incoming.numbers_entered(numbers(metadata)) is None


@pytest.mark.parametrize(
    "changes", [{"actions": []}, {"actions": "x"}, {"container": {}, "channel": {}, "message": {}}]
)
def test_an_odd_action_is_not_taken(changes: dict[str, Any]) -> None:
    assert incoming.pressed(action("start_over") | changes, Button.START_OVER) is None


def form(**values: Any) -> dict[str, Any]:
    empty = {name: written("") for name in ("title", "client", "deliverables", "requirements")}
    chosen = {"currency": {"type": "static_select", "selected_option": {"value": "USD"}}}
    return submission("estimate_form", CHANNEL, empty | chosen | values)


def test_the_form_is_a_conversation_of_its_own_until_it_has_a_thread() -> None:
    body = form(
        title=written(" 受発注 "),
        client=written("山田"),
        file={"type": "file_input", "files": [FILE]},
        requirements=written("a\nb"),
    )
    sent = incoming.form_sent(body, Currency.JPY)
    arrived = incoming.form_arrived(body, sent)

    assert arrived.key == "view:V0FORM:1763629300.abcdef"
    assert arrived.conversation == "form:V0FORM"
    assert arrived.incoming == FormSent(
        author=PERSON,
        channel=CHANNEL,
        form="V0FORM",
        title="受発注",
        client="山田",
        attachments=(LIST,),
        requirements="a\nb",
        currency=Currency.USD,
    )


@pytest.mark.parametrize("chosen", [None, {}, {"selected_option": None}, {"selected_option": {"value": "EUR"}}])
def test_a_currency_that_we_lack_is_the_default(chosen: Any) -> None:
    assert incoming.form_sent(form(currency=chosen), Currency.JPY).currency is Currency.JPY


def test_answers_come_by_number_and_those_that_say_nothing_new_are_left_out() -> None:
    ticket = Ticket(
        task=7, round=2, place=Place(channel=CHANNEL, thread=ROOT), shown={1: fingerprint("old"), 2: fingerprint("old")}
    )
    values = {
        "answer_1": written("old"),
        "answer_2": written("new"),
        "answer_3": written("  "),
        "answer_4": written("four\nlines"),
    }

    arrived = incoming.answers_sent(submission("answers_form", ticket.written(), values))

    assert arrived is not None
    assert arrived.conversation == f"{CHANNEL}:{ROOT}"
    assert arrived.incoming == AnswersSent(author=PERSON, task=7, round=2, answers=((2, "new"), (4, "four\nlines")))


@pytest.mark.parametrize(
    "metadata",
    ["", "{}", "[]", "[1,2]", '["x",1,0,"C","1",{}]', "null", '[1,1,0,"C","1",[1]]', '[1,1,"C","1",{}]'],
)
def test_a_form_without_its_ticket_is_not_taken(metadata: str) -> None:
    assert incoming.answers_sent(submission("answers_form", metadata, {"answer_1": written("a")})) is None


def test_the_shortcut_is_used_by_one_person_on_the_message_of_another_even_of_a_bot() -> None:
    arrived = incoming.shortcut_used(shortcut(message("• a\n• b", bot_id="B1", files=[FILE])), BOT)

    assert arrived is not None
    assert arrived.incoming == ListSent(
        author="U0KEN", place=Place(channel=CHANNEL, thread=ROOT), text="• a\n• b", attachments=(LIST,)
    )
    assert arrived.key == f"shortcut:{CHANNEL}:{ROOT}:1763629300.654321"


def test_the_shortcut_on_a_reply_goes_on_in_its_thread() -> None:
    arrived = incoming.shortcut_used(shortcut(message("a", ts=REPLY, thread_ts=ROOT)), BOT)

    assert arrived is not None
    assert arrived.conversation == f"{CHANNEL}:{ROOT}"


def test_half_of_a_surrogate_pair_does_not_reach_the_database() -> None:
    event = message("a\ud800b", channel=DM, channel_type="im", files=[FILE | {"name": "\udc00.csv"}])

    assert heard(event).text == "a?b"
    assert heard(event).attachments[0].name == "?.csv"
