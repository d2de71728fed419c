"""The tables as text, in columns."""

import math
from collections.abc import Sequence

from ops.bench.figures import Bound, Figure
from ops.bench.trial import Outcome

NOTHING = "-"
GAP = "  "
RULE = "─"
VERDICTS = {True: "reached", False: "MISSED", None: ""}

Row = Sequence[str]


def targets_table(figures: Sequence[Figure]) -> str:
    """What must be reached, and what was measured."""
    head = ("", "must reach", "measured", "")
    rows = [(one.name, _bound(one), _value(one.measured, one), VERDICTS[one.reached]) for one in figures]
    return _table([head, *rows])


def trials_table(outcomes: Sequence[Outcome]) -> str:
    """Every trial with all that was seen of it. Times in seconds but for the acks; memory in MB."""
    return _table([TRIAL_HEAD, *map(_trial, outcomes)])


TRIAL_HEAD = (
    "at once", "model s", "list", "succeeded", "ack p50 ms", "ack p99 ms", "first word p50", "p95", "own time p50",
    "p95", "per minute", "calls", "tokens", "peak MB", "bot CPU", "bench CPU",
)  # fmt: skip


def _trial(one: Outcome) -> Row:
    return (
        str(one.trial.conversations),
        f"{one.trial.latency:g}",
        str(one.trial.deliverables),
        f"{one.succeeded}/{one.count}",
        *(number(None if ack is None else ack * 1000, 1) for ack in (one.ack(0.5), one.ack(0.99))),
        *(number(one.first_word(share), 2) for share in (0.5, 0.95)),
        *(number(one.own_time(share), 2) for share in (0.5, 0.95)),
        number(one.per_minute, 0),
        number(one.calls / one.count, 1),
        number(one.tokens / one.count, 0),
        number(one.bot.peak_mb, 0),
        *(f"{cpu / one.seconds:.0%}" for cpu in (one.bot_cpu, one.own_cpu)),
    )


def number(value: float | None, digits: int) -> str:
    """A figure as it is shown: with thousands apart, `never` for infinity."""
    if value is None:
        return NOTHING
    return "never" if math.isinf(value) else f"{value:,.{digits}f}"


def _bound(figure: Figure) -> str:
    return (
        NOTHING if figure.bound is None else f"{_sign(figure.bound)} {_with_unit(f'{figure.bound.figure:,g}', figure)}"
    )


def _sign(bound: Bound) -> str:
    return ">=" if bound.at_least else "<="


def _value(value: float | None, figure: Figure) -> str:
    shown = number(value, figure.digits)
    return shown if value is None or math.isinf(value) else _with_unit(shown, figure)


def _with_unit(shown: str, figure: Figure) -> str:
    return f"{shown} {figure.unit}".rstrip()


def _table(rows: Sequence[Row]) -> str:
    """The first column to the left, the others to the right, a rule below the head."""
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    head, *body = [_line(row, widths) for row in rows]
    return "\n".join([head, RULE * len(head), *body])


def _line(row: Row, widths: Sequence[int]) -> str:
    first, *others = row
    cells = [first.ljust(widths[0])] + [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
    return GAP.join(cells)
