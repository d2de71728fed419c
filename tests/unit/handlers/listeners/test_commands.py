import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.conversation import State
from bot.domain.language import Language
from bot.domain.messages import Help, ListedTask, Problem, TasksListed
from bot.domain.task import Place
from bot.i18n import Words
from handlers.listeners.commands import Request, Wish, understood
from handlers.views.rendering import render
from ops.sandbox.blocks import check_message
from tests.unit.handlers.slack import CHANNEL, PERSON, ROOT, FakePeople, Slack, answer, command

TASK = ListedTask(
    task=12,
    number="EST-00012",
    title="受発注",
    state=State.ASKING,
    place=Place(channel=CHANNEL, thread=ROOT),
    at=datetime(2026, 11, 20, tzinfo=UTC),
)


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("", Request(wish=Wish.FORM)),
        ("  \u3000 ", Request(wish=Wish.FORM)),
        ("help", Request(wish=Wish.HELP)),
        ("ＨＥＬＰ", Request(wish=Wish.HELP)),
        ("ヘルプ", Request(wish=Wish.HELP)),
        ("ﾍﾙﾌﾟ", Request(wish=Wish.HELP)),
        ("？", Request(wish=Wish.HELP)),
        ("List", Request(wish=Wish.LIST)),
        ("一覧", Request(wish=Wish.LIST)),
        ("show 12", Request(wish=Wish.SHOW, number=12)),
        ("show　１２", Request(wish=Wish.SHOW, number=12)),
        ("show #12", Request(wish=Wish.SHOW, number=12)),
        ("show EST-00012", Request(wish=Wish.SHOW, number=12)),
        ("表示 12", Request(wish=Wish.SHOW, number=12)),
        ("12を表示", Request(wish=Wish.SHOW, number=12)),
        ("show", Request(wish=Wish.UNCLEAR)),
        ("show me", Request(wish=Wish.UNCLEAR)),
        ("show -1", Request(wish=Wish.UNCLEAR)),
        ("show " + "9" * 20, Request(wish=Wish.UNCLEAR)),
        ("delete everything", Request(wish=Wish.UNCLEAR)),
    ],
)
def test_what_is_typed_behind_the_command(text: str, request_: Request) -> None:
    assert understood(text) == request_


async def test_help_is_for_the_person_alone() -> None:
    said = answer(await Slack().sends(command("help")))

    assert said["response_type"] == "ephemeral"
    assert said["blocks"] == list(render(Help(), Words.of(Language.EN)).blocks)


async def test_help_comes_in_the_persons_language() -> None:
    said = answer(await Slack(people=FakePeople(spoken=Language.JA)).sends(command("ヘルプ")))

    assert "使い方" in said["text"]


async def test_the_default_language_is_used_when_slack_does_not_say_in_time() -> None:
    async with asyncio.timeout(2):
        said = answer(await Slack(people=FakePeople(waiting=True), patience=0.01).sends(command("help")))

    assert "使い方" in said["text"]


async def test_an_unknown_word_gets_help_and_a_hint_with_the_word_made_harmless() -> None:
    said = answer(await Slack().sends(command("<!channel> *now*")))

    assert "I do not know “&lt;\u2060!channel&gt; ∗now∗”" in said["text"]
    check_message(said["blocks"])


async def test_the_list_has_links_into_the_threads() -> None:
    slack = Slack()
    slack.lookup.listed = TasksListed(tasks=(TASK, replace(TASK, place=Place(channel=CHANNEL))))

    said = answer(await slack.sends(command("list")))

    shown = [block["text"]["text"] for block in said["blocks"]]
    assert "<https://acme.slack.com/archives/C0SALES/p1763629200000100|EST-00012>" in shown[1]
    assert "https" not in shown[2]
    assert slack.lookup.calls == [("newest", PERSON)]


async def test_one_estimate_is_shown_or_explained() -> None:
    slack = Slack()
    slack.lookup.shown = Problem(key="chat_away")

    said = answer(await slack.sends(command("show １２")))

    assert slack.lookup.calls == [("show", PERSON, CHANNEL, 12)]
    assert "could not be reached" in said["text"]
