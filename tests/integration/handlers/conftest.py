import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.store.engine import open_engine
from bot.adapters.store.migration import migrate_engine
from bot.adapters.store.store import SqlStore
from bot.domain.language import Language
from handlers.chat import SlackChat
from handlers.desk import Desk
from handlers.identity import authorize_as
from handlers.listeners import register
from handlers.people import SlackPeople
from ops.sandbox import Limits, Sandbox
from ops.sandbox.people import Person
from tests.integration.handlers.listening import Office, SystemClock

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


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlStore]:
    engine = open_engine(f"sqlite:///{tmp_path}/app.db", "estimator")
    migrate_engine(engine, "estimator")
    store = SqlStore(engine, SystemClock())
    yield store
    await store.close()


@pytest.fixture
async def office(sandbox: Sandbox, client: AsyncWebClient, store: SqlStore) -> AsyncIterator[Office]:
    chat = SlackChat(client)
    office = Office(sandbox=sandbox, store=store, chat=chat)
    people = SlackPeople(client, default=Language.JA, clock=SystemClock())
    identity = await chat.identity()
    bare = AsyncWebClient(base_url=sandbox.api_url)
    app = AsyncApp(authorize=authorize_as(identity, sandbox.bot_token), client=bare, process_before_response=True)
    register(app, Desk(store=store, people=people, lookup=office.lookup, language=Language.JA, home=identity.home))
    handler = AsyncSocketModeHandler(app, sandbox.app_token, ping_interval=0.2)
    await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt leaves it so
    await sandbox.connected()
    yield office
    await handler.close_async()  # type: ignore[no-untyped-call]  # the same


@pytest.fixture
def aiko(sandbox: Sandbox) -> Person:
    return sandbox.person("Aiko", locale="ja-JP")


@pytest.fixture
def ken(sandbox: Sandbox) -> Person:
    return sandbox.person("Ken", locale="en-US")
