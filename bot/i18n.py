"""Every word a person reads, in their language, and numbers, money and dates as that language writes them.

A text is found by a flat key in `locales/<language>.json`. Its placeholders are plain names in braces. A text that
depends on a count is a family, `key.one` and `key.other`, of which Babel's plural rules choose by the value `count`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from string import Formatter

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from bot.domain.effort import PersonDays
from bot.domain.language import Language
from bot.domain.money import Money


class TextMissing(LookupError):
    """A key without a text, or a placeholder without a value: a mistake of ours, never of a person."""


Part = tuple[str, str | None]
"""Literal text, and the placeholder that follows it, if any."""


@dataclass(frozen=True, kw_only=True)
class Words:
    """The words of one language: `words("file.too_large", limit=10)`."""

    language: Language
    texts: Mapping[str, str] = field(repr=False)

    @staticmethod
    def of(language: Language) -> "Words":
        """The words of `locales/`, read once per process."""
        return _of(language)

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of `key` with its placeholders filled; values are put in as they are, escaping is the view's.

        Money, person-days and dates are written in the language, Decimals as numbers, everything else by str().
        TextMissing when there is no such text or a placeholder has no value; values beyond the placeholders do no harm.
        """
        text = self._text(key, values)
        try:
            return "".join(literal + self._filled(name, values) for literal, name in _parts(text))
        except KeyError as missing:
            raise TextMissing(f"{key} ({self.language}) has no value for {missing}") from None

    def has(self, key: str) -> bool:
        """Whether there is such a text, alone or as a family."""
        return key in self.texts or f"{key}.other" in self.texts

    def money(self, money: Money) -> str:
        """`¥1,234,567`, `$12,345.67`: in both languages with the half-width yen sign, which fixed-width tables need."""
        return format_currency(money.amount, money.currency.value, locale="en_US")

    def days(self, effort: PersonDays) -> str:
        """`3.5人日`, `3.5 person-days`."""
        return self("format.days", count=effort.days.normalize(), days=self.number(effort.days))

    def number(self, number: Decimal | int) -> str:
        """`1,234.5`: grouped, with the decimals that are not zero."""
        return format_decimal(number, format="#,##0.######", locale=self.language.value)

    def percent(self, percent: Decimal | int) -> str:
        """`12.5%` from 12.5."""
        return self("format.percent", number=self.number(percent))

    def date(self, day: date) -> str:
        """`2026年11月20日`, `November 20, 2026`."""
        return format_date(day, format="long", locale=self.language.value)

    def _text(self, key: str, values: Mapping[str, object]) -> str:
        if key in self.texts:
            return self.texts[key]
        if f"{key}.other" not in self.texts:
            raise TextMissing(f"{key} ({self.language}) has no text")
        if "count" not in values:
            raise TextMissing(f"{key} ({self.language}) has no value for 'count'")
        return self.texts.get(f"{key}.{self._plural(values['count'])}", self.texts[f"{key}.other"])

    def _plural(self, count: object) -> str:
        if not isinstance(count, int | float | Decimal):
            raise TypeError(f"{count!r} is not a count")
        return Locale.parse(self.language.value).plural_form(count)

    def _filled(self, name: str | None, values: Mapping[str, object]) -> str:
        return "" if name is None else self._written(values[name])

    def _written(self, value: object) -> str:
        match value:
            case Money():
                return self.money(value)
            case PersonDays():
                return self.days(value)
            case date():
                return self.date(value)
            case Decimal():
                return self.number(value)
            case _:
                return str(value)


@cache
def _of(language: Language) -> Words:
    text = files("locales").joinpath(f"{language.value}.json").read_text(encoding="utf-8")
    return Words(language=language, texts=json.loads(text))


@cache
def _parts(text: str) -> tuple[Part, ...]:
    """The text cut at its placeholders; ValueError for anything but plain names (`{a.b}`, `{a!r}`, `{a:>9}`, `{}`)."""
    parts = tuple(Formatter().parse(text))
    for _, name, form, conversion in parts:
        if name is not None and (not name.isidentifier() or form or conversion):
            raise ValueError(f"{name!r} in {text!r} is more than a plain name")
    return tuple((literal, name) for literal, name, _, _ in parts)


def placeholders(text: str) -> frozenset[str]:
    """The names that a text has to be given; ValueError when one is more than a plain name."""
    return frozenset(name for _, name in _parts(text) if name is not None)
