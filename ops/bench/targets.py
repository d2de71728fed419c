"""What must be reached, and how each figure is taken from the outcomes.

Where several trials measure a figure, the worst counts.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ops.bench.figures import Bound, Figure
from ops.bench.trial import Outcome, Trial

CROWD = 50
FEW = 10
LATENCY = 2.0
"""Seconds that the model takes where a target names them."""
SMALL = 9
LARGE = 100

Outcomes = Sequence[Outcome]


@dataclass(frozen=True, kw_only=True)
class Target:
    """A row of the table before it is measured. `of` picks its trials, `take` the figure of one of them."""

    name: str
    unit: str
    of: Callable[[Trial], bool]
    take: Callable[[Outcome], float | None]
    bound: Bound | None = None
    digits: int = 0

    def figure(self, outcomes: Outcomes) -> Figure:
        """The worst of the figures that its trials gave."""
        taken = [self.take(one) for one in outcomes if self.of(one.trial)]
        worst = min if self.bound and self.bound.at_least else max
        measured = worst((one for one in taken if one is not None), default=None)
        return Figure(name=self.name, unit=self.unit, measured=measured, bound=self.bound, digits=self.digits)


def figures(outcomes: Outcomes) -> Sequence[Figure]:
    """The table of what must be reached."""
    return [target.figure(outcomes) for target in TARGETS]


def missed(rows: Iterable[Figure]) -> Sequence[Figure]:
    """Those that were measured and not reached."""
    return [row for row in rows if row.reached is False]


def _crowd(trial: Trial) -> bool:
    return trial.conversations == CROWD


def _crowd_and_slow_model(trial: Trial) -> bool:
    return _crowd(trial) and trial.latency == LATENCY


def _few(trial: Trial) -> bool:
    return trial.conversations == FEW


def _small(trial: Trial) -> bool:
    return trial.deliverables == SMALL


def _large(trial: Trial) -> bool:
    return trial.deliverables == LARGE and trial.latency > 0


def _milliseconds(seconds: float | None) -> float | None:
    return None if seconds is None else seconds * 1000


def _each(total: int, outcome: Outcome) -> float:
    return total / outcome.count if outcome.count else math.inf


def _at_most(figure: float) -> Bound:
    return Bound(figure=figure)


def _at_least(figure: float) -> Bound:
    return Bound(figure=figure, at_least=True)


TARGETS: Sequence[Target] = (
    Target(name="ack p50, 50 at once", unit="ms", of=_crowd, take=lambda one: _milliseconds(one.ack(0.5)), digits=1),
    Target(
        name="ack p99, 50 at once", unit="ms", of=_crowd, take=lambda one: _milliseconds(one.ack(0.99)), digits=1,
        bound=_at_most(100),
    ),
    Target(
        name="first word of the bot, p95, 50 at once, 2 s model", unit="s", of=_crowd_and_slow_model, digits=2,
        take=lambda one: one.first_word(0.95), bound=_at_most(1.0),
    ),
    Target(
        name="own time from last answer to Excel, 9 deliverables, p95 of 10 at once", unit="s", of=_few, digits=2,
        take=lambda one: one.own_time(0.95), bound=_at_most(0.5),
    ),
    Target(
        name="estimates per minute, 50 at once, 2 s model", unit="", of=_crowd_and_slow_model,
        take=lambda one: one.per_minute, bound=_at_least(300),
    ),
    Target(
        name="of them succeed", unit="%", of=_crowd_and_slow_model, digits=1,
        take=lambda one: 100 * one.succeeded / one.count, bound=_at_least(100),
    ),
    Target(
        name="model calls, 9 deliverables in Japanese", unit="", of=_small, digits=2,
        take=lambda one: _each(one.calls, one), bound=_at_most(2),
    ),
    Target(
        name="tokens, 9 deliverables in Japanese", unit="", of=_small, take=lambda one: _each(one.tokens, one),
        bound=_at_most(5000),
    ),
    Target(
        name="model calls, 100 deliverables", unit="", of=_large, digits=2, take=lambda one: _each(one.calls, one),
        bound=_at_most(6),
    ),
    Target(
        name="time for 100 deliverables, in latencies of the model", unit="x", of=_large, digits=2,
        take=lambda one: one.whole_time() / one.trial.latency, bound=_at_most(3),
    ),
    Target(
        name="peak memory of the bot, 50 at once", unit="MB", of=_crowd, take=lambda one: one.bot.peak_mb,
        bound=_at_most(200),
    ),
)  # fmt: skip
