"""What people and models wrote stays text: nothing of it is run, lost or cut."""

from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell

from bot.adapters.excel.measure import wrapped
from bot.adapters.excel.text import MAX_UNITS, plain, starts_like_formula, stored
from bot.domain.brief import Deliverable, Question, SkippedRow, SkipReason
from bot.domain.estimate import Line
from bot.domain.language import Language
from tests.workbooks.estimates import ISSUER, asked, estimate, line, missing, revised, workbook
from tests.workbooks.recalculation import Workbook, opened

HOSTILE = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example","Click")',
    '=WEBSERVICE("http://evil.example")',
    "＝1+1",
    "#REF!",
    "TRUE",
    "12",
    "1E400",
    "2026-11-20",
    "http://evil.example/",
    "<f>1+1</f>",
    "&amp;<v>7</v>]]>",
]


def quoted_everywhere(text: str) -> bytes:
    """A workbook in which every text that somebody else chose is this one."""
    deliverable = Deliverable(id="d1", name=text, description=text)
    one: Line = replace(line(), deliverable=deliverable, rationale=text, assumptions=(text, text))
    made = estimate([one], [replace(missing(), deliverable=replace(deliverable, id="d2"))], assumptions=[text])
    questions = (Question(number=1, text=text, answer=text), Question(number=2, text=text))
    skipped = (
        SkippedRow(place=text, reason=SkipReason.TOTAL, text=text),
        SkippedRow(place=text, reason=SkipReason.NOTE),
    )
    brief = {"title": text, "client": text, "questions": questions, "notes": (text,), "skipped": skipped}
    issuer = replace(ISSUER, name=text, address=text, phone=text, email=text, person=text)
    task, (last,) = asked(made, Language.EN, **brief)
    taken = replace(made, lines=(one, line("d3", text)), excluded=(replace(deliverable, id="d4"),))
    past = [replace(revised(1, taken, text), author=text), replace(last, author=text, wording=text)]
    return workbook(issuer).quotation(task, past)


def shape(book: Workbook) -> list[tuple[str, str, str]]:
    return [(title, cell, stored.formula or "") for (title, cell), stored in book.formulas()]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_a_formula_a_number_or_an_error(text: str) -> None:
    harmless, hostile = opened(quoted_everywhere("Harmless")), opened(quoted_everywhere(text))
    assert shape(hostile) == shape(harmless)
    kinds = {address: stored.kind for address, stored in hostile.cells.items()}
    assert kinds == {address: stored.kind for address, stored in harmless.cells.items()}
    assert sum(stored.text == text.strip() for stored in hostile.cells.values()) >= 19


@pytest.mark.parametrize("text", HOSTILE[:12])
def test_a_text_that_starts_like_a_formula_is_marked_as_text(text: str) -> None:
    book = load_workbook(BytesIO(quoted_everywhere(text)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell, Cell)]
    marked = [cell for cell in cells if cell.value == text.strip()]
    assert marked
    assert all(cell.quotePrefix and cell.data_type == "s" for cell in marked)


def test_ordinary_texts_are_not_marked() -> None:
    book = load_workbook(BytesIO(quoted_everywhere("Harmless")))
    assert not any(cell.quotePrefix for sheet in book for row in sheet.iter_rows() for cell in row)


def test_an_address_does_not_become_a_link() -> None:
    with ZipFile(BytesIO(quoted_everywhere("https://evil.example/?a=1&b=2"))) as archive:
        assert not [name for name in archive.namelist() if "worksheets/_rels" in name or "externalLink" in name]
        assert not any(b"hyperlink" in archive.read(name).lower() for name in archive.namelist() if "sheets" in name)


def test_what_xml_cannot_hold_is_left_out() -> None:
    content = quoted_everywhere("Log\x00\x08\x0b\x1fin \ud800scr\udfffeen\ufffe\uffff")
    assert "Login screen" in opened(content).texts()
    with ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            ET.fromstring(archive.read(name))


