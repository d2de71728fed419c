"""The Socket Mode connection, on slack-bolt's aiohttp adapter (the builtin one lost 3 s after a refresh)."""

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp


class BoltSocket:
    """Connects a Bolt app to Slack and tells whether it is connected."""

    def __init__(self, app: AsyncApp, app_token: str) -> None:
        self._handler = AsyncSocketModeHandler(app, app_token)
        self._handler.client.proxy = app.client.proxy

    async def connect(self) -> None:
        """Opens the connection; the adapter reconnects by itself from then on."""
        await self._handler.connect_async()  # type: ignore[no-untyped-call]

    async def close(self) -> None:
        """Closes it for good."""
        await self._handler.close_async()  # type: ignore[no-untyped-call]

    async def up(self) -> bool:
        """Whether payloads can reach us now; the health endpoint's probe."""
        return bool(await self._handler.client.is_connected())
