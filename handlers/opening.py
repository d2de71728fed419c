"""Opening a form, which Slack allows for 3 seconds after a person did something."""

from collections.abc import Mapping
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient

from handlers.outcomes import answered

TIMEOUT: Final = 2.5
"""Seconds: after three the trigger is void, and so is the acknowledgement that waits for this."""


async def open_form(client: AsyncWebClient, trigger: str, view: Mapping[str, Any]) -> None:
    """Opens a modal. Raises ChatFailed."""
    await answered(client.views_open(trigger_id=trigger, view=dict(view)), repeatable=False, within=TIMEOUT)
