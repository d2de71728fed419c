"""Sheet 1, 御見積書: what is quoted to whom for how much, on the terms of whom."""

from dataclasses import dataclass, field
from decimal import Decimal

from bot.adapters.excel import formulas, styles
from bot.adapters.excel.formulas import Formula
from bot.adapters.excel.page import Page, Text, block, here
from bot.adapters.excel.remarks import remarks
from bot.adapters.excel.sheets.breakdown import Priced
from bot.adapters.excel.styles import Frame
from bot.domain.estimate import Line
from bot.domain.money import Currency
from bot.domain.quotation import Quotation
from bot.i18n import Words

WIDTHS = (5.5, 9.0, 33.0, 2.5, 13.0, 13.0, 17.0)
NUMBER, NAME, VALUE, GAP, DAYS, PRICE, AMOUNT = range(1, 8)
ALL = AMOUNT
HEADER = 14
ROW = 22.0
"""Points that a row of the table takes at least."""
SIDE = DAYS
"""Where the issuer's block starts."""


@dataclass(kw_only=True)
class QuotationSheet:
    """Writes the sheet from top to bottom."""

    page: Page
    quotation: Quotation
    words: Words
    priced: Priced
    amounts: dict[int, str] = field(default_factory=dict)
    """Where each item's amount is, by its number, for the other sheets."""
    buffer: str = ""
    """Where the buffer's amount is; empty when there is none."""
    total: str = ""

    def write(self) -> None:
        """Writes everything; the table starts with its header in row HEADER."""
        self._title(1)
        self._sender(3)
        self._addressee(3)
        self._terms(6)
        self._header(HEADER)
        last = self._items(HEADER + 1)
        last = self._totals(HEADER + 1, last)
        self._grand_total(HEADER - 2, here(last, AMOUNT))
        self._remarks(last + 2)

    # --- above the table ------------------------------------------------------------------------------------------

    def _title(self, row: int) -> None:
        self.page.text(row, NUMBER, self.words("xlsx.title"), styles.TITLE, span=ALL)
        self.page.at_least(row, 40)
        self.page.at_least(row + 1, 8)

    def _sender(self, row: int) -> None:
        quotation, issuer = self.quotation, self.quotation.issuer
        day = styles.VALUE.but(format=styles.DATES[quotation.language], wrap=False)
        self.page.text(row, SIDE, self.words("xlsx.number"), styles.LABEL)
        self.page.text(row, SIDE + 1, quotation.number, styles.VALUE, span=2)
        self.page.text(row + 1, SIDE, self.words("xlsx.issued"), styles.LABEL)
        self.page.day(row + 1, SIDE + 1, quotation.issued, day, span=2)
        self.page.text(row + 3, SIDE, issuer.name, styles.TEXT.but(size=12, bold=True), span=3)
        self.page.text(row + 4, SIDE, issuer.address, styles.TEXT.but(size=9), span=3)
        self._contact(row + 5, seal=row + 7)
        self._seal(row + 7, row + 9)

    def _contact(self, row: int, seal: int) -> None:
        """One line for each that there is; from the seal's row on they leave its column free."""
        small, issuer = styles.TEXT.but(size=9), self.quotation.issuer
        lines = {"phone": issuer.phone, "email": issuer.email, "person": issuer.person}
        lines["registration"] = issuer.registration_number
        for key, value in lines.items():
            if value:
                self.page.text(row, SIDE, self.words(f"xlsx.{key}", value=value), small, span=3 if row < seal else 2)
                row += 1

    def _seal(self, row: int, last: int) -> None:
        self.page.text(row, AMOUNT, self.words("xlsx.seal"), styles.SEAL)
        self.page.merge(range(row, last + 1), [AMOUNT], styles.SEAL)

    def _addressee(self, row: int) -> None:
        look = styles.TEXT.but(size=14, bold=True, frame=Frame.STRONG, down="bottom")
        self.page.text(row, NUMBER, self._client(), look, span=3)
        self.page.text(row + 1, NUMBER, self.words("xlsx.greeting"), styles.TEXT.but(down="bottom"), span=3)

    def _client(self) -> str:
        client = self.quotation.brief.client.strip()
        if not client:
            return self.words("xlsx.addressee_unknown")
        return client if self.quotation.names_addressee else self.words("xlsx.addressee", client=client)

    def _terms(self, row: int) -> None:
        terms = self.quotation.terms
        until = self.words.date(self.quotation.valid_until)
        self._term(row, "xlsx.subject", self.quotation.brief.title, styles.VALUE.but(bold=True))
        self._term(row + 1, "xlsx.delivery", terms.delivery or self.words("xlsx.to_be_agreed"))
        self._term(row + 2, "xlsx.payment", terms.payment or self.words("xlsx.to_be_agreed"))
        self._term(row + 3, "xlsx.validity", until)
        for below in range(4):
            self.page.at_least(row + below, ROW)

    def _term(self, row: int, label: str, value: str, look: styles.Look = styles.VALUE) -> None:
        self.page.text(row, NUMBER, self.words(label), styles.LABEL, span=2)
        self.page.text(row, VALUE, value, look)

    def _grand_total(self, row: int, total: str) -> None:
        taxed = "xlsx.grand_total_taxed" if self.quotation.taxed else "xlsx.grand_total"
        form = styles.GRAND[self.quotation.language][self._currency]
        label = styles.HEADING.but(frame=Frame.STRONG, down="bottom")
        figure = label.but(size=18, format=form, across="right", wrap=False)
        self.page.text(row, NUMBER, self.words(taxed), label, span=2)
        self.page.formula(row, VALUE, formulas.reference(total, self.quotation.estimate.total.amount), figure)
        self.page.at_least(row, 36)

    # --- the table ------------------------------------------------------------------------------------------------

    def _header(self, row: int) -> None:
        for column, key in {NUMBER: "number", DAYS: "days", PRICE: "price", AMOUNT: "amount"}.items():
            self.page.text(row, column, self.words(f"xlsx.column.{key}"), styles.HEADER)
        self.page.text(row, NAME, self.words("xlsx.column.deliverable"), styles.HEADER, span=3)

    def _items(self, row: int) -> int:
        for item in self.quotation.items:
            self.page.number(row, NUMBER, item.number, styles.CENTRED)
            self.page.text(row, NAME, item.content.deliverable.name, styles.CELL, span=3)
            if isinstance(item.content, Line):
                self._figures(row, item.number, item.content)
            else:
                self._no_figures(row)
            self.page.at_least(row, ROW)
            row += 1
        return row - 1

    def _figures(self, row: int, number: int, line: Line) -> None:
        plain = styles.FIGURE.but(format=styles.PLAIN[self._currency])
        priced, rate = self.priced, self.quotation.estimate.rate
        amount = formulas.amount(here(row, DAYS), here(row, PRICE), self._currency, line.amount(rate).amount)
        self.page.formula(row, DAYS, formulas.reference(priced.days[number], line.effort.likely.days), self._days_look)
        self.page.formula(row, PRICE, formulas.reference(priced.rate, rate.amount), plain)
        self.page.formula(row, AMOUNT, amount, plain)
        self.amounts[number] = self.page.there(row, AMOUNT)

    def _no_figures(self, row: int) -> None:
        self.page.blank(row, [DAYS, PRICE], styles.FIGURE)
        self.page.text(row, AMOUNT, self.words("xlsx.not_estimated"), styles.ABSENT)

    def _totals(self, first: int, last: int) -> int:
        """The buffer if there is one, subtotal, tax and total below the items; gives the last row."""
        if self.quotation.estimate.buffer:
            self._buffer(last + 1, first, last)
            last += 1
        self._subtotal(last + 1, first, last)
        self._tax(last + 2)
        self._total(last + 3)
        return last + 3

    def _buffer(self, row: int, first: int, last: int) -> None:
        estimate = self.quotation.estimate
        self._total_label(row, self.words("xlsx.buffer"))
        self.page.blank(row, [DAYS], styles.FIGURE)
        self._percent(row, estimate.buffer)
        cells = block(first, AMOUNT, last), here(row, PRICE)
        self._money(row, formulas.buffer(*cells, estimate.buffer, self._currency, estimate.buffer_amount.amount))
        self.buffer = self.page.there(row, AMOUNT)

    def _subtotal(self, row: int, first: int, last: int) -> None:
        """Of days, and of the amounts with the buffer's, whose row has no days."""
        estimate = self.quotation.estimate
        days = sum((line.effort.likely.days for line in estimate.lines), Decimal(0))
        self._total_label(row, self.words("xlsx.subtotal"))
        self.page.formula(row, DAYS, formulas.sum_of_days(block(first, DAYS, last), days), self._days_look)
        self.page.blank(row, [PRICE], styles.FIGURE)
        money = formulas.sum_of_money(block(first, AMOUNT, last), self._currency, estimate.subtotal.amount)
        self._money(row, money)

    def _tax(self, row: int) -> None:
        estimate, rule = self.quotation.estimate, self.quotation.estimate.tax_rule
        self._total_label(row, self.words("xlsx.tax"))
        self.page.blank(row, [DAYS], styles.FIGURE)
        self._percent(row, rule.percent)
        cells = here(row - 1, AMOUNT), here(row, PRICE)
        self._money(row, formulas.tax(*cells, rule, self._currency, estimate.tax.amount))

    def _total(self, row: int) -> None:
        key = "xlsx.total_taxed" if self.quotation.taxed else "xlsx.total"
        self._total_label(row, self.words(key), bold=True, fill=styles.PALE)
        self.page.blank(row, [DAYS, PRICE], styles.FIGURE.but(fill=styles.PALE))
        cells = block(row - 2, AMOUNT, row - 1)
        total = formulas.sum_of_money(cells, self._currency, self.quotation.estimate.total.amount)
        self._money(row, total, bold=True, size=11, fill=styles.PALE)
        self.total = self.page.there(row, AMOUNT)

    def _total_label(self, row: int, text: str, **changes: object) -> None:
        self.page.text(row, NUMBER, text, styles.FIGURE_LABEL.but(**changes), span=GAP)
        self.page.at_least(row, ROW)

    def _percent(self, row: int, percent: Decimal) -> None:
        look = styles.FIGURE.but(format=styles.percent(formulas.decimals(percent)))
        self.page.number(row, PRICE, percent / 100, look)

    def _money(self, row: int, formula: Formula, **changes: object) -> None:
        look = styles.FIGURE.but(format=styles.MARKED[self._currency], **changes)
        self.page.formula(row, AMOUNT, formula, look)

    # --- below the table ------------------------------------------------------------------------------------------

    def _remarks(self, row: int) -> None:
        self.page.text(row, NUMBER, self.words("xlsx.remarks"), styles.SECTION.but(frame=Frame.NONE), span=ALL)
        for remark in remarks(self.quotation, self.words):
            text = Text(column=NUMBER, text=self.words("xlsx.bullet", text=remark), look=styles.REMARK, span=ALL)
            row = self.page.record(row + 1, [text])

    @property
    def _currency(self) -> Currency:
        return self.quotation.estimate.rate.currency

    @property
    def _days_look(self) -> styles.Look:
        return styles.FIGURE.but(format=styles.DAYS)
