"""The sandbox's Socket Mode, seen by a bare websocket client."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from ops.sandbox import Limits, Person, Sandbox, Upload
from ops.sandbox.manifest import EVERYTHING
from ops.sandbox.workspace import Channel

Json = dict[str, Any]
QUICK = Limits(ack_timeout=0.25, redelivery=(0.0, 0.01, 0.01), connections=2)


class Wire:
    """A Socket Mode client that acknowledges only what it is told to."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def read(self) -> Json:
        async with asyncio.timeout(2):
            received: Json = json.loads((await self.socket.receive()).data)
        return received

    async def take(self, payload: Json | None = None) -> Json:
        envelope = await self.read()
        answer = {"envelope_id": envelope["envelope_id"], **({"payload": payload} if payload else {})}
        await self.socket.send_json(answer)
        return envelope


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(limits=QUICK) as running:
        yield running


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


async def address(sandbox: Sandbox) -> str:
    opened = await AsyncWebClient(base_url=sandbox.api_url).apps_connections_open(app_token=sandbox.app_token)
    return str(opened["url"])


async def connect(sandbox: Sandbox, session: aiohttp.ClientSession) -> Wire:
    return Wire(await session.ws_connect(await address(sandbox)))


@pytest.fixture
async def wire(sandbox: Sandbox, session: aiohttp.ClientSession) -> Wire:
    connected = await connect(sandbox, session)
    assert (await connected.read())["type"] == "hello"
    return connected


@pytest.fixture
def room(sandbox: Sandbox) -> Channel:
    return sandbox.channel("sales")


@pytest.fixture
def aiko(sandbox: Sandbox, room: Channel) -> Person:
    return sandbox.person("Aiko")


