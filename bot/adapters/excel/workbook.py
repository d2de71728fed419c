"""The quotation as a workbook: four sheets whose totals are live formulas that agree with the domain to the unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo

from openpyxl import Workbook
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.workbook.properties import CalcProperties

from bot.adapters.excel import styles
from bot.adapters.excel.archive import packed
from bot.adapters.excel.page import Page
from bot.adapters.excel.paper import print_on_a4
from bot.adapters.excel.sheets import assumptions, breakdown, history
from bot.adapters.excel.sheets import quotation as front
from bot.adapters.excel.styles import Looks
from bot.adapters.excel.text import plain
from bot.domain.estimate import Revision
from bot.domain.quotation import Issuer, Quotation, quotation
from bot.domain.task import Task
from bot.i18n import Words


@dataclass(frozen=True, kw_only=True)
class QuotationWorkbook:
    """Makes the quotations of one issuer; dates are days in its time zone."""

    issuer: Issuer
    zone: tzinfo

    def quotation(self, task: Task, revisions: Sequence[Revision]) -> bytes:
        """The .xlsx of the last of these revisions, oldest first, in the brief's language, with all as its history.

        ValueError when no line was estimated.
        """
        last = revisions[-1]
        document = quotation(task, last, self.issuer, self.zone)
        workbook = _empty(document)
        pages = _pages(workbook, document)
        _write(pages, document, history.Past(revisions=revisions, zone=self.zone))
        return packed(workbook, [page.results for page in pages], last.at)


def _empty(document: Quotation) -> Workbook:
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    # The first font is the standard one, by whose digits Excel and LibreOffice measure the columns.
    workbook._fonts = IndexedList([styles.standard_font(document.language)])  # type: ignore[attr-defined]  # noqa: SLF001
    workbook.calculation = CalcProperties(fullCalcOnLoad=True)
    workbook.properties.creator = workbook.properties.lastModifiedBy = plain(document.issuer.name)
    workbook.properties.title = plain(f"{document.number} {document.brief.title}")
    return workbook


def _pages(workbook: Workbook, document: Quotation) -> Sequence[Page]:
    words = Words.of(document.language)
    looks = Looks(document.language)
    kinds = {"quotation": front.WIDTHS, "breakdown": breakdown.WIDTHS}
    kinds |= {"assumptions": assumptions.WIDTHS, "history": history.WIDTHS}
    return [Page(workbook.create_sheet(words(f"xlsx.sheet.{kind}")), looks, widths) for kind, widths in kinds.items()]


def _write(pages: Sequence[Page], document: Quotation, past: history.Past) -> None:
    """Efforts go from the breakdown to the quotation, amounts from there back to the breakdown."""
    words = Words.of(document.language)
    parts = breakdown.BreakdownSheet(page=pages[1], quotation=document, words=words)
    offer = front.QuotationSheet(page=pages[0], quotation=document, words=words, priced=parts.write())
    offer.write()
    parts.price(offer.amounts, offer.buffer)
    assumptions.AssumptionsSheet(page=pages[2], quotation=document, words=words).write()
    history.HistorySheet(page=pages[3], quotation=document, words=words, past=past, total=offer.total).write()
    for page in pages:
        page.close()
    _set_up_printing(pages, document.number)


def _set_up_printing(pages: Sequence[Page], number: str) -> None:
    pages[0].sheet.sheet_view.showGridLines = False
    print_on_a4(pages[0].sheet, header_row=front.HEADER, footer=number)
    print_on_a4(pages[1].sheet, header_row=breakdown.HEADER, footer=number, landscape=True)
    print_on_a4(pages[2].sheet, footer=number)
    print_on_a4(pages[3].sheet, header_row=history.HEADER, footer=number, landscape=True)
