"""The manifest, the tables of scopes and the code agree, in both directions."""

import ast
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.domain.incoming import Button
from handlers import scopes
from handlers.listeners import register
from handlers.names import ADJUST, ANSWER_IN_FORM, ANSWERS, COMMAND, FORM, NUMBERS, SHORTCUT, VALUE
from tests.unit.handlers.slack import Slack

ROOT = Path(__file__).parents[3]
SOURCES = sorted((ROOT / "handlers").rglob("*.py"))
MANIFEST: dict[str, Any] = json.loads((ROOT / "deploy/slack/manifest.json").read_text(encoding="utf-8"))
API = re.compile(r"(auth|chat|conversations|files|reactions|users|views|bookmarks|pins|assistant|team|usergroups)_\w+")


def called() -> set[str]:
    """The Web API methods that the code calls, by the names the SDK gives them: `chat_postMessage`."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES]
    calls = [node.func for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    names = {call.attr for call in calls if isinstance(call, ast.Attribute)}
    return {name.replace("_", ".") for name in names if API.fullmatch(name) or name == "api_call"}


class Ear:
    """An app that notes what it is asked to listen to."""

    def __init__(self) -> None:
        self.listened: dict[str, list[str]] = {}

    def __getattr__(self, kind: str) -> Callable[[Any], Callable[[Any], None]]:
        def listen(to: Any) -> Callable[[Any], None]:
            self.listened.setdefault(kind, []).append(to)
            return lambda listener: None

        return listen


def listened() -> dict[str, list[str]]:
    """The names that our listeners are registered under, by kind."""
    ear: Any = Ear()
    register(ear, Slack().desk)
    return dict(ear.listened)


def test_every_call_has_its_scopes_in_the_table_and_nothing_else_is_there() -> None:
    assert called() == set(scopes.METHODS)


def test_the_manifest_asks_for_exactly_the_scopes_that_are_needed() -> None:
    asked = MANIFEST["oauth_config"]["scopes"]["bot"]

    assert asked == sorted(scopes.NEEDED)
    assert "user" not in MANIFEST["oauth_config"]["scopes"]


def test_the_manifest_subscribes_to_exactly_what_is_listened_to() -> None:
    subscribed = MANIFEST["settings"]["event_subscriptions"]["bot_events"]

    assert set(subscribed) == set(scopes.EVENTS)
    assert {name.partition(".")[0] for name in subscribed} == set(listened()["event"])


def test_the_manifest_has_exactly_the_commands_and_shortcuts_that_are_listened_to() -> None:
    features = MANIFEST["features"]

    assert {one["command"] for one in features["slash_commands"]} == {COMMAND}
    assert {(one["type"], one["callback_id"]) for one in features["shortcuts"]} == {("message", SHORTCUT)}
    assert listened()["command"] == [COMMAND]
    assert listened()["message_shortcut"] == [SHORTCUT]


def test_nothing_else_is_listened_to_and_nothing_twice() -> None:
    heard = listened()

    assert sorted(heard["action"]) == sorted([*Button, ANSWER_IN_FORM, ADJUST, VALUE])
    assert sorted(heard["view"]) == sorted([FORM, ANSWERS, NUMBERS])
    assert len(heard.pop("error")) == 1
    assert set(heard) == {"event", "command", "action", "view", "message_shortcut"}
    assert all(len(names) == len(set(names)) for names in heard.values())


def test_the_manifest_turns_on_what_the_bot_lives_on() -> None:
    settings = MANIFEST["settings"]

    assert settings["socket_mode_enabled"] is True
    assert settings["interactivity"]["is_enabled"] is True
    assert MANIFEST["features"]["bot_user"]["display_name"] == "Estimator"
    assert MANIFEST["features"]["app_home"]["messages_tab_read_only_enabled"] is False


def test_the_manifest_is_within_slacks_limits() -> None:
    about = MANIFEST["display_information"]

    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert all(len(one["name"]) <= 24 for one in MANIFEST["features"]["shortcuts"])


def test_missing_scopes_are_named() -> None:
    granted = scopes.NEEDED - {"files:read", "commands"} | {"reactions:write"}

    assert scopes.missing_scopes(granted) == ("commands", "files:read")
    assert scopes.missing_scopes(scopes.NEEDED) == ()
