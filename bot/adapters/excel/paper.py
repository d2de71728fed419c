"""How a sheet prints: A4, one page wide, the header row on each page, page numbers at the foot."""

from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

A4 = 9
"""ST_PaperSize's number of the paper."""
MILLIMETRES_PER_INCH = 25.4


def print_on_a4(sheet: Worksheet, *, landscape: bool = False, header_row: int | None = None, footer: str = "") -> None:
    """Sets a sheet up for printing once it is written; `footer` is text of ours, not of people."""
    _lay_out(sheet, landscape)
    _leave_margins(sheet)
    if header_row:
        sheet.print_title_rows = f"{header_row}:{header_row}"
    sheet.print_area = sheet.calculate_dimension()
    for side, text in {"left": footer, "right": "&P / &N"}.items():
        part = getattr(sheet.oddFooter, side)
        part.text, part.size = text, 8


def _lay_out(sheet: Worksheet, landscape: bool) -> None:
    sheet.page_setup.paperSize = A4
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0  # as many pages as it takes
    sheet.print_options.horizontalCentered = True


def _leave_margins(sheet: Worksheet) -> None:
    margins = sheet.page_margins
    margins.left = margins.right = 14 / MILLIMETRES_PER_INCH
    margins.top = 15 / MILLIMETRES_PER_INCH
    margins.bottom = 17 / MILLIMETRES_PER_INCH
    margins.header = margins.footer = 8 / MILLIMETRES_PER_INCH
