"""What a process and its children take of the machine, as Linux counts it; None on a system that does not say.

Source: proc(5), /proc/pid/status, /proc/pid/stat and /proc/pid/task/tid/children.
"""

import os
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
KILOBYTES_PER_MEGABYTE = 1024


@dataclass(frozen=True, kw_only=True)
class Footprint:
    """`peak_mb` is the most memory each ever held (resident, in MiB), summed; `cpu` the seconds all have computed."""

    peak_mb: float | None
    cpu: float | None


def footprint(pid: int, proc: Path = PROC) -> Footprint:
    """Of a process that lives, and of its children that live: a child that helps is part of the price."""
    if not (proc / str(pid)).exists():
        return Footprint(peak_mb=None, cpu=None)
    family = [proc / str(one) for one in (pid, *_children(pid, proc))]
    return Footprint(peak_mb=sum(map(_peak, family)), cpu=sum(map(_cpu, family)))


def _children(pid: int, proc: Path) -> list[int]:
    by_thread = (proc / str(pid) / "task").glob("*/children")
    return [int(child) for children in by_thread for child in children.read_text(encoding="ascii").split()]


def _peak(process: Path) -> float:
    lines = dict(line.split(":", 1) for line in (process / "status").read_text(encoding="utf-8").splitlines())
    return int(lines["VmHWM"].split()[0]) / KILOBYTES_PER_MEGABYTE


def _cpu(process: Path) -> float:
    # The second field, the command in parentheses, may hold spaces: counted from behind it, 11 and 12 are the times.
    fields = (process / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
