"""Sheet 2, 内訳: where each deliverable's person-days go, and why they are so many. The workbook's efforts are here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from bot.adapters.excel import formulas, styles
from bot.adapters.excel.formulas import Formula
from bot.adapters.excel.page import Page, Text, block, here
from bot.domain.effort import PHASES
from bot.domain.estimate import Line, Missing, Source
from bot.domain.money import Currency
from bot.domain.quotation import Item, Quotation
from bot.i18n import Words

WIDTHS = (4.5, 21.0, 25.0, 6.5, 6.5, 6.5, *(7.5,) * len(PHASES), 13.0, 34.0, 28.0, 7.5)
NUMBER, NAME, DESCRIPTION, LOW, LIKELY, HIGH = range(1, 7)
PHASE = HIGH + 1
AMOUNT = PHASE + len(PHASES)
RATIONALE, ASSUMPTIONS, SOURCE = AMOUNT + 1, AMOUNT + 2, AMOUNT + 3
HEADER = 4
FIGURES = (LOW, LIKELY, HIGH, *range(PHASE, AMOUNT), AMOUNT)


@dataclass(frozen=True, kw_only=True)
class Priced:
    """Where other sheets find the day rate, and the likely person-days of each item by its number."""

    rate: str
    days: Mapping[int, str]


@dataclass(kw_only=True)
class BreakdownSheet:
    """Writes the sheet; the amounts come last, from the quotation that prices the efforts of this one."""

    page: Page
    quotation: Quotation
    words: Words
    rows: dict[int, int] = field(default_factory=dict)
    """Each item's row by its number."""
    total_row: int = 0

    def write(self) -> Priced:
        """Everything but the amounts."""
        self._title()
        self._rate(2)
        self._header(HEADER)
        last = self._items(HEADER + 1)
        self._totals(last + 1)
        self._mark(last + (5 if self.quotation.estimate.buffer else 3))
        self.page.sheet.freeze_panes = here(HEADER + 1, DESCRIPTION)
        return Priced(rate=self.page.there(2, AMOUNT), days=self._days())

    def price(self, amounts: Mapping[int, str], buffer: str) -> None:
        """Puts the amounts in, from the cells of the quotation that hold them, their sum, and the buffer if any."""
        rate, look = self.quotation.estimate.rate, self._money
        for item in self.quotation.items:
            if isinstance(item.content, Line):
                amount = formulas.reference(amounts[item.number], item.content.amount(rate).amount)
                self.page.formula(self.rows[item.number], AMOUNT, amount, look)
        self._sum_of_amounts()
        if buffer:
            self._buffered(buffer)

    # --- above the table ------------------------------------------------------------------------------------------

    def _title(self) -> None:
        self.page.text(1, NUMBER, self.words("xlsx.breakdown"), styles.SHEET_TITLE, span=3)
        self.page.text(2, NUMBER, self.quotation.brief.title, styles.TEXT, span=3)
        self.page.text(1, RATIONALE, self.quotation.number, styles.TEXT.but(across="right"), span=3)
        self.page.at_least(3, 8)

    def _rate(self, row: int) -> None:
        rate = self.quotation.estimate.rate
        look = styles.VALUE.but(format=styles.MARKED[rate.currency], across="right", bold=True)
        self.page.text(row, PHASE, self.words("xlsx.day_rate"), styles.LABEL.but(across="right"), span=len(PHASES))
        self.page.number(row, AMOUNT, rate.amount, look)

    # --- the table ------------------------------------------------------------------------------------------------

    def _header(self, row: int) -> None:
        for column, key in self._headings().items():
            self.page.text(row, column, self.words(key), styles.HEADER.but(size=8.5))

    def _headings(self) -> dict[int, str]:
        plain = {NUMBER: "number", NAME: "deliverable", DESCRIPTION: "description", AMOUNT: "amount"}
        plain |= {LOW: "low", LIKELY: "likely", HIGH: "high"}
        plain |= {RATIONALE: "rationale", ASSUMPTIONS: "assumptions", SOURCE: "source"}
        phases = {PHASE + place: f"xlsx.phase.{phase}" for place, phase in enumerate(PHASES)}
        return {column: f"xlsx.column.{key}" for column, key in plain.items()} | phases

    def _items(self, row: int) -> int:
        for item in self.quotation.items:
            self.rows[item.number] = row
            row = self._item(row, item) + 1
        return row - 1

    def _item(self, row: int, item: Item) -> int:
        last = self.page.record(row, self._texts(item))
        self.page.number(row, NUMBER, item.number, styles.SMALL.but(across="center", indent=0))
        for below in range(row, last + 1):
            self.page.blank(below, FIGURES, styles.SMALL_FIGURE)
        for below in range(row + 1, last + 1):
            self.page.blank(below, [NUMBER], styles.SMALL)
        if isinstance(item.content, Line):
            self._efforts(row, item.content)
        return last

    def _texts(self, item: Item) -> list[Text]:
        deliverable, content = item.content.deliverable, item.content
        texts = {NAME: deliverable.name, DESCRIPTION: deliverable.description}
        texts |= self._reasons(content) if isinstance(content, Line) else self._absence(content)
        return [Text(column=column, text=text, look=self._text_look(column, content)) for column, text in texts.items()]

    def _reasons(self, line: Line) -> dict[int, str]:
        assumptions = "\n".join(self.words("xlsx.bullet", text=text) for text in line.assumptions)
        return {RATIONALE: line.rationale, ASSUMPTIONS: assumptions, SOURCE: self.words(f"xlsx.source.{line.source}")}

    def _absence(self, missing: Missing) -> dict[int, str]:
        reason = self.words(f"xlsx.missing.{missing.reason}")
        return {RATIONALE: f"{self.words('xlsx.not_estimated')}: {reason}", ASSUMPTIONS: "", SOURCE: ""}

    def _text_look(self, column: int, content: Line | Missing) -> styles.Look:
        absent = column == RATIONALE and isinstance(content, Missing)
        return styles.SMALL.but(color=styles.ALARM) if absent else styles.SMALL

    def _efforts(self, row: int, line: Line) -> None:
        look = styles.SMALL_FIGURE.but(format=styles.DAYS)
        phases = f"{here(row, PHASE)}:{here(row, AMOUNT - 1)}"
        self.page.number(row, LOW, line.effort.low.days, look)
        self.page.number(row, HIGH, line.effort.high.days, look)
        self.page.formula(row, LIKELY, formulas.sum_of_days(phases, line.effort.likely.days), look.but(bold=True))
        for place, days in enumerate(line.phases):
            self.page.number(row, PHASE + place, days.days, look)

    def _days(self) -> dict[int, str]:
        return {number: self.page.there(row, LIKELY) for number, row in self.rows.items()}

    # --- below the table ------------------------------------------------------------------------------------------

    def _totals(self, row: int) -> None:
        look = styles.FIGURE.but(size=9, bold=True, fill=styles.PALE, format=styles.DAYS)
        self.page.text(row, NUMBER, self.words("xlsx.total_plain"), look.but(format=styles.FIGURE_LABEL.format), span=3)
        for column, days in self._sums().items():
            cells = block(HEADER + 1, column, row - 1)
            self.page.formula(row, column, formulas.sum_of_days(cells, days), look)
        self.page.blank(row, [AMOUNT, RATIONALE, ASSUMPTIONS, SOURCE], look)
        self.page.at_least(row, 20)
        self.total_row = row

    def _sums(self) -> dict[int, Decimal]:
        lines = self.quotation.estimate.lines
        sums = {
            LOW: sum((line.effort.low.days for line in lines), Decimal(0)),
            LIKELY: sum((line.effort.likely.days for line in lines), Decimal(0)),
            HIGH: sum((line.effort.high.days for line in lines), Decimal(0)),
        }
        for place in range(len(PHASES)):
            sums[PHASE + place] = sum((line.phases[place].days for line in lines), Decimal(0))
        return sums

    def _sum_of_amounts(self) -> None:
        look = styles.FIGURE.but(size=9, bold=True, fill=styles.PALE, format=styles.MARKED[self._currency])
        cells = block(HEADER + 1, AMOUNT, self.total_row - 1)
        together = formulas.sum_of_money(cells, self._currency, self.quotation.estimate.lines_total.amount)
        self.page.formula(self.total_row, AMOUNT, together, look)

    def _buffered(self, buffer: str) -> None:
        """The way from the lines' total to the subtotal of the quotation."""
        estimate, row = self.quotation.estimate, self.total_row
        cells = block(row, AMOUNT, row + 1)
        subtotal = formulas.sum_of_money(cells, self._currency, estimate.subtotal.amount)
        self._below(row + 1, "xlsx.buffer", formulas.reference(buffer, estimate.buffer_amount.amount))
        self._below(row + 2, "xlsx.subtotal", subtotal)

    def _below(self, row: int, label: str, formula: Formula) -> None:
        look = styles.FIGURE_LABEL.but(size=9)
        self.page.text(row, NUMBER, self.words(label), look, span=AMOUNT - 1)
        self.page.formula(row, AMOUNT, formula, look.but(format=styles.MARKED[self._currency]))
        self.page.at_least(row, 20)

    def _mark(self, row: int) -> None:
        if any(line.source is Source.RULES for line in self.quotation.estimate.lines):
            self.page.text(row, NUMBER, self.words("xlsx.rules_mark"), styles.TEXT.but(size=9), span=SOURCE)

    @property
    def _currency(self) -> Currency:
        return self.quotation.estimate.rate.currency

    @property
    def _money(self) -> styles.Look:
        return styles.SMALL_FIGURE.but(format=styles.PLAIN[self._currency])
