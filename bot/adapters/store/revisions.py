"""The revisions of estimates. A stored revision is a copy of everything it says; nothing changes it afterwards."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, insert, select

from bot.adapters.store.pairs import among
from bot.adapters.store.tables import estimates, revisions
from bot.adapters.store.transaction import Transaction
from bot.domain.brief import Deliverable
from bot.domain.effort import Range, Shares, from_tenths
from bot.domain.estimate import Estimate, Line, Missing, MissingReason, Revision, RevisionKind, Source, TaxRule
from bot.domain.money import Currency, Money, Rounding, from_minor

AnyRow = Row[*tuple[Any, ...]]
Key = tuple[int, int]
"""Task id and number of a revision."""


class Revisions:
    """Adds and reads revisions within a transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._connection = transaction.connection

    def add(self, task: int, revision: Revision) -> None:
        """Stores the revision with a row per line, the estimated ones first."""
        self._connection.execute(insert(revisions), _revision_row(task, revision))
        if rows := list(_estimate_rows(task, revision)):
            self._connection.execute(insert(estimates), rows)

    def read(self, keys: Sequence[Key]) -> dict[Key, Revision]:
        """The revisions of these keys that there are; two queries however many."""
        if not keys:
            return {}
        lines: dict[Key, list[AnyRow]] = defaultdict(list)
        by_position = (
            select(estimates)
            .where(among(estimates.c.task_id, estimates.c.revision, keys))
            .order_by(*estimates.primary_key)
        )
        for row in self._connection.execute(by_position):
            lines[row.task_id, row.revision].append(row)
        heads = self._connection.execute(select(revisions).where(among(revisions.c.task_id, revisions.c.number, keys)))
        return {(row.task_id, row.number): _revision(row, lines[row.task_id, row.number]) for row in heads}

    def all_of(self, task: int) -> list[Revision]:
        """Every revision of a task, oldest first."""
        numbers = select(revisions.c.number).where(revisions.c.task_id == task).order_by(revisions.c.number)
        keys = [(task, number) for number in self._connection.scalars(numbers)]
        found = self.read(keys)
        return [found[key] for key in keys]


def _revision_row(task: int, revision: Revision) -> dict[str, object]:
    estimate = revision.estimate
    return {
        "task_id": task,
        "number": revision.number,
        "author": revision.author,
        "at": revision.at,
        "wording": revision.wording,
        "kind": revision.kind.value,
        "currency": estimate.rate.currency.value,
        "rate_minor": estimate.rate.minor,
        "tax_percent": estimate.tax_rule.percent,
        "tax_rounding": estimate.tax_rule.rounding.value,
        "buffer_percent": estimate.buffer,
        "buffer_minor": estimate.buffer_amount.minor,
        "subtotal_minor": estimate.subtotal.minor,
        "tax_minor": estimate.tax.minor,
        "total_minor": estimate.total.minor,
        "assumptions": estimate.assumptions,
    }


def _estimate_rows(task: int, revision: Revision) -> Iterator[Mapping[str, object]]:
    estimate = revision.estimate
    rows = [_line_row(line, estimate.rate) for line in estimate.lines]
    rows += [_missing_row(missing) for missing in estimate.missing]
    rows += [_excluded_row(deliverable) for deliverable in estimate.excluded]
    for position, row in enumerate(rows):
        yield row | {"task_id": task, "revision": revision.number, "position": position}


NO_FIGURES = dict.fromkeys(
    ("low_tenths", "likely_tenths", "high_tenths", "amount_minor", "shares", "rationale", "assumptions", "source")
)


def _line_row(line: Line, rate: Money) -> dict[str, object]:
    return _deliverable_row(line.deliverable) | {
        "state": "estimated",
        "low_tenths": line.effort.low.tenths,
        "likely_tenths": line.effort.likely.tenths,
        "high_tenths": line.effort.high.tenths,
        "amount_minor": line.amount(rate).minor,
        "shares": line.shares.percent,
        "rationale": line.rationale,
        "assumptions": line.assumptions,
        "source": line.source.value,
        "reason": None,
    }


def _missing_row(missing: Missing) -> dict[str, object]:
    return _deliverable_row(missing.deliverable) | NO_FIGURES | {"state": "missing", "reason": missing.reason.value}


def _excluded_row(deliverable: Deliverable) -> dict[str, object]:
    return _deliverable_row(deliverable) | NO_FIGURES | {"state": "excluded", "reason": None}


def _deliverable_row(deliverable: Deliverable) -> dict[str, object]:
    return {"ref": deliverable.id, "name": deliverable.name, "description": deliverable.description}


def _revision(row: AnyRow, lines: Sequence[AnyRow]) -> Revision:
    rate = from_minor(row.rate_minor, Currency(row.currency))
    return Revision(
        number=row.number,
        estimate=Estimate(
            lines=tuple(_line(line) for line in lines if line.state == "estimated"),
            missing=tuple(_missing(line) for line in lines if line.state == "missing"),
            rate=rate,
            tax_rule=TaxRule(percent=row.tax_percent, rounding=Rounding(row.tax_rounding)),
            assumptions=tuple(row.assumptions),
            buffer=row.buffer_percent,
            excluded=tuple(_deliverable(line) for line in lines if line.state == "excluded"),
        ),
        author=row.author,
        at=row.at,
        wording=row.wording,
        kind=RevisionKind(row.kind),
    )


def _line(row: AnyRow) -> Line:
    return Line(
        deliverable=_deliverable(row),
        effort=Range(
            low=from_tenths(row.low_tenths), likely=from_tenths(row.likely_tenths), high=from_tenths(row.high_tenths)
        ),
        shares=Shares(tuple(row.shares)),
        rationale=row.rationale,
        assumptions=tuple(row.assumptions),
        source=Source(row.source),
    )


def _missing(row: AnyRow) -> Missing:
    return Missing(deliverable=_deliverable(row), reason=MissingReason(row.reason))


def _deliverable(row: AnyRow) -> Deliverable:
    return Deliverable(id=row.ref, name=row.name, description=row.description)
