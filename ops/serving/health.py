"""`GET /health`: whether the database and the socket are up; `/api/v1/health` gives the parts."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from aiohttp import web

from bot.log import get_logger

Probe = Callable[[], Awaitable[bool]]

log = get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Health:
    """The parts that must be up, each with its probe, and the HTTP answers made of them."""

    probes: Mapping[str, Probe]
    version: str

    async def parts(self) -> dict[str, bool]:
        """Each part's name and whether it is up; a probe that fails says it is not."""
        return {name: await _up(name, probe) for name, probe in self.probes.items()}

    def application(self) -> web.Application:
        """The HTTP application, to be served on the loopback address behind the proxy."""
        application = web.Application()
        application.router.add_get("/health", self._health)
        application.router.add_get("/api/v1/health", self._details)
        return application

    async def _health(self, _: web.Request) -> web.Response:
        failing = [name for name, up in (await self.parts()).items() if not up]
        if failing:
            return web.json_response({"status": "unhealthy", "failing": failing}, status=503)
        return web.json_response({"status": "healthy"}, dumps=_compact)

    async def _details(self, _: web.Request) -> web.Response:
        parts = await self.parts()
        body = {
            "status": "healthy" if all(parts.values()) else "unhealthy",
            "version": self.version,
            "parts": {name: "up" if up else "down" for name, up in parts.items()},
        }
        return web.json_response(body, status=200 if all(parts.values()) else 503)


def _compact(body: object) -> str:
    """Without spaces, as the runbook's expected output has it."""
    return json.dumps(body, separators=(",", ":"))


async def _up(name: str, probe: Probe) -> bool:
    try:
        return await probe()
    except Exception:
        log.exception("Probe failed", part=name)
        return False
