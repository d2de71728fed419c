"""A thread in the terminal: each message when it appears, and again when it has become another."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from ops.sandbox.messages import Message
from ops.sandbox.server import Sandbox
from ops.sandbox.wire import Json

INDENT = "  "
MARKUP = re.compile(r"(?<!\w)[*_~`]+|[*_~`]+(?!\w)")
"""Signs that mark text up; those inside a word are part of it."""
ENTITIES = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}


class Transcript:
    """Prints what is new in the threads it follows."""

    def __init__(self, sandbox: Sandbox, *, bot: str) -> None:
        self._sandbox = sandbox
        self._bot = bot
        self._roots: list[Message] = []
        self._printed: dict[str, int] = {}

    def follow(self, root: Message) -> None:
        """Takes another thread in and prints its first message."""
        self._roots.append(root)
        self.show()

    def thread(self) -> list[Message]:
        """The messages of all threads, oldest first."""
        return [one for root in self._roots for one in self._sandbox.thread(root.channel, root.ts)]

    def show(self) -> None:
        """Prints the messages that are new, and those that changed."""
        for message in self.thread():
            seen = self._printed.get(message.ts, 0)
            if len(message.editions) > seen:
                self._printed[message.ts] = len(message.editions)
                print("\n".join(self._lines(message, again=seen > 0)), flush=True)

    async def watch(self) -> None:
        """Prints as the threads grow, until cancelled."""
        while True:
            await self._sandbox.wait_for(self._grown, within=float("inf"))
            self.show()

    def _grown(self) -> bool:
        return any(len(one.editions) > self._printed.get(one.ts, 0) for one in self.thread())

    def _lines(self, message: Message, *, again: bool) -> Iterator[str]:
        who = self._bot if message.bot_id else self._sandbox.desk.workspace.users[message.user].real_name
        yield f"\n{who}{' ↻' if again else ''}"
        for line in as_text(message, self._names(message)):
            yield INDENT + self._named(line)

    def _named(self, line: str) -> str:
        """Mentions by name instead of by id."""
        names = {id: user.real_name for id, user in self._sandbox.desk.workspace.users.items()}
        return re.sub(r"@(U\w+)", lambda found: f"@{names.get(found[1], found[1])}", line)

    def _names(self, message: Message) -> Sequence[str]:
        return [file.name for file in self._sandbox.files if file.id in message.files]


def as_text(message: Message, files: Sequence[str] = ()) -> Iterator[str]:
    """A message as lines of plain text: tables aligned, buttons in brackets, files named."""
    shown = [line for block in message.blocks for line in _block(block)]
    yield from shown or _plain(message.text).splitlines()
    for name in files:
        yield f"[📎 {name}]"


def _block(block: Json) -> Iterator[str]:
    match block.get("type"):
        case "table":
            yield from _table([[_cell(cell) for cell in row] for row in block["rows"]])
        case "actions":
            yield "  ".join(f"[ {one['text']['text']} ]" for one in block["elements"] if "text" in one)
        case "context":
            yield " ".join(_plain(one.get("text", "")) for one in block["elements"])
        case "divider":
            yield "─" * 40
        case "rich_text":
            yield from _plain(_cell(block)).splitlines()
        case _:
            texts = [block.get("text"), *block.get("fields", [])]
            for text in filter(None, texts):
                yield from _plain(text["text"]).splitlines()


def _cell(cell: Json) -> str:
    if "elements" in cell:
        return "".join(_cell(one) for one in cell["elements"])
    return str(cell.get("text", "")) or (f"@{cell['user_id']}" if "user_id" in cell else "")


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(_width(row[place]) for row in rows if place < len(row)) for place in range(max(map(len, rows)))]
    for row in rows:
        yield "  ".join(cell + " " * (widths[place] - _width(cell)) for place, cell in enumerate(row)).rstrip()


def _width(text: str) -> int:
    """Columns that a terminal needs: two for East Asian wide letters."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _plain(text: str) -> str:
    text = re.sub(r"<(?:[^<>|]*\|)?([^<>|]*)>", r"\1", text)
    text = MARKUP.sub("", text)
    for entity, letter in ENTITIES.items():
        text = text.replace(entity, letter)
    return text
