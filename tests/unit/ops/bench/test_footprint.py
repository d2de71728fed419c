import os
from pathlib import Path

import pytest

from ops.bench.footprint import footprint

TICKS = os.sysconf("SC_CLK_TCK")


def process(proc: Path, pid: int, *, kilobytes: int, ticks: tuple[int, int], children: str = "") -> None:
    folder = proc / str(pid)
    (folder / "task" / str(pid)).mkdir(parents=True)
    (folder / "task" / str(pid) / "children").write_text(children)
    (folder / "status").write_text(f"Name:\tpython\nVmHWM:\t{kilobytes:8d} kB\nVmRSS:\t     100 kB\n")
    times = f"{ticks[0]} {ticks[1]}"
    (folder / "stat").write_text(f"{pid} (a name) with) S 1 1 1 0 -1 0 0 0 0 0 {times} 0 0 20 0\n")


def test_a_helper_is_part_of_the_price(tmp_path: Path) -> None:
    process(tmp_path, 7, kilobytes=102_400, ticks=(3 * TICKS, TICKS), children="8 ")
    process(tmp_path, 8, kilobytes=51_200, ticks=(TICKS, 0))
    taken = footprint(7, tmp_path)
    assert taken.peak_mb == 150
    assert taken.cpu == 5


def test_where_nothing_is_told_nothing_is_claimed(tmp_path: Path) -> None:
    taken = footprint(7, tmp_path)
    assert (taken.peak_mb, taken.cpu) == (None, None)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="another system than Linux")
def test_this_process_takes_something() -> None:
    taken = footprint(os.getpid())
    assert taken.peak_mb is not None
    assert taken.peak_mb > 5
