from typing import Any

import pytest

from bot.domain.incoming import AnswersSent, FormSent
from bot.domain.money import Currency
from bot.domain.task import Place
from handlers.ticket import Ticket
from tests.unit.handlers.slack import CHANNEL, FILE, ROOT, Slack, answer, submission, written

FILLED = {
    "title": written("受発注"),
    "client": written(""),
    "deliverables": written("画面\n帳票"),
    "file": {"type": "file_input", "files": []},
    "requirements": written(""),
    "currency": {"type": "static_select", "selected_option": {"value": "JPY"}},
}
WITH_FILE = {"type": "file_input", "files": [FILE]}


def form(**changes: Any) -> dict[str, Any]:
    return submission("estimate_form", CHANNEL, FILLED | changes)


async def test_a_filled_form_is_kept_and_closes() -> None:
    slack = Slack()

    response = await slack.sends(form())

    assert (response.status, response.body) == (200, "")
    [sent] = slack.store.arrived
    assert isinstance(sent, FormSent)
    assert (sent.title, sent.list_text, sent.currency) == ("受発注", "画面\n帳票", Currency.JPY)


async def test_a_form_sent_twice_is_kept_once() -> None:
    slack = Slack()

    await slack.sends(form())
    await slack.sends(form())

    assert len(slack.store.arrived) == 1


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"title": written("  ")}, "title", "title"),
        ({"deliverables": written(" ")}, "deliverables", "add a file"),
        ({"file": WITH_FILE}, "file", "not both"),
        ({"title": written("x" * 101)}, "title", "too long"),
        ({"client": written("x" * 101)}, "client", "too long"),
        ({"deliverables": written("x" * 3001)}, "deliverables", "too long"),
        ({"requirements": written("x" * 3001)}, "requirements", "too long"),
    ],
)
async def test_a_form_that_cannot_be_used_stays_open_with_the_reason_at_the_field(
    changes: dict[str, Any], field: str, words: str
) -> None:
    slack = Slack()

    said = answer(await slack.sends(form(**changes)))

    assert said["response_action"] == "errors"
    assert list(said["errors"]) == [field]
    assert words in said["errors"][field]
    assert slack.store.arrived == []


async def test_a_file_alone_is_a_list() -> None:
    slack = Slack()

    await slack.sends(form(deliverables=written(""), file=WITH_FILE))

    [sent] = slack.store.arrived
    assert isinstance(sent, FormSent)
    assert [one.id for one in sent.attachments] == ["F0LIST"]


async def test_answers_are_kept_for_their_thread() -> None:
    slack = Slack()
    ticket = Ticket(task=7, round=1, place=Place(channel=CHANNEL, thread=ROOT))

    response = await slack.sends(submission("answers_form", ticket.written(), {"answer_1": written("はい")}))

    assert (response.status, response.body) == (200, "")
    assert slack.store.conversations == [f"{CHANNEL}:{ROOT}"]
    assert [type(one) for one in slack.store.arrived] == [AnswersSent]
