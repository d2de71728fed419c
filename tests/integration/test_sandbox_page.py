"""The page people look at."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from ops.sandbox import Sandbox, Upload

TABLE = {
    "type": "table",
    "rows": [[{"type": "raw_text", "text": "Item"}], [{"type": "raw_text", "text": "<b>12</b>"}]],
    "column_settings": [{"align": "right"}],
}


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox() as running:
        yield running


@pytest.fixture
def client(sandbox: Sandbox) -> AsyncWebClient:
    return AsyncWebClient(token=sandbox.bot_token, base_url=sandbox.api_url)


async def shown(url: str) -> str:
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        assert answer.status == 200
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        return await answer.text()


async def test_an_empty_workspace_has_a_page(sandbox: Sandbox) -> None:
    assert "Nothing was said yet" in await shown(sandbox.url)


async def test_a_thread_is_drawn_with_its_blocks_files_and_whispers(sandbox: Sandbox, client: AsyncWebClient) -> None:
    room = sandbox.channel("sales")
    aiko = sandbox.person("Aiko")
    asked = await aiko.says(room, "<script>alert(1)</script>", files=[Upload(name="<list>.csv", content=b"a")])
    await client.chat_postMessage(channel=room.id, thread_ts=asked.ts, text="t", blocks=[TABLE])
    await client.chat_postEphemeral(channel=room.id, user=aiko.id, thread_ts=asked.ts, text="for you")
    html = await shown(sandbox.url)
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert '<td class="right">&lt;b&gt;12&lt;/b&gt;</td>' in html
    assert "&lt;list&gt;.csv" in html
    assert "Only visible to Aiko" in html
    assert "2 replies" in html


async def test_a_modal_has_a_page_of_its_own(sandbox: Sandbox, client: AsyncWebClient) -> None:
    aiko = sandbox.person("Aiko")
    view = {
        "type": "modal",
        "title": {"type": "plain_text", "text": "New & shiny"},
        "submit": {"type": "plain_text", "text": "Go"},
        "blocks": [
            {
                "type": "input",
                "label": {"type": "plain_text", "text": "Name"},
                "element": {"type": "plain_text_input", "initial_value": "<i>"},
            }
        ],
    }
    opened = await client.views_open(trigger_id=sandbox.desk.triggers.issue(aiko.id), view=view)
    html = await shown(f"{sandbox.url}?view={opened['view']['id']}")
    assert "New &amp; shiny" in html
    assert "&lt;i&gt;" in html


async def test_links_lead_to_the_message_and_the_file(sandbox: Sandbox, client: AsyncWebClient) -> None:
    room = sandbox.channel("sales")
    asked = await sandbox.person("Ben").says(room, "hello", files=[Upload(name="a.csv", content=b"1,2")])
    link = (await client.chat_getPermalink(channel=room.id, message_ts=asked.ts))["permalink"]
    assert f'id="m{asked.ts}"' in await shown(link)
    permalink = sandbox.desk.files.described(sandbox.files[0])["permalink"]
    async with aiohttp.ClientSession() as session, session.get(permalink) as answer:
        assert await answer.read() == b"1,2"
        assert answer.headers["Content-Disposition"] == "attachment"
