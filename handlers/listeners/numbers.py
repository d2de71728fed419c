"""The form "Adjust by numbers": opened from a result, reckoned while it is filled in, and sent."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.adjustment import CannotAdjust
from bot.domain.messages import Problem
from bot.domain.numbers import EntryRefused, Figure, Numbers, changes_nothing
from handlers.desk import Desk
from handlers.incoming import Asked, NumbersForm, form_asked, numbers_entered, user_of
from handlers.listeners.actions import OUTDATED, explain
from handlers.names import ADJUST, NUMBERS, VALUE
from handlers.opening import open_form, update_form
from handlers.views.numbers import Looked, Outlook, faults_at, numbers_form, outdated_form

Listener = Callable[..., Awaitable[None]]


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to the button that opens the form, to the form's inputs and to its submission."""
    app.action(ADJUST)(_on_ask(desk))
    app.action(VALUE)(_on_enter(desk))
    app.view(NUMBERS)(_on_send(desk))


def _on_ask(desk: Desk) -> Listener:
    async def on_ask(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond) -> None:
        asked = form_asked(body)
        found = await desk.lookup.numbers(asked.task) if asked else None
        if asked and isinstance(found, Numbers) and _is_of(found, asked):
            words = await desk.words_for(asked.user)
            await open_form(client, asked.trigger, numbers_form(found, asked.place, None, words))
        else:
            await explain(desk, body, respond, found if isinstance(found, Problem) else OUTDATED)
        await ack()

    return on_ask


def _on_enter(desk: Desk) -> Listener:
    async def on_enter(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        form = numbers_entered(body)
        if form is not None:
            numbers, words = await _present(desk, form), await desk.words_for(form.user)
            looked = looked_at(numbers, form) if numbers else None
            view = numbers_form(numbers, form.ticket.place, looked, words) if numbers else outdated_form(words)
            await update_form(client, form.view, form.hash, view)
        await ack()

    return on_enter


def _on_send(desk: Desk) -> Listener:
    async def on_send(ack: AsyncAck, body: dict[str, Any]) -> None:
        form = numbers_entered(body)
        errors = await _kept(desk, form) if form else await _outdated(desk, user_of(body))
        if errors:
            await ack(response_action="errors", errors=errors)
        else:
            await ack()

    return on_send


def looked_at(numbers: Numbers, form: NumbersForm) -> Looked:
    """What comes of a form as it stands, or why nothing does."""
    try:
        sent = numbers.read(form.entered, form.user)
        return Outlook(sent=sent, estimate=numbers.adjusted(sent))
    except (EntryRefused, CannotAdjust) as refused:
        return refused


async def _kept(desk: Desk, form: NumbersForm) -> dict[str, str]:
    """Keeps what the form changes; otherwise what is wrong, by field."""
    numbers = await _present(desk, form)
    if numbers is None:
        return await _outdated(desk, form.user)
    looked = looked_at(numbers, form)
    if not isinstance(looked, Outlook):
        return faults_at(numbers, looked, await desk.words_for(form.user))
    if changes_nothing(looked.sent):
        words = await desk.words_for(form.user)
        return {Figure.BUDGET: words("slack.numbers.unchanged")}
    await desk.keep(form.arrived(looked.sent))
    return {}


async def _outdated(desk: Desk, user: str) -> dict[str, str]:
    words = await desk.words_for(user)
    return {Figure.BUDGET: words("slack.numbers.outdated")}


async def _present(desk: Desk, form: NumbersForm) -> Numbers | None:
    """The estimate that the form is about; None when it is no longer what the form was opened from."""
    found = await desk.lookup.numbers(form.ticket.task)
    ticket = form.ticket
    current = isinstance(found, Numbers) and (found.round, found.revision) == (ticket.round, ticket.revision)
    return found if isinstance(found, Numbers) and current else None


def _is_of(numbers: Numbers, asked: Asked) -> bool:
    return (numbers.round, numbers.revision) == (asked.round, asked.revision)
