"""What a message asks for is read exactly, whatever the style of writing, and nothing is read into it."""

import re
import time
from collections.abc import Callable
from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.effort import person_days
from bot.domain.grammar import read
from bot.domain.intent import Asking, ByAmount, ByShare, Change, Intent, SetBuffer, SetDays, SetRate, ToBudget
from bot.domain.money import Currency, Money
from tests.unit.domain.phrasings import CHAT, ENGLISH, JAPANESE, MODEL, NAMES_EN, NAMES_JA, Row

CHANGES = get_args(Change)
ROWS: list[tuple[Row, Currency]] = [(row, Currency.JPY) for row in JAPANESE] + [(row, Currency.USD) for row in ENGLISH]
CHANGING = [(text, currency) for (text, meaning), currency in ROWS if isinstance(meaning, CHANGES)]
FRAGMENTS = sorted(
    {piece for (text, _), _ in ROWS for piece in re.split(r"(?<=[を は、。])|(?=[0-9$円%])", text) if piece}
)


def understood(text: str, currency: Currency) -> Intent | None:
    return read(text, currency=currency, names=NAMES_JA if currency is Currency.JPY else NAMES_EN)


@pytest.mark.parametrize(("text", "meaning"), JAPANESE)
def test_japanese_is_read_as_it_is_meant(text: str, meaning: Intent | None) -> None:
    assert understood(text, Currency.JPY) == meaning


@pytest.mark.parametrize(("text", "meaning"), ENGLISH)
def test_english_is_read_as_it_is_meant(text: str, meaning: Intent | None) -> None:
    assert understood(text, Currency.USD) == meaning


def test_the_table_is_as_large_as_it_claims() -> None:
    still = [
        text
        for (text, meaning), _ in ROWS
        if meaning is not None and not isinstance(meaning, (CHANGES, get_args(Asking)))
    ]
    assert len({text for (text, _), _ in ROWS}) == len(ROWS) >= 260
    assert len(JAPANESE) * 2 >= len(ROWS)
    assert len(still) >= 80
    assert len([text for (text, meaning), _ in ROWS if meaning == CHAT]) >= 55


# Amounts, in every style that people write them in.

KANJI_DIGITS = "〇一二三四五六七八九"


def kanji_below_10000(number: int) -> str:
    written = ""
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        count, number = divmod(number, unit)
        written += "" if count == 0 else (sign if count == 1 and sign else KANJI_DIGITS[count] + sign)
    return written


def by_myriads(number: int, below: Callable[[int], str]) -> str:
    written = ""
    for unit, sign in ((10**8, "億"), (10**4, "万"), (1, "")):
        count, number = divmod(number, unit)
        written += below(count) + sign if count else ""
    return written


def tens_of_thousands(amount: int) -> str:
    return f"{(Decimal(amount) / 10_000).normalize():f}万円"


YEN_STYLES: tuple[Callable[[int], str], ...] = (
    lambda amount: f"{amount}円",
    lambda amount: f"{amount:,}円",
    lambda amount: f"¥{amount:,}",
    lambda amount: f"￥{amount}",
    lambda amount: f"{amount:,} yen",
    lambda amount: f"JPY {amount:,}",
    lambda amount: wide(f"{amount:,}円"),
    lambda amount: f"{by_myriads(amount, kanji_below_10000)}円",
    lambda amount: f"{by_myriads(amount, str)}円",
    lambda amount: f"{by_myriads(amount, lambda part: f'{part:,}')}円",
    lambda amount: wide(f"{by_myriads(amount, str)}円"),
    tens_of_thousands,
    lambda amount: f"{amount}千円" if amount < 10**6 else f"{amount}円",
)
DOLLAR_STYLES: tuple[Callable[[Decimal], str], ...] = (
    lambda amount: f"${amount:,}",
    lambda amount: f"${amount}",
    lambda amount: f"US${amount:,}",
    lambda amount: f"USD {amount:,}",
    lambda amount: f"{amount:,} USD",
    lambda amount: f"{amount:,} dollars",
    lambda amount: f"{amount:,}ドル",
    lambda amount: wide(f"${amount:,}"),
    lambda amount: f"${(amount / 1000).normalize():f}k",
    lambda amount: f"{(amount / 1_000_000).normalize():f} million dollars",
)


