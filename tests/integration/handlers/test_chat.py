from collections.abc import Awaitable, Callable

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.task import Place
from bot.errors import ChatAway, ChatFailed, ChatRefused, ChatUnsure
from handlers.chat import SlackChat
from handlers.outcomes import answered
from handlers.scopes import NEEDED, missing_scopes
from handlers.views.rendered import Rendered
from ops.sandbox import Sandbox, faults
from ops.sandbox.faults import Fault

HELLO = Rendered(text="hello", blocks=({"type": "section", "text": {"type": "mrkdwn", "text": "*hello*"}},))
BYE = Rendered(text="bye")


@pytest.fixture
async def place(sandbox: Sandbox) -> Place:
    """A thread that a person began."""
    root = await sandbox.person("Aiko").says(sandbox.channel("sales"), "見積もり")
    return Place(channel=root.channel, thread=root.ts)


async def test_a_message_is_posted_into_its_thread_and_found_by_its_key(
    sandbox: Sandbox, chat: SlackChat, place: Place
) -> None:
    ts = await chat.post(place, HELLO, "task:1:list")

    said = sandbox.message(place.channel, ts)
    assert said is not None
    assert (said.thread_ts, said.shown) == (place.thread, "*hello*")
    assert await chat.find(place, "task:1:list") == ts
    assert await chat.find(place, "task:1:other") is None
    [call] = sandbox.calls("chat.postMessage")
    assert (call.args["unfurl_links"], call.args["unfurl_media"]) == (False, False)


async def test_a_message_outside_of_threads_is_found_in_its_channel(chat: SlackChat, place: Place) -> None:
    ts = await chat.post(Place(channel=place.channel), HELLO, "k")

    assert await chat.find(Place(channel=place.channel), "k", since=ts) == ts
    assert await chat.find(place, "k") is None


async def test_a_message_is_found_behind_many_others(sandbox: Sandbox, chat: SlackChat, place: Place) -> None:
    aiko = sandbox.person("Aiko")
    for _ in range(450):
        await aiko.says(place.channel, "x", thread=place.thread)
    ts = await chat.post(place, HELLO, "k")

    assert await chat.find(place, "k") == ts
    assert len(sandbox.calls("conversations.replies")) == 3


async def test_an_updated_message_is_the_same_one_and_keeps_its_key(
    sandbox: Sandbox, chat: SlackChat, place: Place
) -> None:
    ts = await chat.post(place, HELLO, "k")

    await chat.update(place, ts, BYE, "k")

    said = sandbox.message(place.channel, ts)
    assert said is not None
    assert said.shown == "bye"
    assert await chat.find(place, "k") == ts


async def test_a_whisper_is_seen_by_one_person(sandbox: Sandbox, chat: SlackChat, place: Place) -> None:
    aiko, ken = sandbox.person("Aiko"), sandbox.person("Ken")

    await chat.whisper(place, aiko.id, HELLO)

    assert [one.shown for one in aiko.ephemerals] == ["*hello*"]
    assert ken.ephemerals == []


async def test_a_persons_id_stands_for_the_direct_messages_with_them(sandbox: Sandbox, chat: SlackChat) -> None:
    aiko = sandbox.person("Aiko")

    ts = await chat.post(Place(channel=aiko.id), HELLO, "k")

    assert [one.ts for one in sandbox.messages(aiko.dm)] == [ts]
    assert await chat.find(Place(channel=aiko.id), "k") == ts
    await chat.update(Place(channel=aiko.id), ts, BYE, "k")


async def test_who_we_are_and_what_we_may_do(sandbox: Sandbox, chat: SlackChat) -> None:
    identity = await chat.identity()

    assert (identity.user, identity.bot, identity.team) == ("U0ESTIMATOR", "B0ESTIMATOR", "T0SANDBOX")
    assert missing_scopes(await chat.scopes()) == ()
    assert identity.scopes == NEEDED
    assert identity.home.startswith("http")


POST_FAULTS = [
    (faults.http(429, retry_after=7), ChatAway),
    (faults.refusal("ratelimited"), ChatAway),
    (faults.refusal("invalid_auth"), ChatAway),
    (faults.http(500), ChatUnsure),
    (faults.http(503, body="<html>"), ChatUnsure),
    (faults.refusal("internal_error"), ChatUnsure),
    (faults.refusal("fatal_error"), ChatUnsure),
    (faults.garbage(), ChatUnsure),
    (faults.garbage("[1]"), ChatUnsure),
    (faults.garbage("null"), ChatUnsure),
    (faults.garbage('"text"'), ChatUnsure),
    (faults.garbage('{"ok": true}'), ChatUnsure),
    (faults.hang(), ChatUnsure),
    (faults.dropped(), ChatUnsure),
    (faults.answer_lost(), ChatUnsure),
    (faults.refusal("not_in_channel"), ChatRefused),
    (faults.refusal("is_archived"), ChatRefused),
    (faults.refusal("msg_too_long"), ChatRefused),
]


