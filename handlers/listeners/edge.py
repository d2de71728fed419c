"""The last line: an error that no listener expected. One log line, and the person is told in their language.

Events are left unacknowledged, so that Slack sends them again. Commands, buttons and forms do not come again: their
person is told where they stand. Nothing of the exception's own text goes out.
"""

import secrets
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp, AsyncRespond

from bot.domain.messages import Problem
from bot.errors import ChatFailed, EstimatorError
from bot.i18n import Words
from bot.log import get_logger
from handlers.desk import Desk
from handlers.incoming import Json, first_input, thread_of, user_of
from handlers.telling import tell
from handlers.views.notices import problem_plain
from handlers.views.rendering import render

log = get_logger(__name__)


def register(app: AsyncApp, desk: Desk) -> None:
    """Takes every error that a listener, or Bolt on the way to it, lets through."""

    async def on_error(error: Exception, body: dict[str, Any], respond: AsyncRespond) -> BoltResponse | None:
        reference = secrets.token_hex(4)
        _log(error, body, reference)
        if "event" in body:
            return None
        words = await desk.words_for(user_of(body))
        return await _answer(problem_of(error, reference), body, respond, words)

    app.error(on_error)


def problem_of(error: Exception, reference: str) -> Problem:
    """What a person is told of an error; `reference` leads from their report to the log line."""
    if isinstance(error, EstimatorError):
        return Problem(key=error.key, values={name: str(value) for name, value in error.values.items()})
    return Problem(key="unexpected", values={"reference": reference})


async def _answer(problem: Problem, body: Json, respond: AsyncRespond, words: Words) -> BoltResponse:
    """The acknowledgement, which carries the explanation where Slack shows it."""
    field = first_input(body)
    if field is not None:
        errors = {field: problem_plain(problem, words)}
        return BoltResponse(status=200, body={"response_action": "errors", "errors": errors})
    if "command" in body:
        shown = render(problem, words)
        return BoltResponse(status=200, body={"response_type": "ephemeral", "text": shown.text})
    return await _tell(problem, body, respond, words)


async def _tell(problem: Problem, body: Json, respond: AsyncRespond, words: Words) -> BoltResponse:
    if respond.response_url is None:
        return BoltResponse(status=500)
    try:
        await tell(respond, render(problem, words), thread_of(body))
    except ChatFailed as failed:
        log.warning("person not told", code=failed.code)
        return BoltResponse(status=500)
    return BoltResponse(status=200)


def _log(error: Exception, body: Json, reference: str) -> None:
    kind = str(body.get("type") or body.get("command") or "")
    if isinstance(error, ChatFailed):
        log.warning("payload not answered", kind=kind, code=error.code, reference=reference)
    else:
        log.error("payload not handled", kind=kind, reference=reference, exc_info=error)
