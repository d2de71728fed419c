"""People at their client: what they can do, and what the app is told."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from ops.sandbox import Limits, NotPossible, Person, Sandbox, Upload

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def asked(block_id: str, element: Json, **more: Any) -> Json:
    return {"type": "input", "block_id": block_id, "label": plain(block_id.title()), "element": element, **more}


CURRENCIES = [{"text": plain(name), "value": name} for name in ("JPY", "USD")]
FORM: Json = {
    "type": "modal",
    "callback_id": "form",
    "title": plain("Form"),
    "submit": plain("Send"),
    "notify_on_close": True,
    "blocks": [
        asked("title", {"type": "plain_text_input", "action_id": "v", "max_length": 5}),
        asked("note", {"type": "plain_text_input", "action_id": "n", "initial_value": "as before"}, optional=True),
        asked("currency", {
            "type": "static_select", "action_id": "c", "options": CURRENCIES, "initial_option": CURRENCIES[0],
        }),
        asked("list", {"type": "file_input", "action_id": "f", "filetypes": ["csv"], "max_files": 1}, optional=True),
    ],
}  # fmt: skip


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(limits=Limits(ack_timeout=1.0)) as running:
        yield running


@pytest.fixture
async def app(sandbox: Sandbox) -> AsyncIterator[AsyncApp]:
    app = AsyncApp(client=AsyncWebClient(token=sandbox.bot_token, base_url=sandbox.api_url))
    handler = AsyncSocketModeHandler(app, sandbox.app_token, ping_interval=0.2)
    await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt leaves it so
    await sandbox.connected()
    yield app
    await handler.close_async()  # type: ignore[no-untyped-call]  # the same


@pytest.fixture
def aiko(sandbox: Sandbox) -> Person:
    return sandbox.person("Aiko")


async def opened(sandbox: Sandbox, person: Person, view: Json = FORM) -> None:
    client = AsyncWebClient(token=sandbox.bot_token, base_url=sandbox.api_url)
    await client.views_open(trigger_id=sandbox.desk.triggers.issue(person.id), view=view)


@pytest.mark.parametrize(
    ("answers", "errors"),
    [
        ({}, {"title": "Please complete this required field."}),
        ({"title": "too long"}, {"title": "Please enter at most 5 characters."}),
        (
            {"title": "ok", "list": [Upload(name="a.exe", content=b"MZ")]},
            {"list": "This file type is not allowed: a.exe"},
        ),
        (
            {"title": "ok", "list": [Upload(name="a.csv", content=b"a")] * 2},
            {"list": "Please choose at most 1 files."},
        ),
    ],
)
async def test_the_client_refuses_before_it_sends(sandbox: Sandbox, aiko: Person, answers: Json, errors: Json) -> None:
    await opened(sandbox, aiko)
    assert (await aiko.submits(answers)).errors == errors
    assert sandbox.deliveries == []


async def test_what_is_not_filled_keeps_its_first_value(sandbox: Sandbox, app: AsyncApp, aiko: Person) -> None:
    seen: list[Json] = []

    @app.view("form")
    async def submitted(ack: Any, view: Json) -> None:
        seen.append(view["state"]["values"])
        await ack()

    await opened(sandbox, aiko)
    assert (await aiko.submits({"Title": "A", "c": "USD"})).ok
    assert seen[0]["title"]["v"] == {"type": "plain_text_input", "value": "A"}
    assert seen[0]["note"]["n"]["value"] == "as before"
    assert seen[0]["currency"]["c"]["selected_option"]["value"] == "USD"
    assert seen[0]["list"]["f"]["files"] == []


async def test_an_answer_may_update_or_stack_the_modal(sandbox: Sandbox, app: AsyncApp, aiko: Person) -> None:
    @app.view("form")
    async def submitted(ack: Any) -> None:
        again = {**FORM, "callback_id": "second", "blocks": [{"type": "divider"}]}
        await ack(response_action="update", view=again)

    @app.view("second")
    async def pushed(ack: Any) -> None:
        await ack(response_action="push", view={**FORM, "callback_id": "third"})

    @app.view("third")
    async def cleared(ack: Any) -> None:
        await ack(response_action="clear")

    await opened(sandbox, aiko)
    await aiko.submits({"title": "A"})
    assert [view.callback_id for view in aiko.views] == ["second"]
    await aiko.submits()
    assert [view.callback_id for view in aiko.views] == ["second", "third"]
    await aiko.submits({"title": "A"})
    assert aiko.views == []


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"nowhere": "wrong"}},
        {"response_action": "dance"},
    ],
)
async def test_an_answer_slack_cannot_show_is_an_error(
    sandbox: Sandbox, app: AsyncApp, aiko: Person, answer: Json
) -> None:
    @app.view("form")
    async def submitted(ack: Any) -> None:
        await ack(**answer)

    await opened(sandbox, aiko)
    assert (await aiko.submits({"title": "A"})).error == "invalid_response_action"
    assert len(aiko.views) == 1


async def test_closing_is_told_when_the_app_wants_to_know(sandbox: Sandbox, app: AsyncApp, aiko: Person) -> None:
    closed = asyncio.Event()

    @app.view_closed("form")
    async def gone(ack: Any) -> None:
        closed.set()
        await ack()

    await opened(sandbox, aiko)
    await aiko.closes()
    await closed.wait()
    assert aiko.views == []


async def test_a_shortcut_carries_its_message(sandbox: Sandbox, app: AsyncApp, aiko: Person) -> None:
    seen: list[Json] = []

    @app.shortcut("estimate_this")
    async def used(ack: Any, shortcut: Json) -> None:
        seen.append(shortcut)
        await ack()

    @app.event("message")
    async def ignore() -> None: ...

    room = sandbox.channel("sales")
    said = await sandbox.person("Ben").says(room, "- a\n- b", files=[Upload(name="a.csv", content=b"a")])
    assert (await aiko.uses_shortcut("estimate_this", said)).ok
    assert seen[0]["type"] == "message_action"
    assert seen[0]["message"]["files"][0]["name"] == "a.csv"
    assert (seen[0]["channel"]["id"], seen[0]["message_ts"]) == (room.id, said.ts)


async def test_a_choice_in_a_menu_brings_its_option(sandbox: Sandbox, app: AsyncApp, aiko: Person) -> None:
    seen: list[Json] = []

    @app.action("currency")
    async def picked(ack: Any, action: Json) -> None:
        seen.append(action)
        await ack()

    @app.event("message")
    async def ignore() -> None: ...

    menu = {"type": "static_select", "action_id": "currency", "options": CURRENCIES}
    await app.client.chat_postMessage(channel=aiko.id, text="?", blocks=[{"type": "actions", "elements": [menu]}])
    message = sandbox.messages(aiko.dm)[0]
    assert (await aiko.chooses(message, "currency", "USD")).ok
    assert seen[0]["selected_option"]["value"] == "USD"
    with pytest.raises(NotPossible):
        await aiko.chooses(message, "currency", "EUR")


async def test_the_home_tab_is_opened_published_and_pressed(sandbox: Sandbox, app: AsyncApp, aiko: Person) -> None:
    button = {"type": "button", "action_id": "new", "text": plain("New")}
    home = {"type": "home", "blocks": [{"type": "actions", "elements": [button]}]}

    @app.event("app_home_opened")
    async def show(event: Json, client: AsyncWebClient) -> None:
        await client.views_publish(user_id=event["user"], view=home)

    @app.action("new")
    async def new(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)

    await aiko.opens_home()
    shown = await sandbox.wait_for(lambda: aiko.home)
    assert shown is not None
    assert (await aiko.presses_in(shown, "New")).ok
    await sandbox.wait_for(lambda: aiko.views)
    assert aiko.views[0].callback_id == "form"


async def test_the_app_hears_of_inputs_that_it_wants_to_hear_of_while_the_modal_is_open(
    sandbox: Sandbox, app: AsyncApp, aiko: Person
) -> None:
    note = {**FORM["blocks"][1], "dispatch_action": True}
    currency = {**FORM["blocks"][2], "dispatch_action": True}
    heard: list[Json] = []

    @app.command("/estimate")
    async def ask(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await client.views_open(
            trigger_id=body["trigger_id"], view={**FORM, "blocks": [FORM["blocks"][0], note, currency]}
        )
        await ack()

    async def entered(ack: Any, body: Json, client: AsyncWebClient) -> None:
        heard.append({**body["actions"][0], "state": body["view"]["state"]["values"], "hash": body["view"]["hash"]})
        changed = {**FORM, "title": plain("Seen"), "blocks": [FORM["blocks"][0], note, currency]}
        await client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=changed)
        await ack()

    app.action("n")(entered)
    app.action("c")(entered)
    await aiko.runs_command("/estimate")

    assert (await aiko.enters({"title": "abc", "note": "now", "currency": "USD"})).ok

    assert [one["block_id"] for one in heard] == ["note", "currency"]
    assert heard[0]["value"] == "now"
    assert heard[1]["selected_option"]["value"] == "USD"
    assert all(one["state"]["title"]["v"]["value"] == "abc" for one in heard)
    assert heard[0]["hash"] != heard[1]["hash"]
    [view] = aiko.views
    assert view.title == "Seen"
    assert view.values["note"]["n"]["value"] == "now"


async def test_nobody_does_what_the_client_does_not_offer(sandbox: Sandbox, aiko: Person) -> None:
    secret = sandbox.channel("secret", private=True)
    said = await sandbox.person("Ben").says(sandbox.channel("sales"), "hello")
    for attempt in (
        aiko.says(secret, "let me in"),
        aiko.presses(said, "Go"),
        aiko.edits(said, "goodbye"),
        aiko.deletes(said),
        aiko.submits({}),
    ):
        with pytest.raises(NotPossible):
            await attempt
