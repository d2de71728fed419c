"""The README's table of settings, made from `.env.sample`; `python -m tests.checks.settings_table` prints it."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One setting of `.env.sample`: its name, the value that stands there, and the comment above it."""

    name: str
    value: str
    meaning: str


def samples(text: str) -> Iterator[Sample]:
    """The settings of a sample file in order; a setting's meaning is the comment lines right above it."""
    comment: list[str] = []
    for line in text.splitlines():
        if line.startswith("#"):
            comment.append(line.removeprefix("#").strip())
            continue
        name, equals, value = line.partition("=")
        if equals:
            yield Sample(name=name, value=value, meaning=" ".join(comment))
        comment = []


def table(text: str) -> list[str]:
    """The lines of the Markdown table for a sample file."""
    rows = [f"| `{one.name}` | {_value(one)} | {_escaped(one.meaning)} |" for one in samples(text)]
    return ["| variable | default | meaning |", "| --- | --- | --- |", *rows]


def _value(sample: Sample) -> str:
    return f"`{sample.value}`" if sample.value else "-"


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write("\n".join(table((ROOT / ".env.sample").read_text(encoding="utf-8"))) + "\n")
