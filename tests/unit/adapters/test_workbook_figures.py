"""Every figure of the workbook is a live formula that comes to what the domain says."""

from dataclasses import replace
from decimal import Decimal
from itertools import product
from random import Random

import pytest

from bot.domain.effort import PHASES
from bot.domain.estimate import Estimate
from bot.domain.language import Language
from bot.domain.money import Currency, Rounding, from_minor
from tests.workbooks.estimates import asked, estimate, line, missing, random_estimate, workbook
from tests.workbooks.recalculation import BINARY, Workbook, opened

KINDS = list(product(Language, Currency, Rounding))
BUFFER = {Language.JA: "リスクバッファ", Language.EN: "Contingency"}
TOTALS = {
    Language.JA: ("小計", "消費税", ("合計", "合計（税込）")),
    Language.EN: ("Subtotal", "Tax", ("Total", "Total incl. tax")),
}


def quoted(made: Estimate, language: Language = Language.JA) -> Workbook:
    return opened(workbook().quotation(*asked(made, language)))


def figures(book: Workbook, language: Language, made: Estimate) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    """Subtotal, tax, total and the big total, as the formulas give them."""
    subtotal, tax, total = TOTALS[language]
    front, taxed = book.titles[0], made.tax_rule.percent > 0
    rows = [book.find(front, text) for text in (subtotal, tax, total[taxed])]
    return (*(book.value(front, f"G{row}") for row in rows), book.value(front, "C12"))  # type: ignore[return-value]


@pytest.mark.parametrize(("language", "currency", "rounding"), KINDS)
@pytest.mark.parametrize("seed", range(4))
def test_totals_are_the_domains(seed: int, language: Language, currency: Currency, rounding: Rounding) -> None:
    made = random_estimate(Random(seed), language, currency, rounding)
    book = quoted(made, language)
    expected = (made.subtotal.amount, made.tax.amount, made.total.amount, made.total.amount)
    assert figures(book, language, made) == expected


@pytest.mark.parametrize(("language", "currency", "rounding"), KINDS)
@pytest.mark.parametrize("seed", range(3))
def test_binary_fractions_change_nothing(seed: int, language: Language, currency: Currency, rounding: Rounding) -> None:
    book = quoted(random_estimate(Random(50 + seed), language, currency, rounding), language)
    book.functions = BINARY
    for (title, cell), stored in book.formulas():
        assert Decimal(stored.result or "") == book.value(title, cell), (title, cell, stored.formula)


@pytest.mark.parametrize("currency", list(Currency))
def test_halves_are_rounded_up_though_binary_fractions_fall_short(currency: Currency) -> None:
    made = estimate([line(f"d{tenths:03}", tenths=tenths) for tenths in range(1, 201)], rate=from_minor(15, currency))
    book = quoted(made)
    book.functions = BINARY
    amounts = [book.value(book.titles[0], f"G{row}") for row in range(15, 215)]
    assert amounts == [one.amount(made.rate).amount for one in made.lines]


@pytest.mark.parametrize(("language", "currency", "rounding"), KINDS)
def test_each_line_has_its_days_its_price_and_its_amount(
    language: Language, currency: Currency, rounding: Rounding
) -> None:
    made = random_estimate(Random(5), language, currency, rounding)
    book = quoted(made, language)
    front, parts = book.titles[:2]
    for one in made.lines:
        row = book.find(front, one.deliverable.name)
        found = [book.value(front, f"{column}{row}") for column in "EFG"]
        assert found == [one.effort.likely.days, made.rate.amount, one.amount(made.rate).amount]
        row = book.find(parts, one.deliverable.name)
        found = [book.value(parts, f"{column}{row}") for column in "DEFM"]
        days = [one.effort.low.days, one.effort.likely.days, one.effort.high.days]
        assert found == [*days, one.amount(made.rate).amount]
        assert [book.value(parts, f"{column}{row}") for column in "GHIJKL"] == [phase.days for phase in one.phases]


@pytest.mark.parametrize(("language", "currency", "rounding"), KINDS)
def test_the_breakdown_adds_up_to_the_quotation(language: Language, currency: Currency, rounding: Rounding) -> None:
    made = random_estimate(Random(11), language, currency, rounding)
    book = quoted(made, language)
    parts, row = book.titles[1], book.find(book.titles[1], "合計" if language is Language.JA else "Total")
    effort = made.effort
    assert effort is not None
    found = [book.value(parts, f"{column}{row}") for column in "DEFM"]
    assert found == [effort.low.days, effort.likely.days, effort.high.days, made.lines_total.amount]
    for place, column in enumerate("GHIJKL"):
        assert book.value(parts, f"{column}{row}") == sum(one.phases[place].days for one in made.lines)


@pytest.mark.parametrize(("language", "currency", "rounding"), KINDS)
@pytest.mark.parametrize("percent", ["10", "12.5", "0.125", "100", "33.33"])
def test_the_buffer_is_a_line_of_its_own(
    percent: str, language: Language, currency: Currency, rounding: Rounding
) -> None:
    made = replace(random_estimate(Random(3), language, currency, rounding), buffer=Decimal(percent))
    book = quoted(made, language)
    for title, column in zip(book.titles[:2], "GM", strict=False):
        row = book.find(title, BUFFER[language])
        assert book.value(title, f"{column}{row}") == made.buffer_amount.amount
        assert book.value(title, f"{column}{row + 1}") == made.subtotal.amount
    assert book.value(book.titles[0], f"F{book.find(book.titles[0], BUFFER[language])}") == Decimal(percent) / 100
    assert figures(book, language, made)[3] == made.total.amount


