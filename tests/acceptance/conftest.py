"""The real program against the sandbox: one of each for all dialogues, each with people and a channel of its own."""

import itertools
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import pytest_asyncio

from ops.sandbox import Sandbox
from ops.sandbox.model import FakeModel
from ops.sandbox.program import Program, manifest, running
from tests.acceptance.dialogue import Dialogue

NUMBERS = itertools.count(1)


@dataclass(kw_only=True)
class Office:
    """A workspace with the bot in it."""

    sandbox: Sandbox
    program: Program
    folder: Path
    made: list[Dialogue] = field(default_factory=list)

    def dialogue(self, locale: str = "ja-JP", *, with_bot: bool = True) -> Dialogue:
        """A new person in a channel of their own."""
        number = next(NUMBERS)
        person = self.sandbox.person(f"Person {number}", locale=locale)
        room = self.sandbox.channel(f"room-{number}", with_bot=with_bot)
        self.made.append(Dialogue(self.sandbox, person, room))
        return self.made[-1]

    def colleague(self, of: Dialogue, locale: str = "en-US") -> Dialogue:
        """Another person in the same channel and thread."""
        person = self.sandbox.person(f"Person {next(NUMBERS)}", locale=locale)
        self.sandbox.desk.board.join(of.room.id, person.id)
        other = Dialogue(self.sandbox, person, of.room)
        other.root = of.root
        return other

    def log(self) -> list[dict[str, object]]:
        """The program's log, line by line."""
        return [json.loads(line) for line in self.program.log.read_text(encoding="utf-8").splitlines()]


@dataclass(kw_only=True)
class ModelOffice(Office):
    """A workspace whose bot asks a model. Files may be 1 MB large, two calls run at a time, none is tried again."""

    model: FakeModel


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def office(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Office]:
    """The bot without a model: the offline catalogue."""
    folder = tmp_path_factory.mktemp("office")
    async with Sandbox(manifest=manifest()) as sandbox, running(sandbox, folder, LANGUAGE="ja") as program:
        yield Office(sandbox=sandbox, program=program, folder=folder)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def modelled(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[ModelOffice]:
    """The bot with the sandbox's model."""
    folder = tmp_path_factory.mktemp("modelled")
    async with Sandbox(manifest=manifest()) as sandbox, FakeModel() as model:
        settings = {
            "LANGUAGE": "ja",
            "OPENAI_API_KEY": model.api_key,
            "OPENAI_BASE_URL": model.base_url,
            "OPENAI_TIMEOUT_SECONDS": "1",
            "OPENAI_MAX_RETRIES": "0",
            "MODEL_CONCURRENCY": "2",
            "MAX_UPLOAD_SIZE_MB": "1",
        }
        async with running(sandbox, folder, **settings) as program:
            yield ModelOffice(sandbox=sandbox, program=program, folder=folder, model=model)


@pytest.fixture
def dialogue(office: Office) -> Callable[..., Dialogue]:
    """Makes dialogues."""
    return office.dialogue