def wide(text: str) -> str:
    return "".join(
        "\u3000" if sign == " " else chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text
    )


@given(st.integers(1, 10**12 - 1), st.sampled_from(range(len(YEN_STYLES))))
@settings(deadline=None, max_examples=400)
def test_any_amount_of_yen_is_read_back_exactly(amount: int, style: int) -> None:
    written = YEN_STYLES[style](amount)
    exact = amount * 1000 if written.endswith("千円") and written[0].isascii() else amount
    money = Money(amount=Decimal(exact), currency=Currency.JPY)
    assert understood(f"{written}安くしてください", Currency.JPY) == ByAmount(
        delta=Money(amount=-money.amount, currency=Currency.JPY)
    )
    assert understood(f"税抜き{written}以内に", Currency.JPY) == ToBudget(limit=money, tax_included=False)
    assert understood(f"単価を{written}に", Currency.JPY) == SetRate(rate=money)


@given(st.integers(1, 10**11), st.sampled_from(range(len(DOLLAR_STYLES))))
@settings(deadline=None, max_examples=400)
def test_any_amount_of_dollars_is_read_back_exactly(cents: int, style: int) -> None:
    amount = Decimal(cents).scaleb(-2)
    written = DOLLAR_STYLES[style](amount)
    money = Money(amount=amount, currency=Currency.USD)
    assert understood(f"fit it into {written} before tax", Currency.USD) == ToBudget(limit=money, tax_included=False)
    assert understood(f"raise the total by {written}", Currency.USD) == ByAmount(delta=money)


@given(st.integers(1, 999))
@settings(deadline=None)
def test_any_share_is_read_back_exactly(tenths: int) -> None:
    percent = Decimal(tenths).scaleb(-1)
    comma = str(percent).replace(".", ",")
    for sign in (f"{percent}%", f"{percent} percent", wide(f"{percent}%"), f"{comma} %", f"{percent}パーセント"):
        assert understood(f"cut testing by {sign}", Currency.USD) == ByShare(percent=-percent, words="testing")
        assert understood(f"リスクバッファ{sign}", Currency.JPY) == SetBuffer(percent=percent)


@given(st.integers(1, 99_999))
@settings(deadline=None)
def test_any_days_are_read_back_exactly(tenths: int) -> None:
    days = Decimal(tenths).scaleb(-1)
    comma = str(days).replace(".", ",")
    for written in (f"{days} days", f"{days:,} person-days", f"{comma} days", wide(f"{days} days")):
        meaning = understood(f"make the public API {written}", Currency.USD)
        assert meaning == SetDays(words="public API", days=person_days(days))
    for written in (f"{days}人日", wide(f"{days}人日"), f"{days}日"):
        meaning = understood(f"結合テストは{written}で", Currency.JPY)
        assert meaning == SetDays(words="結合テスト", days=person_days(days))


# Nothing is read into a message.

NEGATED_JA = (
    "{}ないで",
    "{}しないでください",
    "{}というのはやめて",
    "{}のはやめてください",
    "{}のは不要です",
    "{}必要はありません",
    "{}とは言っていません",
    "{}わけではない",
    "{}のは反対です",
    "{}。いや、やめます",
    "{}。いいえ",
    "{}なくていいです",
    "{}なら困ります",
    "{}？いいえ",
    "{}、は冗談です",
)
NEGATED_EN = (
    "don't {}",
    "do not {}",
    "never {}",
    "please don't {}",
    "we shouldn't {}",
    "you must not {}",
    "no need to {}",
    "let's not {}",
    "not {}",
    "instead of {}",
    "there is no reason to {}",
    "nobody asked to {}",
    "please do not {}",
    "could you not {}?",
    "{} is not what I want",
    "{}? no",
    "{}. No.",
    "{}, never mind",
    "{} would be wrong",
    "I don't want to {}",
)


@pytest.mark.parametrize("negated", [*NEGATED_JA, *NEGATED_EN])
def test_a_negation_leaves_nothing_to_change(negated: str) -> None:
    for text, currency in CHANGING:
        said = negated.format(text.strip().rstrip("。.!！?？〜🙏"))
        assert not isinstance(understood(said, currency), CHANGES), said


