"""From outcomes to the table, with outcomes made by hand."""

import math

import pytest

from ops.bench.conversation import Lived
from ops.bench.figures import Bound, Figure
from ops.bench.footprint import Footprint
from ops.bench.programme import LONG_LIST, Wishes, trials
from ops.bench.record import as_json
from ops.bench.table import number, targets_table, trials_table
from ops.bench.targets import figures, missed
from ops.bench.trial import Outcome, Trial

HAPPY = Lived(begun=100.0, first_word=0.1, to_workbook=2.3, ended=105.0, content=b"")
SILENT = Lived(begun=100.0)


def outcome(
    trial: Trial,
    *lives: Lived,
    acks: tuple[float, ...] = (0.01, 0.02),
    calls: int | None = None,
    tokens: int | None = None,
) -> Outcome:
    return Outcome(
        trial=trial,
        lived=lives,
        succeeded=sum(one.ended is not None for one in lives),
        acks=acks,
        calls=2 * len(lives) if calls is None else calls,
        tokens=2600 * len(lives) if tokens is None else tokens,
        bot=Footprint(peak_mb=150.0, cpu=3.0),
        bot_cpu=1.0,
        own_cpu=0.5,
    )


def measured(outcomes: list[Outcome], name: str) -> Figure:
    return next(one for one in figures(outcomes) if one.name.startswith(name))


def test_estimates_per_minute_count_from_the_first_upload_to_the_last_workbook() -> None:
    first = Lived(begun=100.0, first_word=0.1, to_workbook=2.0, ended=104.0)
    last = Lived(begun=104.0, first_word=0.1, to_workbook=2.0, ended=112.0)
    done = outcome(Trial(conversations=50, latency=2.0), first, last)
    assert done.seconds == 12.0
    assert done.per_minute == 10.0


def test_the_model_is_taken_out_of_the_own_time_once() -> None:
    assert outcome(Trial(conversations=10, latency=2.0), HAPPY).own_time(0.95) == pytest.approx(0.3)


def test_a_conversation_that_never_ended_is_endless_and_misses() -> None:
    crowd = outcome(Trial(conversations=50, latency=2.0), HAPPY, SILENT)
    names = {row.name for row in missed(figures([crowd]))}
    assert crowd.own_time(0.95) == math.inf
    assert {"of them succeed", "first word of the bot, p95, 50 at once, 2 s model"} <= names


def test_of_several_trials_the_worst_counts() -> None:
    quick = outcome(Trial(conversations=50, latency=0.0), HAPPY, acks=(0.05,))
    slow = outcome(Trial(conversations=50, latency=2.0), HAPPY, acks=(0.15,))
    assert measured([quick, slow], "ack p99").measured == pytest.approx(150)
    assert measured([slow, quick], "ack p99").reached is False


def test_a_target_looks_at_its_own_trials_alone() -> None:
    few = outcome(Trial(conversations=10, latency=2.0), HAPPY)
    assert measured([few], "ack p99").measured is None
    assert measured([few], "own time").measured == pytest.approx(0.3)
    assert measured([few], "estimates per minute").measured is None


def test_calls_and_tokens_are_those_of_one_estimate() -> None:
    small = outcome(Trial(conversations=10, latency=2.0), HAPPY, HAPPY)
    large = outcome(Trial(conversations=1, latency=2.0, deliverables=100), HAPPY, calls=6, tokens=23_000)
    assert measured([small, large], "model calls, 9").measured == 2
    assert measured([small, large], "tokens, 9").measured == 2600
    assert measured([small, large], "model calls, 100").measured == 6
    assert measured([small, large], "time for 100").measured == pytest.approx(2.5)


def test_all_targets_are_measured_by_the_whole_bench_and_by_the_quick_one() -> None:
    for wishes in (Wishes(), Wishes(quick=True)):
        played = [outcome(trial, HAPPY) for trial in trials(wishes)]
        assert all(one.measured is not None for one in figures(played))


def test_wishes_narrow_the_trials() -> None:
    asked = trials(Wishes(conversations=(3,), latencies=(1.0,), rounds=2))
    assert asked == [Trial(conversations=3, latency=1.0, rounds=2)]
    assert LONG_LIST in trials(Wishes(rounds=2))


def test_the_tables_say_what_was_missed_and_what_never_came() -> None:
    rows = [
        Figure(name="ack", unit="ms", measured=1234.56, bound=Bound(figure=100), digits=1),
        Figure(name="first word", unit="s", measured=math.inf, bound=Bound(figure=1)),
        Figure(name="rate", unit="", measured=None, bound=Bound(figure=300, at_least=True)),
    ]
    lines = [line.split() for line in targets_table(rows).splitlines()[2:]]
    assert lines == [
        ["ack", "<=", "100", "ms", "1,234.6", "ms", "MISSED"],
        ["first", "word", "<=", "1", "s", "never", "MISSED"],
        ["rate", ">=", "300", "-"],
    ]


def test_every_line_of_a_table_is_as_wide_as_its_head() -> None:
    table = trials_table([outcome(Trial(conversations=50, latency=0.0), HAPPY, SILENT)])
    assert len({len(line) for line in table.splitlines()}) == 1


def test_the_record_is_json_even_of_what_never_came() -> None:
    crowd = outcome(Trial(conversations=50, latency=2.0), SILENT)
    assert '"p95": null' in as_json("2 cores", figures([crowd]), [crowd])


def test_a_number_has_its_thousands_apart() -> None:
    assert number(23330.4, 0) == "23,330"
