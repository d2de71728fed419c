"""What the installed app may do, read from its Slack manifest.

Source: https://docs.slack.dev/reference/app-manifest
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from ops.sandbox.wire import Json

EVENT_SCOPES = {
    "app_mention": "app_mentions:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "file_shared": "files:read",
    "member_joined_channel": "channels:read",
}

EVERYTHING: Json = {
    "display_information": {"name": "Estimator"},
    "features": {
        "bot_user": {"display_name": "Estimator"},
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "slash_commands": [{"command": "/estimate", "description": "Start an estimate"}],
        "shortcuts": [{"name": "Estimate this", "type": "message", "callback_id": "estimate_this"}],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "app_mentions:read", "channels:history", "channels:read", "chat:write", "commands", "files:read",
                "files:write", "groups:history", "groups:read", "im:history", "im:read", "im:write", "mpim:history",
                "mpim:read", "reactions:read", "reactions:write", "usergroups:read", "users:read",
            ]
        }
    },
    "settings": {
        "event_subscriptions": {"bot_events": [*EVENT_SCOPES, "app_home_opened"]},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """The parts of an app manifest that decide what Slack lets the app do."""

    name: str
    scopes: frozenset[str]
    events: frozenset[str]
    commands: frozenset[str]
    shortcuts: frozenset[str]
    home_tab: bool
    interactive: bool

    @classmethod
    def of(cls, source: Json) -> Self:
        """Read a manifest document; parts it lacks are off."""
        features, settings = source.get("features", {}), source.get("settings", {})
        return cls(
            name=features.get("bot_user", {}).get("display_name") or source["display_information"]["name"],
            scopes=frozenset(source.get("oauth_config", {}).get("scopes", {}).get("bot", [])),
            events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", [])),
            commands=frozenset(item["command"] for item in features.get("slash_commands", [])),
            shortcuts=frozenset(item["callback_id"] for item in features.get("shortcuts", [])),
            home_tab=bool(features.get("app_home", {}).get("home_tab_enabled")),
            interactive=bool(settings.get("interactivity", {}).get("is_enabled")),
        )

    @classmethod
    def at(cls, path: Path) -> Self:
        """Read a manifest file (JSON)."""
        return cls.of(json.loads(path.read_text(encoding="utf-8")))

    def granting(self, scopes: Iterable[str]) -> Self:
        """The same app, installed with other scopes than its manifest asks for."""
        return type(self)(**{**self.__dict__, "scopes": frozenset(scopes)})

    def hears(self, subscription: str) -> bool:
        """Whether events of a subscription (`message.im`, `app_mention`, ...) reach the app."""
        needed = EVENT_SCOPES.get(subscription)
        return subscription in self.events and (needed is None or needed in self.scopes)
