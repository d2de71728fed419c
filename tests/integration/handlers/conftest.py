import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from handlers.chat import SlackChat
from ops.sandbox import Limits, Sandbox

MANIFEST = json.loads((Path(__file__).parents[3] / "deploy/slack/manifest.json").read_text(encoding="utf-8"))
UNTHROTTLED = Limits(throttled=False, ack_timeout=1.0, redelivery=(0.0, 0.05, 0.05))


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A small Slack with our app installed as its manifest says."""
    async with Sandbox(manifest=MANIFEST, limits=UNTHROTTLED) as running:
        yield running


@pytest.fixture
def client(sandbox: Sandbox) -> AsyncWebClient:
    return AsyncWebClient(token=sandbox.bot_token, base_url=sandbox.api_url, timeout=1)


@pytest.fixture
def chat(client: AsyncWebClient) -> SlackChat:
    return SlackChat(client)
