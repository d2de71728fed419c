"""Everything that can break between an app and Slack, broken on demand."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from ops.sandbox import Sandbox, Upload, faults
from ops.sandbox.workspace import Channel


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox() as running:
        yield running


@pytest.fixture
def client(sandbox: Sandbox) -> AsyncWebClient:
    return AsyncWebClient(token=sandbox.bot_token, base_url=sandbox.api_url, timeout=1, retry_handlers=[])


@pytest.fixture
def room(sandbox: Sandbox) -> Channel:
    return sandbox.channel("sales")


async def test_a_server_error_strikes_as_often_as_planned(
    sandbox: Sandbox, client: AsyncWebClient, room: Channel
) -> None:
    sandbox.faults.plan("chat.postMessage", faults.http(503), times=2)
    for _ in range(2):
        with pytest.raises(SlackApiError):
            await client.chat_postMessage(channel=room.id, text="x")
    await client.chat_postMessage(channel=room.id, text="x")
    assert len(sandbox.messages(room)) == 1
    assert [item.fault for item in sandbox.calls("chat.postMessage")] == ["http", "http", None]


async def test_a_planned_429_says_when_to_come_back(sandbox: Sandbox, client: AsyncWebClient, room: Channel) -> None:
    sandbox.faults.plan("chat.postMessage", faults.http(429, retry_after=7))
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel=room.id, text="x")
    assert refused.value.response.headers["Retry-After"] == "7"
    assert refused.value.response["error"] == "ratelimited"


async def test_a_planned_refusal(sandbox: Sandbox, client: AsyncWebClient) -> None:
    sandbox.faults.plan("auth.test", faults.refusal("internal_error"))
    with pytest.raises(SlackApiError, match="internal_error"):
        await client.auth_test()


async def test_garbage_is_not_json(sandbox: Sandbox, client: AsyncWebClient) -> None:
    sandbox.faults.plan("auth.test", faults.garbage())
    with pytest.raises(SlackApiError):
        await client.auth_test()


async def test_the_effect_stays_when_only_the_answer_is_lost(
    sandbox: Sandbox, client: AsyncWebClient, room: Channel
) -> None:
    sandbox.faults.plan("chat.postMessage", faults.answer_lost())
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel=room.id, text="x")
    assert len(sandbox.messages(room)) == 1


@pytest.mark.parametrize("fault", [faults.dropped(), faults.hang(0.01)])
async def test_nothing_happens_when_the_connection_breaks_before(
    sandbox: Sandbox, client: AsyncWebClient, room: Channel, fault: faults.Fault
) -> None:
    sandbox.faults.plan("chat.postMessage", fault)
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel=room.id, text="x")
    assert sandbox.messages(room) == []


async def test_a_call_that_hangs_does_not_hold_up_the_stop(client: AsyncWebClient) -> None:
    async with Sandbox() as sandbox:
        sandbox.faults.plan("auth.test", faults.hang())
        slow = AsyncWebClient(token=sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[])
        waiting = asyncio.create_task(slow.auth_test())
        await sandbox.wait_for(lambda: sandbox.calls("auth.test"))
    with pytest.raises(aiohttp.ClientError):
        await waiting


@pytest.mark.parametrize("door", ["files.getUploadURLExternal", "upload", "files.completeUploadExternal"])
async def test_an_upload_breaks_at_each_step(
    sandbox: Sandbox, client: AsyncWebClient, room: Channel, door: str
) -> None:
    sandbox.faults.plan(door, faults.http(500))
    with pytest.raises(Exception, match=r"500|failed"):
        await client.files_upload_v2(channel=room.id, content=b"data", filename="a.xlsx")
    assert sandbox.messages(room) == []


async def downloaded(sandbox: Sandbox, room: Channel) -> tuple[Any, bytes]:
    asked = await sandbox.person("Aiko").uploads(room, Upload(name="a.csv", content=b"0123456789"))
    url = sandbox.desk.payloads.message(asked)["files"][0]["url_private"]
    headers = {"Authorization": f"Bearer {sandbox.bot_token}"}
    async with aiohttp.ClientSession() as session, session.get(url, headers=headers) as answer:
        return answer, await answer.read()


async def test_a_download_can_be_a_login_page(sandbox: Sandbox, room: Channel) -> None:
    sandbox.faults.plan("download", faults.login_page())
    answer, body = await downloaded(sandbox, room)
    assert answer.status == 200
    assert b"Sign in" in body


async def test_a_download_can_be_larger_than_it_said(sandbox: Sandbox, room: Channel) -> None:
    sandbox.faults.plan("download", faults.swollen(1_000_000))
    answer, body = await downloaded(sandbox, room)
    assert len(body) == 1_000_000
    assert "Content-Length" not in answer.headers


async def test_a_download_can_come_drop_by_drop(sandbox: Sandbox, room: Channel) -> None:
    sandbox.faults.plan("download", faults.trickle(0.05))
    _, body = await downloaded(sandbox, room)
    assert body == b"0123456789"
    assert sandbox.calls("download")[0].fault == "trickle"
