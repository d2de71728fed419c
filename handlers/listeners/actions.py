"""The buttons under our messages, and the form of answers that one of them opens."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.incoming import Button
from bot.domain.messages import Message, Problem, QuestionsAsked, Told
from handlers.desk import Desk
from handlers.incoming import Asked, Json, form_asked, pressed, thread_of, user_of
from handlers.names import ANSWER_IN_FORM
from handlers.opening import open_form
from handlers.telling import tell
from handlers.views.forms import answers_form
from handlers.views.rendering import render

OUTDATED: Final = Told(key="button_outdated")
"""For a button of an earlier state, or one whose value is not ours."""

Listener = Callable[..., Awaitable[None]]


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to every button."""
    for button in Button:
        app.action(button.value)(_on_press(desk, button))
    app.action(ANSWER_IN_FORM)(_on_ask(desk))


def _on_press(desk: Desk, button: Button) -> Listener:
    async def on_press(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        arrived = pressed(body, button)
        if arrived is None:
            await explain(desk, body, respond, OUTDATED)
        else:
            await desk.keep(arrived)
        await ack()

    return on_press


def _on_ask(desk: Desk) -> Listener:
    async def on_ask(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond) -> None:
        asked = form_asked(body)
        found = await desk.lookup.questions(asked.task) if asked else None
        if asked and isinstance(found, QuestionsAsked) and _current(found, asked):
            words = await desk.words_for(asked.user)
            await open_form(client, asked.trigger, answers_form(found, asked.place, words))
        else:
            await explain(desk, body, respond, found if isinstance(found, Problem) else OUTDATED)
        await ack()

    return on_ask


def _current(questions: QuestionsAsked, asked: Asked) -> bool:
    return questions.round == asked.round and not questions.closed and bool(questions.questions)


async def explain(desk: Desk, body: Json, respond: AsyncRespond, message: Message) -> None:
    """Tells whoever pressed a button, and them alone, why it did nothing."""
    words = await desk.words_for(user_of(body))
    await tell(respond, render(message, words), thread_of(body))
