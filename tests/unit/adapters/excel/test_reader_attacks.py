"""Each attack is read in a process of its own, whose greatest size is then asked of the system.

The system's `ru_maxrss` counts what the test's own process held when it started the other; VmHWM begins anew.
"""

import json
import os
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.adapters.excel.limits import MEGABYTE
from tests.unit.adapters.excel import given

MAX_RESIDENT = 100 * MEGABYTE
"""Of the 200 MB that the bot may take, about 30 are in this process before it reads."""
MAX_CHILD = 140 * MEGABYTE
MAX_SECONDS = 20
"""Each takes under 2 s on an idle machine."""

READ = """
import json, resource, sys
from bot.adapters.excel.limits import Limits
from bot.adapters.excel.reader import read_listing
from bot.errors import InputRefused
with open(sys.argv[1], "rb") as file:
    content = file.read()
try:
    said = [one.name for one in read_listing(content, name=sys.argv[1], limits=Limits()).deliverables]
except InputRefused as refused:
    said = refused.key
with open("/proc/self/status") as file:
    (own,) = (int(line.split()[1]) for line in file if line.startswith("VmHWM"))
print(json.dumps([said, own * 1024, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024]))
"""

ENTITIES = "".join(f'<!ENTITY l{level} "{f"&l{level - 1};" * 10 if level else "lol"}">' for level in range(10))
NAMED = '<row r="1"><c r="A1" t="inlineStr"><is><t>&l9;</t></is></c></row>'
FAR_ROW = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
NEAR_ROW = f'<row r="1">{given.text_cell("A1", "設計書")}</row>'
BIG = f'<worksheet xmlns="{given.MAIN}"><dimension ref="A1:XFD1048576"/>'
LONG_ROW = f'<row r="1">{given.text_cell("A1", "a" * 38_000_000)}</row>'
SHARED_ROW = "<row>" + "".join(f'<c t="s"><v>{n}</v></c>' for n in range(10)) + "</row>"
ATTRIBUTES = " ".join(f"a{n}=''" for n in range(500_000))


def sheet(xml: str) -> bytes:
    """A workbook whose only sheet is this, sound XML or not."""
    return given.with_parts(given.xlsx(), {given.SHEET: xml})


WORKBOOKS: dict[str, tuple[Callable[[], bytes], object]] = {
    "a sheet of 50 MB": (lambda: sheet("a" * 50_000_000), "input_bomb"),
    "a picture of 50 MB": (lambda: given.with_parts(given.xlsx(), {"xl/media/a.bin": b"0" * 50_000_000}), "input_bomb"),
    "four parts of 11 MB": (
        lambda: given.with_parts(given.xlsx(), {f"{n}.xml": "a" * 11_000_000 for n in range(4)}),
        "input_bomb",
    ),
    "a size that lies": (lambda: lying(sheet("a" * 50_000_000), 50_000_000), "input_damaged"),
    "30,000 parts": (lambda: given.zipped({f"xl/{n}.xml": "<a/>" for n in range(30_000)}), "input_bomb"),
    "a text of 38 MB": (lambda: given.with_sheet(LONG_ROW), "input_bomb"),
    "6,000,000 rows": (lambda: given.with_sheet("<row/>" * 6_000_000), "input_no_deliverable"),
    "9,000,000 cells": (lambda: given.with_sheet("<row>" + "<c/>" * 9_000_000 + "</row>"), "input_no_deliverable"),
    "90,000 empty rows": (lambda: given.with_sheet("<row/>" * 90_000), "input_no_deliverable"),
    "48,000 cells in a row": (
        lambda: given.with_sheet("<row>" + '<c t="str"><v>ab</v></c>' * 48_000 + "</row>"),
        ["ab"],
    ),
    "1,900,000 cells in a row": (
        lambda: given.with_sheet("<row>" + "<c/>" * 1_900_000 + "</row>"),
        "input_no_deliverable",
    ),
    "an attribute of 7 MB": (lambda: given.with_sheet("", after=f'<a b="{"x" * 7_000_000}"/>'), "input_no_deliverable"),
    "500,000 attributes": (lambda: given.with_sheet("", after=f"<a {ATTRIBUTES}/>"), "input_no_deliverable"),
    "a comment of 7 MB": (lambda: given.with_sheet("", after=f"<!--{'x' * 7_000_000}-->"), "input_no_deliverable"),
    "a billion laughs": (lambda: given.with_sheet(NAMED, before=f"<!DOCTYPE l [{ENTITIES}]>"), "input_damaged"),
    "an external entity": (
        lambda: given.with_sheet(NAMED, before='<!DOCTYPE l [<!ENTITY l9 SYSTEM "file:///etc/hostname">]>'),
        "input_damaged",
    ),
    "an entity of its own": (
        lambda: given.with_sheet(NAMED, before='<!DOCTYPE l [<!ENTITY l9 "設計書">]>'),
        "input_damaged",
    ),
    "a dimension that lies": (
        lambda: sheet(f"{BIG}<sheetData>{NEAR_ROW}{FAR_ROW}</sheetData></worksheet>"),
        ["設計書"],
    ),
    "the far corner": (lambda: given.with_sheet(FAR_ROW), "input_no_deliverable"),
    "both corners": (lambda: given.with_sheet(NEAR_ROW + FAR_ROW), ["設計書"]),
    "7,000,000 shared strings": (lambda: given.with_strings("<si/>" * 7_000_000, ""), "input_bomb"),
    "long strings shared by many cells": (
        lambda: given.with_strings(("<si><t>" + "あ" * 32_000 + "</t></si>") * 10, SHARED_ROW * 3_000),
        "input_too_many",
    ),
}
TABLES: dict[str, tuple[Callable[[], bytes], object]] = {
    "one line": (lambda: b"a" * 10_000_000, "input_line_too_long"),
    "one line of fields": (lambda: "あ,".encode() * 2_500_000, "input_line_too_long"),
    "one row of lines": (lambda: '"あ\n",'.encode() * 1_200_000, "input_line_too_long"),
    "a quote left open": (lambda: '成果物\n"'.encode() + "あ\n".encode() * 2_000_000, "input_line_too_long"),
    "a million rows": (lambda: "成果物\n".encode() + "設計\n".encode() * 1_000_000, "input_too_many"),
    "wide rows": (lambda: ("成果物" + ",あ" * 250 + "\n").encode() * 9_000, "input_too_many"),
    "two million empty rows": (lambda: "成果物,\n".encode() + b",\n" * 2_000_000 + "設計書,\n".encode(), ["設計書"]),
    "noise": (lambda: os.urandom(1_000_000), "input_not_what_it_says"),
}


