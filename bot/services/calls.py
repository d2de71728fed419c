"""Model calls that are paid for once: their results are stored as soon as they arrive."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from bot.errors import ModelFailed
from bot.log import get_logger
from bot.ports import ProposedEfforts, ProposedIdeas, ProposedIntent, ProposedQuestions, Store, StoredCall, Usage

P = TypeVar("P", ProposedQuestions, ProposedEfforts, ProposedIntent, ProposedIdeas)

log = get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Calls:
    """Looks into the store before it asks, and stores what it is told."""

    store: Store

    async def once(self, key: str, task: int, purpose: str, kind: type[P], ask: Callable[[], Awaitable[P]]) -> P:
        """The stored result of this key, or a new one. ModelFailed is recorded and raised; it may be tried again."""
        answer = await self.maybe(key, task, purpose, kind, ask)
        assert answer is not None  # noqa: S101 - `ask` always answers or raises
        return answer

    async def maybe(
        self, key: str, task: int, purpose: str, kind: type[P], ask: Callable[[], Awaitable[P | None]]
    ) -> P | None:
        """The same where there may be no model to ask: None then, and nothing is recorded."""
        known = await self.store.run(lambda unit: unit.calls.find(key))
        if known is not None and isinstance(known.answer, kind):
            return known.answer
        try:
            answer = await ask()
        except ModelFailed as failed:
            await self._record(
                StoredCall(key=key, task=task, purpose=purpose, usage=_NONE, answer=None, failure=failed.key)
            )
            raise
        if answer is not None:
            await self._record(StoredCall(key=key, task=task, purpose=purpose, usage=answer.usage, answer=answer))
        return answer

    async def _record(self, call: StoredCall) -> None:
        await self.store.run(lambda unit: unit.calls.put(call))
        log.info(
            "Model called",
            task=call.task,
            purpose=call.purpose,
            model=call.usage.model,
            prompt_tokens=call.usage.prompt_tokens,
            completion_tokens=call.usage.completion_tokens,
            seconds=round(call.usage.seconds, 3),
            failure=call.failure,
        )


_NONE = Usage(model="")
