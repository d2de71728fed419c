import codecs
import io
import zipfile
from collections.abc import Sequence

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.cell import Cell

from bot.adapters.excel.limits import Limits
from bot.adapters.excel.ooxml import read_ooxml
from bot.adapters.excel.package import Package
from bot.adapters.excel.reader import Reader, list_from_text, read_listing
from bot.adapters.excel.slimming import Unreadable
from bot.domain.brief import Listing, SkipReason
from bot.errors import InputRefused
from tests.unit.adapters.excel import given

LIMITS = Limits()
CSV = "No,成果物,説明\r\n1,要件定義書,業務フロー\r\n2,基本設計書,\r\n"
XLS = {(0, 0): "No", (0, 1): "成果物", (1, 0): "1", (1, 1): "要件定義書", (2, 0): "2", (2, 1): "基本設計書"}


def read(content: bytes, name: str = "list.xlsx", limits: Limits = LIMITS) -> Listing:
    return read_listing(content, name=name, limits=limits)


def refused(content: bytes, name: str = "list.xlsx", limits: Limits = LIMITS) -> InputRefused:
    with pytest.raises(InputRefused) as caught:
        read(content, name, limits)
    return caught.value


def names(listing: Listing) -> list[str]:
    return [one.name for one in listing.deliverables]


def numbered(count: int) -> Sequence[Sequence[given.Value]]:
    return [("成果物",), *((f"設計書その{number}",) for number in range(count))]


# --- what is read -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (given.xlsx(), "list.xlsx"),
        (given.xlsx(), "LIST.XLSM"),
        (given.xls(XLS), "list.xls"),
        (given.ods(given.ods_row("成果物") + given.ods_row("要件定義書") + given.ods_row("基本設計書")), "list.ods"),
        (CSV.encode(), "list.csv"),
        (CSV.encode("utf-8-sig"), "list.csv"),
        (CSV.encode("cp932"), "list.csv"),
        (codecs.BOM_UTF16_LE + CSV.encode("utf-16-le"), "list.csv"),
        (codecs.BOM_UTF16_BE + CSV.encode("utf-16-be"), "list.csv"),
        (CSV.replace(",", ";").encode(), "list.csv"),
        (CSV.replace(",", "\t").encode(), "list.csv"),
        (CSV.replace(",", "\t").encode(), "list.tsv"),
        (CSV.replace("\r\n", "\r").encode(), "list.csv"),
        ("要件定義書\n基本設計書\n".encode("cp932"), "list.txt"),
        ("- 要件定義書\n- 基本設計書\n".encode(), "list.md"),
    ],
)
def test_every_kind_of_file_gives_the_same_two_deliverables(content: bytes, name: str) -> None:
    assert names(read(content, name)) == ["要件定義書", "基本設計書"]


def test_the_reader_is_the_port_of_the_core() -> None:
    reader = Reader(limits=LIMITS)
    assert names(reader.read_file(given.xlsx(), "list.xlsx")) == ["要件定義書", "基本設計書"]
    listing, prose = reader.read_text("見積お願いします\n- 設計書", plain_list=False)
    assert (names(listing), prose) == (["設計書"], "見積お願いします")


def test_a_quoted_cell_with_line_ends_and_commas_is_one_cell() -> None:
    listing = read('成果物,説明\n"受注\n画面","検索,編集"\n'.encode(), "list.csv")
    assert [(one.name, one.description) for one in listing.deliverables] == [("受注 画面", "検索,編集")]


def test_a_row_of_a_table_file_is_told_by_its_number() -> None:
    listing = read("成果物,説明\n,名なし\n設計書,x\n".encode(), "list.csv")
    assert [(row.place, row.reason) for row in listing.skipped] == [("2", SkipReason.NO_NAME)]


def test_a_list_away_from_the_corner_keeps_its_places_in_an_old_workbook() -> None:
    listing = read(given.xls({(3, 2): "成果物", (4, 2): "あ" * 300}), "list.xls")
    assert [(row.place, row.reason) for row in listing.skipped] == [("一覧!C5", SkipReason.NAME_CUT)]


def test_merged_cells_reach_the_list_in_a_workbook() -> None:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    for row in (("成果物", "説明"), ("商品管理", "一覧"), (None, "登録"), ("共通", None), ("受注管理", "検索")):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("A4:B4")
    listing = read(given.saved(workbook))
    assert [(one.name, one.description) for one in listing.deliverables] == [
        ("商品管理", "一覧 / 登録"),
        ("受注管理", "共通: 検索"),
    ]
    assert [row.place for row in listing.skipped] == ["Sheet:4"]


def test_the_visible_list_is_chosen_among_the_sheets_of_a_workbook() -> None:
    workbook = Workbook()
    workbook.worksheets[0].append(["表紙"])
    for title, state in (("旧一覧", "hidden"), ("一覧", "visible"), ("秘密", "veryHidden")):
        sheet = workbook.create_sheet(title)
        sheet.append(["成果物"])
        sheet.append([f"{title}の設計書"])
        sheet.sheet_state = state
    assert names(read(given.saved(workbook))) == ["一覧の設計書"]