async def test_hello_tells_the_number_of_connections(sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
    first, second = await connect(sandbox, session), await connect(sandbox, session)
    hello = await first.read()
    assert (hello["type"], hello["num_connections"], hello["connection_info"]) == (
        "hello",
        1,
        {"app_id": "A0ESTIMATOR"},
    )
    assert (await second.read())["num_connections"] == 2


async def test_a_ticket_opens_one_connection(sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
    url = await address(sandbox)
    await session.ws_connect(url)
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await session.ws_connect(url)


async def test_there_is_a_most_of_connections(sandbox: Sandbox, session: aiohttp.ClientSession, wire: Wire) -> None:
    kept = await connect(sandbox, session)
    assert (await kept.read())["type"] == "hello"
    refused = await (await connect(sandbox, session)).read()
    assert (refused["type"], refused["reason"]) == ("disconnect", "too_many_websockets")


async def test_each_payload_goes_to_one_connection(
    sandbox: Sandbox, session: aiohttp.ClientSession, wire: Wire, aiko: Person, room: Channel
) -> None:
    other = await connect(sandbox, session)
    await other.read()
    for text in ("one", "two"):
        await aiko.says(room, text)
    seen = [(await connection.take())["payload"]["event"]["text"] for connection in (wire, other)]
    assert sorted(seen) == ["one", "two"]


async def test_an_event_comes_again_until_it_is_acknowledged(
    sandbox: Sandbox, wire: Wire, aiko: Person, room: Channel
) -> None:
    await aiko.says(room, "hello")
    envelopes = [await wire.read() for _ in range(4)]
    assert [item["retry_attempt"] for item in envelopes] == [0, 1, 2, 3]
    assert [item["retry_reason"] for item in envelopes] == ["", "timeout", "timeout", "timeout"]
    assert len({item["envelope_id"] for item in envelopes}) == 4
    assert len({item["payload"]["event_id"] for item in envelopes}) == 1
    await sandbox.wait_for(lambda: len(sandbox.deliveries) == 4)
    assert all(item.error == "operation_timeout" for item in sandbox.deliveries)


async def test_an_acknowledged_event_does_not_come_again(
    sandbox: Sandbox, wire: Wire, aiko: Person, room: Channel
) -> None:
    await aiko.says(room, "hello")
    await wire.take()
    await sandbox.wait_for(lambda: sandbox.deliveries)
    latency = sandbox.deliveries[0].latency
    assert latency is not None
    assert 0 < latency < QUICK.ack_timeout
    assert len(sandbox.deliveries) == 1


async def test_a_command_nobody_acknowledges_fails_for_the_person(wire: Wire, aiko: Person) -> None:
    assert (await aiko.runs_command("/estimate", "help")).error == "operation_timeout"


async def test_a_command_without_a_connection_fails_at_once(aiko: Person) -> None:
    assert (await aiko.runs_command("/estimate", "help")).error == "dispatch_failed"


async def test_a_command_the_manifest_lacks_does_not_exist(wire: Wire, aiko: Person) -> None:
    assert (await aiko.runs_command("/quote")).error == "dispatch_failed"
    assert (await aiko.uses_shortcut("unknown")).error == "dispatch_failed"


async def test_a_command_is_answered_in_its_acknowledgement(wire: Wire, aiko: Person, room: Channel) -> None:
    running = asyncio.create_task(aiko.runs_command("/estimate", "help", room))
    envelope = await wire.take({"text": "how it works"})
    answer = await running
    payload = envelope["payload"]
    assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)
    assert (payload["command"], payload["text"], payload["channel_name"]) == ("/estimate", "help", "sales")
    assert answer.ok
    assert [message.text for message in aiko.ephemerals] == ["how it works"]


async def test_a_broken_answer_to_a_command_is_an_error_for_the_person(wire: Wire, aiko: Person) -> None:
    running = asyncio.create_task(aiko.runs_command("/estimate"))
    await wire.take({"blocks": [{"type": "section"}]})
    assert (await running).error == "invalid_blocks"


async def test_a_mention_arrives_twice_and_with_a_file_once(wire: Wire, aiko: Person, room: Channel) -> None:
    await aiko.mentions(room, "hello")
    kinds = [(await wire.take())["payload"]["event"]["type"] for _ in range(2)]
    await aiko.mentions(room, "hello", files=[Upload(name="a.csv", content=b"a")])
    event = (await wire.take())["payload"]["event"]
    await aiko.says(room, "end")
    last = (await wire.take())["payload"]["event"]
    assert sorted(kinds) == ["app_mention", "message"]
    assert (event["type"], event["subtype"], event["files"][0]["name"]) == ("message", "file_share", "a.csv")
    assert last["text"] == "end"


async def test_a_mention_with_a_file_may_be_sent_twice_too(session: aiohttp.ClientSession) -> None:
    async with Sandbox(limits=Limits(mention_with_file=True)) as sandbox:
        wire = await connect(sandbox, session)
        await wire.read()
        room = sandbox.channel("sales")
        await sandbox.person("Aiko").mentions(room, "hello", files=[Upload(name="a.csv", content=b"a")])
        events = [(await wire.take())["payload"]["event"] for _ in range(2)]
    assert sorted(event["type"] for event in events) == ["app_mention", "message"]
    assert len({event["ts"] for event in events}) == 1


async def test_a_message_event_looks_like_slacks(sandbox: Sandbox, wire: Wire, aiko: Person, room: Channel) -> None:
    asked = await aiko.says(room, "see <this> & https://example.com")
    payload = (await wire.take())["payload"]
    reply = await aiko.says(room, "more", thread=asked)
    below = (await wire.take())["payload"]["event"]
    event = payload["event"]
    assert (payload["type"], payload["team_id"], payload["api_app_id"]) == (
        "event_callback",
        "T0SANDBOX",
        "A0ESTIMATOR",
    )
    assert payload["authorizations"][0]["user_id"] == "U0ESTIMATOR"
    assert event["text"] == "see &lt;this&gt; &amp; <https://example.com>"
    assert (event["channel"], event["channel_type"], event["user"]) == (room.id, "channel", aiko.id)
    assert event["ts"] == event["event_ts"] == asked.ts
    parts = event["blocks"][0]["elements"][0]["elements"]
    assert [part["type"] for part in parts] == ["text", "link"]
    assert parts[0]["text"] == "see <this> & "
    assert (below["ts"], below["thread_ts"], below["parent_user_id"]) == (reply.ts, asked.ts, aiko.id)


async def test_edits_deletions_and_the_bots_own_posts_are_events(
    sandbox: Sandbox, wire: Wire, aiko: Person, room: Channel
) -> None:
    client = AsyncWebClient(token=sandbox.bot_token, base_url=sandbox.api_url)
    await client.chat_postMessage(channel=room.id, text="mine")
    own = (await wire.take())["payload"]["event"]
    asked = await aiko.says(room, "frist")
    await wire.take()
    edited = await aiko.edits(asked, "first")
    changed = (await wire.take())["payload"]["event"]
    await aiko.deletes(edited)
    deleted = (await wire.take())["payload"]["event"]
    assert (own["bot_id"], own["user"]) == ("B0ESTIMATOR", "U0ESTIMATOR")
    assert changed["subtype"] == "message_changed"
    assert (changed["previous_message"]["text"], changed["message"]["text"]) == ("frist", "first")
    assert (deleted["subtype"], deleted["deleted_ts"]) == ("message_deleted", asked.ts)


async def test_only_what_is_subscribed_and_allowed_arrives(session: aiohttp.ClientSession) -> None:
    manifest = {**EVERYTHING, "settings": {"event_subscriptions": {"bot_events": ["app_mention", "message.im"]}}}
    granted = ["app_mentions:read", "channels:history"]
    async with Sandbox(manifest=manifest, scopes=granted, limits=QUICK) as sandbox:
        room = sandbox.channel("sales")
        aiko = sandbox.person("Aiko")
        wire = await connect(sandbox, session)
        await wire.read()
        await aiko.says(room, "not subscribed")
        await aiko.says(aiko.dm, "no scope")
        await aiko.mentions(room, "both")
        assert (await wire.take())["payload"]["event"]["type"] == "app_mention"


async def test_a_channel_without_the_bot_is_silent_until_it_is_invited(
    sandbox: Sandbox, wire: Wire, aiko: Person
) -> None:
    away = sandbox.channel("elsewhere", with_bot=False)
    await aiko.mentions(away, "anybody?")
    sandbox.invite(away)
    joined = (await wire.take())["payload"]["event"]
    assert (joined["type"], joined["channel"]) == ("member_joined_channel", away.id)


async def test_a_refresh_asks_to_reconnect_and_closes(sandbox: Sandbox, wire: Wire) -> None:
    refreshing = asyncio.create_task(sandbox.socket.refresh())
    asked = await wire.read()
    closing = await wire.socket.receive()
    await refreshing
    assert (asked["type"], asked["reason"]) == ("disconnect", "refresh_requested")
    assert closing.type is aiohttp.WSMsgType.CLOSE


async def test_a_warning_closes_nothing(sandbox: Sandbox, wire: Wire, aiko: Person, room: Channel) -> None:
    await sandbox.socket.refresh("warning")
    assert (await wire.read())["reason"] == "warning"
    await aiko.says(room, "still here")
    assert (await wire.take())["type"] == "events_api"


async def test_a_drop_fails_what_was_on_its_way(sandbox: Sandbox, wire: Wire, aiko: Person) -> None:
    running = asyncio.create_task(aiko.runs_command("/estimate"))
    await wire.read()
    sandbox.socket.drop()
    assert (await running).error == "dispatch_failed"
    assert (await wire.socket.receive()).type in (aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR)


async def test_a_half_open_connection_carries_nothing(
    sandbox: Sandbox, session: aiohttp.ClientSession, aiko: Person
) -> None:
    socket = await session.ws_connect(await address(sandbox), autoping=False)
    await socket.receive()
    sandbox.socket.freeze()
    await socket.ping()
    assert (await aiko.runs_command("/estimate")).error == "operation_timeout"
    with pytest.raises(TimeoutError):
        await socket.receive(timeout=0.01)


async def test_a_ping_is_answered(sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
    socket = await session.ws_connect(await address(sandbox), autoping=False)
    await socket.receive()
    await socket.ping(b"sdk-ping-pong:1")
    pong = await socket.receive(timeout=2)
    assert (pong.type, pong.data) == (aiohttp.WSMsgType.PONG, b"sdk-ping-pong:1")
