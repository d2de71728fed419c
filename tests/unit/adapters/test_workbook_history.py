"""The history of revisions: who asked for what and when, what it changed, and what it cost then."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from bot.domain.brief import Deliverable
from bot.domain.estimate import Estimate, Revision, RevisionKind
from bot.domain.language import Language
from bot.domain.money import Currency, money
from tests.workbooks.estimates import asked, estimate, line, missing, negotiated, revised, workbook
from tests.workbooks.recalculation import Workbook, opened

FIRST = estimate([line("d1", "Login", 120), line("d2", "API", 50)], [missing("d3", "Reports")])


def told(revisions: Sequence[Revision], language: Language = Language.EN) -> Workbook:
    return opened(workbook().quotation(*negotiated(revisions, language)))


def rows(book: Workbook) -> list[list[str | None]]:
    """Revision, author, kind, request and changes of each row below the header."""
    title_subject_header = 3
    below = book.rows(book.titles[3])[title_subject_header:]
    return [[row["A"].result, *(row[column].text for column in "CDEF")] for row in below]


def changed(after: Estimate, before: Estimate = FIRST, language: Language = Language.EN) -> str | None:
    """What the history says of a change."""
    return rows(told([revised(1, before), revised(2, after, "please")], language))[1][4]


@pytest.mark.parametrize(
    ("language", "kind", "said"),
    [(Language.EN, "Estimated", "First estimate (2 deliverables)"), (Language.JA, "見積り", "最初の見積り（2件）")],
)
def test_the_first_revision_has_a_history(language: Language, kind: str, said: str) -> None:
    book = told([revised(1, FIRST, kind=RevisionKind.ESTIMATED)], language)
    assert rows(book) == [["1", "U0456DEF", kind, None, said]]


def test_each_revision_has_its_row_its_author_and_its_words() -> None:
    cheaper = replace(FIRST, lines=(line("d1", "Login", 108), FIRST.lines[1]))
    revisions = [revised(1, FIRST, kind=RevisionKind.ESTIMATED), revised(2, cheaper, "Login 10% cheaper")]
    revisions.append(replace(revised(3, FIRST, "undo", RevisionKind.UNDONE), author="U0777XYZ"))
    assert rows(told(revisions)) == [
        ["1", "U0456DEF", "Estimated", None, "First estimate (2 deliverables)"],
        ["2", "U0456DEF", "Changed", "Login 10% cheaper", "• Login: 12 person-days → 10.8 person-days"],
        ["3", "U0777XYZ", "Undone", "undo", "• Login: 10.8 person-days → 12 person-days"],
    ]


@pytest.mark.parametrize("kind", list(RevisionKind))
def test_each_kind_is_named_in_both_languages(kind: RevisionKind) -> None:
    named = {rows(told([revised(1, FIRST), revised(2, FIRST, "x", kind)], language))[1][2] for language in Language}
    assert len(named) == 2
    assert not any(kind.value == name for name in named)


def test_a_change_by_a_form_says_so() -> None:
    assert (
        rows(told([revised(1, FIRST), revised(2, replace(FIRST, buffer=Decimal(5)))]))[1][3] == "(by a button or form)"
    )


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (replace(FIRST, buffer=Decimal("12.5")), "• Contingency: 0% → 12.5%"),
        (replace(FIRST, rate=money(45000, Currency.JPY)), "• Price per person-day: ¥40,000 → ¥45,000"),
        (
            replace(FIRST, lines=FIRST.lines[:1], excluded=(FIRST.lines[1].deliverable,)),
            "• API: 5 person-days → excluded",
        ),
        (
            replace(FIRST, missing=(), excluded=(FIRST.missing[0].deliverable,)),
            "• Reports: Not estimated → excluded",
        ),
        (
            replace(FIRST, missing=(), lines=(*FIRST.lines, line("d3", "Reports", 70))),
            "• Reports: Not estimated → 7 person-days",
        ),
        (replace(FIRST, lines=(*FIRST.lines, line("d4", "SSO", 10))), "• SSO: 1 person-day (added)"),
        (replace(FIRST, lines=FIRST.lines[:1]), "• API: 5 person-days → removed"),
        (
            replace(
                FIRST, lines=(replace(FIRST.lines[0], deliverable=Deliverable(id="d1", name="Other")), FIRST.lines[1])
            ),
            "• Other: 12 person-days (added)\n• Login: 12 person-days → removed",
        ),
        (replace(FIRST, assumptions=()), "• Days, day rate and contingency are the same."),
    ],
)
def test_each_change_is_told_before_and_after(after: Estimate, said: str) -> None:
    assert changed(after) == said


def test_the_changes_are_told_in_japanese() -> None:
    after = replace(
        FIRST,
        lines=(line("d1", "Login", 108), line("d4", "SSO", 10)),
        excluded=(FIRST.lines[1].deliverable,),
        rate=money(45000, Currency.JPY),
        buffer=Decimal(10),
    )
    said = changed(after, language=Language.JA) or ""
    assert said.splitlines() == [
        "・Login：12人日 → 10.8人日",
        "・SSO：1人日（追加）",
        "・API：5人日 → 対象外",
        "・人日単価：¥40,000 → ¥45,000",
        "・リスクバッファ：0% → 10%",
    ]


def test_every_total_is_the_one_of_its_revision_and_the_last_one_is_live() -> None:
    dearer = replace(FIRST, buffer=Decimal(10))
    book = told([revised(1, FIRST), revised(2, dearer), revised(3, replace(dearer, buffer=Decimal(15)))])
    title = book.titles[3]
    found = [book.value(title, f"G{row}") for row in (5, 6, 7)]
    assert found == [748_000, 822_800, 860_200]
    assert [book.cells[title, f"G{row}"].formula is not None for row in (5, 6, 7)] == [False, False, True]


@pytest.mark.parametrize(("language", "form"), [(Language.JA, "yyyy/mm/dd hh:mm"), (Language.EN, None)])
def test_the_time_is_that_of_the_issuers_clocks(language: Language, form: str | None) -> None:
    at = datetime(2026, 12, 31, 15, 30, 59, 999_999, tzinfo=UTC)
    content = workbook().quotation(*negotiated([replace(revised(1, FIRST), at=at)], language))
    sheet = load_workbook(BytesIO(content)).worksheets[3]
    assert sheet["B5"].value == datetime(2027, 1, 1, 0, 30)  # noqa: DTZ001 - a cell knows no zone
    assert sheet["B5"].number_format == (form or "[$-409]mmm d, yyyy hh:mm")
    assert "Asia/Tokyo" in sheet["B4"].value


def test_a_revision_of_many_changes_keeps_them_all_in_order() -> None:
    many = [line(f"d{number:03}", f"Screen {number}", 10 + number) for number in range(200)]
    more = [line(f"d{number:03}", f"Screen {number}", 11 + number) for number in range(200)]
    said = [row[4] or "" for row in rows(told([revised(1, estimate(many)), revised(2, estimate(more), "more")]))[1:]]
    lines = "\n".join(said).splitlines()
    assert [each.split(":")[0] for each in lines] == [f"• Screen {number}" for number in range(200)]


def test_long_wording_goes_on_in_the_next_row_and_nothing_is_lost() -> None:
    wording = "".join(f"{number}番目のお願いです。" for number in range(400))
    found = rows(told([revised(1, FIRST), revised(2, FIRST, wording), revised(3, FIRST, "next")], Language.JA))
    assert "".join(row[3] or "" for row in found[1:-1]) == wording
    assert [row[0] for row in found if row[0]] == ["1", "2", "3"]


def test_what_was_taken_out_is_listed_as_excluded_beside_what_is_missing() -> None:
    made = replace(FIRST, excluded=(Deliverable(id="d8", name="Manuals"), Deliverable(id="d9", name="Manuals")))
    book = opened(workbook().quotation(*asked(made, Language.EN)))
    title = book.titles[2]
    listed = [(row["B"].text, row["C"].text) for row in book.rows(title) if row.get("B") and row["B"].text]
    start = listed.index(("Reports", "The language model could not be reached."))
    assert listed[start + 1 : start + 3] == [("Manuals", "Taken out of the estimate.")] * 2
    assert "Manuals" not in [stored.text for (sheet, _), stored in book.cells.items() if sheet == book.titles[0]]


@pytest.mark.parametrize("letters", [1, 19, 190, 500])
def test_a_row_has_room_for_all_the_words_that_asked(letters: int) -> None:
    content = workbook().quotation(*negotiated([revised(1, FIRST), revised(2, FIRST, "安" * letters)]))
    sheet = load_workbook(BytesIO(content)).worksheets[3]
    pixels_of_a_letter, inside_the_indent, points_of_a_line = 12, 36 * 7 - 12, 9 * 1.5
    lines = -(-letters * pixels_of_a_letter // inside_the_indent)
    height = sheet.row_dimensions[6].height
    assert height is not None
    assert height >= lines * points_of_a_line
