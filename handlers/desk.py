"""What the listeners work with."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol

from bot.domain.language import Language
from bot.domain.messages import Message, Problem, QuestionsAsked, TasksListed
from bot.domain.money import Currency
from bot.domain.numbers import Numbers
from bot.i18n import Words
from bot.ports import People, Store
from handlers.incoming import Arrived

PATIENCE: Final = 1.5
"""Seconds to wait for a person's language when Slack wants an answer within three."""


class Lookup(Protocol):
    """Answers that a person gets at once, without a step of a conversation."""

    async def help(self) -> Message: ...

    async def newest(self, user: str) -> TasksListed: ...

    async def show(self, user: str, channel: str, number: int) -> Message:
        """The estimate with this number as it is now, or a Problem."""
        ...

    async def questions(self, task: int) -> QuestionsAsked | Problem | None:
        """The questions of a task; None when there is no such task."""
        ...

    async def numbers(self, task: int) -> Numbers | Problem | None:
        """What a task's form of numbers starts from; None when there is no such task."""
        ...


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The store that payloads go into, and what is needed to answer a person directly."""

    store: Store
    people: People
    lookup: Lookup
    language: Language
    """For a person whose language cannot be told in time."""
    currencies: Mapping[Language, Currency] = field(
        default_factory=lambda: {Language.JA: Currency.JPY, Language.EN: Currency.USD}
    )
    home: str = ""
    """`Identity.home`, for links to threads."""
    patience: float = PATIENCE

    async def keep(self, arrived: Arrived) -> bool:
        """Commits an arrival; False when it is here already."""
        return await self.store.run(lambda unit: unit.inbox.put(arrived.key, arrived.conversation, arrived.incoming))

    async def words_for(self, user: str) -> Words:
        """The words of a person's language, or of the default one when asking takes too long."""
        try:
            async with asyncio.timeout(self.patience):
                return Words.of(await self.people.language(user))
        except TimeoutError:
            return Words.of(self.language)

    def currency(self, words: Words) -> Currency:
        """The currency that a form in this language starts with."""
        return self.currencies.get(words.language, Currency.JPY)
