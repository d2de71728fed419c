"""The workbook as a document: its words, dates, addressee, marks, print set-up and properties."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook as Loaded

from bot.adapters.excel.archive import ResultMissing, packed
from bot.domain.estimate import Estimate, MissingReason, Source
from bot.domain.language import Language
from bot.domain.money import Currency, Rounding, money
from bot.domain.quotation import Issuer, quotation
from tests.workbooks.estimates import AT, ISSUER, asked, estimate, line, missing, workbook
from tests.workbooks.recalculation import Workbook, opened

PLAIN = estimate([line()])


def texts(language: Language, made: Estimate = PLAIN, issuer: Issuer = ISSUER, **brief: object) -> list[str]:
    return opened(workbook(issuer).quotation(*asked(made, language, **brief))).texts()


def loaded(language: Language = Language.JA, made: Estimate = PLAIN) -> Loaded:
    return load_workbook(BytesIO(workbook().quotation(*asked(made, language))))


def front(book: Workbook) -> list[str]:
    return [stored.text for (title, _), stored in book.cells.items() if title == book.titles[0] and stored.text]


@pytest.mark.parametrize(
    ("language", "titles", "words"),
    [
        (
            Language.JA,
            ("御見積書", "内訳", "質疑・前提", "変更履歴"),
            {"下記の通りお見積り申し上げます。", "印", "備考", "小計", "対象外（合計金額に含まれないもの）"},
        ),
        (
            Language.EN,
            ("Quotation", "Breakdown", "Questions and assumptions", "History"),
            {"QUOTATION", "Signature", "Remarks", "Subtotal", "Not included in the total"},
        ),
    ],
)
def test_the_words_follow_the_language(language: Language, titles: tuple[str, ...], words: set[str]) -> None:
    book = opened(workbook().quotation(*asked(PLAIN, language)))
    assert book.titles == titles
    assert words <= set(book.texts())


def test_the_japanese_quotation_says_what_one_has_to_say() -> None:
    said = texts(Language.JA)
    assert {
        "EST-00012-3",
        "青山商事 御中",
        "在庫管理",
        "2026年12月20日",
        "ご発注後3か月",
        "月末締め翌月末払い",
        "株式会社みなとソフトウェア",
        "〒100-0005 東京都千代田区丸の内1-2-3",
        "TEL：03-1234-5678",
        "担当：佐藤 花子",
        "登録番号：T1234567890123",
    } <= set(said)


def test_the_english_quotation_says_it_in_english() -> None:
    said = texts(Language.EN)
    assert {"Acme Ltd.", "Stock management", "December 20, 2026", "Three months after order", "Net 30 days"} <= set(
        said
    )


@pytest.mark.parametrize(
    ("client", "addressee"),
    [
        ("青山商事", "青山商事 御中"),
        (" 青山商事御中 ", "青山商事御中"),
        ("青山商事 山田 様", "青山商事 山田 様"),
        ("関係者各位", "関係者各位"),
        ("", "お客様"),
        ("  ", "お客様"),
    ],
)
def test_the_addressee_is_addressed_once(client: str, addressee: str) -> None:
    assert opened(workbook().quotation(*asked(PLAIN, client=client))).cells["御見積書", "A3"].text == addressee


def test_the_issue_date_is_the_day_in_the_issuers_time_zone() -> None:
    sheet = loaded().worksheets[0]
    assert sheet["F4"].value == datetime(2026, 11, 20)  # noqa: DTZ001 - a day in a cell has no time zone
    assert sheet["F4"].number_format == 'yyyy"年"m"月"d"日"'


@pytest.mark.parametrize("days", [1, 30, 365])
def test_it_is_valid_for_the_issuers_days(days: int) -> None:
    task, (revision,) = asked(PLAIN)
    document = quotation(task, revision, replace(ISSUER, valid_days=days), AT.tzinfo)  # type: ignore[arg-type]
    assert (document.valid_until - date(2026, 11, 19)).days == days


@pytest.mark.parametrize("number", ["T123", "1234567890123", "T12345678901234", "T１２３４５６７８９０１２３"])
def test_a_wrong_registration_number_is_refused(number: str) -> None:
    with pytest.raises(ValueError, match="13 digits"):
        replace(ISSUER, registration_number=number)


def test_an_issuer_without_details_leaves_them_out() -> None:
    said = texts(Language.JA, issuer=Issuer(name="個人"))
    assert said.count("別途ご相談") == 2
    assert not any(text.startswith(("TEL", "E-mail", "担当", "登録番号")) for text in said)


@pytest.mark.parametrize(
    ("sources", "mark"),
    [
        ((Source.RULES, Source.RULES), "• This quotation is rule-based: it was made without the language model."),
        ((Source.MODEL, Source.RULES), "• No. 2: rule-based, estimated without the language model."),
        ((Source.MODEL, Source.MODEL), None),
    ],
)
def test_what_was_made_without_the_model_says_so(sources: tuple[Source, ...], mark: str | None) -> None:
    made = estimate([line(f"d{place}", source=source) for place, source in enumerate(sources)])
    said = texts(Language.EN, made)
    assert [text for text in said if "without the language model" in text and text.startswith("•")] == (
        [mark] if mark else []
    )
    assert said.count("Rules") == sources.count(Source.RULES)


def test_missing_lines_are_announced_and_explained() -> None:
    made = estimate([line("d1")], [missing("d2", "Pay"), missing("d3", "Ship", MissingReason.MODEL_REFUSED)])
    said = texts(Language.EN, made)
    notice = "• 2 deliverables could not be estimated and are not included in the total: No.2 Pay; No.3 Ship"
    assert notice in said
    assert "Not estimated: The language model could not be reached." in said
    assert "The language model gave no answer." in said


@pytest.mark.parametrize(
    ("rounding", "words"), [(Rounding.FLOOR, "切り捨て"), (Rounding.HALF_UP, "四捨五入"), (Rounding.CEIL, "切り上げ")]
)
def test_the_rounding_of_the_tax_is_named(rounding: Rounding, words: str) -> None:
    said = texts(Language.JA, estimate([line()], rounding=rounding))
    assert len([text for text in said if words in text]) == 1


@pytest.mark.parametrize(("percent", "form"), [(10, "0%_ "), (8.25, "0.00%_ "), (0, "0%_ ")])
def test_the_rate_of_the_tax_is_shown_with_its_decimals(percent: float, form: str) -> None:
    sheet = loaded(made=estimate([line()], percent=Decimal(str(percent)))).worksheets[0]
    assert sheet["F17"].value == pytest.approx(percent / 100)
    assert sheet["F17"].number_format == form


@pytest.mark.parametrize(("currency", "form"), [(Currency.JPY, '"¥"#,##0_ '), (Currency.USD, '"$"#,##0.00_ ')])
def test_money_is_written_as_its_currency_is(currency: Currency, form: str) -> None:
    sheet = loaded(made=estimate([line()], rate=money(500, currency))).worksheets[0]
    assert sheet["G18"].number_format == form
    assert sheet["E15"].number_format == "#,##0.0_ "
    assert sheet["G15"].alignment.horizontal == "right"


@pytest.mark.parametrize("language", list(Language))
def test_every_sheet_prints_on_a4_one_page_wide(language: Language) -> None:
    orientations = ("portrait", "landscape", "portrait", "landscape")
    headers = ("$14:$14", "$4:$4", None, "$4:$4")
    for sheet, orientation, header in zip(loaded(language).worksheets, orientations, headers, strict=True):
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.orientation == orientation
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.print_title_rows == header
        assert sheet.oddFooter is not None
        assert sheet.oddFooter.right is not None
        assert sheet.oddFooter.right.text == "&P / &N"
        assert sheet.print_area


def test_the_file_asks_to_be_calculated_when_it_is_opened() -> None:
    assert loaded().calculation.fullCalcOnLoad


def test_the_properties_name_the_issuer_and_nothing_of_the_machine() -> None:
    properties = loaded().properties
    assert properties.title == "EST-00012-3 在庫管理"
    assert properties.creator == properties.lastModifiedBy == ISSUER.name
    assert properties.created == properties.modified == AT.replace(tzinfo=None)


def test_the_same_revision_gives_the_same_bytes() -> None:
    assert workbook().quotation(*asked(PLAIN)) == workbook().quotation(*asked(PLAIN))


def test_every_part_bears_the_time_of_the_revision() -> None:
    with ZipFile(BytesIO(workbook().quotation(*asked(PLAIN)))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(2026, 11, 19, 15, 30, 0)}


def test_a_formula_whose_result_nobody_gave_is_refused() -> None:
    book = Loaded()
    assert book.active is not None
    book.active["A1"] = "=1+1"
    with pytest.raises(ResultMissing, match="A1"):
        packed(book, [{}], AT)
