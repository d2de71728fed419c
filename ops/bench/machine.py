"""The machine that the figures were measured on."""

import os
import platform
from pathlib import Path

CPU_FACTS = Path("/proc/cpuinfo")


def machine() -> str:
    """Cores, processor, Python, and the load that others put on it (ask before the first trial), in a line."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{_cores()} cores, {_processor()}, {python}, load {os.getloadavg()[0]:.1f} before"


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _processor() -> str:
    lines = CPU_FACTS.read_text(encoding="utf-8").splitlines() if CPU_FACTS.exists() else []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return next(iter(named), platform.machine())
