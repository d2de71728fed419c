"""What a process takes of the machine, as Linux counts it; None on a system that does not say.

Source: proc(5), /proc/pid/status and /proc/pid/stat.
"""

import os
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
KILOBYTES_PER_MEGABYTE = 1024


@dataclass(frozen=True, kw_only=True)
class Footprint:
    """`peak_mb` is the most memory it ever held (resident, in MiB), `cpu` the seconds it computed, all threads."""

    peak_mb: float | None
    cpu: float | None


def footprint(pid: int) -> Footprint:
    """Of a process that lives."""
    return Footprint(peak_mb=_peak(pid), cpu=_cpu(pid))


def _peak(pid: int) -> float | None:
    status = PROC / str(pid) / "status"
    if not status.exists():
        return None
    lines = dict(line.split(":", 1) for line in status.read_text(encoding="utf-8").splitlines())
    return int(lines["VmHWM"].split()[0]) / KILOBYTES_PER_MEGABYTE


def _cpu(pid: int) -> float | None:
    stat = PROC / str(pid) / "stat"
    if not stat.exists():
        return None
    # The second field, the command in parentheses, may hold spaces: counted from behind it, 11 and 12 are the times.
    fields = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
