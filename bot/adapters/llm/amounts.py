"""Amounts of money, which are withheld from the model: an effort that has seen the budget is drawn to it."""

import re

WITHHELD = "[amount]"

_NUMBER = r"[\d〇一二三四五六七八九十百千](?:[\d,.，．]*\d)?"
_SCALE = r"(?:\s*(?:[〇一二三四五六七八九十百千万億兆]|thousand|million|billion|k|m))*"
_AMOUNT = re.compile(
    rf"(?:[¥￥$＄€£]|(?:JPY|USD|EUR)\s)\s*{_NUMBER}(?:{_SCALE}(?![a-z]))?(?:\s?(?:円|ドル))?"
    rf"|{_NUMBER}{_SCALE}\s*(?:円|ドル|ユーロ|(?:JPY|USD|EUR|yen|dollars?|euros?)(?![a-z]))"
    rf"|{_NUMBER}\s*[万億](?!件|人|名|行|回|レコード|ユーザ|アクセス|[A-Za-z])",
    re.IGNORECASE,
)
_BUDGET = re.compile(
    r"((?:予算|上限額|金額感|希望額|目標額|人日単価|人月単価|budget|price cap|day rate)"
    r"(?:\s|[:：=はがを約]|の上限|最大|およそ|is|of|at|about|around|limit)*)"
    rf"{_NUMBER}(?:[万億千]|\s*(?:k|m)(?![a-z]))*",
    re.IGNORECASE,
)


def withheld(text: str) -> str:
    """The text with every amount of money, and every number said to be a budget or a rate, replaced by a mark."""
    return _BUDGET.sub(rf"\1{WITHHELD}", _AMOUNT.sub(WITHHELD, text))
