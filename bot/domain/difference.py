"""What is different between two states of an estimate, line by line."""

from dataclasses import dataclass
from decimal import Decimal

from bot.domain.brief import Deliverable
from bot.domain.effort import PersonDays
from bot.domain.estimate import Estimate
from bot.domain.money import Money


@dataclass(frozen=True, kw_only=True)
class LineDifference:
    """A line's likely effort before and after; None where the line is not there."""

    deliverable: Deliverable
    before: PersonDays | None
    after: PersonDays | None


@dataclass(frozen=True, kw_only=True)
class Difference:
    """All that changed. Rates, buffers (percent) and totals come as (before, after)."""

    lines: tuple[LineDifference, ...]
    rate: tuple[Money, Money]
    buffer: tuple[Decimal, Decimal]
    total: tuple[Money, Money]

    @property
    def nothing(self) -> bool:
        """Whether the two states are the same in all that is priced."""
        return not self.lines and self.rate[0] == self.rate[1] and self.buffer[0] == self.buffer[1]


def difference(before: Estimate, after: Estimate) -> Difference:
    """What leads from one state to the other, in the order of the later one; what was taken out comes last."""
    old = {line.deliverable.id: line for line in before.lines}
    new = {line.deliverable.id: line for line in after.lines}
    changes = []
    for id in [*new, *(id for id in old if id not in new)]:
        was, now = old.get(id), new.get(id)
        days = (was.effort.likely if was else None, now.effort.likely if now else None)
        if days[0] != days[1]:
            some = now or was
            assert some is not None  # noqa: S101 - the id comes from one of the two
            changes.append(LineDifference(deliverable=some.deliverable, before=days[0], after=days[1]))
    return Difference(
        lines=tuple(changes),
        rate=(before.rate, after.rate),
        buffer=(before.buffer, after.buffer),
        total=(before.total, after.total),
    )