def test_a_formula_never_calculated_and_an_error_are_told_with_their_cells() -> None:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    for row in (("成果物",), ("設計書",), ('="試験"&"書"',), ("x",)):
        sheet.append(row)
    broken = sheet["A4"]
    assert isinstance(broken, Cell)
    broken.value, broken.data_type = "#REF!", "e"
    listing = read(given.saved(workbook))
    assert names(listing) == ["設計書"]
    assert [(row.place, row.reason) for row in listing.skipped] == [
        ("Sheet!A3", SkipReason.FORMULA_WITHOUT_VALUE),
        ("Sheet!A4", SkipReason.ERROR_VALUE),
    ]


def test_a_formula_with_its_value_is_read_and_an_empty_result_is_empty() -> None:
    rows = (
        f'<row r="1">{given.text_cell("A1", "成果物")}</row>'
        '<row r="2"><c r="A2" t="str"><f>B2</f><v>設計書</v></c></row>'
        '<row r="3"><c r="A3" t="str"><f>IF(1,"","")</f><v></v></c></row>'
    )
    listing = read(given.with_sheet(rows))
    assert names(listing) == ["設計書"]
    assert listing.skipped == ()


def test_a_stray_cell_far_below_is_told_and_the_list_is_read() -> None:
    rows = "".join(
        f'<row r="{row}">{given.text_cell(f"A{row}", text)}</row>' for row, text in ((1, "成果物"), (2, "設計書"))
    )
    stray = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    listing = read(given.with_sheet(rows + stray))
    assert names(listing) == ["設計書"]
    assert [(row.place, row.reason) for row in listing.skipped] == [("一覧!XFD1048576", SkipReason.OUT_OF_REACH)]


def test_what_openpyxl_cannot_read_is_read_by_calamine() -> None:
    content = given.xlsx()
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        styles = package.read("xl/styles.xml").replace(b'"gray125"', b'"unheard of"')
    content = given.with_parts(content, {"xl/styles.xml": styles})
    with pytest.raises(Unreadable):
        read_ooxml(Package(content, "list.xlsx"))
    assert names(read(content)) == ["要件定義書", "基本設計書"]


def test_a_big_workbook_is_left_to_calamine() -> None:
    filling = "".join(f'<row r="{row}">{"<c/>" * 30}</row>' for row in range(3, 4000))
    rows = f'<row r="1">{given.text_cell("A1", "成果物")}</row><row r="2">{given.text_cell("A2", "設計書")}</row>'
    assert names(read(given.with_sheet(rows + filling))) == ["設計書"]


def test_a_path_inside_the_package_leads_nowhere() -> None:
    content = given.with_parts(given.xlsx(), {"../../evil.xml": "<x/>", "/etc/evil.xml": "<x/>"})
    assert names(read(content)) == ["要件定義書", "基本設計書"]


@settings(max_examples=30, deadline=None)
@drawn(st.lists(st.from_regex(r"[ァ-ヶ一-龠a-z]{3,12}設計書", fullmatch=True), min_size=1, max_size=20))
def test_names_come_back_from_a_workbook_as_they_went_in(written: list[str]) -> None:
    assert names(read(given.xlsx([("No.", "成果物"), *enumerate(written, start=1)]))) == written


