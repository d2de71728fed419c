"""One conversation, as its person lives it: a list, the questions, one reply to all of them, the workbook.

Times are those at which a message stood in Slack, not those at which the person came to look.
"""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from ops.bench.script import Script
from ops.sandbox import Message, NotSeen, Person, Sandbox, Upload
from ops.sandbox.messages import elements

ASKS = "answer_in_form"
"""The action of the button below the questions: how a person sees that it is their turn."""


@dataclass(frozen=True, kw_only=True)
class Lived:
    """What a person waited, in seconds; None for what did not come while they had patience."""

    begun: float
    """Monotonic seconds of the sandbox, as is `ended`."""
    first_word: float | None = None
    to_workbook: float | None = None
    """From the last answer to the workbook in the thread."""
    ended: float | None = None
    content: bytes = b""

    def succeeded(self, names: Sequence[str]) -> bool:
        """Whether a workbook came that holds every deliverable."""
        return bool(self.content) and all(name in _texts(self.content) for name in names)


async def lived(sandbox: Sandbox, person: Person, script: Script, patience: float) -> Lived:
    """Lives one conversation in the person's direct messages; every wait ends after `patience` seconds."""
    upload = Upload(name=script.file_name, content=script.content)
    asked = await person.uploads(person.dm, upload, text=script.request)
    try:
        await sandbox.reply(asked, _asks, within=patience)
        answered = await person.says(person.dm, script.answers, thread=asked)
        handed_over = await sandbox.reply(asked, lambda message: message.files, within=patience)
    except NotSeen:
        return Lived(begun=asked.created, first_word=_first_word(sandbox, asked))
    return Lived(
        begun=asked.created,
        first_word=_first_word(sandbox, asked),
        to_workbook=handed_over.created - answered.created,
        ended=handed_over.created,
        content=sandbox.desk.files.get(handed_over.files[0]).content or b"",
    )


def _asks(message: Message) -> bool:
    return any(one["action_id"] == ASKS for one in elements(message.blocks))


def _first_word(sandbox: Sandbox, asked: Message) -> float | None:
    """Seconds until the app's first message in the thread."""
    said = [one for one in sandbox.thread(asked.channel, asked.ts) if one.bot_id]
    return said[0].created - asked.created if said else None


def _texts(content: bytes) -> str:
    """The XML of the workbook's cells."""
    with zipfile.ZipFile(BytesIO(content)) as workbook:
        parts = [name for name in workbook.namelist() if name.startswith("xl/") and name.endswith(".xml")]
        return "".join(workbook.read(name).decode("utf-8") for name in parts)
