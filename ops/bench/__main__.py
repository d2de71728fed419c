"""`python -m ops.bench`: plays the trials and prints the tables; exit code 1 when a target was missed."""

import argparse
import asyncio
import sys
from collections.abc import Sequence

from ops.bench.figures import Figure
from ops.bench.machine import machine
from ops.bench.negotiation import negotiation
from ops.bench.programme import Wishes, trials
from ops.bench.record import as_json
from ops.bench.table import targets_table, trials_table
from ops.bench.targets import figures, missed
from ops.bench.trial import Outcome, Trial, outcome
from ops.sandbox.model import tokens

MISSED = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the bench; 0, or 1 when a target was missed."""
    options = _parser().parse_args(arguments)
    wishes, where = _wishes(options), machine()
    outcomes = asyncio.run(_outcomes(wishes, quiet=options.json))
    rows = [*figures(outcomes), *_negotiated(wishes)]
    if options.json:
        _write(as_json(where, rows, outcomes))
    else:
        counted = "exact (o200k_base)" if tokens.exact() else "estimated"
        _write(f"\n{trials_table(outcomes)}\n\n{targets_table(rows)}\n\n{where}; token counts {counted}")
    return MISSED if missed(rows) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ops.bench", description=__doc__)
    parser.add_argument("--conversations", type=_positive, nargs="+", help="people at once (1 10 50)")
    parser.add_argument("--latency", type=float, nargs="+", help="seconds that the model takes (0 2)")
    parser.add_argument("--rounds", type=_positive, help="conversations of each person's place (4 at 50 at once)")
    parser.add_argument("--quick", action="store_true", help="only what the targets need, in fewer rounds")
    parser.add_argument("--json", action="store_true", help="print a document instead of tables")
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def _wishes(options: argparse.Namespace) -> Wishes:
    return Wishes(
        conversations=tuple(options.conversations) if options.conversations else None,
        latencies=tuple(options.latency) if options.latency else None,
        rounds=options.rounds,
        quick=options.quick,
    )


def _negotiated(wishes: Wishes) -> Sequence[Figure]:
    """Not played when particular trials were asked for."""
    return () if wishes.narrowed else asyncio.run(negotiation()).figures()


async def _outcomes(wishes: Wishes, *, quiet: bool) -> Sequence[Outcome]:
    return [await _told(trial, quiet=quiet) for trial in trials(wishes)]


async def _told(trial: Trial, *, quiet: bool) -> Outcome:
    done = await outcome(trial)
    if not quiet:
        people, seconds = trial.conversations, trial.latency
        _write(f"{people} at once, {seconds:g} s model: {done.succeeded} of {done.count} in {done.seconds:.1f} s")
    return done


def _write(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
