"""The outcomes as JSON, for whoever compares one run with the next."""

import json
import math
from collections.abc import Sequence
from typing import Any

from ops.bench.figures import Figure
from ops.bench.trial import Outcome


def as_json(machine: str, figures: Sequence[Figure], outcomes: Sequence[Outcome]) -> str:
    """One document; what was not measured or never came is null."""
    document = {
        "machine": machine,
        "figures": [_figure(one) for one in figures],
        "trials": [_trial(one) for one in outcomes],
    }
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)


def _figure(one: Figure) -> dict[str, Any]:
    bound = None if one.bound is None else one.bound.figure
    at_least = one.bound is not None and one.bound.at_least
    return {
        "name": one.name, "unit": one.unit, "measured": _finite(one.measured), "must_reach": bound,
        "at_least": at_least, "reached": one.reached,
    }  # fmt: skip


def _trial(one: Outcome) -> dict[str, Any]:
    trial = one.trial
    return {
        "conversations": trial.conversations,
        "latency": trial.latency,
        "rounds": trial.rounds,
        "deliverables": trial.deliverables,
        "begun": one.count,
        "succeeded": one.succeeded,
        "seconds": _finite(one.seconds),
        "per_minute": one.per_minute,
        "ack": {"p50": _finite(one.ack(0.5)), "p99": _finite(one.ack(0.99))},
        "first_word": {"p50": _finite(one.first_word(0.5)), "p95": _finite(one.first_word(0.95))},
        "own_time": {"p50": _finite(one.own_time(0.5)), "p95": _finite(one.own_time(0.95))},
        "calls": one.calls,
        "tokens": one.tokens,
        "peak_mb": one.bot.peak_mb,
        "bot_cpu_seconds": one.bot_cpu,
        "bench_cpu_seconds": one.own_cpu,
    }


def _finite(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else value
