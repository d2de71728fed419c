"""What people write: in threads of ours, to us, and past us."""

from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext

from bot.ports import Unit
from handlers.desk import Desk
from handlers.incoming import Heard, heard


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to messages and mentions; a mention in a channel comes as both and is kept once."""

    async def on_message(event: dict[str, Any], context: AsyncBoltContext) -> None:
        message = heard(event, context.bot_user_id or "")
        if message is not None and message.concerns_us:
            await desk.store.run(lambda unit: _keep(unit, message))

    app.event("message")(on_message)
    app.event("app_mention")(on_message)


def _keep(unit: Unit, message: Heard) -> None:
    """In one transaction, so that a thread that becomes ours meanwhile is not missed."""
    arrived = message.arrived(known=_ours(unit, message))
    if arrived is not None:
        unit.inbox.put(arrived.key, arrived.conversation, arrived.incoming)


def _ours(unit: Unit, message: Heard) -> bool:
    if not message.in_thread:
        return False
    return unit.inbox.knows(message.place.key) or unit.tasks.in_thread(message.place) is not None