def read_apart(content: bytes, name: str, folder: Path) -> object:
    """What the reader said, once it is sure that it stayed small."""
    path = folder / name
    path.write_bytes(content)
    done = subprocess.run([sys.executable, "-c", READ, path], capture_output=True, timeout=MAX_SECONDS, check=True)
    said, resident, child = json.loads(done.stdout)
    assert resident < MAX_RESIDENT
    assert child < MAX_CHILD
    return said


def lying(content: bytes, real: int) -> bytes:
    """The package, declaring a thousand bytes where there are `real`."""
    return content.replace(struct.pack("<I", real), struct.pack("<I", 1000))


@pytest.mark.parametrize("attack", WORKBOOKS)
def test_a_workbook_made_to_do_harm_does_none(attack: str, tmp_path: Path) -> None:
    made, said = WORKBOOKS[attack]
    assert read_apart(made(), "list.xlsx", tmp_path) == said


@pytest.mark.parametrize("attack", TABLES)
def test_a_table_made_to_do_harm_does_none(attack: str, tmp_path: Path) -> None:
    made, said = TABLES[attack]
    assert read_apart(made(), "list.csv", tmp_path) == said


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (given.xls({(0, 0): "成果物", (65535, 255): "x"}), "list.xls"),
        (given.ods(given.ods_row("設計書", repeated=1_048_576)), "list.ods"),
        (given.ods(given.ods_row("設計書", repeated=20_000, cells=16_384)), "list.ods"),
    ],
    ids=["the far corner of .xls", "a row repeated a million times", "a rectangle of 327,680,000 cells"],
)
def test_what_calamine_would_die_of_it_dies_of_alone(content: bytes, name: str, tmp_path: Path) -> None:
    assert read_apart(content, name, tmp_path) in ("input_bomb", "input_damaged")


def test_the_empty_rest_of_an_opendocument_sheet_is_nothing(tmp_path: Path) -> None:
    nothing = '<table:table-cell table:number-columns-repeated="16384"/>'
    rest = f'<table:table-row table:number-rows-repeated="1048575">{nothing}</table:table-row>'
    content = given.ods(given.ods_row("設計書") + rest)
    assert read_apart(content, "list.ods", tmp_path) == ["設計書"]
