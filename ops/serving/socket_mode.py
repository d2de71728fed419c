"""The Socket Mode connection, on slack-bolt's aiohttp adapter (the builtin one lost 3 s after a refresh)."""

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from handlers.outcomes import answered


class BoltSocket:
    """Connects a Bolt app to Slack and tells whether it is connected."""

    def __init__(self, app: AsyncApp, app_token: str) -> None:
        self._handler = AsyncSocketModeHandler(app, app_token)
        self._handler.client.proxy = app.client.proxy

    async def connect(self) -> None:
        """Opens the connection; the adapter reconnects by itself from then on.

        Raises ChatFailed when Slack does not let us in: the adapter alone would try a wrong token for ever.
        """
        client = self._handler.client
        opened = client.web_client.apps_connections_open(app_token=client.app_token)
        client.wss_uri = (await answered(opened, repeatable=True))["url"]
        await self._handler.connect_async()  # type: ignore[no-untyped-call]

    async def close(self) -> None:
        """Closes it for good."""
        await self._handler.close_async()  # type: ignore[no-untyped-call]

    async def up(self) -> bool:
        """Whether payloads can reach us now; the health endpoint's probe."""
        return bool(await self._handler.client.is_connected())
