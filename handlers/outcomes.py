"""What became of a call to Slack: the one point where failures of the SDK and the network become our errors.

    nothing was done       refused connection, 429                              ChatAway
    it is not known        timeout, connection lost, 5xx, an answer of nonsense ChatUnsure, ChatAway if repeatable
    Slack said no          `ok: false` with its error code                      ChatRefused

Source: https://docs.slack.dev/reference/methods/chat.postMessage (errors), /apis/web-api/rate-limits
"""

import asyncio
from collections.abc import Awaitable, Mapping
from typing import Any, Final, TypeVar

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.errors import ChatAway, ChatFailed, ChatRefused, ChatUnsure

T = TypeVar("T")

TIMEOUT: Final = 30.0
"""Seconds that a call may take in all; a shared aiohttp session does not have the SDK's own limit."""
DEFAULT_PAUSE: Final = 1.0
LONGEST_PAUSE: Final = 600.0
TOO_MANY: Final = 429
OK: Final = 200

RATE_CODES: Final = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
UNCERTAIN_CODES: Final = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})
"""Slack says of these that some of it may have happened."""
TOKEN_CODES: Final = frozenset({"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"})
"""The installation is at fault, not the message: it can be sent once somebody has mended the token."""

REFUSED_KEYS: Final[Mapping[str, str]] = {
    "not_in_channel": "chat_not_in_channel",
    "channel_not_found": "chat_not_in_channel",
    "is_archived": "chat_channel_archived",
    "restricted_action": "chat_restricted",
    "restricted_action_read_only_channel": "chat_restricted",
    "restricted_action_thread_locked": "chat_restricted",
    "restricted_action_thread_only_channel": "chat_restricted",
    "missing_scope": "chat_missing_scope",
    "message_not_found": "chat_message_gone",
    "cant_update_message": "chat_message_gone",
    "thread_not_found": "chat_message_gone",
    "expired_trigger_id": "chat_form_late",
    "trigger_expired": "chat_form_late",
    "exchanged_trigger_id": "chat_form_late",
}
"""Texts for the refusals that a person can do something about; `chat_refused` for every other."""


async def answered(call: Awaitable[T], *, repeatable: bool, within: float = TIMEOUT) -> T:
    """The call's answer, or one of ours in place of whatever it raises.

    `repeatable` tells that doing it again does no harm, so that an unknown outcome is as good as none; `within` is
    the time for all of it, in seconds.
    """
    try:
        async with asyncio.timeout(within):
            return await call
    except SlackApiError as error:
        raise _of_answer(error.response, repeatable=repeatable) from error
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
        raise ChatAway("chat_away", code="unreachable") from error
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise unknown(type(error).__name__, repeatable=repeatable) from error
    except AttributeError as error:
        # AsyncSlackResponse.validate() asks a body that is not a JSON object for its `ok`.
        raise unknown("garbage", repeatable=repeatable) from error


def unknown(code: str, *, repeatable: bool) -> ChatFailed:
    """The error for a call whose outcome nobody knows."""
    return ChatAway("chat_away", code=code) if repeatable else ChatUnsure("chat_unsure", code=code)


def by_status(status: int, headers: Mapping[str, str], *, repeatable: bool) -> ChatFailed:
    """The error for an HTTP status other than 200."""
    if status == TOO_MANY:
        return ChatAway("chat_away", code="ratelimited", retry_after=_pause(headers))
    return unknown(f"http_{status}", repeatable=repeatable)


def _of_answer(response: Any, *, repeatable: bool) -> ChatFailed:
    """`response` is the SDK's, or aiohttp's own when the body could not be read as JSON."""
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0) or 0)
    data = getattr(response, "data", None)
    body: Mapping[str, Any] = data if isinstance(data, dict) else {}
    code = str(body.get("error") or "")
    if code in RATE_CODES:
        return ChatAway("chat_away", code=code, retry_after=_pause(response.headers))
    if status != OK:
        return by_status(status, response.headers, repeatable=repeatable)
    if not code or code in UNCERTAIN_CODES:
        return unknown(code or "garbage", repeatable=repeatable)
    return _refused(code, body)


def _refused(code: str, body: Mapping[str, Any]) -> ChatFailed:
    if code in TOKEN_CODES:
        return ChatAway("chat_token", code=code)
    needed = str(body.get("needed", ""))
    return ChatRefused(REFUSED_KEYS.get(code, "chat_refused"), code=code, reason=code, needed=needed)


def _pause(headers: Mapping[str, str]) -> float:
    """Seconds of Retry-After; a second when it says nothing that we can read, and never longer than `LONGEST_PAUSE`."""
    try:
        return min(max(0.0, float(headers.get("Retry-After", DEFAULT_PAUSE))), LONGEST_PAUSE)
    except ValueError:
        return DEFAULT_PAUSE
