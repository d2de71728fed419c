"""Estimates out of a hat, and their figures reckoned anew in whole numbers and fractions, without a line of ours."""

import os
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from random import Random

from hypothesis import Phase as Step
from hypothesis import settings
from hypothesis import strategies as st

from bot.domain.adjustment import Target
from bot.domain.brief import Deliverable
from bot.domain.effort import Phase, Range, from_tenths, shares
from bot.domain.estimate import Estimate, Line, Missing, MissingReason, Source, TaxRule
from bot.domain.money import Currency, Rounding, from_minor

BUILD_ONLY = shares({Phase.BUILD: 100})
MOST = 2_000
"""Tenths of a day that a drawn line takes at most."""

Points = tuple[int, int, int]
"""Low, likely and high in tenths of a day."""

THOROUGH = "HYPOTHESIS_PROFILE" in os.environ
# Without shrinking: that of two hundred lines takes minutes, and a test that hangs is ended before it could say why.
_SHORT = settings(deadline=None, max_examples=200, phases=[Step.explicit, Step.reuse, Step.generate])
few = settings(deadline=None) if THOROUGH else _SHORT


def line(number: int, points: Points) -> Line:
    low, likely, high = points
    return Line(
        deliverable=Deliverable(id=f"d{number}", name=f"Screen {number}"),
        effort=Range(low=from_tenths(low), likely=from_tenths(likely), high=from_tenths(high)),
        shares=BUILD_ONLY,
        rationale=f"r{number}",
        source=Source.MODEL,
    )


def quoted(*points: Points, rate: int = 40_000, percent: str = "10", buffer: str = "0") -> Estimate:
    """An estimate in yen with these lines, `d1` and on."""
    return Estimate(
        lines=tuple(line(number, one) for number, one in enumerate(points, 1)),
        rate=from_minor(rate, Currency.JPY),
        tax_rule=TaxRule(percent=Decimal(percent)),
        buffer=Decimal(buffer),
    )


def _points(likely: int, below: int, above: int) -> Points:
    return likely * below // 100, likely, likely + likely * above // 100


def _many(seed: int, count: int, most: int) -> list[Points]:
    dice = Random(seed)
    return [_points(dice.randint(1, most), dice.randint(0, 100), dice.randint(0, 150)) for _ in range(count)]


sizes = st.one_of(st.integers(1, 30), st.integers(1, MOST))
a_line = st.builds(_points, sizes, st.integers(0, 100), st.integers(0, 150))
few_lines = st.lists(a_line, min_size=1, max_size=8)
many_lines = st.builds(_many, st.integers(0, 2**32), st.integers(9, 200), st.sampled_from([3, 60, MOST]))
percents = st.one_of(st.integers(0, 30), st.integers(0, 300).map(lambda tenths: Decimal(tenths) / 10))
buffers = st.one_of(st.just(0), st.integers(0, 100), st.integers(0, 10_000).map(lambda parts: Decimal(parts) / 100))
rates = st.one_of(st.integers(1, 300), st.integers(10_000, 100_000), st.integers(1, 20_000_000))


@st.composite
def estimates(draw: st.DrawFn) -> Estimate:
    """1 to 200 lines, one in three times more than eight; yen or dollars with cents, any tax, rounding and buffer."""
    points = draw(st.one_of(few_lines, few_lines, many_lines))
    missing = draw(st.integers(0, 2))
    return Estimate(
        lines=tuple(line(number, one) for number, one in enumerate(points, 1)),
        missing=tuple(
            Missing(deliverable=Deliverable(id=f"m{number}", name="Lost"), reason=MissingReason.MODEL_AWAY)
            for number in range(missing)
        ),
        rate=from_minor(draw(rates), draw(st.sampled_from(Currency))),
        tax_rule=TaxRule(percent=Decimal(draw(percents)), rounding=draw(st.sampled_from(Rounding))),
        assumptions=("as is",),
        buffer=Decimal(draw(buffers)),
        excluded=(Deliverable(id="x1", name="Left out before"),),
    )


def tenths_of(estimate: Estimate) -> list[int]:
    return [one.effort.likely.tenths for one in estimate.lines]


def half_up(number: Fraction) -> int:
    return floor(number + Fraction(1, 2))


@dataclass(frozen=True, kw_only=True)
class Reckoned:
    """An estimate's figures in the smallest unit of its currency."""

    subtotal: int
    total: int

    def held_against(self, target: Target) -> int:
        return self.total if target.tax_included else self.subtotal


def reckoned(estimate: Estimate, tenths: list[int] | None = None) -> Reckoned:
    """The figures of an estimate, or of one with its terms and these tenths instead."""
    rate = int(estimate.rate.amount * (1 if estimate.rate.currency is Currency.JPY else 100))
    lines = sum(half_up(Fraction(rate * one, 10)) for one in (tenths_of(estimate) if tenths is None else tenths))
    subtotal = lines + half_up(lines * Fraction(estimate.buffer) / 100)
    tax = subtotal * Fraction(estimate.tax_rule.percent) / 100
    rounded = {Rounding.FLOOR: floor(tax), Rounding.HALF_UP: half_up(tax), Rounding.CEIL: ceil(tax)}
    return Reckoned(subtotal=subtotal, total=subtotal + rounded[estimate.tax_rule.rounding])


def price_of_a_tenth(estimate: Estimate, target: Target) -> Fraction:
    """What a tenth of a day costs, with one unit for the rounding of each of: the line, the buffer, the tax."""
    rate = int(estimate.rate.amount * (1 if estimate.rate.currency is Currency.JPY else 100))
    with_buffer = (Fraction(rate, 10) + 1) * (1 + Fraction(estimate.buffer) / 100) + 1
    return with_buffer * (1 + Fraction(estimate.tax_rule.percent) / 100) + 1 if target.tax_included else with_buffer
