"""A trial: a bot, a number of people at once, and what was seen of it from outside."""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass

from ops.bench.conversation import Lived
from ops.bench.figures import percentile
from ops.bench.footprint import Footprint
from ops.bench.script import Script, script
from ops.bench.stage import Stage, stage
from ops.sandbox.delivery import Delivery
from ops.sandbox.model import ModelCall


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What is tried. `latency` is the model's, in seconds; `rounds` the conversations of each lane."""

    conversations: int
    latency: float
    rounds: int = 1
    deliverables: int = 9


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of a trial. Seconds throughout; a percentile is None of nothing, infinite when something never came."""

    trial: Trial
    lived: tuple[Lived, ...]
    succeeded: int
    acks: tuple[float, ...]
    calls: int
    tokens: int
    bot: Footprint
    bot_cpu: float
    own_cpu: float

    @property
    def count(self) -> int:
        """Conversations begun."""
        return len(self.lived)

    @property
    def seconds(self) -> float:
        """From the first upload to the last workbook."""
        ended = [one.ended for one in self.lived if one.ended is not None]
        return max(ended) - min(one.begun for one in self.lived) if ended else math.inf

    @property
    def per_minute(self) -> float:
        """Estimates handed over per minute."""
        return 60 * self.succeeded / self.seconds

    def ack(self, share: float) -> float | None:
        """From an envelope's sending to its acknowledgement."""
        return percentile(self.acks, share)

    def first_word(self, share: float) -> float | None:
        """From the upload to the bot's first message in the thread."""
        return percentile([_or_never(one.first_word) for one in self.lived], share)

    def own_time(self, share: float) -> float | None:
        """From the last answer to the workbook in the thread, without the model's latency."""
        return percentile([_or_never(one.to_workbook) - self.trial.latency for one in self.lived], share)

    def whole_time(self) -> float:
        """From the upload to the workbook, by a person who answers at once; the longest."""
        return max(_or_never(one.ended) - one.begun for one in self.lived)


async def outcome(trial: Trial) -> Outcome:
    """Plays a trial with a bot of its own that one person has spoken to before: a bot runs for weeks."""
    async with stage(trial.latency) as ready:
        await ready.live(script(trial.deliverables), at_once=1, rounds=1)
        return await _measured(ready, trial, script(trial.deliverables))


async def _measured(ready: Stage, trial: Trial, words: Script) -> Outcome:
    deliveries, calls = len(ready.deliveries()), len(ready.calls())
    bot_cpu, own_cpu = ready.bot().cpu, time.process_time()
    lives = tuple(await ready.live(words, at_once=trial.conversations, rounds=trial.rounds))
    own_cpu, bot = time.process_time() - own_cpu, ready.bot()
    asked = ready.calls()[calls:]
    return Outcome(
        trial=trial,
        lived=lives,
        succeeded=sum(one.succeeded(words.names) for one in lives),
        acks=_acks(ready.deliveries()[deliveries:]),
        calls=len(asked),
        tokens=sum(_tokens(one) for one in asked),
        bot=bot,
        bot_cpu=(bot.cpu or 0) - (bot_cpu or 0),
        own_cpu=own_cpu,
    )


def _acks(deliveries: Sequence[Delivery]) -> tuple[float, ...]:
    return tuple(_or_never(one.latency) for one in deliveries)


def _tokens(call: ModelCall) -> int:
    return int(call.usage.get("total_tokens", 0))


def _or_never(seconds: float | None) -> float:
    return math.inf if seconds is None else seconds
