"""The exact arithmetic of a change: each function takes an estimate and gives a changed one, or says why it can not.

Nothing beside what is named changes: a line keeps its identity, its reasons and its place. Efforts are counted in
tenths of a day, so that a group of lines can be made to add up exactly.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from bot.domain.effort import PersonDays, Range, from_tenths
from bot.domain.estimate import MAX_BUFFER, Estimate, Line
from bot.domain.money import Money, Rounding, money

MAX_RATE = Decimal(10) ** 9
"""In whole units of the currency: what is above it is a slip, and its totals would not fit into the database."""
LEAST_TENTHS = 1
"""A line of work takes a tenth of a day at least, or is removed."""


class CannotAdjust(Exception):
    """A change that can not be made; the estimate stays as it is. `values` fill the placeholders of the text `key`.

    adjust_no_such_line         id: the line is not (or no longer) there
    adjust_line_there           name: the line to be added is there already
    adjust_line_too_small       name: less than a tenth of a day would be left of it
    adjust_group_too_small      lines (how many): less than a tenth of a day would be left for each
    adjust_too_many_days        name, limit (days): more than one line may have
    adjust_share_out_of_range   a percentage that leaves nothing, or none at all
    adjust_buffer_out_of_range  limit (percent): a buffer below 0 or above the limit
    adjust_rate_not_positive    a rate of nothing or less
    adjust_rate_too_high        a rate beyond a thousand million
    adjust_other_currency       currency: the estimate's, which was not the one given
    adjust_nothing_left         the last line with figures would be removed
    """

    def __init__(self, key: str, /, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values: Mapping[str, object] = values


@dataclass(frozen=True, kw_only=True)
class Target:
    """An amount to come to. Effort is counted in tenths of a day, so it is met within the price of one tenth."""

    amount: Money
    """May be below zero: more was to be taken off than there is. No estimate meets that."""
    tax_included: bool = True
    at_most: bool = True
    """A budget: the figure is never above the amount. Otherwise as near to it as it gets, above or below."""

    def figure(self, estimate: Estimate) -> Money:
        """The figure of an estimate that is held against the amount."""
        return estimate.total if self.tax_included else estimate.subtotal

    def slack(self, estimate: Estimate) -> Money:
        """The most that a tenth of a person-day of one line can cost, with its share of buffer and tax.

        Every rounding is taken upwards: a line, the buffer and the tax are each rounded to the currency's unit, and
        one tenth more can move each of them by its price rounded up, but not by more.
        """
        tenth = money(estimate.rate.amount / 10, estimate.rate.currency, Rounding.CEIL)
        with_buffer = tenth + tenth.times(estimate.buffer / 100, Rounding.CEIL)
        if not self.tax_included:
            return with_buffer
        return with_buffer + with_buffer.times(estimate.tax_rule.percent / 100, Rounding.CEIL)

    def met_by(self, estimate: Estimate) -> bool:
        """Whether the figure lies within the price of a tenth of a day, and not above a budget."""
        above = self.figure(estimate) - self.amount
        if self.at_most and above.amount > 0:
            return False
        return abs(above.amount) <= self.slack(estimate).amount


def with_likely(estimate: Estimate, tenths: Mapping[str, int], *, max_days: PersonDays) -> Estimate:
    """New likely efforts by deliverable id, in tenths of a day; low and high follow in proportion.

    A line that is above `max_days` already (the setting came later) may shrink, but not grow.
    """
    _must_be_there(estimate, tenths)
    changed = [_resized(line, tenths.get(line.deliverable.id), max_days) for line in estimate.lines]
    return replace(estimate, lines=tuple(changed))


def with_days(estimate: Estimate, id: str, days: PersonDays, *, max_days: PersonDays) -> Estimate:
    """One line takes so many days."""
    return with_likely(estimate, {id: days.tenths}, max_days=max_days)


def scaled(estimate: Estimate, ids: Collection[str], percent: Decimal, *, max_days: PersonDays) -> Estimate:
    """The lines' days together change by a signed percentage, spread over them in proportion.

    Their sum is exactly the share, rounded half up to a tenth of a day (largest remainder); a line that would fall
    below a tenth of a day stays there, and the others bear the difference.
    """
    _must_be_there(estimate, ids)
    group = [line for line in estimate.lines if line.deliverable.id in ids]
    present = [line.effort.likely.tenths for line in group]
    after = _spread(present, _wanted(group, percent, max_days))
    return with_likely(
        estimate, {line.deliverable.id: tenths for line, tenths in zip(group, after, strict=True)}, max_days=max_days
    )


def with_rate(estimate: Estimate, rate: Money) -> Estimate:
    """One person-day costs so much, before tax."""
    if rate.currency is not estimate.rate.currency:
        raise CannotAdjust("adjust_other_currency", currency=estimate.rate.currency)
    if rate.amount <= 0:
        raise CannotAdjust("adjust_rate_not_positive")
    if rate.amount > MAX_RATE:
        raise CannotAdjust("adjust_rate_too_high")
    return replace(estimate, rate=rate)


def with_buffer(estimate: Estimate, percent: Decimal) -> Estimate:
    """The buffer is so many percent, whatever it was before; 0 removes it."""
    if not percent.is_finite() or not 0 <= percent <= MAX_BUFFER:
        raise CannotAdjust("adjust_buffer_out_of_range", limit=MAX_BUFFER)
    return replace(estimate, buffer=percent)


def without(estimate: Estimate, ids: Collection[str]) -> Estimate:
    """Lines, or what was not estimated, are taken out of the scope and listed as excluded."""
    _must_be_there(estimate, ids, missing=True)
    lines = tuple(line for line in estimate.lines if line.deliverable.id not in ids)
    missing = tuple(one for one in estimate.missing if one.deliverable.id not in ids)
    if not lines and (estimate.lines or not missing):
        raise CannotAdjust("adjust_nothing_left")
    asked = [line.deliverable for line in estimate.lines] + [one.deliverable for one in estimate.missing]
    gone = [deliverable for deliverable in asked if deliverable.id in ids]
    return replace(estimate, lines=lines, missing=missing, excluded=(*estimate.excluded, *gone))


def with_line(estimate: Estimate, line: Line) -> Estimate:
    """One more line at the end; it is no longer missing or excluded if it was."""
    id = line.deliverable.id
    if any(one.deliverable.id == id for one in estimate.lines):
        raise CannotAdjust("adjust_line_there", name=line.deliverable.name)
    return replace(
        estimate,
        lines=(*estimate.lines, line),
        missing=tuple(one for one in estimate.missing if one.deliverable.id != id),
        excluded=tuple(one for one in estimate.excluded if one.id != id),
    )


def _must_be_there(estimate: Estimate, ids: Collection[str], *, missing: bool = False) -> None:
    there = {line.deliverable.id for line in estimate.lines}
    if missing:
        there |= {one.deliverable.id for one in estimate.missing}
    for id in ids:
        if id not in there:
            raise CannotAdjust("adjust_no_such_line", id=id)


def _resized(line: Line, tenths: int | None, max_days: PersonDays) -> Line:
    present = line.effort.likely.tenths
    if tenths is None or tenths == present:
        return line
    if tenths < LEAST_TENTHS:
        raise CannotAdjust("adjust_line_too_small", name=line.deliverable.name)
    if tenths > max(present, max_days.tenths):
        raise CannotAdjust("adjust_too_many_days", name=line.deliverable.name, limit=max_days.days)
    return replace(line, effort=_in_proportion(line.effort, tenths, max_days.tenths))


def _in_proportion(effort: Range, tenths: int, most: int) -> Range:
    share = Fraction(tenths, effort.likely.tenths)
    low = min(max(_half_up(effort.low.tenths * share), LEAST_TENTHS), tenths)
    high = max(min(_half_up(effort.high.tenths * share), most), tenths)
    return Range(low=from_tenths(low), likely=from_tenths(tenths), high=from_tenths(high))


def _half_up(number: Fraction) -> int:
    return (2 * number.numerator + number.denominator) // (2 * number.denominator)


def _wanted(group: Sequence[Line], percent: Decimal, max_days: PersonDays) -> int:
    """The tenths that the group takes together after the change."""
    if not group or not percent.is_finite() or percent <= -100:
        raise CannotAdjust("adjust_share_out_of_range")
    present = sum(line.effort.likely.tenths for line in group)
    wanted = present * (100 + percent) / 100
    # Looked at before it is rounded: Decimal can not round 1e400 to a whole number.
    if wanted > max(present, len(group) * max_days.tenths):
        largest = max(group, key=lambda line: line.effort.likely)
        raise CannotAdjust("adjust_too_many_days", name=largest.deliverable.name, limit=max_days.days)
    tenths = int(wanted.quantize(Decimal(1), ROUND_HALF_UP))
    if tenths < len(group) * LEAST_TENTHS:
        raise CannotAdjust("adjust_group_too_small", lines=len(group))
    return tenths


def _spread(weights: Sequence[int], total: int) -> list[int]:
    """`total` in proportion to the weights, each part a tenth at least (largest remainder, the earlier on a tie)."""
    held = _held_at_least(weights, total)
    free = [place for place in range(len(weights)) if place not in held]
    rest, weight = total - len(held) * LEAST_TENTHS, sum(weights[place] for place in free)
    parts = [LEAST_TENTHS] * len(weights)
    for place in free:
        parts[place] = weights[place] * rest // weight
    by_remainder = sorted(free, key=lambda place: (-(weights[place] * rest % weight), place))
    for place in by_remainder[: total - sum(parts)]:
        parts[place] += 1
    return parts


def _held_at_least(weights: Sequence[int], total: int) -> set[int]:
    """The places whose share is below the least. Holding one there makes the others' smaller, hence the loop."""
    held: set[int] = set()
    while True:
        rest = total - len(held) * LEAST_TENTHS
        weight = sum(weights[place] for place in range(len(weights)) if place not in held)
        below = {
            place
            for place in range(len(weights))
            if place not in held and weights[place] * rest < LEAST_TENTHS * weight
        }
        if not below:
            return held
        held |= below
