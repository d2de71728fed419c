"""Finding every figure in a text whose widths are folded. Nothing is converted, rounded or guessed."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

from bot.domain.money import Currency
from bot.domain.quantities.numerals import KANJI, value_of
from bot.domain.quantities.quantity import Fault, Kind, Quantity

_END = r"(?![A-Za-z])"
_RUN = rf"(?>(?:[0-9{KANJI}]|(?<![0-9])\.(?=[0-9]))(?:[0-9{KANJI}]|[.,](?=[0-9]))*)"
_NUMERAL = rf"(?:[0-9.]+e[+-]?[0-9]+(?![0-9A-Za-z])|{_RUN}|(?:nan|infinity|inf){_END}|∞)"
_PREFIX = r"(?:US\$|[$¥€£]|(?<![A-Za-z])(?:JPY|USD|EUR|GBP|CNY|AUD|CAD)\s?)"
_SCALE = rf"(?:\s?(?:thousand|million|billion|grand|mil){_END}|(?:bn|[km]){_END})"
_CURRENCY = (
    rf"円|ドル|ユーロ|ポンド|ウォン|人民元|(?:yen|JPY|dollars?|bucks|USD|euros?|EUR|pounds?|GBP|CNY|AUD|CAD){_END}"
)
_PERCENT = rf"%|パーセント|(?:percent|per\scent|pct){_END}|割(?!合|り当)(?:(?P<tenths>{_RUN})分)?"
_DAYS_JA = r"(?:人日|人・日)(?:分|間)?半?|日(?![本曜付報常光記語替額給次時目後前頃締])(?:間|分)?半?"
_DAYS_EN = rf"(?:(?:person|man)[-\s]?)?days?{_END}"
_OTHER_UNIT = (
    rf"人月|人時|週間?|[ヶケかカヵ箇]月(?:間|分)?|時間|分(?!の)"
    rf"|(?:(?:person|man)[-\s]?)?(?:weeks?|months?|hours?|hrs?|minutes?|sprints?){_END}"
)
_FIGURE = re.compile(
    rf"(?P<sign>(?<![0-9A-Za-z%円日万億千])[-+−▲△])?(?:(?P<prefix>{_PREFIX})\s?(?P<inner>-)?|(?<![0-9A-Za-z.,_]))"
    rf"(?P<numeral>{_NUMERAL})(?P<scale>{_SCALE})?"
    rf"(?:\s?(?:(?P<currency>{_CURRENCY})|(?P<percent>{_PERCENT})"
    rf"|(?P<days_ja>{_DAYS_JA})|(?P<days_en>{_DAYS_EN})|(?P<other>{_OTHER_UNIT})))?",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?<![0-9A-Za-z.,])(?:[0-9]{1,4}年(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?|[0-9]{1,2}月(?:[0-9]{1,2}日|末|頃)?"
    r"|[0-9]{1,4}[/-][0-9]{1,2}[/-][0-9]{1,4}|[0-9]{1,2}[/:][0-9]{1,2}|[0-9]{1,2}時(?!間)(?:[0-9]{1,2}分|半)?"
    r"|[0-9]{1,2}\s?(?:am|pm|st|nd|rd|th)(?![A-Za-z]))(?![0-9])",
    re.IGNORECASE,
)
_REVISION = re.compile(
    r"(?<![0-9A-Za-z])(?:(?:version|revision|rev\.?|ver\.?|v\.?)\s?#?(?P<en>[0-9]{1,9})(?![0-9A-Za-z%]|[.,][0-9])"
    r"|(?:バージョン|リビジョン)(?P<kana>[0-9]{1,9})(?![0-9%]|[.,][0-9])"
    r"|第?(?P<before>[0-9]{1,9})版(?!権|画)|版(?P<after>[0-9]{1,9})(?![0-9%万億千円人日]|[.,][0-9]))",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"(?:数|何|幾)[十百千万億]*(?:(?P<amount>円|ドル|万(?!能)|億)|(?P<percent>%|パーセント|割(?!合))|(?P<days>人日|日間?))"
    r"|(?<![A-Za-z])(?:a\sfew|several|some|(?:a\s)?couple(?:\sof)?)\s(?:hundred\s|thousand\s|million\s|of\s)*"
    r"(?:(?P<money>dollars|yen|k|bucks|grand)|(?P<share>percent)|(?P<time>(?:person-)?days))(?![A-Za-z])",
    re.IGNORECASE,
)
_FRACTION = re.compile(rf"(?<![0-9A-Za-z.,{KANJI}])(?P<under>{_RUN})分の(?P<over>{_RUN})")
_WORDS: Final = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
_SPELT = re.compile(
    rf"(?<![A-Za-z0-9-])(?P<word>{'|'.join(reversed(_WORDS))})[-\s]"
    rf"(?:(?P<percent>percent|per\scent)|(?P<days>(?:(?:person|man)[-\s]?)?days?)"
    rf"|(?P<other>(?:(?:person|man)[-\s]?)?(?:weeks?|months?|hours?))){_END}",
    re.IGNORECASE,
)
_HALF = re.compile(
    rf"(?<![A-Za-z0-9-])(?:(?P<day>(?:a\s)?half[-\s](?:an?\s)?(?:(?:person|man)[-\s])?day{_END})"
    rf"|(?P<share>half)(?![A-Za-z-]|\s?days?{_END}))|(?<![0-9{KANJI}])(?:(?P<hannichi>半日(?:分)?)|(?P<hanbun>半分))",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s?(?:[-~〜–—−、]|\.\.+|から|ないし|または|もしくは|か|or|to|and)\s?", re.IGNORECASE)
_CURRENCIES: Final = {
    "円": Currency.JPY, "¥": Currency.JPY, "jpy": Currency.JPY, "yen": Currency.JPY,
    "ドル": Currency.USD, "$": Currency.USD, "us$": Currency.USD, "usd": Currency.USD, "bucks": Currency.USD,
    "dollar": Currency.USD, "dollars": Currency.USD,
}  # fmt: skip
_SCALES: Final = {
    "k": 1_000, "thousand": 1_000, "grand": 1_000,
    "m": 1_000_000, "mil": 1_000_000, "million": 1_000_000, "bn": 10**9, "billion": 10**9,
}  # fmt: skip


def find(text: str) -> tuple[Quantity, ...]:
    """All figures in the order of the text; two that belong together as a range are one, with a fault."""
    found: list[Quantity] = []
    for one in sorted(_all(text), key=lambda quantity: (quantity.start, -quantity.end)):
        if not found or one.start >= found[-1].end:
            found.append(one)
    return tuple(_ranges(text, found))


def _all(text: str) -> Iterator[Quantity]:
    """Everything that looks like a figure; of those that overlap the earliest, then the longest, is the one."""
    for pattern, read in _READERS:
        for match in pattern.finditer(text):
            quantity = read(match)
            if quantity:
                yield quantity


def _figure(match: re.Match[str]) -> Quantity | None:
    kind, scale = _kind(match), _scale(match)
    if kind is None or scale is None:
        return None
    value = value_of(match["numeral"], scaled=bool(match["scale"]), decimal_comma=_decimal_comma(match))
    fault = value if isinstance(value, Fault) else _fault(match)
    amount = Decimal(0) if isinstance(value, Fault) or fault else _extended(match, value * scale)
    negative = match["sign"] not in (None, "+") or match["inner"] is not None
    return Quantity(
        kind=kind, value=-amount if negative else amount, start=match.start(), end=match.end(), text=match[0],
        currency=_currency(match), foreign=kind is Kind.AMOUNT and _currency(match) is None,
        signed=bool(match["sign"] or match["inner"]), fault=fault,
    )  # fmt: skip


def _kind(match: re.Match[str]) -> Kind | None:
    if match["prefix"] or match["currency"]:
        return Kind.AMOUNT if not (match["percent"] or match["days_ja"] or match["days_en"]) else None
    if match["percent"]:
        return Kind.PERCENT
    if match["days_ja"] or match["days_en"] or match["other"]:
        return Kind.DAYS
    return Kind.NUMBER if _stands_alone(match) else None


def _stands_alone(match: re.Match[str]) -> bool:
    """Whether a numeral without a unit is a figure: not `S3`, `3D`, `一覧`, nor the 千 of a name."""
    following = match.string[match.end() : match.end() + 1]
    if following.isascii() and (following.isalnum() or following == "_"):
        return False
    numeral = match["numeral"]
    return numeral[0] in "0123456789.∞" or numeral.isascii() or (len(numeral) > 1 and numeral[-1] in "万億")


def _scale(match: re.Match[str]) -> Decimal | None:
    """What k, M or million multiplies by; None for a small m that could be metres or months."""
    sign = (match["scale"] or "").strip()
    if sign == "m" and not (match["prefix"] or match["currency"]):
        return None
    return Decimal(_SCALES[sign.lower()]) if sign else Decimal(1)


def _decimal_comma(match: re.Match[str]) -> bool:
    """Expected before English days, a percent sign and k or M; in Japanese `2,3日` is two or three days."""
    return bool(match["days_en"] or match["scale"] or (match["percent"] and not match["percent"].startswith("割")))


def _fault(match: re.Match[str]) -> Fault | None:
    if match["other"]:
        return Fault.UNIT
    both = match["prefix"] and match["currency"]
    if both and _CURRENCIES.get(_key(match["prefix"])) is not _CURRENCIES.get(_key(match["currency"])):
        return Fault.AMBIGUOUS
    bare = not (match["prefix"] or match["currency"] or match["percent"] or match["days_ja"] or match["days_en"])
    return Fault.AMBIGUOUS if bare and re.search(r"[万億][0-9]{1,3}$", match["numeral"]) else None


def _extended(match: re.Match[str], value: Decimal) -> Decimal:
    """2割5分 is 25 percent, 1日半 one and a half days."""
    if (match["percent"] or "").startswith("割"):
        tenths = value_of(match["tenths"]) if match["tenths"] else Decimal(0)
        return value * 10 + (tenths if isinstance(tenths, Decimal) else 0)
    return value + Decimal("0.5") if (match["days_ja"] or "").endswith("半") else value


def _currency(match: re.Match[str]) -> Currency | None:
    return _CURRENCIES.get(_key(match["prefix"] or match["currency"] or ""))


def _key(sign: str) -> str:
    return sign.strip().lower()


def _date(match: re.Match[str]) -> Quantity:
    return _made(match, Kind.DATE, Decimal(0))


def _revision(match: re.Match[str]) -> Quantity:
    return _made(match, Kind.REVISION, Decimal(match["en"] or match["kana"] or match["before"] or match["after"]))


def _vague(match: re.Match[str]) -> Quantity:
    kind = Kind.AMOUNT if match["amount"] or match["money"] else Kind.DAYS
    kind = Kind.PERCENT if match["percent"] or match["share"] else kind
    return replace(_made(match, kind, Decimal(0)), fault=Fault.VAGUE)


def _fraction(match: re.Match[str]) -> Quantity:
    """`2分の1` is 50 percent; a third is no percentage that ends."""
    under, over = value_of(match["under"]), value_of(match["over"])
    if isinstance(under, Decimal) and isinstance(over, Decimal) and under and not (over * 1000) % under:
        return _made(match, Kind.PERCENT, over * 100 / under)
    return replace(_made(match, Kind.PERCENT, Decimal(0)), fault=Fault.VAGUE)


def _spelt(match: re.Match[str]) -> Quantity:
    value = Decimal(_WORDS.index(match["word"].lower()) + 1)
    quantity = _made(match, Kind.PERCENT if match["percent"] else Kind.DAYS, value)
    return replace(quantity, fault=Fault.UNIT, value=Decimal(0)) if match["other"] else quantity


def _half(match: re.Match[str]) -> Quantity:
    if match["day"] or match["hannichi"]:
        return _made(match, Kind.DAYS, Decimal("0.5"))
    return _made(match, Kind.PERCENT, Decimal(50))


def _made(match: re.Match[str], kind: Kind, value: Decimal) -> Quantity:
    return Quantity(kind=kind, value=value, start=match.start(), end=match.end(), text=match[0])


_READERS: Final = (
    (_DATE, _date),
    (_REVISION, _revision),
    (_VAGUE, _vague),
    (_FRACTION, _fraction),
    (_SPELT, _spelt),
    (_HALF, _half),
    (_FIGURE, _figure),
)


def _ranges(text: str, found: list[Quantity]) -> Iterator[Quantity]:
    """Neighbours joined by a dash, から, or, to are one figure that can not be used."""
    held: Quantity | None = None
    for one in found:
        if held and _joined(text, held, one):
            held = _merged(text, held, one)
            continue
        if held:
            yield held
        held = one
    if held:
        yield held


def _joined(text: str, first: Quantity, second: Quantity) -> bool:
    if first.kind not in (Kind.NUMBER, second.kind) or second.kind in (Kind.DATE, Kind.REVISION):
        return False
    between = text[first.end : second.start]
    return bool(_BETWEEN.fullmatch(between)) or (not between and second.text[0] in "-−")


def _merged(text: str, first: Quantity, second: Quantity) -> Quantity:
    written = text[first.start : second.end]
    return replace(second, start=first.start, text=written, value=Decimal(0), fault=Fault.RANGE)
