"""The sandbox's Web API, asked by the real SDK: as strict as Slack."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from ops.sandbox import Limits, Message, Person, Sandbox, Upload
from ops.sandbox.responses import Occasion
from ops.sandbox.workspace import Channel

VIEW = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "Title"},
    "blocks": [{"type": "divider"}],
}


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(limits=Limits(post_burst=3)) as running:
        yield running


@pytest.fixture
def client(sandbox: Sandbox) -> AsyncWebClient:
    return AsyncWebClient(token=sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[])


@pytest.fixture
def room(sandbox: Sandbox) -> Channel:
    return sandbox.channel("sales")


@pytest.fixture
def aiko(sandbox: Sandbox, room: Channel) -> Person:
    return sandbox.person("Aiko", locale="ja-JP")


async def refusal(call: Any) -> Any:
    with pytest.raises(SlackApiError) as refused:
        await call
    return refused.value.response


async def test_auth_names_the_bot_and_its_scopes(sandbox: Sandbox, client: AsyncWebClient) -> None:
    answer = await client.auth_test()
    assert (answer["user_id"], answer["bot_id"]) == ("U0ESTIMATOR", "B0ESTIMATOR")
    assert "chat:write" in str(answer.headers["x-oauth-scopes"]).split(",")


@pytest.mark.parametrize(("token", "error"), [(None, "not_authed"), ("xoxb-other", "invalid_auth")])
async def test_a_wrong_token_is_refused(sandbox: Sandbox, token: str | None, error: str) -> None:
    stranger = AsyncWebClient(token=token, base_url=sandbox.api_url)
    assert (await refusal(stranger.auth_test()))["error"] == error


async def test_the_bot_token_opens_no_socket(client: AsyncWebClient) -> None:
    answer = await refusal(client.apps_connections_open(app_token=client.token or ""))
    assert answer["error"] == "not_allowed_token_type"


async def test_a_method_that_does_not_exist(client: AsyncWebClient) -> None:
    assert (await refusal(client.api_call("chat.shout")))["error"] == "unknown_method"


async def test_a_body_that_is_no_json(sandbox: Sandbox) -> None:
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {sandbox.bot_token}"}
    url = f"{sandbox.api_url}chat.postMessage"
    async with aiohttp.ClientSession(headers=headers) as session, session.post(url, data="{") as answer:
        assert (await answer.json())["error"] == "invalid_json"


async def test_a_missing_scope_is_named() -> None:
    async with Sandbox(scopes=["chat:write"]) as sandbox:
        client = AsyncWebClient(token=sandbox.bot_token, base_url=sandbox.api_url)
        answer = await refusal(client.users_info(user=sandbox.person("Aiko").id))
        headers = {name.lower(): value for name, value in answer.headers.items()}
    assert (answer["error"], answer["needed"], answer["provided"]) == ("missing_scope", "users:read", "chat:write")
    assert headers["x-accepted-oauth-scopes"] == "users:read"


async def test_the_locale_comes_when_asked_for(client: AsyncWebClient, aiko: Person) -> None:
    assert (await client.users_info(user=aiko.id, include_locale=True))["user"]["locale"] == "ja-JP"
    assert "locale" not in (await client.users_info(user=aiko.id))["user"]


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"text": ""}, "no_text"),
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"text": "x", "channel": "C0NOWHERE"}, "channel_not_found"),
        ({"text": "x", "channel": "#sales"}, "channel_not_found"),
        ({"text": "x", "thread_ts": "1.000001"}, "thread_not_found"),
        ({"text": "x", "attachments": [{}] * 101}, "too_many_attachments"),
        ({"text": "x", "metadata": {"event_type": "x"}}, "invalid_metadata_schema"),
        ({"blocks": [{"type": "section"}]}, "invalid_blocks"),
    ],
)
async def test_a_post_slack_would_refuse(
    client: AsyncWebClient, room: Channel, given: dict[str, Any], error: str
) -> None:
    answer = await refusal(client.api_call("chat.postMessage", json={"channel": room.id, **given}))
    assert answer["error"] == error


async def test_an_archived_channel_takes_no_post(sandbox: Sandbox, client: AsyncWebClient, room: Channel) -> None:
    sandbox.archive(room)
    assert (await refusal(client.chat_postMessage(channel=room.id, text="x")))["error"] == "is_archived"


async def test_a_private_channel_without_the_bot_is_not_even_known(sandbox: Sandbox, client: AsyncWebClient) -> None:
    secret = sandbox.channel("secret", private=True, with_bot=False, members=[sandbox.person("Aiko")])
    assert (await refusal(client.chat_postMessage(channel=secret.id, text="x")))["error"] == "channel_not_found"


async def test_posting_faster_than_one_a_second_is_limited(
    sandbox: Sandbox, client: AsyncWebClient, room: Channel
) -> None:
    for _ in range(3):
        await client.chat_postMessage(channel=room.id, text="x")
    answer = await refusal(client.chat_postMessage(channel=room.id, text="x"))
    assert (answer.status_code, answer["error"], answer.headers["Retry-After"]) == (429, "ratelimited", "1")
    await client.chat_postMessage(channel=sandbox.channel("other").id, text="another channel")
    sandbox.clock.advance(1.0)
    await client.chat_postMessage(channel=room.id, text="x")


async def test_metadata_is_found_again_in_the_thread(client: AsyncWebClient, aiko: Person, room: Channel) -> None:
    asked = await aiko.says(room, "hello")
    mark = {"event_type": "outbox", "event_payload": {"key": "k-1"}}
    await client.chat_postMessage(channel=room.id, thread_ts=asked.ts, text="x", metadata=mark)
    seen = await client.conversations_replies(channel=room.id, ts=asked.ts, include_all_metadata=True)
    assert [message.get("metadata") for message in seen["messages"]] == [None, mark]
    bare = await client.conversations_replies(channel=room.id, ts=asked.ts)
    assert all("metadata" not in message for message in bare["messages"])


async def test_long_threads_come_in_pages(client: AsyncWebClient, aiko: Person, room: Channel) -> None:
    asked = await aiko.says(room, "0")
    for number in range(1, 6):
        await aiko.says(room, str(number), thread=asked)
    texts: list[str] = []
    async for page in await client.conversations_replies(channel=room.id, ts=asked.ts, limit=2):
        texts += [message["text"] for message in page["messages"]]
    assert texts == ["0", "1", "2", "3", "4", "5"]


async def test_history_shows_no_replies_unless_broadcast(client: AsyncWebClient, aiko: Person, room: Channel) -> None:
    asked = await aiko.says(room, "first")
    await aiko.says(room, "inside", thread=asked)
    await aiko.says(room, "for all", thread=asked, broadcast=True)
    seen = await client.conversations_history(channel=room.id)
    assert [message["text"] for message in seen["messages"]] == ["for all", "first"]
    assert seen["messages"][1]["reply_count"] == 2


async def test_only_own_messages_can_be_changed(client: AsyncWebClient, aiko: Person, room: Channel) -> None:
    asked = await aiko.says(room, "mine")
    changed = await refusal(client.chat_update(channel=room.id, ts=asked.ts, text="yours"))
    deleted = await refusal(client.chat_delete(channel=room.id, ts=asked.ts))
    missing = await refusal(client.chat_update(channel=room.id, ts="1.000001", text="x"))
    codes = [answer["error"] for answer in (changed, deleted, missing)]
    assert codes == ["cant_update_message", "cant_delete_message", "message_not_found"]


async def test_an_update_is_shorter_than_a_post(client: AsyncWebClient, room: Channel) -> None:
    posted = await client.chat_postMessage(channel=room.id, text="x" * 4001)
    ts = posted["ts"]
    answer = await refusal(client.chat_update(channel=room.id, ts=ts, text="x" * 4001))
    assert answer["error"] == "msg_too_long"


async def test_an_update_keeps_the_blocks_it_does_not_name(
    sandbox: Sandbox, client: AsyncWebClient, room: Channel
) -> None:
    posted = await client.chat_postMessage(channel=room.id, text="a", blocks=[{"type": "divider", "block_id": "d"}])
    await client.chat_update(channel=room.id, ts=posted["ts"], text="b")
    kept = sandbox.messages(room)[0]
    await client.chat_update(channel=room.id, ts=posted["ts"], text="c", blocks=[])
    gone = sandbox.messages(room)[0]
    assert (kept.text, kept.blocks) == ("b", ({"type": "divider", "block_id": "d"},))
    assert (gone.text, gone.blocks) == ("c", ())


async def test_an_ephemeral_message_needs_somebody_in_the_channel(
    sandbox: Sandbox, client: AsyncWebClient, aiko: Person
) -> None:
    private = sandbox.channel("private", private=True)
    answer = await refusal(client.chat_postEphemeral(channel=private.id, user=aiko.id, text="psst"))
    assert answer["error"] == "user_not_in_channel"


async def test_a_trigger_serves_once_and_for_three_seconds(
    sandbox: Sandbox, client: AsyncWebClient, aiko: Person
) -> None:
    trigger, late = sandbox.desk.triggers.issue(aiko.id), sandbox.desk.triggers.issue(aiko.id)
    await client.views_open(trigger_id=trigger, view=VIEW)
    twice = await refusal(client.views_open(trigger_id=trigger, view=VIEW))
    sandbox.clock.advance(3.1)
    expired = await refusal(client.views_open(trigger_id=late, view=VIEW))
    invalid = await refusal(client.views_open(trigger_id="nonsense", view=VIEW))
    codes = [answer["error"] for answer in (twice, expired, invalid)]
    assert codes == ["exchanged_trigger_id", "expired_trigger_id", "invalid_trigger_id"]


async def test_a_view_is_guarded_by_its_hash(sandbox: Sandbox, client: AsyncWebClient, aiko: Person) -> None:
    opened = await client.views_open(trigger_id=sandbox.desk.triggers.issue(aiko.id), view=VIEW)
    view_id, first = opened["view"]["id"], opened["view"]["hash"]
    await client.views_update(view_id=view_id, hash=first, view=VIEW)
    stale = await refusal(client.views_update(view_id=view_id, hash=first, view=VIEW))
    await aiko.closes()
    closed = await refusal(client.views_update(view_id=view_id, view=VIEW))
    assert (stale["error"], closed["error"]) == ("hash_conflict", "not_found")


async def test_modals_are_stacked_three_high(sandbox: Sandbox, client: AsyncWebClient, aiko: Person) -> None:
    opened = await client.views_open(trigger_id=sandbox.desk.triggers.issue(aiko.id), view=VIEW)
    for _ in range(2):
        top = sandbox.views(aiko)[-1].id
        await client.views_push(trigger_id=sandbox.desk.triggers.issue(aiko.id, top), view=VIEW)
    again = sandbox.desk.triggers.issue(aiko.id, sandbox.views(aiko)[-1].id)
    answer = await refusal(client.views_push(trigger_id=again, view=VIEW))
    assert answer["error"] == "push_limit_reached"
    assert sandbox.views(aiko)[-1].root_id == opened["view"]["id"]


async def test_a_view_slack_would_refuse_says_why(sandbox: Sandbox, client: AsyncWebClient, aiko: Person) -> None:
    wrong = {**VIEW, "title": {"type": "plain_text", "text": "t" * 25}}
    answer = await refusal(client.views_open(trigger_id=sandbox.desk.triggers.issue(aiko.id), view=wrong))
    assert answer["error"] == "invalid_arguments"
    assert "must be less than 25 characters" in answer["response_metadata"]["messages"][0]


async def fetched(url: str, token: str | None) -> tuple[int, str, bytes]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with aiohttp.ClientSession() as session, session.get(url, headers=headers) as answer:
        return answer.status, answer.content_type, await answer.read()


def url_of(sandbox: Sandbox, message: Message) -> str:
    return str(sandbox.desk.payloads.message(message)["files"][0]["url_private_download"])


async def test_a_download_needs_the_token(sandbox: Sandbox, aiko: Person, room: Channel) -> None:
    url = url_of(sandbox, await aiko.uploads(room, Upload(name="一覧.csv", content=b"a,b")))
    assert await fetched(url, sandbox.bot_token) == (200, "text/csv", b"a,b")
    status, kind, body = await fetched(url, None)
    assert (status, kind) == (200, "text/html")
    assert b"Sign in" in body


async def test_a_download_without_the_scope_is_a_login_page() -> None:
    async with Sandbox(scopes=["chat:write"]) as sandbox:
        asked = await sandbox.person("Aiko").uploads(sandbox.channel("sales"), Upload(name="a.csv", content=b"a"))
        assert (await fetched(url_of(sandbox, asked), sandbox.bot_token))[:2] == (200, "text/html")


async def test_a_deleted_file_is_gone(sandbox: Sandbox, client: AsyncWebClient, aiko: Person, room: Channel) -> None:
    asked = await aiko.uploads(room, Upload(name="a.csv", content=b"a"), Upload(name="b.csv", content=b"b"))
    url = url_of(sandbox, asked)
    sandbox.delete_file(sandbox.files[0])
    sandbox.hide_file(sandbox.files[1])
    codes = [(await refusal(client.files_info(file=file)))["error"] for file in asked.files]
    assert codes == ["file_deleted", "file_not_found"]
    assert (await fetched(url, sandbox.bot_token))[0] == 404
    shown = sandbox.desk.payloads.message(asked)["files"]
    assert [file["mode"] for file in shown] == ["tombstone", "file_access"]


async def test_an_upload_has_to_keep_its_word(sandbox: Sandbox, client: AsyncWebClient, room: Channel) -> None:
    announced = await client.files_getUploadURLExternal(filename="a.xlsx", length=5)
    async with aiohttp.ClientSession() as session, session.post(announced["upload_url"], data=b"four") as answer:
        assert answer.status == 400
    wanted = [{"id": announced["file_id"]}]
    unfinished = await refusal(client.files_completeUploadExternal(files=wanted, channel_id=room.id))
    assert unfinished["error"] == "file_not_found"


async def test_completing_an_upload_does_not_tell_the_message(
    sandbox: Sandbox, client: AsyncWebClient, room: Channel
) -> None:
    announced = await client.files_getUploadURLExternal(filename="a.xlsx", length=4)
    async with aiohttp.ClientSession() as session, session.post(announced["upload_url"], data=b"four") as answer:
        assert await answer.text() == "OK - 4"
    done = await client.files_completeUploadExternal(
        files=[{"id": announced["file_id"], "title": "Quotation"}], channel_id=room.id, initial_comment="here"
    )
    assert done["files"] == [{"id": announced["file_id"], "title": "Quotation"}]
    posted = sandbox.messages(room)[0]
    assert (posted.text, posted.files, posted.subtype) == ("here", (announced["file_id"],), "file_share")


async def test_a_response_url_serves_five_times(sandbox: Sandbox, aiko: Person, room: Channel) -> None:
    hook = AsyncWebhookClient(sandbox.desk.responses.issue(Occasion(user=aiko.id, channel=room.id)))
    answers = [await hook.send(text=str(number)) for number in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [404]
    assert "used_url" in answers[-1].body
    assert [message.text for message in aiko.ephemerals] == ["0", "1", "2", "3", "4"]


async def test_a_response_url_ends_after_half_an_hour(sandbox: Sandbox, aiko: Person, room: Channel) -> None:
    hook = AsyncWebhookClient(sandbox.desk.responses.issue(Occasion(user=aiko.id, channel=room.id)))
    sandbox.clock.advance(1801)
    answer = await hook.send(text="late")
    assert (answer.status_code, answer.body) == (404, '{"ok": false, "error": "expired_url"}')


async def test_a_response_may_replace_delete_or_be_seen_by_all(
    sandbox: Sandbox, client: AsyncWebClient, aiko: Person, room: Channel
) -> None:
    posted = await client.chat_postMessage(channel=room.id, text="old")
    occasion = Occasion(user=aiko.id, channel=room.id, message_ts=str(posted["ts"]))
    hook = AsyncWebhookClient(sandbox.desk.responses.issue(occasion))
    await hook.send(text="new", replace_original=True)
    await hook.send(text="for all", response_type="in_channel")
    assert [message.text for message in sandbox.messages(room)] == ["new", "for all"]
    await hook.send(delete_original=True)
    assert [message.text for message in sandbox.messages(room)] == ["for all"]


async def test_a_post_to_a_person_opens_their_direct_messages(
    sandbox: Sandbox, client: AsyncWebClient, aiko: Person
) -> None:
    posted = await client.chat_postMessage(channel=aiko.id, text="hello")
    opened = await client.conversations_open(users=aiko.id)
    assert posted["channel"] == opened["channel"]["id"] == aiko.dm.id


async def test_reactions_are_not_given_twice(client: AsyncWebClient, aiko: Person, room: Channel) -> None:
    asked = await aiko.says(room, "hello")
    given = {"channel": room.id, "timestamp": asked.ts, "name": "eyes"}
    await client.reactions_add(**given)
    twice = await refusal(client.reactions_add(**given))
    await client.reactions_remove(**given)
    none = await refusal(client.reactions_remove(**given))
    assert (twice["error"], none["error"]) == ("already_reacted", "no_reaction")


async def test_every_call_is_on_record(sandbox: Sandbox, client: AsyncWebClient, room: Channel) -> None:
    await client.chat_postMessage(channel=room.id, text="x")
    await refusal(client.chat_postMessage(channel="C0NOWHERE", text="y"))
    record = [(item.args["text"], item.status, item.error) for item in sandbox.calls("chat.postMessage")]
    assert record == [("x", 200, None), ("y", 200, "channel_not_found")]


async def test_somebody_waiting_is_told_what_was_said_instead(sandbox: Sandbox, aiko: Person, room: Channel) -> None:
    asked = await aiko.says(room, "anybody?")
    with pytest.raises(TimeoutError, match=r"anybody\?"):
        await sandbox.reply(asked, within=0.01)


async def test_waiting_ends_with_the_change_awaited(sandbox: Sandbox, aiko: Person, room: Channel) -> None:
    waiting = asyncio.create_task(sandbox.wait_for(lambda: sandbox.messages(room)))
    await aiko.says(room, "now")
    assert [message.text for message in await waiting] == ["now"]
