"""The message shortcut "Estimate this"."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from handlers.desk import Desk
from handlers.incoming import shortcut_used
from handlers.names import SHORTCUT


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to the shortcut."""

    async def on_shortcut(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        arrived = shortcut_used(body, context.bot_user_id or "")
        if arrived is not None:
            await desk.keep(arrived)
        await ack()

    app.message_shortcut(SHORTCUT)(on_shortcut)
