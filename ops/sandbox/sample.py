"""The sample lists: what a customer sends who wants an order management system quoted, in Japanese and in English.

The files under `samples/` are committed; `python -m ops.sandbox.sample` makes them anew from what is written here.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from bot.domain.language import Language

FOLDER: Final = Path(__file__).with_name("samples")

_WIDTHS: Final = {"A": 2, "B": 6, "C": 34, "D": 62, "E": 8, "F": 30}
_FIRST, _LAST = "B", "F"
_HEADER_ROW: Final = 6

_INK: Final = "FF1F3864"
_BAND: Final = PatternFill("solid", fgColor=_INK)
_PALE: Final = PatternFill("solid", fgColor="FFEAF0F9")
_THIN: Final = Side(style="thin", color="FFB4BFD1")
_FRAME: Final = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A list as its author wrote it: texts around the table, the header, the rows (name, description, note)."""

    sheet: str
    title: str
    about: tuple[tuple[str, str], ...]
    header: tuple[str, str, str, str, str]
    rows: tuple[tuple[str, str, str], ...]
    total: str
    remark: str
    history: tuple[str, tuple[str, ...], tuple[str, ...]]
    """A second sheet, which is no list of deliverables: its name, header and only row."""
    font: str


SAMPLES: Final = {
    Language.JA: Sample(
        sheet="成果物一覧",
        title="受注管理システム再構築　成果物一覧",
        about=(("お客様", "株式会社見本商事"), ("作成", "2026年11月　情報システム部")),
        header=("No.", "成果物名", "説明", "数量", "備考"),
        rows=(
            (
                "要件定義書",
                "現行業務の整理、業務フロー、機能要件と非機能要件。関係部門は営業と物流の2部門",
                "レビュー2回を含む",
            ),
            ("基本設計書", "画面・帳票・外部連携・データの設計。画面は10画面程度", ""),
            (
                "ログイン・権限管理",
                "社員のログイン、パスワード再設定、役割（管理者・営業・物流）による権限",
                "役割は3種類",
            ),
            ("商品マスタ管理画面", "商品の検索、一覧、登録、更新、削除とCSVによる一括登録", "約5,000品目"),
            ("受注管理画面", "受注の検索、登録、明細の編集、状態の管理（受付から出荷まで）", "1日約300件"),
            ("在庫連携API", "倉庫システムとの在庫数の照会と引当の連携", "相手側の仕様書あり"),
            ("帳票出力", "納品書と請求書のPDF出力", "レイアウト支給"),
            ("結合テスト仕様書・報告書", "画面・帳票・連携を通した試験の仕様、実施、結果の報告", ""),
            ("運用マニュアル", "日次の運用と障害時の手順", "30ページ程度"),
        ),
        total="合計",
        remark="※ 数量は成果物の件数です。内容は初回の打合せで調整させてください。",
        history=("改訂履歴", ("版", "日付", "内容", "作成者"), ("1.0", "2026-11-02", "初版作成", "見本 太郎")),
        font="Yu Gothic",
    ),
    Language.EN: Sample(
        sheet="Deliverables",
        title="Order management system renewal: list of deliverables",
        about=(("Customer", "Sample Trading Ltd."), ("Prepared", "November 2026, IT department")),
        header=("No.", "Deliverable", "Description", "Qty", "Notes"),
        rows=(
            (
                "Requirements definition",
                "Present workflow, business flows, functional and non-functional requirements for sales and logistics",
                "Two reviews included",
            ),
            ("Basic design document", "Design of screens, forms, interfaces and data; about 10 screens", ""),
            (
                "Login and permissions",
                "Staff sign-in, password reset, permissions by role (administrator, sales, logistics)",
                "Three roles",
            ),
            (
                "Product master maintenance",
                "Search, list, entry, change and deletion of products, and entry in bulk from CSV",
                "About 5,000 products",
            ),
            (
                "Order management screen",
                "Search, entry, editing of lines, and the state of an order from receipt to shipment",
                "About 300 orders a day",
            ),
            ("Stock integration API", "Stock enquiry and allocation with the warehouse system", "Specification exists"),
            ("Printed form output", "Delivery notes and invoices as PDF", "Layouts are supplied"),
            (
                "Integration test specification and report",
                "Specification, execution and report of tests across screens, forms and interfaces",
                "",
            ),
            ("Operations manual", "Daily operation and what to do in an incident", "About 30 pages"),
        ),
        total="Total",
        remark="Note: Qty counts deliverables. We would like to settle the details at a first meeting.",
        history=(
            "Revisions",
            ("Version", "Date", "Summary", "Author"),
            ("1.0", "2026-11-02", "First issue", "T. Sample"),
        ),
        font="Calibri",
    ),
}


