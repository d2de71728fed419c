"""The stage: a sandbox and a model in this process, and the bot as a process of its own.

Slack, the people and the model share one event loop, hence at most one core; on two cores the bot always has one to
itself. Slack's rate limits are on. Everything is on loopback, and the database lies on the disk of the checkout.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from ops.bench.conversation import Lived, lived
from ops.bench.footprint import Footprint, footprint
from ops.bench.script import Script
from ops.sandbox import Limits, Sandbox
from ops.sandbox.delivery import Delivery
from ops.sandbox.model import FakeModel, ModelCall
from ops.sandbox.program import Program, manifest, running

FOLDER = Path("var/bench")
PATIENCE_SECONDS = 60.0
"""How long a person waits for one answer before the conversation counts as failed."""
REMEMBERED = 100_000
"""Deliveries that the sandbox keeps: all."""


@dataclass(kw_only=True)
class Stage:
    """Where conversations are lived. Every person speaks once, in direct messages of their own."""

    sandbox: Sandbox
    model: FakeModel
    program: Program
    people: int = 0

    async def live(self, script: Script, *, at_once: int, rounds: int) -> Sequence[Lived]:
        """So many conversations at once; when one ends the next begins, for so many rounds."""

        async def one_after_another() -> list[Lived]:
            return [await self._next(script) for _ in range(rounds)]

        lanes = await asyncio.gather(*(one_after_another() for _ in range(at_once)))
        return [one for lane in lanes for one in lane]

    def bot(self) -> Footprint:
        """What the bot has taken so far."""
        return footprint(self.program.pid)

    def deliveries(self) -> Sequence[Delivery]:
        """What the bot was handed so far."""
        return self.sandbox.deliveries

    def calls(self) -> Sequence[ModelCall]:
        """What the model was asked so far."""
        return self.model.calls

    async def _next(self, script: Script) -> Lived:
        self.people += 1
        person = self.sandbox.person(f"user{self.people}", locale="ja-JP")
        return await lived(self.sandbox, person, script, PATIENCE_SECONDS + self.model.latency)


@asynccontextmanager
async def stage(latency: float) -> AsyncIterator[Stage]:
    """A stage whose model answers after `latency` seconds; the folder is gone afterwards."""
    with _folder() as folder:
        async with (
            Sandbox(manifest=manifest(), limits=Limits(log_size=REMEMBERED)) as sandbox,
            FakeModel(latency=latency) as model,
            running(
                sandbox, folder, OPENAI_BASE_URL=model.base_url, OPENAI_API_KEY=model.api_key, LANGUAGE="ja"
            ) as program,
        ):
            yield Stage(sandbox=sandbox, model=model, program=program)


@contextmanager
def _folder() -> Iterator[Path]:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        yield Path(folder)
