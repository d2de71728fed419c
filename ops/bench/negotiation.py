"""The negotiation: people with a finished estimate each change it in words, then ask for proposals."""

import asyncio
import math
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from ops.bench.conversation import lived
from ops.bench.figures import Bound, Figure, percentile
from ops.bench.script import Script, script
from ops.bench.stage import PATIENCE_SECONDS, Stage, stage
from ops.sandbox import Message, NotSeen, Person
from ops.sandbox.messages import elements

T = TypeVar("T")
PEOPLE = 10
LATENCY = 2.0
"""Seconds that the model takes: a change that the grammar reads must not wait for it."""
APPLIES = "apply"
"""The action of the button on a proposal's card."""


@dataclass(frozen=True, kw_only=True)
class Changed:
    """What a person waited for a change, in seconds; infinite for what never came."""

    answer: float
    workbook: float


@dataclass(frozen=True, kw_only=True)
class Negotiation:
    """What was seen: the waits, and how often the model was asked per person."""

    changes: Sequence[Changed]
    calls_of_change: float
    calls_of_proposals: float

    def figures(self) -> Sequence[Figure]:
        """The rows of the table."""
        answers = [one.answer for one in self.changes]
        workbooks = [one.workbook for one in self.changes]
        at_once = f"p95 of {PEOPLE} at once, {LATENCY:g} s model"
        return (
            _figure(f"answer to a change in words, {at_once}", "s", percentile(answers, 0.95), 0.3),
            _figure(f"its workbook, {at_once}", "s", percentile(workbooks, 0.95), 1.0),
            _figure("model calls of a change in words", "", self.calls_of_change, 0),
            _figure("model calls of proposals", "", self.calls_of_proposals, 1),
        )


async def negotiation() -> Negotiation:
    """Plays it with a bot of its own."""
    words = script(9)
    async with stage(LATENCY) as ready:
        threads = await _all(lambda place: _estimated(ready, words, place))
        before = len(ready.calls())
        changes = await _all(lambda place: _changed(ready, words, *threads[place]))
        between = len(ready.calls())
        await _all(lambda place: _proposed(ready, words, *threads[place]))
        after = len(ready.calls())
    return Negotiation(
        changes=changes,
        calls_of_change=(between - before) / PEOPLE,
        calls_of_proposals=(after - between) / PEOPLE,
    )


async def _all(act: Callable[[int], Awaitable[T]]) -> list[T]:
    return list(await asyncio.gather(*(act(place) for place in range(PEOPLE))))


async def _estimated(ready: Stage, words: Script, place: int) -> tuple[Person, Message]:
    """A person, and the message that started their thread."""
    person = ready.sandbox.person(f"negotiator{place}", locale="ja-JP")
    await lived(ready.sandbox, person, words, PATIENCE_SECONDS)
    return person, ready.sandbox.messages(person.dm)[0]


async def _changed(ready: Stage, words: Script, person: Person, root: Message) -> Changed:
    seen = {message.ts for message in ready.sandbox.thread(root.channel, root.ts)}
    asked = await person.says(person.dm, words.change, thread=root)
    answer = await _heard(ready, root, lambda message: message.ts not in seen and not message.files)
    workbook = await _heard(ready, root, lambda message: message.ts not in seen and bool(message.files))
    return Changed(answer=answer - asked.created, workbook=workbook - asked.created)


async def _proposed(ready: Stage, words: Script, person: Person, root: Message) -> None:
    await person.says(person.dm, words.cheaper, thread=root)
    await _heard(ready, root, lambda message: any(one["action_id"] == APPLIES for one in elements(message.blocks)))


async def _heard(ready: Stage, root: Message, look: Callable[[Message], bool]) -> float:
    """When the message came; infinity when it never did."""
    try:
        return (await ready.sandbox.reply(root, look, within=PATIENCE_SECONDS)).created
    except NotSeen:
        return math.inf


def _figure(name: str, unit: str, measured: float | None, bound: float) -> Figure:
    return Figure(name=name, unit=unit, measured=measured, bound=Bound(figure=bound), digits=2)
