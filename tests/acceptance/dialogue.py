"""A dialogue with the real program: said, answered."""

import io
import re
from collections.abc import Callable, Sequence

import openpyxl
from openpyxl.workbook import Workbook

from ops.sandbox import Message, Person, Sandbox, Upload
from ops.sandbox.messages import elements
from ops.sandbox.workspace import Channel

PATIENCE = 10.0

Look = Callable[[Message], object]

NINE_JA = (
    "要件定義書", "基本設計書", "ログイン・権限管理", "商品マスタ管理画面", "受注管理画面", "在庫連携API", "帳票出力",
    "結合テスト仕様書・報告書", "運用マニュアル",
)  # fmt: skip


def xlsx(*rows: Sequence[object], name: str = "list.xlsx") -> Upload:
    """A workbook with these rows on its only sheet."""
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    content = io.BytesIO()
    workbook.save(content)
    return Upload(name=name, content=content.getvalue())


def deliverables(*names: str, name: str = "list.xlsx") -> Upload:
    """A workbook that lists these deliverables under a header."""
    return xlsx(("成果物名",), *((one,) for one in names), name=name)


def actions(message: Message) -> list[str]:
    """The action ids of a message's buttons."""
    return [str(one["action_id"]) for one in elements(message.blocks)]


class Dialogue:
    """One person and the bot in one thread."""

    def __init__(self, sandbox: Sandbox, person: Person, room: Channel) -> None:
        self.sandbox = sandbox
        self.person = person
        self.room = room
        self.root: Message | None = None

    async def mentions(self, text: str = "", *files: Upload) -> None:
        """Starts a thread by mentioning the bot in the channel."""
        self.root = await self.person.mentions(self.room, text, files=files)

    async def writes(self, text: str = "", *files: Upload) -> None:
        """Starts a thread by a direct message."""
        self.room = self.person.dm
        self.root = await self.person.says(self.room, text, files=files)

    async def replies(self, text: str, *files: Upload) -> None:
        """Replies in the thread."""
        await self.person.says(self.room, text, thread=self.root, files=files)

    async def hears(self, look: Look | str, *, within: float = PATIENCE) -> Message:
        """The first message of the bot in the thread that is, or becomes, like this."""
        wanted: Look = (lambda message: look in message.shown) if isinstance(look, str) else look
        assert self.root is not None
        return await self.sandbox.reply(self.root, wanted, within=within)

    async def asked(self) -> Message:
        """The questions, once they stand there with their buttons."""
        return await self.hears(lambda message: "answer_in_form" in actions(message))

    async def result(self, number: int = 1) -> Message:
        """The estimate of a revision."""
        name = re.compile(rf"EST-\d+-{number}\b")
        return await self.hears(lambda message: name.search(message.shown) and "start_over" in actions(message))

    async def workbook(self, number: int = 1) -> Workbook:
        """The workbook of a revision, with the values a viewer shows."""
        content = await self.file(number)
        return openpyxl.load_workbook(io.BytesIO(content), data_only=True)

    async def file(self, number: int = 1) -> bytes:
        """The bytes of a revision's workbook."""

        def found() -> list[bytes]:
            shown = [id for message in self.said() for id in message.files]
            files = [one for one in self.sandbox.files if one.id in shown and one.name.endswith(f"-{number}.xlsx")]
            return [one.content for one in files if one.content]

        return (await self.sandbox.wait_for(found, within=PATIENCE))[0]

    async def presses(self, message: Message, button: str) -> None:
        """Presses a button of a message as it stands now."""
        now = self.sandbox.message(message.channel, message.ts)
        assert now is not None
        await self.person.presses(now, button)

    async def whispered(self, look: str) -> Message:
        """What only this person sees."""
        return await self.person.sees(lambda message: look in message.shown, within=PATIENCE)

    def said(self) -> list[Message]:
        """Everything the bot said in the thread, as it stands now."""
        assert self.root is not None
        thread = self.sandbox.thread(self.room, self.root.root_ts)
        return [message for message in thread if message.bot_id]


def texts(workbook: Workbook, sheet: int = 0) -> str:
    """All the text of a sheet."""
    cells = (cell for row in workbook.worksheets[sheet].iter_rows() for cell in row)
    return "\n".join(str(cell.value) for cell in cells if cell.value is not None)
