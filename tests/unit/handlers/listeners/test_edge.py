import pytest
from structlog.testing import capture_logs

from bot.domain.language import Language
from bot.domain.messages import TasksListed
from bot.errors import ChatRefused
from tests.unit.handlers.slack import (
    CHANNEL,
    FakeLookup,
    FakePeople,
    Slack,
    action,
    answer,
    command,
    mention,
    message,
    shortcut,
    submission,
    written,
)

SECRET = "password=hunter2 at /srv/private"


class BrokenLookup(FakeLookup):
    async def newest(self, user: str) -> TasksListed:
        raise RuntimeError(SECRET)

    async def show(self, user: str, channel: str, number: int) -> TasksListed:
        raise ChatRefused("chat_not_in_channel", code="not_in_channel", reason="not_in_channel")


@pytest.fixture
def slack() -> Slack:
    broken = Slack(lookup=BrokenLookup())
    broken.store.broken = RuntimeError(SECRET)
    return broken


async def test_a_command_that_fails_tells_its_person_what_to_do_and_nothing_of_the_exception(slack: Slack) -> None:
    response = await slack.sends(command("list"))

    assert response.status == 200
    assert answer(response)["response_type"] == "ephemeral"
    assert "A fault on our side" in answer(response)["text"]
    assert SECRET not in response.body


async def test_the_explanation_is_in_the_persons_language() -> None:
    slack = Slack(lookup=BrokenLookup(), people=FakePeople(spoken=Language.JA))

    assert "不具合" in answer(await slack.sends(command("list")))["text"]


async def test_an_error_of_ours_says_what_it_is(slack: Slack) -> None:
    assert "/invite" in answer(await slack.sends(command("show 1")))["text"]


async def test_a_form_that_cannot_be_kept_stays_open_with_the_reason_under_its_first_field(slack: Slack) -> None:
    values = {"title": written("a"), "deliverables": written("b")}

    response = await slack.sends(submission("estimate_form", CHANNEL, values))

    assert answer(response)["response_action"] == "errors"
    assert list(answer(response)["errors"]) == ["title"]
    assert SECRET not in response.body


async def test_an_event_that_cannot_be_kept_comes_again(slack: Slack) -> None:
    response = await slack.tells(mention("a"))

    assert response.status == 500
    assert SECRET not in response.body


UNTOLD = [action("start_over"), shortcut(message("a")), action("start_over", response_url=None)]


@pytest.mark.parametrize("body", UNTOLD, ids=["button", "shortcut", "button without a way back"])
async def test_a_button_whose_person_cannot_be_told_is_not_acknowledged(slack: Slack, body: dict[str, object]) -> None:
    """Slack then shows its own warning; nothing listens at the response URL here."""
    assert (await slack.sends(body)).status == 500


async def test_the_log_has_one_line_per_error_with_the_number_that_the_person_was_told(slack: Slack) -> None:
    with capture_logs() as lines:
        told = answer(await slack.sends(command("list")))["text"]

    [line] = lines
    assert line["reference"] in told
    assert line["log_level"] == "error"
