"""The remarks (備考) below a quotation: what it rests on, what it leaves out, and how it was reckoned."""

from collections.abc import Iterator, Sequence

from bot.domain.quotation import Item, Quotation
from bot.i18n import Words

SHOWN = 5
"""Assumptions, and names of deliverables, that the first sheet repeats; the others have them all."""


def remarks(quotation: Quotation, words: Words) -> tuple[str, ...]:
    """One sentence each, the most important first."""
    return (
        *_missing(quotation, words),
        *_rules(quotation, words),
        *_assumptions(quotation.estimate.assumptions, words),
        words("xlsx.remark.sheets"),
        *_tax(quotation, words),
    )


def _missing(quotation: Quotation, words: Words) -> Iterator[str]:
    if quotation.missing:
        names = _named(quotation.missing, words)
        yield words("xlsx.remark.missing", count=len(quotation.missing), names=names)


def _rules(quotation: Quotation, words: Words) -> Iterator[str]:
    if len(quotation.by_rules) == len(quotation.estimate.lines):
        yield words("xlsx.remark.all_by_rules")
    elif quotation.by_rules:
        yield words("xlsx.remark.some_by_rules", numbers=_numbers(quotation.by_rules))


def _assumptions(assumptions: Sequence[str], words: Words) -> Iterator[str]:
    yield from assumptions[:SHOWN]
    if len(assumptions) > SHOWN:
        yield words("xlsx.remark.more", count=len(assumptions) - SHOWN)


def _tax(quotation: Quotation, words: Words) -> Iterator[str]:
    if quotation.taxed:
        yield words(f"xlsx.remark.tax.{quotation.estimate.tax_rule.rounding}")


def _named(items: Sequence[Item], words: Words) -> str:
    names = [f"No.{item.number} {item.content.deliverable.name}" for item in items[:SHOWN]]
    rest = [words("xlsx.remark.others", count=len(items) - SHOWN)] if len(items) > SHOWN else []
    return words("xlsx.separator").join([*names, *rest])


def _numbers(items: Sequence[Item]) -> str:
    return ", ".join(str(item.number) for item in items)
