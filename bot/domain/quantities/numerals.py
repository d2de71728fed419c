"""One numeral into its exact value: western digits, kanji, and both mixed (`1億2,000万`, `三十万`, `1.5万`).

A comma groups thousands; behind it one or two digits are a decimal comma where the caller expects one. A point before
exactly three digits could be either (`1.500`), so that it has no value unless a unit such as 万 or M decides it.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from bot.domain.quantities.quantity import Fault

LIMIT: Final = Decimal(10) ** 15
"""No figure of an estimate is this large; below it, 28 digits of Decimal keep every product exact."""
MAX_LENGTH: Final = 24
_ENDLESS: Final = Decimal("Infinity")

DIGITS: Final = "〇零一二三四五六七八九壱弐参"
SMALL: Final = {"十": Decimal(10), "拾": Decimal(10), "百": Decimal(100), "千": Decimal(1_000)}
BIG: Final = {"万": Decimal(10) ** 4, "萬": Decimal(10) ** 4, "億": Decimal(10) ** 8, "兆": Decimal(10) ** 12}
KANJI: Final = DIGITS + "".join(SMALL) + "".join(BIG)

_DIGIT = {sign: str(value) for sign, value in zip(DIGITS, (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3), strict=True)}
_TOKEN = re.compile(rf"(?P<western>[0-9.,]++)|(?P<digits>[{DIGITS}]++)|(?P<unit>.)")
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_DECIMAL_COMMA = re.compile(r"[0-9]+,[0-9]{1,2}")
_EITHER = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_EXPONENT = re.compile(r"[0-9.]+e[+-]?(?P<power>[0-9]+)", re.IGNORECASE)


def value_of(numeral: str, *, scaled: bool = False, decimal_comma: bool = False) -> Decimal | Fault:
    """The exact value of a numeral without sign and unit; `scaled` when a unit such as k or M follows it."""
    if numeral[-1].isascii() and numeral[-1].isalpha():
        return Fault.NOT_FINITE
    if exponent := _EXPONENT.fullmatch(numeral):
        return Fault.TOO_LARGE if len(exponent["power"].lstrip("0")) > 1 else Fault.AMBIGUOUS
    if len(numeral) > MAX_LENGTH:
        return Fault.TOO_LARGE
    value = _japanese(numeral) if set(numeral) & set(KANJI) else _western(numeral, scaled, decimal_comma)
    return Fault.TOO_LARGE if isinstance(value, Decimal) and value >= LIMIT else value


def _western(numeral: str, scaled: bool, decimal_comma: bool) -> Decimal | Fault:
    if _EITHER.fullmatch(numeral) and not scaled:
        return Fault.AMBIGUOUS
    if _PLAIN.fullmatch(numeral):
        return Decimal(numeral)
    if _GROUPED.fullmatch(numeral):
        return Decimal(numeral.replace(",", ""))
    if decimal_comma and _DECIMAL_COMMA.fullmatch(numeral):
        return Decimal(numeral.replace(",", "."))
    return Fault.AMBIGUOUS


def _japanese(numeral: str) -> Decimal | Fault:
    tokens = list(_tokens(numeral))
    if any(isinstance(token, Fault) for token in tokens):
        return Fault.AMBIGUOUS
    numbers = [place for place, token in enumerate(tokens) if isinstance(token, Decimal)]
    fractions = [token for token in tokens if isinstance(token, Decimal) and token % 1]
    if fractions and numbers != [0]:
        return Fault.AMBIGUOUS
    return _sum(tokens)


def _tokens(numeral: str) -> Iterator[Decimal | str | Fault]:
    """Numbers as Decimal, units as their sign."""
    for match in _TOKEN.finditer(numeral):
        if match["western"]:
            yield _western(match["western"], scaled=True, decimal_comma=False)
        elif match["digits"]:
            yield _positional(match["digits"])
        else:
            yield match["unit"]


def _positional(digits: str) -> Decimal | Fault:
    """`二〇〇` is 200; two digits alone (`二三日`) mean two or three."""
    if len(digits) == 2 and not set(digits) & set("〇零"):
        return Fault.AMBIGUOUS
    return Decimal("".join(_DIGIT[digit] for digit in digits))


def _sum(tokens: list[Decimal | str | Fault]) -> Decimal | Fault:
    """Parts in falling order, each below the unit before it: 1億 + 2000万 + 5千."""
    total, above = Decimal(0), _ENDLESS
    while tokens:
        part, unit = _part(tokens)
        if part is None or part * unit >= above:
            return Fault.AMBIGUOUS
        total, above = total + part * unit, unit
    return total


def _part(tokens: list[Decimal | str | Fault]) -> tuple[Decimal | None, Decimal]:
    """The tokens up to and with the next big unit, taken off the list: (how many of it, the unit)."""
    section, number, above = Decimal(0), None, _ENDLESS
    while tokens:
        token = tokens.pop(0)
        if isinstance(token, str) and token in BIG:
            return (None if not section and number is None else section + (number or 0)), BIG[token]
        if isinstance(token, Decimal):
            if number is not None or token >= above:
                return None, _ENDLESS
            number = token
        else:
            unit = SMALL[str(token)]
            if unit >= above:
                return None, _ENDLESS
            section, number, above = section + (Decimal(1) if number is None else number) * unit, None, unit
    return section + (number or 0), Decimal(1)
