"""What the app has to be allowed: the scopes behind every call it makes and everything it listens to.

The manifest must ask for exactly these: a test compares it with this table, and this table with the calls we make.
Source: the "Facts" of each page below https://docs.slack.dev/reference/methods and /reference/events
"""

from collections.abc import Mapping
from typing import Final

HISTORY: Final = frozenset({"channels:history", "groups:history", "im:history", "mpim:history"})
"""One for each kind of conversation that the bot may be in."""

METHODS: Final[Mapping[str, frozenset[str]]] = {
    "auth.test": frozenset(),
    "chat.postMessage": frozenset({"chat:write"}),
    "chat.postEphemeral": frozenset({"chat:write"}),
    "chat.update": frozenset({"chat:write"}),
    "conversations.history": HISTORY,
    "conversations.replies": HISTORY,
    "conversations.open": frozenset({"im:write"}),
    "files.info": frozenset({"files:read"}),
    "files.getUploadURLExternal": frozenset({"files:write"}),
    "files.completeUploadExternal": frozenset({"files:write"}),
    "usergroups.users.list": frozenset({"usergroups:read"}),
    "users.info": frozenset({"users:read"}),
    "views.open": frozenset(),
    "views.update": frozenset(),
}

EVENTS: Final[Mapping[str, frozenset[str]]] = {
    "app_mention": frozenset({"app_mentions:read"}),
    "message.channels": frozenset({"channels:history"}),
    "message.groups": frozenset({"groups:history"}),
    "message.im": frozenset({"im:history"}),
    "message.mpim": frozenset({"mpim:history"}),
}
"""Subscriptions of the manifest. Bolt knows the last four as `message`."""

COMMANDS: Final = frozenset({"commands"})
"""For slash commands and shortcuts."""

NEEDED: Final = COMMANDS.union(*METHODS.values(), *EVENTS.values())


def missing_scopes(granted: frozenset[str], needed: frozenset[str] = NEEDED) -> tuple[str, ...]:
    """What the installation lacks, in alphabetical order; after an upgrade it has to be installed again."""
    return tuple(sorted(needed - granted))
