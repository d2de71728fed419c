"""The demo: the sandbox, the real bot as a process of its own, and a scripted person. No account, no key.

The person mentions the bot with the sample list, answers the questions, and receives the workbook; the thread is
printed as it grows. Then whoever started the demo may type to the bot.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path

from bot.domain.language import Language
from bot.i18n import Words
from bot.settings import load_settings
from ops.sandbox.files import File, Upload
from ops.sandbox.messages import Message, elements
from ops.sandbox.people import Person
from ops.sandbox.program import PATIENCE_SECONDS, manifest, running
from ops.sandbox.sample import sample_list
from ops.sandbox.server import Sandbox
from ops.sandbox.transcript import Transcript
from ops.sandbox.workspace import Channel

FOLDER = Path("var/demo")


async def play(*, interactive: bool) -> int:
    """Plays the demo; returns the process's exit code."""
    language = load_settings(env_file=None).language
    words = Words.of(language)
    folder = FOLDER / datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    folder.mkdir(parents=True)
    async with Sandbox(manifest=manifest()) as sandbox, running(sandbox, folder, LANGUAGE=language.value) as program:
        print(words("demo.started", page=sandbox.url, log=program.log))
        scene = Scene(sandbox, words, folder)
        await scene.act()
        if interactive:
            await scene.converse()
    return 0


class Scene:
    """One person, one channel, one thread."""

    def __init__(self, sandbox: Sandbox, words: Words, folder: Path) -> None:
        name, locale = ("佐藤", "ja-JP") if words.language is Language.JA else ("Sarah", "en-US")
        self._sandbox = sandbox
        self._words = words
        self._folder = folder
        self._person: Person = sandbox.person(name, locale=locale)
        self._room: Channel = sandbox.channel("sales")
        self._transcript = Transcript(sandbox, bot=words("demo.bot"))

    async def act(self) -> None:
        """The script: a mention with the sample list, the answers, the workbook."""
        _, content = sample_list(self._words.language)
        sample = Upload(name=self._words("demo.file"), content=content)
        await self._ask(self._words("demo.request"), sample)
        await self._hear(lambda message: "answer_in_form" in _actions(message))
        await self._person.says(self._room, self._words("demo.answers"), thread=self._root)
        await self._hear(lambda message: "start_over" in _actions(message))
        workbook = (await self._sandbox.wait_for(self._workbooks, within=PATIENCE_SECONDS))[-1]
        self._transcript.show()
        path = self._folder / workbook.name
        path.write_bytes(workbook.content or b"")
        print("\n" + self._words("demo.workbook", path=path.resolve()))

    async def converse(self) -> None:
        """Lets the person at the terminal type into the thread until they leave."""
        print("\n" + self._words("demo.your_turn"))
        watch = asyncio.create_task(self._transcript.watch())
        try:
            async for line in _typed():
                if line in {":quit", ":q"}:
                    break
                await self._obey(line)
        finally:
            watch.cancel()

    async def _obey(self, line: str) -> None:
        if line.startswith(":press "):
            await self._press(line.removeprefix(":press ").strip())
        elif line.startswith(":new "):
            await self._ask(line.removeprefix(":new "))
        elif line:
            await self._person.says(self._room, line, thread=self._root)

    async def _ask(self, text: str, *lists: Upload) -> None:
        self._root: Message = await self._person.mentions(self._room, text, files=lists)
        self._transcript.follow(self._root)

    async def _press(self, label: str) -> None:
        shown = [one for one in self._transcript.thread() if label in one.buttons]
        if not shown:
            print(self._words("demo.no_such_button", label=label))
            return
        await self._person.presses(shown[-1], label)

    async def _hear(self, look: Callable[[Message], object]) -> None:
        await self._sandbox.reply(self._root, look, within=PATIENCE_SECONDS)
        self._transcript.show()

    def _workbooks(self) -> list[File]:
        """The workbooks that stand in the thread."""
        shown = {id for message in self._transcript.thread() if message.bot_id for id in message.files}
        return [file for file in self._sandbox.files if file.id in shown]


def _actions(message: Message) -> list[str]:
    return [str(one["action_id"]) for one in elements(message.blocks)]


async def _typed() -> AsyncIterator[str]:
    """Lines from standard input, without holding up the loop; ends with the input."""
    while line := await asyncio.to_thread(sys.stdin.readline):
        yield line.strip()