@pytest.mark.parametrize("language", list(Language))
def test_no_buffer_has_no_line(language: Language) -> None:
    assert BUFFER[language] not in quoted(estimate([line()]), language).texts()


@pytest.mark.parametrize("currency", list(Currency))
@pytest.mark.parametrize(("minor", "percent"), [(15, 10), (5, 50), (45, 30), (35, 70), (435, 90)])
def test_half_a_unit_of_buffer_is_rounded_up(minor: int, percent: int, currency: Currency) -> None:
    made = estimate([line(tenths=10)], rate=from_minor(minor, currency), buffer=percent)
    book = quoted(made)
    book.functions = BINARY
    front = book.titles[0]
    assert book.value(front, f"G{book.find(front, 'リスクバッファ')}") == made.buffer_amount.amount


def test_another_buffer_changes_the_total() -> None:
    made = estimate([line("d1", tenths=43), line("d2", tenths=81)], buffer=10)
    book = quoted(made)
    book.changed[book.titles[0], f"F{book.find(book.titles[0], 'リスクバッファ')}"] = Decimal("0.25")
    changed = replace(made, buffer=Decimal(25))
    assert figures(book, Language.JA, made)[3] == changed.total.amount
    last = book.titles[3]
    assert book.value(last, "G5") == changed.total.amount


@pytest.mark.parametrize(("language", "currency", "rounding"), KINDS)
@pytest.mark.parametrize("seed", range(2))
def test_what_is_stored_for_viewers_is_what_the_formula_gives(
    seed: int, language: Language, currency: Currency, rounding: Rounding
) -> None:
    book = quoted(random_estimate(Random(100 + seed), language, currency, rounding), language)
    for (title, cell), stored in book.formulas():
        assert stored.result is not None, (title, cell)
        assert Decimal(stored.result) == book.value(title, cell), (title, cell, stored.formula)


def test_no_figure_of_the_quotation_is_typed() -> None:
    book = quoted(estimate([line(), line("d2")]))
    typed = {
        cell for (title, cell), stored in book.cells.items() if title == book.titles[0] and stored.number is not None
    }
    issued, numbers, tax_rate = {"F4"}, {"A15", "A16"}, {"F18"}
    assert typed == issued | numbers | tax_rate


def test_other_phases_change_the_total() -> None:
    made = estimate([line("d1", tenths=40), line("d2", tenths=80)], percent=10)
    book = quoted(made)
    row = book.find(book.titles[1], "What it does")
    for column in "GHIJKL"[: len(PHASES)]:
        book.changed[book.titles[1], f"{column}{row}"] = Decimal("2.5")
    changed = estimate([line("d1", tenths=150), line("d2", tenths=80)], percent=10)
    assert figures(book, Language.JA, made)[3] == changed.total.amount


def test_another_rate_and_tax_change_the_total() -> None:
    made = estimate([line("d1", tenths=43), line("d2", tenths=81)])
    book = quoted(made)
    book.changed[book.titles[1], "M2"] = Decimal(45001)
    book.changed[book.titles[0], f"F{book.find(book.titles[0], '消費税')}"] = Decimal("0.08")
    changed = estimate([line("d1", tenths=43), line("d2", tenths=81)], rate=from_minor(45001, Currency.JPY), percent=8)
    assert figures(book, Language.JA, made)[3] == changed.total.amount


def test_a_missing_line_is_shown_without_figures_and_counts_nothing() -> None:
    made = estimate([line("d1"), line("d3")], [missing("d2", "Payment screen")])
    book = quoted(made, Language.EN)
    row = book.find("Quotation", "Payment screen")
    cells = {column: book.cells["Quotation", f"{column}{row}"] for column in "AEFG"}
    assert cells["A"].number == 2
    assert cells["G"].text == "Not estimated"
    assert [cells[column].result or cells[column].formula for column in "EF"] == [None, None]
    assert figures(book, Language.EN, made)[0] == Decimal(400_000)


def test_equal_names_stay_two_lines() -> None:
    made = estimate([line("d1", "Report", tenths=10), line("d2", "Report", tenths=30)])
    book = quoted(made)
    rows = [row for row in book.rows(book.titles[0]) if row.get("B") and row["B"].text == "Report"]
    assert [row["A"].number for row in rows] == [1, 2]
    assert [row["E"].result for row in rows] == ["1", "3"]


def test_two_hundred_lines_are_two_hundred_rows() -> None:
    made = estimate([line(f"d{number:03}", f"Screen {number}", tenths=number) for number in range(1, 201)])
    book = quoted(made)
    for title in book.titles[:2]:
        numbers = [row["A"].number for row in book.rows(title) if "A" in row and row["A"].number is not None]
        assert numbers == list(range(1, 201))
    assert figures(book, Language.JA, made)[3] == made.total.amount


def test_the_lines_are_in_the_order_of_the_list() -> None:
    made = estimate([line("d3", "Third"), line("d1", "First")], [missing("d2", "Second")])
    book = quoted(made)
    names = [book.cells[book.titles[0], f"B{row}"].text for row in (15, 16, 17)]
    assert names == ["First", "Second", "Third"]


def test_nothing_estimated_is_nothing_to_quote() -> None:
    with pytest.raises(ValueError, match="needs an estimated line"):
        quoted(estimate([], [missing()]))