# --- what is refused, and how it is told --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "name", "key"),
    [
        (b"", "list.xlsx", "input_empty_file"),
        (b" \r\n", "list.csv", "input_empty_file"),
        (b"x", "list.pdf", "input_unknown_type"),
        (b"x", "list", "input_unknown_type"),
        (given.zipped({"word/document.xml": "<x/>"}), "list.xlsx", "input_not_what_it_says"),
        (given.zipped({"xl/workbook.bin": "x", "[Content_Types].xml": "<x/>"}), "list.xlsx", "input_not_what_it_says"),
        (b"PK\x05\x06" + b"\0" * 18, "list.xlsx", "input_not_what_it_says"),
        (given.xlsx(), "list.csv", "input_not_what_it_says"),
        (given.xlsx(), "list.xls", "input_not_what_it_says"),
        (given.xlsx(), "list.ods", "input_not_what_it_says"),
        (given.xls(XLS), "list.xlsx", "input_not_what_it_says"),
        (CSV.encode(), "list.xlsx", "input_not_what_it_says"),
        (b"%PDF-1.7\n1,2", "list.csv", "input_not_what_it_says"),
        (b"<!DOCTYPE html><html>Sign in to Slack</html>", "list.csv", "input_not_what_it_says"),
        (b"a,b\0c", "list.csv", "input_not_what_it_says"),
        (b"\x81\xff\x00\xfe" * 50, "list.csv", "input_not_what_it_says"),
        (codecs.BOM_UTF16_LE + b"a", "list.csv", "input_not_what_it_says"),
        (given.ole({"WordDocument": b"x"}), "list.xls", "input_not_what_it_says"),
        (given.ole({"EncryptedPackage": b"x", "EncryptionInfo": b"y"}), "list.xlsx", "input_encrypted"),
        (given.xls(XLS, password_kind=0), "list.xls", "input_encrypted"),
        (given.xls(XLS, password_kind=1), "list.xls", "input_encrypted"),
        (given.xlsx()[:2000], "list.xlsx", "input_damaged"),
        (given.with_parts(given.xlsx(), {given.SHEET: "<worksheet><row>"}), "list.xlsx", "input_damaged"),
        (given.xls(XLS)[:-512], "list.xls", "input_damaged"),
        (given.ods("<table:table-row>"), "list.ods", "input_damaged"),
        (given.xlsx([("成果物",)]), "list.xlsx", "input_no_deliverable"),
        (given.xlsx([(1, 2), (3, 4)]), "list.xlsx", "input_no_deliverable"),
        (given.xlsx([("成果物",), ("合計",)]), "list.xlsx", "input_no_deliverable"),
        (b"1,2\n3,4\n", "list.csv", "input_no_deliverable"),
        (given.xlsx([("成果物",), ("=A1",), ("=A2",)]), "list.xlsx", "input_only_formulas"),
        (b"Could you estimate a shop please?", "list.txt", "input_only_prose"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_reason(content: bytes, name: str, key: str) -> None:
    assert refused(content, name).key == key


def test_an_encrypted_ods_is_called_encrypted() -> None:
    secret = "<manifest:encryption-data><manifest:algorithm/></manifest:encryption-data>"
    entry = f'<manifest:file-entry manifest:full-path="content.xml">{secret}</manifest:file-entry>'
    assert refused(given.ods(given.ods_row("成果物"), manifest=entry), "list.ods").key == "input_encrypted"


def test_an_encrypted_entry_of_a_zip_is_called_encrypted() -> None:
    content = bytearray(given.xlsx())
    flags = content.index(b"PK\x01\x02") + 8
    content[flags] |= 1
    assert refused(bytes(content)).key == "input_encrypted"


def test_an_unusual_compression_is_not_tried() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as package:
        package.writestr("xl/workbook.xml", "<x/>")
    assert refused(out.getvalue()).key == "input_damaged"


def test_too_many_deliverables_are_refused_with_count_and_limit() -> None:
    assert len(read(given.xlsx(numbered(200))).deliverables) == 200
    error = refused(given.xlsx(numbered(201)))
    assert (error.key, dict(error.values)) == ("input_too_many", {"count": 201, "limit": 200})


def test_rows_beyond_what_is_kept_are_counted() -> None:
    error = refused(("成果物\n" + "設計書\n" * 6000).encode(), "list.csv")
    assert (error.key, dict(error.values)) == ("input_too_many", {"count": 6000, "limit": 200})


def test_a_file_above_the_limit_is_refused_with_both_sizes() -> None:
    error = refused(b"a" * 1_600_000, "list.csv", Limits(max_bytes=1024 * 1024))
    assert error.key == "input_too_large"
    assert dict(error.values) == {"name": "list.csv", "size_mb": "1.5", "limit_mb": "1"}


def test_a_line_without_end_is_refused_with_its_number() -> None:
    error = refused("成果物\n".encode() + b"a" * 200_000, "list.csv")
    assert (error.key, dict(error.values)) == ("input_line_too_long", {"name": "list.csv", "line": 2, "limit": 100_000})


def test_a_name_is_shown_short_and_without_what_could_do_harm() -> None:
    error = refused(b"x", "../../<!channel>\u202e" + "a" * 300 + ".exe")
    shown = str(error.values["name"])
    assert len(shown) <= 60
    assert shown.isprintable()
    assert "/" not in shown
    assert refused(b"x", "<!channel>.exe").values["name"] == "＜!channel>.exe"


def test_no_refusal_carries_words_of_the_file() -> None:
    error = refused(given.xlsx([("成果物",), ("=A1",)]))
    assert dict(error.values) == {"name": "list.xlsx", "count": 1}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("よろしくお願いします", "input_only_prose"),
        ("", "input_no_deliverable"),
        ("x\n" * 50_001, "input_text_too_long"),
    ],
)
def test_a_text_that_is_no_list_is_refused(text: str, key: str) -> None:
    with pytest.raises(InputRefused) as caught:
        list_from_text(text, plain_list=False, limits=LIMITS)
    assert caught.value.key == key


def test_too_many_lines_of_a_text_are_refused() -> None:
    with pytest.raises(InputRefused) as caught:
        list_from_text("設計書\n" * 201, plain_list=True, limits=LIMITS)
    assert dict(caught.value.values) == {"count": 201, "limit": 200}


def test_a_limit_of_nothing_is_no_limit_to_set() -> None:
    with pytest.raises(ValueError, match="refuse every list"):
        Limits(max_deliverables=0)