def sample_path(language: Language) -> Path:
    """The committed file."""
    return FOLDER / f"deliverables_{language}.xlsx"


def sample_list(language: Language) -> tuple[str, bytes]:
    """The sample list's file name and content."""
    path = sample_path(language)
    return path.name, path.read_bytes()


def made(sample: Sample) -> Workbook:
    """The workbook of a sample."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = sample.sheet
    _write_head(sheet, sample)
    _write_table(sheet, sample)
    _set_up(sheet)
    _write_history(workbook.create_sheet(sample.history[0]), sample)
    return workbook


def _write_head(sheet: Worksheet, sample: Sample) -> None:
    sheet["B2"] = sample.title
    sheet["B2"].font = Font(name=sample.font, size=16, bold=True, color=_INK)
    sheet.merge_cells(f"{_FIRST}2:{_LAST}2")
    for row, (label, text) in enumerate(sample.about, start=3):
        sheet[f"B{row}"], sheet[f"D{row}"] = label, text
        sheet.merge_cells(f"B{row}:C{row}")
        for column in "BD":
            sheet[f"{column}{row}"].font = Font(name=sample.font, size=10, color="FF595959")


def _write_table(sheet: Worksheet, sample: Sample) -> None:
    first, last = _HEADER_ROW + 1, _HEADER_ROW + len(sample.rows)
    _write_row(sheet, _HEADER_ROW, sample.header, Font(name=sample.font, size=11, bold=True, color="FFFFFFFF"), _BAND)
    for number, (name, description, note) in enumerate(sample.rows, start=1):
        font = Font(name=sample.font, size=11)
        fill = _PALE if number % 2 == 0 else None
        _write_row(sheet, _HEADER_ROW + number, (number, name, description, 1, note), font, fill)
    bold = Font(name=sample.font, size=11, bold=True)
    _write_row(sheet, last + 1, (sample.total, None, None, last - first + 1, None), bold, _PALE)
    sheet.merge_cells(f"B{last + 1}:D{last + 1}")
    sheet[f"B{last + 3}"] = sample.remark
    sheet[f"B{last + 3}"].font = Font(name=sample.font, size=10, color="FF595959")


def _write_row(
    sheet: Worksheet, row: int, values: tuple[str | int | None, ...], font: Font, fill: PatternFill | None
) -> None:
    sheet.row_dimensions[row].height = 34
    for column, value in enumerate(values, start=2):
        cell = sheet.cell(row=row, column=column, value=value or None)
        centred = isinstance(value, int) or row == _HEADER_ROW
        cell.alignment = Alignment(horizontal="center" if centred else "left", vertical="center", wrap_text=True)
        cell.font, cell.border = font, _FRAME
        if fill:
            cell.fill = fill


def _set_up(sheet: Worksheet) -> None:
    """Widths, and A4 lying, one page wide."""
    for column, width in _WIDTHS.items():
        sheet.column_dimensions[column].width = width
    sheet.sheet_view.showGridLines = False
    sheet.freeze_panes = f"{_FIRST}{_HEADER_ROW + 1}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", "9"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _write_history(sheet: Worksheet, sample: Sample) -> None:
    _, header, row = sample.history
    for values in (header, row):
        sheet.append(values)
    for cell in sheet[1]:
        cell.font = Font(name=sample.font, bold=True)
    sheet.column_dimensions["C"].width = 30


def main() -> None:
    """Makes both files."""
    for language, sample in SAMPLES.items():
        made(sample).save(sample_path(language))


if __name__ == "__main__":
    main()
