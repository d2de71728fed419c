"""Reckoning an effort by the catalogue: the kind's standard, times what the words around it say."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bot.adapters.llm.rules.catalogue import Catalogue, Kind, ThreePoint
from bot.adapters.llm.rules.counting import count_in
from bot.adapters.llm.rules.modifying import Applied, applied_to
from bot.adapters.llm.rules.recognition import Recognised, recognise
from bot.domain.brief import Brief, Deliverable

STEP = 0.5
"""Days that an effort by rules is rounded to; finer would claim more than rules know."""


@dataclass(frozen=True, kw_only=True)
class Beside:
    """A further kind of work in the same deliverable and the likely days that it adds."""

    kind: Kind
    days: float


@dataclass(frozen=True, kw_only=True)
class Reckoning:
    """An effort and everything that led to it. Days are person-days; shares are percent per phase."""

    main: Recognised
    beside: tuple[Beside, ...]
    count: int | None
    count_factor: float
    applied: tuple[Applied, ...]
    factor: float
    limited: bool
    """Whether the factors together went beyond their bounds and were held at them."""
    days: ThreePoint
    shares: tuple[float, ...]


def project_text(brief: Brief) -> str:
    """What was said of the project as a whole: requirements, answers and notes, but not our own questions."""
    answers = [question.answer for question in brief.questions if question.answer]
    return "\n".join((brief.requirements, *answers, *brief.notes))


def reckon(deliverable: Deliverable, of_project: frozenset[str], rules: Catalogue) -> Reckoning:
    """The effort of a deliverable. `of_project`: modifiers that are said of its project."""
    main, *others = recognise(deliverable, rules)
    own = f"{deliverable.name}\n{deliverable.description}"
    count = count_in(own, main.kind.counter)
    count_factor = _count_factor(count, main.kind, rules)
    applied = applied_to(main, own, of_project, rules)
    product = math.prod(one.factor for one in applied)
    factor = _within(product, rules.reckoner.together)
    parts = [(main.kind, count_factor * factor), *((other.kind, rules.reckoner.beside * factor) for other in others)]
    days = _sum(parts)
    return Reckoning(
        main=main,
        beside=tuple(Beside(kind=kind, days=_rounded(kind.days[1] * times)) for kind, times in parts[1:]),
        count=count,
        count_factor=count_factor,
        applied=applied,
        factor=factor,
        limited=not math.isclose(product, factor),
        days=days,
        shares=_shares(parts),
    )


def _sum(parts: Sequence[tuple[Kind, float]]) -> ThreePoint:
    low, likely, high = (_rounded(sum(kind.days[point] * times for kind, times in parts)) for point in range(3))
    return low, likely, high


def _shares(parts: Sequence[tuple[Kind, float]]) -> tuple[float, ...]:
    """The kinds' shares by phase, weighted by their days."""
    weights = [kind.days[1] * times for kind, times in parts]
    phases = range(len(parts[0][0].shares))
    return tuple(
        sum(kind.shares[phase] * weight for (kind, _), weight in zip(parts, weights, strict=True)) / sum(weights)
        for phase in phases
    )


def _rounded(days: float) -> float:
    return max(STEP, math.floor(days / STEP + 0.5) * STEP)


def _within(value: float, bounds: tuple[float, float]) -> float:
    return min(max(value, bounds[0]), bounds[1])


def _count_factor(count: int | None, kind: Kind, rules: Catalogue) -> float:
    law = rules.reckoner
    return 1.0 if count is None else _within((count / kind.covers) ** law.exponent, law.by_count)