@pytest.mark.parametrize(("fault", "error"), POST_FAULTS, ids=lambda one: getattr(one, "kind", None))
async def test_a_post_that_fails_says_what_is_known_of_it_and_is_tried_once(
    sandbox: Sandbox, chat: SlackChat, place: Place, fault: Fault, error: type[ChatFailed]
) -> None:
    sandbox.faults.plan("chat.postMessage", fault)

    with pytest.raises(error) as caught:
        await chat.post(place, HELLO, "k")

    assert type(caught.value) is error
    assert len(sandbox.calls("chat.postMessage")) == 1
    if fault.retry_after:
        assert isinstance(caught.value, ChatAway)
        assert caught.value.retry_after == 7


UNKNOWN = [fault for fault, error in POST_FAULTS if error is ChatUnsure and fault.body != '{"ok": true}']


@pytest.mark.parametrize("fault", UNKNOWN, ids=lambda fault: fault.kind)
async def test_an_update_may_be_repeated_so_that_nothing_about_it_is_unsure(
    sandbox: Sandbox, chat: SlackChat, place: Place, fault: Fault
) -> None:
    ts = await chat.post(place, HELLO, "k")
    sandbox.faults.plan("chat.update", fault)

    with pytest.raises(ChatAway):
        await chat.update(place, ts, BYE, "k")


async def test_a_post_whose_answer_was_lost_is_found_and_not_made_again(
    sandbox: Sandbox, chat: SlackChat, place: Place
) -> None:
    sandbox.faults.plan("chat.postMessage", faults.answer_lost())

    with pytest.raises(ChatUnsure):
        await chat.post(place, HELLO, "k")

    assert await chat.find(place, "k") is not None
    assert len([one for one in sandbox.messages(place.channel) if one.bot_id]) == 1


async def test_a_post_that_was_dropped_is_not_found(sandbox: Sandbox, chat: SlackChat, place: Place) -> None:
    sandbox.faults.plan("chat.postMessage", faults.dropped())

    with pytest.raises(ChatUnsure):
        await chat.post(place, HELLO, "k")

    assert await chat.find(place, "k") is None


async def test_nothing_listens_so_nothing_was_done() -> None:
    nobody = SlackChat(AsyncWebClient(token="xoxb-1", base_url="http://127.0.0.1:9/api/", timeout=1))

    with pytest.raises(ChatAway) as caught:
        await nobody.post(Place(channel="C1"), HELLO, "k")

    assert caught.value.code == "unreachable"


@pytest.mark.parametrize(
    ("prepare", "key"),
    [
        (lambda sandbox, channel: sandbox.remove(channel), "chat_not_in_channel"),
        (lambda sandbox, channel: sandbox.archive(channel), "chat_channel_archived"),
    ],
)
async def test_a_refusal_has_a_text_that_helps(
    sandbox: Sandbox, chat: SlackChat, prepare: Callable[..., object], key: str
) -> None:
    channel = sandbox.channel("sales")
    prepare(sandbox, channel)

    with pytest.raises(ChatRefused) as caught:
        await chat.post(Place(channel=channel.id), HELLO, "k")

    assert caught.value.key == key


async def test_a_missing_scope_is_named(sandbox: Sandbox, place: Place) -> None:
    async with Sandbox(scopes=NEEDED - {"chat:write"}) as poor:
        chat = SlackChat(AsyncWebClient(token=poor.bot_token, base_url=poor.api_url))
        channel = poor.channel("sales")

        with pytest.raises(ChatRefused) as caught:
            await chat.post(Place(channel=channel.id), HELLO, "k")

        assert (caught.value.key, caught.value.values["needed"]) == ("chat_missing_scope", "chat:write")
        assert missing_scopes(await chat.scopes()) == ("chat:write",)


async def test_a_call_that_takes_too_long_is_given_up(sandbox: Sandbox, client: AsyncWebClient) -> None:
    client.timeout = 30
    sandbox.faults.plan("auth.test", faults.hang())
    call: Awaitable[object] = client.auth_test()

    with pytest.raises(ChatAway):
        await answered(call, repeatable=True, within=0.05)
