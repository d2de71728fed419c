"""Payloads shaped as Slack sends them, and a Bolt app with our listeners that they are dispatched to."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.incoming import Incoming
from bot.domain.language import Language
from bot.domain.messages import Help, Message, Problem, QuestionsAsked, TasksListed
from bot.domain.numbers import Numbers
from bot.domain.task import Place
from handlers.desk import Desk
from handlers.identity import Identity, authorize_as
from handlers.listeners import register

T = TypeVar("T")
Json = dict[str, Any]

BOT, PERSON, CHANNEL, DM = "U0BOT", "U0AIKO", "C0SALES", "D0AIKO"
ROOT, REPLY = "1763629200.000100", "1763629260.000200"
IDENTITY = Identity(user=BOT, bot="B0BOT", team="T0", scopes=frozenset(), home="https://acme.slack.com/")

FILE: Json = {
    "id": "F0LIST",
    "created": 1763629200,
    "name": "一覧.xlsx",
    "title": "一覧",
    "mimetype": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "filetype": "xlsx",
    "mode": "hosted",
    "is_external": False,
    "size": 9_876,
    "url_private": "https://files.slack.com/files-pri/T0-F0LIST/list.xlsx",
    "url_private_download": "https://files.slack.com/files-pri/T0-F0LIST/download/list.xlsx",
    "file_access": "visible",
}


def message(text: str = "", **changes: Any) -> Json:
    """A `message` event in a channel, from a person."""
    event = {
        "type": "message",
        "user": PERSON,
        "client_msg_id": "6c1e",
        "ts": ROOT,
        "text": text,
        "team": "T0",
        "channel": CHANNEL,
        "channel_type": "channel",
        "event_ts": ROOT,
    }
    return event | changes


def mention(text: str = "", **changes: Any) -> Json:
    """The `app_mention` event of the same message; it has no `channel_type`."""
    event = message(f"<@{BOT}> {text}") | {"type": "app_mention"}
    del event["channel_type"]
    return event | changes


def callback(event: Json) -> Json:
    """The payload around an event."""
    return {
        "token": "t",
        "team_id": "T0",
        "api_app_id": "A0",
        "event": event,
        "type": "event_callback",
        "event_id": "Ev1",
        "event_time": 1763629200,
        "authorizations": [{"enterprise_id": None, "team_id": "T0", "user_id": BOT, "is_bot": True}],
    }


def command(text: str) -> Json:
    """`/estimate` with a text."""
    return {
        "token": "t",
        "team_id": "T0",
        "team_domain": "acme",
        "channel_id": CHANNEL,
        "channel_name": "sales",
        "user_id": PERSON,
        "user_name": "aiko",
        "command": "/estimate",
        "text": text,
        "api_app_id": "A0",
        "is_enterprise_install": "false",
        "response_url": "http://127.0.0.1:9/actions/1",
        "trigger_id": "13345224609.738474920.8088930838d88f008e0",
    }


def action(action_id: str, value: str = "7:1:0", **changes: Any) -> Json:
    """A button of a message in a thread."""
    body: Json = {
        "type": "block_actions",
        "user": {"id": PERSON, "username": "aiko", "name": "aiko", "team_id": "T0"},
        "api_app_id": "A0",
        "token": "t",
        "container": {
            "type": "message",
            "message_ts": REPLY,
            "channel_id": CHANNEL,
            "is_ephemeral": False,
            "thread_ts": ROOT,
        },
        "trigger_id": "13345224609.738474920.8088930838d88f008e0",
        "team": {"id": "T0", "domain": "acme"},
        "enterprise": None,
        "is_enterprise_install": False,
        "channel": {"id": CHANNEL, "name": "sales"},
        "message": {"type": "message", "user": BOT, "ts": REPLY, "thread_ts": ROOT, "text": "", "bot_id": "B0BOT"},
        "state": {"values": {}},
        "response_url": "http://127.0.0.1:9/actions/2",
        "actions": [
            {
                "action_id": action_id,
                "block_id": "x1",
                "text": {"type": "plain_text", "text": "", "emoji": False},
                "value": value,
                "type": "button",
                "action_ts": "1763629300.123456",
            }
        ],
    }
    return body | changes


def submission(callback_id: str, metadata: str, values: Json) -> Json:
    """A modal, submitted; `values` holds the state of the one input of each block."""
    blocks = [{"type": "input", "block_id": block} for block in values]
    return {
        "type": "view_submission",
        "team": {"id": "T0", "domain": "acme"},
        "user": {"id": PERSON, "username": "aiko", "name": "aiko", "team_id": "T0"},
        "api_app_id": "A0",
        "token": "t",
        "trigger_id": "1.2.3",
        "view": {
            "id": "V0FORM",
            "team_id": "T0",
            "type": "modal",
            "blocks": blocks,
            "private_metadata": metadata,
            "callback_id": callback_id,
            "state": {"values": {block: {"value": state} for block, state in values.items()}},
            "hash": "1763629300.abcdef",
        },
        "response_urls": [],
    }


def shortcut(of: Json, **changes: Any) -> Json:
    """The message shortcut, used on a message."""
    body = {
        "type": "message_action",
        "token": "t",
        "action_ts": "1763629300.654321",
        "team": {"id": "T0", "domain": "acme"},
        "user": {"id": "U0KEN", "username": "ken", "name": "ken", "team_id": "T0"},
        "channel": {"id": CHANNEL, "name": "sales"},
        "callback_id": "estimate_this",
        "trigger_id": "1.2.3",
        "message_ts": of["ts"],
        "message": of,
        "response_url": "http://127.0.0.1:9/actions/3",
    }
    return body | changes


def written(text: str) -> Json:
    """The state of a text input."""
    return {"type": "plain_text_input", "value": text}


@dataclass(kw_only=True)
class MemoryInbox:
    """The inbox as far as listeners see it."""

    rows: dict[str, tuple[str, Incoming]] = field(default_factory=dict)

    def put(self, key: str, conversation: str, incoming: Incoming) -> bool:
        fresh = key not in self.rows
        self.rows.setdefault(key, (conversation, incoming))
        return fresh

    def knows(self, conversation: str) -> bool:
        return any(known == conversation for known, _ in self.rows.values())


@dataclass(kw_only=True)
class MemoryTasks:
    """Which threads have a task."""

    threads: set[str] = field(default_factory=set)

    def in_thread(self, place: Place) -> object | None:
        return place if place.key in self.threads else None


@dataclass(kw_only=True)
class MemoryStore:
    """Transactions on a dictionary; `broken` is raised in place of the next commits, as a full disk would."""

    inbox: MemoryInbox = field(default_factory=MemoryInbox)
    tasks: MemoryTasks = field(default_factory=MemoryTasks)
    broken: Exception | None = None
    runs: int = 0

    async def run(self, work: Callable[[Any], T]) -> T:
        self.runs += 1
        before = dict(self.inbox.rows)
        result = work(self)
        if self.broken:
            self.inbox.rows = before
            raise self.broken
        return result

    @property
    def arrived(self) -> list[Incoming]:
        """What is stored, oldest first."""
        return [incoming for _, incoming in self.inbox.rows.values()]

    @property
    def conversations(self) -> list[str]:
        return [conversation for conversation, _ in self.inbox.rows.values()]


@dataclass(kw_only=True)
class FakePeople:
    """Everybody speaks one language; `waiting` never answers."""

    spoken: Language = Language.EN
    waiting: bool = False
    asked: int = 0

    async def language(self, user: str) -> Language:
        self.asked += 1
        if self.waiting:
            await asyncio.Event().wait()
        return self.spoken

    async def in_group(self, user: str, group: str) -> bool:
        return False


@dataclass(kw_only=True)
class FakeLookup:
    """Answers what it is given."""

    listed: TasksListed = field(default_factory=lambda: TasksListed(tasks=()))
    shown: Message = field(default_factory=Help)
    asked: QuestionsAsked | Problem | None = None
    numbered: Numbers | Problem | None = None
    calls: list[tuple[object, ...]] = field(default_factory=list)

    async def help(self) -> Message:
        return Help()

    async def newest(self, user: str) -> TasksListed:
        self.calls.append(("newest", user))
        return self.listed

    async def show(self, user: str, channel: str, number: int) -> Message:
        self.calls.append(("show", user, channel, number))
        return self.shown

    async def questions(self, task: int) -> QuestionsAsked | Problem | None:
        self.calls.append(("questions", task))
        return self.asked

    async def numbers(self, task: int) -> Numbers | Problem | None:
        self.calls.append(("numbers", task))
        return self.numbered


@dataclass(kw_only=True)
class Slack:
    """A real Bolt app with the real listeners, to which payloads are handed as Socket Mode hands them."""

    store: MemoryStore = field(default_factory=MemoryStore)
    people: FakePeople = field(default_factory=FakePeople)
    lookup: FakeLookup = field(default_factory=FakeLookup)
    api: str = "http://127.0.0.1:9/api/"
    patience: float = 1.5

    def __post_init__(self) -> None:
        client = AsyncWebClient(base_url=self.api, retry_handlers=[])
        self.app = AsyncApp(authorize=authorize_as(IDENTITY, "xoxb-1-2-3"), client=client, process_before_response=True)
        register(self.app, self.desk)

    @property
    def desk(self) -> Desk:
        return Desk(
            store=self.store,
            people=self.people,
            lookup=self.lookup,
            language=Language.JA,
            home=IDENTITY.home,
            patience=self.patience,
        )

    async def sends(self, body: Mapping[str, Any]) -> BoltResponse:
        """The acknowledgement; anything but status 200 leaves the payload unacknowledged."""
        return await self.app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=dict(body)))

    async def tells(self, event: Json) -> BoltResponse:
        return await self.sends(callback(event))


def answer(response: BoltResponse) -> Json:
    """The acknowledgement's payload."""
    return dict(json.loads(response.body)) if response.body else {}
