"""A real LibreOffice opens the workbook: its figures are the domain's, its pages are A4, none of its texts is cut."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from io import BytesIO
from itertools import product
from pathlib import Path
from random import Random

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from bot.domain.brief import Deliverable
from bot.domain.estimate import Estimate
from bot.domain.language import Language
from bot.domain.money import Currency, Rounding, from_minor
from tests.workbooks.estimates import estimate, line, missing, negotiated, random_estimate, revised, workbook
from tests.workbooks.office import converted, poisoned, without_heights

KINDS = list(product(Language, Currency, Rounding))
EACH = 3
"""Random estimates of each kind."""
BUFFER_LABELS = {"リスクバッファ", "Contingency"}
TOTAL_LABELS = {"小計", "消費税", "合計", "合計（税込）", "Subtotal", "Tax", "Total", "Total incl. tax"}
LONG = "既存の画面からの移行を前提に、権限ごとに表示を切り替える。Includes import, export and an API. " * 5
PAGE = re.compile(rb"/Type\s*/Page\b")
A4 = (595, 842)


@dataclass(frozen=True, kw_only=True)
class Case:
    """An estimate and its workbook."""

    made: Estimate
    language: Language
    content: bytes
    before: tuple[Estimate, ...] = ()
    """The revisions before it."""


def case(made: Estimate, language: Language, *before: Estimate) -> Case:
    revisions = [revised(number, one, "x" * number) for number, one in enumerate((*before, made), 1)]
    content = workbook().quotation(*negotiated(revisions, language))
    return Case(made=made, language=language, content=content, before=before)


def random_cases() -> Iterator[tuple[str, Case]]:
    random = Random(20261120)
    for number, (language, currency, rounding) in enumerate(KINDS * EACH):
        *before, made = [random_estimate(random, language, currency, rounding) for _ in range(random.randint(1, 4))]
        yield f"case{number:03}", case(made, language, *before)


def large_cases() -> Iterator[tuple[str, Case]]:
    """Taxes that miss a whole unit by hundredths, on amounts too large for LibreOffice's ROUNDUP and ROUNDDOWN."""
    for (language, currency, rounding), subtotal in product(KINDS, (17_761_077_391, 17_761_077_409)):
        rate = from_minor(subtotal, currency)
        for buffer in ("0", "12.5"):
            made = estimate(
                [line(tenths=10)], rate=rate, percent=Decimal("88.5"), rounding=rounding, buffer=Decimal(buffer)
            )
            yield f"large-{language}-{currency}-{rounding}-{subtotal}-{buffer}", case(made, language)


@pytest.fixture(scope="module")
def cases() -> dict[str, Case]:
    return {**dict(random_cases()), **dict(large_cases())}


@pytest.fixture(scope="module")
def calculated(cases: dict[str, Case], tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Worksheet]]:
    """All cases as LibreOffice calculates them, in one run, from files whose stored results are wrong."""
    contents = {name: poisoned(one.content) for name, one in cases.items()}
    results = converted(contents, "xlsx", tmp_path_factory.mktemp("calculated"))
    return {name: sheets(content) for name, content in results.items()}


def exact(value: object) -> Decimal:
    """A figure of a cell as the decimal that it is shown as: 15 digits, as spreadsheets have them."""
    assert isinstance(value, int | float), value
    return Decimal(f"{value:.15g}")


def sheets(content: bytes) -> list[Worksheet]:
    return list(load_workbook(BytesIO(content), data_only=True).worksheets)


def totals(sheet: Worksheet) -> list[Decimal]:
    return [exact(row[6].value) for row in sheet.iter_rows(min_row=15) if row[0].value in TOTAL_LABELS]


def test_subtotal_tax_and_total_are_the_domains(cases: dict[str, Case], calculated: dict[str, list[Worksheet]]) -> None:
    for name, one in cases.items():
        front = calculated[name][0]
        made = one.made
        assert totals(front) == [made.subtotal.amount, made.tax.amount, made.total.amount], name
        assert exact(front["C12"].value) == made.total.amount, name


def test_the_buffer_is_the_domains_and_stands_there_only_when_there_is_one(
    cases: dict[str, Case], calculated: dict[str, list[Worksheet]]
) -> None:
    for name, one in cases.items():
        expected = [one.made.buffer_amount.amount] if one.made.buffer else []
        for sheet, column in zip(calculated[name][:2], (6, 12), strict=True):
            found = [row for row in sheet.iter_rows(min_row=5) if row[0].value in BUFFER_LABELS]
            assert [exact(row[column].value) for row in found] == expected, name
    assert sum(bool(one.made.buffer) for one in cases.values()) > len(cases) // 3


def test_the_history_ends_in_the_total(cases: dict[str, Case], calculated: dict[str, list[Worksheet]]) -> None:
    for name, one in cases.items():
        rows = [row for row in calculated[name][3].iter_rows(min_row=5) if row[0].value]
        assert [exact(row[6].value) for row in rows] == [made.total.amount for made in (*one.before, one.made)], name
        assert [row[4].value for row in rows] == ["x" * number for number in range(1, len(rows) + 1)]


def test_what_was_taken_out_is_listed(cases: dict[str, Case], calculated: dict[str, list[Worksheet]]) -> None:
    for name, one in cases.items():
        listed = [row[1].value for row in calculated[name][2].iter_rows()]
        assert [text for text in listed if str(text).startswith("Taken ")] == [each.name for each in one.made.excluded]