@pytest.mark.parametrize(
    "told",
    [
        "昨日{}",
        "部長が{}と言った",
        "「{}」",
        "もし{}なら",
        "{}したらどうなる？",
        "yesterday they {}",
        "she said: {}",
        "if we {}",
        "> {}",
    ],
)
def test_a_story_a_quotation_or_a_condition_changes_nothing(told: str) -> None:
    for text, currency in CHANGING:
        assert not isinstance(understood(told.format(text.strip().rstrip("。.!！?？〜🙏")), currency), CHANGES), text


@given(st.lists(st.sampled_from([*FRAGMENTS, "ない", "not", " ", "万", "円", "?", "。", "「", "\n", ","]), max_size=12))
@settings(deadline=None, max_examples=500)
def test_any_mixture_of_our_words_is_read_without_an_error(pieces: list[str]) -> None:
    for currency in Currency:
        understood("".join(pieces), currency)


@given(st.text(max_size=200), st.lists(st.text(max_size=20), max_size=4))
@settings(deadline=None, max_examples=500)
def test_any_text_is_read_without_an_error(text: str, names: list[str]) -> None:
    for currency in Currency:
        read(text, currency=currency, names=names)


@pytest.mark.parametrize("sign", ["½", "²", "①", "٣", "Ⅻ", "㌫", "𝟛"])
def test_a_sign_that_only_resembles_a_digit_is_not_taken_for_one(sign: str) -> None:
    for text in (f"{sign}0万円安くして", f"3{sign}万円安くして", f"make the API 1{sign} days", f"reduce by $1{sign}"):
        assert not isinstance(understood(text, Currency.JPY if "円" in text else Currency.USD), CHANGES)


def test_a_figure_of_one_line_is_not_hidden_by_a_name_made_of_figures() -> None:
    assert read("30万円安くして", currency=Currency.JPY, names=["30万円", "10%"]) == understood(
        "30万円安くして", Currency.JPY
    )


def test_an_amount_without_unit_is_of_the_estimates_currency_unless_counted_in_myriads() -> None:
    assert understood("reduce by 3k", Currency.JPY) == ByAmount(
        delta=Money(amount=Decimal(-3000), currency=Currency.JPY)
    )
    assert not isinstance(understood("30万安くして", Currency.USD), CHANGES)


# The same thing said in another manner.


def plainly(meaning: Intent | None) -> str:
    return re.sub(r"\.0+'", "'", str(meaning).casefold())


@pytest.mark.parametrize(("row", "currency"), ROWS)
def test_full_width_letters_are_read_like_narrow_ones(row: Row, currency: Currency) -> None:
    text, meaning = row
    if not text.startswith(":") and "OtherCurrency" not in str(meaning):
        assert understood(wide(text), currency) == meaning


@pytest.mark.parametrize(("row", "currency"), ROWS)
def test_capitals_make_no_difference(row: Row, currency: Currency) -> None:
    text, meaning = row
    if ":" not in text:
        assert plainly(understood(text.upper(), currency)) == plainly(meaning)


@pytest.mark.parametrize(
    "polite", ["please {}", "{} please", "{}, thanks", "Hi! {}", "ok, {}", "{} Thank you! 🙏", "*{}*", "{} :pray:"]
)
def test_english_politeness_makes_no_difference(polite: str) -> None:
    for text, meaning in ENGLISH:
        if isinstance(meaning, CHANGES) and ":" not in text:
            ended = text if text[-1] in ".?!" or "Thank you" not in polite else f"{text}."
            bare = ended if "Thank you" in polite else ended.rstrip(".?!")
            if text.endswith("?") and bare != ended:
                continue
            assert understood(polite.format(bare), Currency.USD) == meaning, polite.format(bare)


