"""Modals and Home tabs.

Source: https://docs.slack.dev/surfaces/modals
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from ops.sandbox.changes import Changes
from ops.sandbox.clock import Clock
from ops.sandbox.errors import ApiError
from ops.sandbox.identity import Identity
from ops.sandbox.wire import Json

DEEPEST = 3


@dataclass(frozen=True, kw_only=True)
class View:
    """A view as it stands on a person's screen. `body` is what the app sent, with ids; `values` the inputs' state."""

    id: str
    user: str
    body: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    is_open: bool = True
    values: Json = field(default_factory=dict)

    @property
    def callback_id(self) -> str:
        """The app's name for the view."""
        return str(self.body.get("callback_id", ""))

    @property
    def title(self) -> str:
        """The title of a modal; empty for a Home tab."""
        return str(self.body.get("title", {}).get("text", ""))

    @property
    def blocks(self) -> tuple[Json, ...]:
        """The blocks, each with a `block_id`."""
        return tuple(self.body["blocks"])

    def described(self, identity: Identity) -> Json:
        """The view object Slack sends."""
        own = {"id": self.id, "hash": self.hash, "root_view_id": self.root_id, "previous_view_id": self.previous_id}
        app = {"team_id": identity.team_id, "app_id": identity.app_id, "bot_id": identity.bot_id}
        defaults = {"private_metadata": "", "callback_id": "", "external_id": "", "close": None, "submit": None}
        switches = {"clear_on_close": False, "notify_on_close": False, "app_installed_team_id": identity.team_id}
        return {**defaults, **switches, **self.body, **own, **app, "state": {"values": self.values}}


class Views:
    """The open modals of each person, as a stack, and the Home tabs."""

    def __init__(self, *, clock: Clock, changes: Changes, new_id: Callable[[str], str]) -> None:
        self._clock, self._changes, self._new_id = clock, changes, new_id
        self._held: dict[str, View] = {}
        self._homes: dict[str, str] = {}

    def open(self, user: str, body: Json) -> View:
        """Show a modal, in place of any the person had open."""
        self.close_all(user)
        return self._show(user, body, below=None)

    def push(self, user: str, body: Json, *, onto: str) -> View:
        """Put a modal on top of another. Raises `not_found` and `push_limit_reached`."""
        below = self.get(onto)
        if len(self.stack(user)) >= DEEPEST:
            raise ApiError("push_limit_reached")
        return self._show(user, body, below=below)

    def update(self, view_id: str, body: Json, *, expected: str | None) -> View:
        """Replace what a view shows. Raises `not_found` and `hash_conflict`."""
        view = self.get(view_id)
        if expected and expected != view.hash:
            raise ApiError("hash_conflict")
        kept = {block["block_id"] for block in body["blocks"]}
        values = {key: value for key, value in view.values.items() if key in kept}
        return self._put(replace(view, body=body, hash=self._hash(), values=values))

    def publish(self, user: str, body: Json, *, expected: str | None) -> View:
        """Show a Home tab. Raises `hash_conflict`."""
        if user in self._homes:
            return self.update(self._homes[user], body, expected=expected)
        view = self._show(user, body, below=None)
        self._homes[user] = view.id
        return view

    def get(self, view_id: str) -> View:
        """An open view. Raises `not_found`."""
        view = self._held.get(view_id)
        if view is None or not view.is_open:
            raise ApiError("not_found")
        return view

    def with_external_id(self, external_id: str) -> View:
        """The open view the app gave this id. Raises `not_found`."""
        for view in self._held.values():
            if view.is_open and view.body.get("external_id") == external_id:
                return view
        raise ApiError("not_found")

    def stack(self, user: str) -> list[View]:
        """The modals a person has open, the topmost last."""
        return [view for view in self._held.values() if view.user == user and view.is_open and not self._is_home(view)]

    def home(self, user: str) -> View | None:
        """The Home tab the app published for a person."""
        return self._held.get(self._homes.get(user, ""))

    def fill(self, view_id: str, values: Json) -> View:
        """Set the state of the inputs."""
        return self._put(replace(self.get(view_id), values=values))

    def close(self, view_id: str) -> View:
        """Close one view."""
        return self._put(replace(self.get(view_id), is_open=False))

    def close_all(self, user: str) -> None:
        """Close every modal of a person."""
        for view in self.stack(user):
            self.close(view.id)

    def _show(self, user: str, body: Json, *, below: View | None) -> View:
        view_id = self._new_id("V")
        root = below.root_id if below else view_id
        previous = below.id if below else None
        return self._put(View(id=view_id, user=user, body=body, hash=self._hash(), root_id=root, previous_id=previous))

    def _put(self, view: View) -> View:
        self._held[view.id] = view
        self._changes.tell()
        return view

    def _is_home(self, view: View) -> bool:
        return self._homes.get(view.user) == view.id or view.body["type"] == "home"

    def _hash(self) -> str:
        return f"{int(self._clock.now())}.{secrets.token_hex(4)}"
