"""Opening a form, which Slack allows for 3 seconds after a person did something, and changing it while it is open."""

from collections.abc import Mapping
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import ChatRefused
from bot.log import get_logger
from handlers.outcomes import answered

log = get_logger(__name__)

OVERTAKEN: Final = frozenset({"hash_conflict", "not_found"})
"""The person has closed the form, or a later change of theirs is shown already: there is nothing left to do."""
TIMEOUT: Final = 2.5
"""Seconds: after three the trigger is void, and so is the acknowledgement that waits for this."""


async def open_form(client: AsyncWebClient, trigger: str, view: Mapping[str, Any]) -> None:
    """Opens a modal. Raises ChatFailed."""
    await answered(client.views_open(trigger_id=trigger, view=dict(view)), repeatable=False, within=TIMEOUT)


async def update_form(client: AsyncWebClient, view_id: str, seen: str, view: Mapping[str, Any]) -> None:
    """Changes what an open modal shows, unless it is no longer as it was `seen` (its hash). Raises ChatFailed."""
    call = client.views_update(view_id=view_id, hash=seen, view=dict(view))
    try:
        await answered(call, repeatable=True, within=TIMEOUT)
    except ChatRefused as refused:
        if refused.code not in OVERTAKEN:
            raise
        log.info("form has moved on", code=refused.code)