def test_every_line_is_the_domains(cases: dict[str, Case], calculated: dict[str, list[Worksheet]]) -> None:
    for name, one in cases.items():
        front = calculated[name][0]
        rows = [row for row in front.iter_rows(min_row=15) if isinstance(row[4].value, int | float) and row[1].value]
        found = [tuple(exact(row[column].value) for column in (4, 5, 6)) for row in rows]
        rate = one.made.rate
        assert found == [(each.effort.likely.days, rate.amount, each.amount(rate).amount) for each in one.made.lines]


def test_the_breakdown_is_the_domains(cases: dict[str, Case], calculated: dict[str, list[Worksheet]]) -> None:
    for name, one in cases.items():
        parts = calculated[name][1]
        row = next(row for row in parts.iter_rows(min_row=5) if row[0].value in TOTAL_LABELS)
        effort = one.made.effort
        assert effort is not None
        phases = [sum((each.phases[place].days for each in one.made.lines), Decimal(0)) for place in range(6)]
        expected = [effort.low.days, effort.likely.days, effort.high.days, *phases, one.made.lines_total.amount]
        assert [exact(cell.value) for cell in row[3:13]] == expected, name


def test_what_is_stored_for_viewers_is_what_libreoffice_calculates(
    cases: dict[str, Case], calculated: dict[str, list[Worksheet]]
) -> None:
    for name, one in cases.items():
        for ours, theirs in zip(sheets(one.content), calculated[name], strict=True):
            assert figures(ours) == figures(theirs), (name, ours.title)


def figures(sheet: Worksheet) -> dict[str, Decimal]:
    cells = (cell for row in sheet.iter_rows() for cell in row)
    return {cell.coordinate: exact(cell.value) for cell in cells if isinstance(cell.value, int | float)}


def test_no_text_is_an_error_or_a_formula_in_libreoffice(tmp_path: Path) -> None:
    hostile = "=cmd|' /C calc'!A0"
    made = estimate([line(name=hostile, rationale="=1+1", assumptions=("@SUM(1)",))], [missing(name="+1+1")])
    content = case(made, Language.JA).content
    front, parts, *others = sheets(converted({"hostile": content}, "xlsx", tmp_path)["hostile"])
    assert front["B15"].value == parts["B5"].value == hostile
    assert parts["N5"].value == "=1+1"
    shown = [cell.value for sheet in (front, parts, *others) for row in sheet.iter_rows() for cell in row]
    assert not [value for value in shown if isinstance(value, str) and value.startswith("#")]


def test_an_escape_of_excels_is_shown_as_it_was_written(tmp_path: Path) -> None:
    content = case(estimate([line(name="a_x0041_b")]), Language.EN).content
    text = converted({"escape": content}, "csv", tmp_path)["escape"].decode("latin-1")
    assert "a_x0041_b" in text


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Workbooks of 3 and 60 lines as PDF."""
    few = [line(f"d{number}", f"Screen {number}", rationale=LONG) for number in range(3)]
    many = [line(f"d{number:02}", f"Screen {number}", rationale=LONG) for number in range(60)]
    contents = {
        f"{language}{len(lines)}": case(estimate(lines), language).content
        for language in Language
        for lines in (few, many)
    }
    return converted(contents, "pdf", tmp_path_factory.mktemp("printed"))


@pytest.mark.parametrize("language", list(Language))
def test_a_short_quotation_takes_a_page_per_sheet(printed: dict[str, bytes], language: Language) -> None:
    assert len(PAGE.findall(printed[f"{language}3"])) == 4


@pytest.mark.parametrize("language", list(Language))
def test_a_long_one_grows_in_length_alone(printed: dict[str, bytes], language: Language) -> None:
    pages = len(PAGE.findall(printed[f"{language}60"]))
    assert 4 + 60 // 20 <= pages <= 30, "sheets wider than a page take twice as many"


@pytest.mark.parametrize("language", list(Language))
def test_the_pages_are_a4(printed: dict[str, bytes], language: Language) -> None:
    boxes = re.findall(rb"/Type\s*/Page\b[^>]*?/MediaBox\s*\[\s*0 0 ([0-9.]+) ([0-9.]+)\s*\]", printed[f"{language}3"])
    sizes = {tuple(sorted(round(float(side)) for side in box)) for box in boxes}
    assert sizes == {A4}


@pytest.mark.parametrize("language", list(Language))
def test_every_row_is_as_high_as_its_texts_need(language: Language, tmp_path: Path) -> None:
    names = ["短い", LONG[:200], "Word " * 39, "W" * 200, "改行\nのある\n名前"]
    lines = [line(f"d{place}", name, rationale=LONG[:400], assumptions=(LONG,)) for place, name in enumerate(names)]
    made = estimate(lines, assumptions=[LONG, "short"], excluded=[Deliverable(id="x", name=LONG)])
    before = replace(made, lines=tuple(line(f"x{place}", name) for place, name in enumerate([*names, LONG])))
    revisions = [
        replace(revised(1, before, LONG), author="U" * 11),
        revised(2, made, LONG * 8),
        revised(3, made, "W" * 99),
    ]
    content = workbook().quotation(*negotiated(revisions, language))
    needed = converted({"free": without_heights(content)}, "xlsx", tmp_path)["free"]
    for ours, theirs in zip(sheets(content), sheets(needed), strict=True):
        for row, dimension in theirs.row_dimensions.items():
            if dimension.height and row in ours.row_dimensions:
                assert (ours.row_dimensions[row].height or 0) >= dimension.height - 1, (ours.title, row)