def test_emoji_rare_letters_and_line_ends_stay() -> None:
    assert "𠮷野家 🍣\n二行目" in opened(quoted_everywhere("𠮷野家 🍣\r\n二行目")).texts()


def test_an_escape_of_excels_is_shown_as_it_was_written() -> None:
    assert stored("a_x000D_b_x003d_ _xyz_") == "a_x005F_x000D_b_x005F_x003d_ _xyz_"


@pytest.mark.parametrize("letter", ["𠮷", "\u0301"])
def test_no_cell_holds_more_than_excel_takes(letter: str) -> None:
    for text in opened(quoted_everywhere("x" + letter * 40_000)).texts():
        assert len(text.encode("utf-16-le")) // 2 <= MAX_UNITS


def test_a_cut_text_ends_in_an_ellipsis_and_never_in_half_a_letter() -> None:
    text = stored("𠮷" * 20_000)
    assert text == "𠮷" * 16_383 + "…"
    assert stored("a" * MAX_UNITS) == "a" * MAX_UNITS


def test_a_text_too_long_for_a_row_goes_on_in_the_next() -> None:
    sentence = "".join(f"{number}番目の文です。" for number in range(900))
    made = estimate([line(rationale=sentence), line("d2", "Next")])
    book = opened(workbook().quotation(*asked(made)))
    parts = [row["N"].text for row in book.rows(book.titles[1]) if "N" in row and row["N"].text]
    assert "".join(parts[2:-1]) == sentence
    assert len(parts) > 4


def test_no_row_is_higher_than_excels() -> None:
    for sheet in load_workbook(BytesIO(quoted_everywhere("long " * 2_000))).worksheets:
        assert max(dimension.height or 0 for dimension in sheet.row_dimensions.values()) <= 409.5


def test_every_answer_note_and_assumption_is_there() -> None:
    made = estimate([line(assumptions=("P", "Q"))], assumptions=[f"A{n}" for n in range(9)])
    questions = (Question(number=1, text="Q?", answer="Yes, it is"), Question(number=2, text="R?"))
    changes = {"questions": questions, "notes": ("N1", "N2")}
    book = opened(workbook().quotation(*asked(made, Language.EN, **changes)))
    last = [stored.text for (title, _), stored in book.cells.items() if title == "Questions and assumptions"]
    expected = ["Q?", "Yes, it is", "R?", "(not answered: treated as an assumption)", "N1", "N2", "• P\n• Q"]
    assert [text for text in last if text in expected] == expected
    assert [text for text in last if text in made.assumptions] == list(made.assumptions)


@pytest.mark.parametrize("reason", list(SkipReason))
@pytest.mark.parametrize("language", list(Language))
def test_every_skipped_row_has_its_place_and_reason(reason: SkipReason, language: Language) -> None:
    skipped = (SkippedRow(place="Sheet1!B12", reason=reason),)
    book = opened(workbook().quotation(*asked(estimate([line()]), language, skipped=skipped)))
    row = book.find(book.titles[2], "Sheet1!B12")
    assert book.cells[book.titles[2], f"C{row}"].text


@pytest.mark.parametrize(("text", "like"), [("=A", True), (" ＝A", True), ("-1", True), ("A=", False), ("", False)])
def test_what_starts_like_a_formula(text: str, like: bool) -> None:
    assert starts_like_formula(text) is like


def test_plain_text_keeps_its_words() -> None:
    assert plain(" a\tb\r\nc\rd ") == "a b\nc\nd"


@pytest.mark.parametrize(
    "text", ["", "a", "在庫管理システム" * 9, "many words in one line " * 9, "x" * 500, "a\n\nb\n"]
)
def test_wrapped_lines_joined_are_the_text(text: str) -> None:
    assert "".join(wrapped(text, 120.0, 10.0)) == text


def test_wide_letters_take_more_lines_than_narrow_ones() -> None:
    assert len(wrapped("あ" * 60, 200.0, 10.0)) > len(wrapped("i" * 60, 200.0, 10.0))
    assert len(wrapped("あ" * 60, 200.0, 10.0)) >= 60 * 10 * 96 / 72 / 200
