"""A real Bolt app on the real aiohttp Socket Mode client, against the sandbox."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from ops.sandbox import Limits, Sandbox, Upload

QUICK = Limits(ack_timeout=1.0, redelivery=(0.0, 0.05, 0.05))


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(limits=QUICK) as running:
        yield running


@pytest.fixture
def client(sandbox: Sandbox) -> AsyncWebClient:
    return AsyncWebClient(token=sandbox.bot_token, base_url=sandbox.api_url)


@pytest.fixture
async def app(sandbox: Sandbox, client: AsyncWebClient) -> AsyncIterator[AsyncApp]:
    app = AsyncApp(client=client, process_before_response=True)
    handler = AsyncSocketModeHandler(app, sandbox.app_token, ping_interval=0.2)
    await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt leaves it so
    await sandbox.connected()
    yield app
    await handler.close_async()  # type: ignore[no-untyped-call]  # the same


def button(label: str, action_id: str) -> dict[str, Any]:
    return {"type": "button", "text": {"type": "plain_text", "text": label}, "action_id": action_id, "value": "1"}


async def test_a_mention_reaches_bolt_and_its_answer_comes_back(sandbox: Sandbox, app: AsyncApp) -> None:
    @app.event("app_mention")
    async def answer(event: dict[str, Any], say: Any) -> None:
        await say(text=f"hello {event['user']}", thread_ts=event["ts"])

    @app.event("message")
    async def ignore() -> None: ...

    aiko = sandbox.person("Aiko", locale="ja-JP")
    asked = await aiko.mentions(sandbox.channel("sales"), "見積 <b> & more")
    answered = await sandbox.reply(asked)
    assert answered.text == f"hello {aiko.id}"
    assert asked.text == "<@U0ESTIMATOR> 見積 &lt;b&gt; &amp; more"
    assert answered.thread_ts == asked.ts


async def test_a_command_opens_a_modal_that_a_person_submits(sandbox: Sandbox, app: AsyncApp) -> None:
    seen: dict[str, Any] = {}

    @app.command("/estimate")
    async def open_modal(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack("opening")
        await client.views_open(trigger_id=body["trigger_id"], view=MODAL)

    @app.view("start")
    async def submitted(ack: Any, view: dict[str, Any]) -> None:
        seen.update(view["state"]["values"])
        if not seen["title"]["value"]["value"].startswith("A"):
            await ack(response_action="errors", errors={"title": "must begin with A"})
        else:
            await ack()

    aiko = sandbox.person("Aiko")
    ran = await aiko.runs_command("/estimate", "")
    assert ran.message is not None
    assert ran.message.text == "opening"
    await sandbox.wait_for(lambda: aiko.views)
    refused = await aiko.submits({"title": "Beta"})
    assert refused.errors == {"title": "must begin with A"}
    list_file = Upload(name="list.csv", content=b"a,b\n")
    done = await aiko.submits({"value": "Alpha", "Files": [list_file]})
    assert done.ok
    assert aiko.views == []
    assert seen["files"]["input"]["files"][0]["name"] == "list.csv"


async def test_a_button_is_pressed_and_its_message_updated(sandbox: Sandbox, app: AsyncApp) -> None:
    @app.action("go")
    async def go(ack: Any, body: dict[str, Any], client: AsyncWebClient, respond: Any) -> None:
        await ack()
        await client.chat_update(channel=body["channel"]["id"], ts=body["message"]["ts"], text="gone", blocks=[])
        await respond("only you", replace_original=False)

    @app.event("message")
    async def ignore() -> None: ...

    aiko = sandbox.person("Aiko")
    posted = await app.client.chat_postMessage(
        channel=aiko.id, text="press", blocks=[{"type": "actions", "elements": [button("Go!", "go")]}]
    )
    message = sandbox.messages(aiko.dm)[0]
    assert message.ts == posted["ts"]
    pressed = await aiko.presses(message, "Go!")
    assert pressed.ok
    whisper = await aiko.sees(lambda item: "only you" in item.text)
    changed = sandbox.message(aiko.dm, message.ts)
    assert whisper.visible_to == aiko.id
    assert changed is not None
    assert [edition.text for edition in changed.editions] == ["press", "gone"]


async def test_a_file_goes_up_by_the_sdk_and_comes_down_with_the_token(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    room = sandbox.channel("sales")
    aiko = sandbox.person("Aiko")
    asked = await aiko.says(room, "here", files=[Upload(name="見積.csv", content=b"1,2")])
    await client.files_upload_v2(channel=room.id, thread_ts=asked.ts, content=b"PK-content", filename="quote.xlsx")
    answer = (await sandbox.reply(asked)).files[0]
    assert [file.content for file in sandbox.files if file.id == answer] == [b"PK-content"]
    info = await client.files_info(file=asked.files[0])
    assert info["file"]["name"] == "見積.csv"


async def test_an_event_whose_listener_fails_comes_again(sandbox: Sandbox, app: AsyncApp) -> None:
    attempts: list[str] = []

    @app.event("message")
    async def fail(body: dict[str, Any]) -> None:
        attempts.append(body["event_id"])
        if len(attempts) < 3:
            raise RuntimeError("not stored")

    await sandbox.person("Aiko").says(sandbox.channel("sales"), "hello")
    await sandbox.wait_for(lambda: len(sandbox.deliveries) == 3, 5.0)
    assert len(attempts) == 3
    assert len(set(attempts)) == 1
    assert [item.attempt for item in sandbox.deliveries] == [0, 1, 2]
    assert sandbox.deliveries[-1].latency is not None


async def test_the_client_comes_back_after_a_refresh_and_a_drop(sandbox: Sandbox, app: AsyncApp) -> None:
    @app.event("message")
    async def ignore() -> None: ...

    await sandbox.socket.refresh()
    await sandbox.wait_for(lambda: sandbox.socket.connected_count == 2 and sandbox.socket.connections)
    sandbox.socket.drop()
    await sandbox.wait_for(lambda: sandbox.socket.connected_count == 3 and sandbox.socket.connections)
    await sandbox.person("Aiko").says(sandbox.channel("sales"), "still there?")
    await sandbox.wait_for(lambda: [item for item in sandbox.deliveries if item.latency is not None])


async def test_the_sdk_raises_slacks_own_codes(sandbox: Sandbox, client: AsyncWebClient) -> None:
    away = sandbox.channel("elsewhere", with_bot=False)
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel=away.id, text="hello")
    assert refused.value.response["error"] == "not_in_channel"


MODAL = {
    "type": "modal",
    "callback_id": "start",
    "title": {"type": "plain_text", "text": "New estimate"},
    "submit": {"type": "plain_text", "text": "Start"},
    "blocks": [
        {
            "type": "input",
            "block_id": "title",
            "label": {"type": "plain_text", "text": "Title"},
            "element": {"type": "plain_text_input", "action_id": "value"},
        },
        {
            "type": "input",
            "block_id": "files",
            "optional": True,
            "label": {"type": "plain_text", "text": "Files"},
            "element": {"type": "file_input", "action_id": "input", "max_files": 1, "filetypes": ["csv"]},
        },
    ],
}
