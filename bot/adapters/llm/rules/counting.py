"""Numbers of things: "10画面", "帳票3種", "five new screens", "画面数: 10"."""

import re
from collections.abc import Iterable
from functools import cache

from bot.adapters.llm.rules.wordlist import Word, normalised

MAX_COUNT = 1_000
"""A number above this counts something else than screens or forms."""
NUMERALS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "fifty": 50,
}  # fmt: skip

_NUMBER = rf"(?<![a-z0-9.,])(?P<number>\d{{1,4}}|{'|'.join(NUMERALS)})"
_BETWEEN = r"(?: ?つの| ?の| [a-z]+ | )?"
_EQUALS = r" ?(?:数 ?[:=はが]? ?|[:=x×] ?)"


def count_in(text: str, counter: Iterable[Word]) -> int | None:
    """The largest number given of what the words count; None when there is none."""
    plain = normalised(text)
    found = (number for word in counter for number in _numbers(plain, word))
    return max((number for number in found if 0 < number <= MAX_COUNT), default=None)


def _numbers(text: str, word: Word) -> Iterable[int]:
    if word.text not in text:
        return ()
    return (_value(found["number"]) for pattern in _patterns(word) for found in pattern.finditer(text))


@cache
def _patterns(word: Word) -> tuple[re.Pattern[str], ...]:
    """Number before the word; number after it, which needs a sign of equality, for `画面3` may be the third screen.

    A plural needs none: `Sessions (2)`.
    """
    counted = word.pattern.pattern
    return (
        re.compile(_NUMBER + _BETWEEN + counted),
        re.compile(counted + _EQUALS + _NUMBER.replace(r"(?<![a-z0-9.,])", "") + r"(?![\d.,a-z%日人万年月時])"),
        re.compile(rf"(?<![a-z]){re.escape(word.text)}e?s ?\((?P<number>\d{{1,4}})\)"),
    )


def _value(number: str) -> int:
    return NUMERALS.get(number) or int(number)
