"""What the people of the bench say, and the list they bring."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

from openpyxl import Workbook


@dataclass(frozen=True, kw_only=True)
class Script:
    """One person's words. `names` are the deliverables of the workbook `content`, which the answer must hold."""

    request: str
    file_name: str
    content: bytes
    names: tuple[str, ...]
    answers: str
    change: str
    """A change that our own grammar reads."""
    cheaper: str
    """A wish that is answered with proposals."""


@cache
def script(deliverables: int) -> Script:
    """The words of somebody who brings a Japanese list of so many deliverables, each with a name of its own."""
    words: dict[str, Any] = json.loads(files(__package__).joinpath("script.json").read_text(encoding="utf-8"))
    rows = [_row(words, place) for place in range(deliverables)]
    return Script(
        request=words["request"],
        file_name=words["file"],
        content=_workbook(words["header"], rows),
        names=tuple(name for name, _ in rows),
        answers=words["answers"],
        change=words["change"],
        cheaper=words["cheaper"],
    )


def _row(words: dict[str, Any], place: int) -> tuple[str, str]:
    period, at = divmod(place, len(words["deliverables"]))
    name, description = words["deliverables"][at]
    return (words["more"].format(name=name, number=period + 1) if period else name), description


def _workbook(header: list[str], rows: list[tuple[str, str]]) -> bytes:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(header)
    for number, row in enumerate(rows, 1):
        sheet.append([number, *row])
    held = BytesIO()
    workbook.save(held)
    return held.getvalue()
