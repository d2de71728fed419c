"""Answers that no Slack should give, and the SDK does not expect."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import ChatAway, ChatRefused, ChatUnsure
from handlers.outcomes import answered

JSON, TEXT = "application/json", "text/plain"


@pytest.fixture
async def client() -> AsyncIterator[AsyncWebClient]:
    """A client whose calls are answered with the status, type and body that stand in the call itself."""

    async def answer(request: web.Request) -> web.Response:
        said = await request.post()
        headers = {"Content-Type": str(said["kind"])} | ({"Retry-After": "soon"} if said["status"] == "429" else {})
        return web.Response(status=int(str(said["status"])), text=str(said["body"]), headers=headers)

    app = web.Application()
    app.router.add_post("/api/{method}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield AsyncWebClient(base_url=f"http://127.0.0.1:{runner.addresses[0][1]}/api/", retry_handlers=[])
    await runner.cleanup()


@pytest.mark.parametrize(
    ("status", "kind", "body"),
    [
        (200, JSON, "[1]"),
        (200, JSON, '"ok"'),
        (200, JSON, "null"),
        (200, JSON, "{}"),
        (200, JSON, '{"ok": false}'),
        (200, JSON, '{"ok": '),
        (200, TEXT, "OK"),
        (200, "text/html", "<html>"),
        (500, TEXT, "oops"),
        (503, JSON, '{"ok": false, "error": "not_in_channel"}'),
        (302, "text/html", ""),
    ],
)
async def test_nonsense_leaves_the_outcome_unknown(client: AsyncWebClient, status: int, kind: str, body: str) -> None:
    said = {"status": str(status), "kind": kind, "body": body}

    with pytest.raises(ChatUnsure):
        await answered(client.api_call("chat.postMessage", data=said), repeatable=False)
    with pytest.raises(ChatAway):
        await answered(client.api_call("chat.postMessage", data=said), repeatable=True)


@pytest.mark.parametrize(("kind", "body"), [(JSON, '{"ok":false,"error":"ratelimited"}'), (TEXT, ""), (JSON, "[]")])
async def test_too_many_calls_is_too_many_whatever_it_says(client: AsyncWebClient, kind: str, body: str) -> None:
    with pytest.raises(ChatAway) as caught:
        await answered(
            client.api_call("chat.postMessage", data={"status": "429", "kind": kind, "body": body}), repeatable=False
        )

    assert caught.value.retry_after == 1.0


async def test_a_refusal_carries_slacks_code_for_the_log_and_a_key_for_the_person(client: AsyncWebClient) -> None:
    said = {"status": "200", "kind": JSON, "body": '{"ok":false,"error":"strange_new_error"}'}

    with pytest.raises(ChatRefused) as caught:
        await answered(client.api_call("chat.postMessage", data=said), repeatable=False)

    assert (caught.value.code, caught.value.key) == ("strange_new_error", "chat_refused")
    assert caught.value.values["reason"] == "strange_new_error"
