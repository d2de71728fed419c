"""A workspace in which our listeners listen, on a real database."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import select

from bot.adapters.store.codec import INCOMING
from bot.adapters.store.store import SqlStore
from bot.adapters.store.tables import inbox
from bot.adapters.store.unit import SqlUnit
from bot.domain.brief import Question
from bot.domain.incoming import Incoming
from bot.domain.language import Language
from bot.domain.messages import Help, Message, Problem, QuestionsAsked, TasksListed
from bot.domain.numbers import Numbers
from bot.domain.task import Place
from bot.i18n import Words
from handlers.chat import SlackChat
from handlers.views.rendering import render
from ops.sandbox import Sandbox
from ops.sandbox import messages as seen
from ops.sandbox.people import Person

QUESTIONS = QuestionsAsked(
    task=7,
    round=2,
    questions=(
        Question(number=1, text="利用者は何人ですか？", answer="100名"),
        Question(number=2, text="SSO は必要ですか？ <!channel>"),
    ),
)


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass
class Lookup:
    """Knows the questions of one task."""

    asked: QuestionsAsked | Problem | None = QUESTIONS
    numbered: Numbers | Problem | None = None

    async def help(self) -> Message:
        return Help()

    async def newest(self, user: str) -> TasksListed:
        return TasksListed(tasks=())

    async def show(self, user: str, channel: str, number: int) -> Message:
        return Problem(key="chat_away")

    async def questions(self, task: int) -> QuestionsAsked | Problem | None:
        return self.asked

    async def numbers(self, task: int) -> Numbers | Problem | None:
        return self.numbered


@dataclass(kw_only=True)
class Office:
    """A workspace in which our app is listening."""

    sandbox: Sandbox
    store: SqlStore
    chat: SlackChat
    lookup: Lookup = field(default_factory=Lookup)

    async def arrived(self) -> list[Incoming]:
        """What the inbox holds, oldest first."""
        return await self.store.run(_rows)

    async def asks(self, person: Person) -> seen.Message:
        """The questions, posted into a thread that the person began."""
        root = await person.mentions(self.sandbox.channel("sales"), "一覧")
        place = Place(channel=root.channel, thread=root.ts)
        ts = await self.chat.post(place, render(QUESTIONS, Words.of(Language.JA)), "k")
        found = self.sandbox.message(root.channel, ts)
        assert found is not None
        return found

    async def heard(self, count: int) -> None:
        """Waits until so many events were delivered."""
        await self.sandbox.wait_for(lambda: len([one for one in self.sandbox.deliveries if not one.error]) >= count)


def _rows(unit: SqlUnit) -> list[Incoming]:
    rows = unit.transaction.connection.execute(select(inbox.c.kind, inbox.c.body).order_by(inbox.c.id))
    return [INCOMING.read(row.kind, row.body) for row in rows]
