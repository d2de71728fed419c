"""Trigger ids: the right to open a modal, for three seconds, once.

Source: https://docs.slack.dev/interactivity/handling-user-interaction
"""

import re
import secrets
from dataclasses import dataclass

from ops.sandbox.clock import Clock
from ops.sandbox.errors import ApiError

FORM = re.compile(r"\d+\.\d+\.[0-9a-f]+")


@dataclass(frozen=True, kw_only=True)
class Trigger:
    """What a person did that lets the app open a modal for them; `view_id` when they did it inside a view."""

    user: str
    issued: float
    view_id: str | None = None


class Triggers:
    """The trigger ids that were handed out and not yet used."""

    def __init__(self, *, clock: Clock, life: float) -> None:
        self._clock, self._life = clock, life
        self._open: dict[str, Trigger] = {}
        self._spent: set[str] = set()
        self._count = 0

    def issue(self, user: str, view_id: str | None = None) -> str:
        """A new trigger id."""
        self._count += 1
        trigger_id = f"{self._count}.{int(self._clock.now())}.{secrets.token_hex(16)}"
        self._open[trigger_id] = Trigger(user=user, issued=self._clock.monotonic(), view_id=view_id)
        return trigger_id

    def spend(self, trigger_id: str) -> Trigger:
        """Use a trigger id. Raises `invalid_trigger_id`, `exchanged_trigger_id` or `expired_trigger_id`."""
        if not FORM.fullmatch(trigger_id):
            raise ApiError("invalid_trigger_id")
        if trigger_id in self._spent:
            raise ApiError("exchanged_trigger_id")
        trigger = self._open.pop(trigger_id, None)
        if trigger is None or self._clock.monotonic() - trigger.issued > self._life:
            raise ApiError("expired_trigger_id")
        self._spent.add(trigger_id)
        return trigger
