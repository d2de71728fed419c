"""The real bot, `estimator run`, as a process of its own on a sandbox: for the demo, the tests, the benchmark."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path

from ops.sandbox.server import Sandbox
from ops.sandbox.wire import Json

PATIENCE_SECONDS = 30.0
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "VIRTUAL_ENV", "COVERAGE_PROCESS_START")
"""What the process inherits; nothing that could reach a real workspace or a real model."""


def manifest() -> Json:
    """The app's manifest, as it is given to Slack."""
    text = files("deploy").joinpath("slack/manifest.json").read_text(encoding="utf-8")
    found: Json = json.loads(text)
    return found


class ProgramEnded(Exception):
    """The bot's process ended by itself; the message holds the end of its log."""


class Program:
    """One process in a folder of its own: database, uploads and log are there."""

    def __init__(self, sandbox: Sandbox, folder: Path, settings: Mapping[str, str]) -> None:
        self._sandbox = sandbox
        self._folder = folder
        self._settings = settings
        self._process: asyncio.subprocess.Process | None = None

    @property
    def log(self) -> Path:
        """What the program wrote, standard error included."""
        return self._folder / "bot.log"

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._running.pid

    async def start(self) -> None:
        """Starts the process and returns once it is connected. Raises ProgramEnded."""
        connections = len(self._sandbox.desk.socket.connections)
        await self._launch()
        await self._connected(connections + 1)

    async def refuse(self) -> int:
        """Starts the process, which cannot serve, and returns the exit code it ends with by itself."""
        await self._launch()
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                return await self._running.wait()
        finally:
            await self.kill()

    async def stop(self) -> int:
        """Asks the process to end (SIGTERM) and returns its exit code."""
        if self._running.returncode is None:
            self._running.send_signal(signal.SIGTERM)
        return await self._running.wait()

    async def kill(self) -> None:
        """Ends the process as a power cut would (SIGKILL)."""
        if self._running.returncode is None:
            self._running.kill()
        await self._running.wait()

    @property
    def _running(self) -> asyncio.subprocess.Process:
        if self._process is None:
            raise ProgramEnded("the program was not started")
        return self._process

    async def _launch(self) -> None:
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "ops.cli", "run",
                cwd=self._folder, env=self._environment(), stdout=log, stderr=log,
            )  # fmt: skip

    async def _connected(self, count: int) -> None:
        ended = asyncio.create_task(self._running.wait())
        up = asyncio.create_task(self._sandbox.connected(count=count, within=PATIENCE_SECONDS))
        await asyncio.wait({ended, up}, return_when=asyncio.FIRST_COMPLETED)
        if not ended.done():
            ended.cancel()
            await up
            return
        up.cancel()
        raise ProgramEnded(f"code {ended.result()}:\n{self.log.read_text(encoding='utf-8')[-2000:]}")

    def _environment(self) -> Mapping[str, str]:
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        return kept | {
            "SLACK_API_URL": self._sandbox.api_url,
            "SLACK_BOT_TOKEN": self._sandbox.bot_token,
            "SLACK_APP_TOKEN": self._sandbox.app_token,
            "DATABASE_URL": "sqlite:///./app.db",
            "PORT": "0",
            **self._settings,
        }


@asynccontextmanager
async def running(sandbox: Sandbox, folder: Path, **settings: str) -> AsyncIterator[Program]:
    """A started program that is stopped at the end; `settings` are environment variables."""
    program = Program(sandbox, folder, settings)
    await program.start()
    try:
        yield program
    finally:
        await program.stop()