@pytest.mark.parametrize(
    "polite",
    ["お疲れ様です。{}", "すみません、{}", "{}。よろしくお願いします。", "{}🙇", "{} m(_ _)m", "はい、{}", "{}！！"],
)
def test_japanese_politeness_makes_no_difference(polite: str) -> None:
    for text, meaning in JAPANESE:
        if isinstance(meaning, (ByAmount, ToBudget, ByShare, SetDays, SetRate)) and text[-1] not in "?？。🙏!！〜:":
            assert understood(polite.format(text), Currency.JPY) == meaning, polite.format(text)


# Speed.

HOSTILE = (
    "合計金額",
    "いいね",
    "もう少し",
    "全体から",
    "予算は",
    "30万円",
    "3,",
    "1.",
    "1万",
    "千",
    "を",
    "、",
    "あと、",
    "税抜き",
    "税抜き30万円",
    "a",
    " and",
    "the ",
    "please ",
    " please",
    "thank you ",
    "ok ",
    "why ",
    "add ",
    "hi ",
    "10% ",
    "not ",
    "ないで",
    "でした",
    "$",
    "-",
    "30〜",
    "版1",
    "数",
    "(",
    "no ",
    "と",
    ":a:",
    "もらえると助かる",
    "なぜ",
    "!?",
    "。",
    "\n",
    "> ",
    "half ",
    "a few ",
    "お願い",
    "ですか",
    "1人日",
    "can we ",
    "did ",
    "だったのに",
    "のは",
)


@pytest.mark.parametrize("piece", HOSTILE)
def test_no_repetition_makes_the_reading_slow(piece: str) -> None:
    for length in (1_000, 5_000):
        for head, tail in (("", ""), ("", "✗"), ("テストを20%", "✗"), ("cut testing by 20% ", "x")):
            text = head + piece * ((length - len(head) - len(tail)) // len(piece)) + tail
            began = time.process_time()
            understood(text, Currency.JPY)
            assert time.process_time() - began < 0.5, text[:60]


def test_a_message_is_read_in_less_than_a_millisecond() -> None:
    assert min(seconds_per_message([]) for _ in range(5)) < 0.001


def test_two_hundred_lines_do_not_slow_the_reading_down() -> None:
    names = [f"Module {number}: reports and 消費税 of {number} months" for number in range(200)]
    assert min(seconds_per_message(names) for _ in range(5)) < 0.002


def seconds_per_message(more_names: list[str]) -> float:
    names = [*NAMES_JA, *NAMES_EN, *more_names]
    sample = ROWS[::5]
    began = time.process_time()
    for (text, _), currency in sample:
        read(text, currency=currency, names=names)
    return (time.process_time() - began) / len(sample)


def test_what_the_model_is_asked_for_is_what_no_rule_knows() -> None:
    assert all(understood(text, currency) is None for (text, meaning), currency in ROWS if meaning is MODEL)
    assert understood("x" * 5_000, Currency.JPY) is None


@pytest.mark.parametrize(
    ("polite", "plainly"),
    [
        ("よろしければ30万円安くしていただけると嬉しいです", "30万円安くして"),
        ("もし可能であれば、30万円安くしてもらえたら助かります", "30万円安くして"),
        ("差し支えなければ運用マニュアルを外してください", "運用マニュアルを外して"),
        ("もしよければ全体を10%安く", "全体を10%安く"),
    ],
)
def test_politeness_that_sounds_like_a_condition_is_none(polite: str, plainly: str) -> None:
    names = ("運用マニュアル", "結合テスト")
    meaning = read(plainly, currency=Currency.JPY, names=names)
    assert meaning is not None
    assert read(polite, currency=Currency.JPY, names=names) == meaning


@pytest.mark.parametrize(
    "polite",
    [
        "if possible, reduce it by $3,000",
        "If you can, reduce it by $3,000",
        "would it be possible to reduce it by $3,000?",
        "It would be great if you could reduce it by $3,000.",
    ],
)
def test_english_politeness_is_no_condition_either(polite: str) -> None:
    assert read(polite, currency=Currency.USD, names=()) == read("reduce it by $3,000", currency=Currency.USD, names=())


@pytest.mark.parametrize("condition", ["if we reduce it by $3,000, what happens?", "発注するなら30万円安くして"])
def test_a_real_condition_stays_one(condition: str) -> None:
    for currency in Currency:
        assert not isinstance(read(condition, currency=currency, names=()), ByAmount)
