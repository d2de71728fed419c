from datetime import date
from decimal import Decimal

import pytest

from bot.domain.effort import person_days
from bot.domain.language import Language
from bot.domain.money import Currency, money
from bot.i18n import TextMissing, Words, placeholders

JA = Words.of(Language.JA)
EN = Words.of(Language.EN)


def words(language: Language = Language.EN, **texts: str) -> Words:
    return Words(language=language, texts={key.replace("__", "."): text for key, text in texts.items()})


def test_placeholders_are_filled_with_what_people_gave_as_it_is() -> None:
    assert words(hello="Hello, {name}!")("hello", name="<b>{other} & co</b>") == "Hello, <b>{other} & co</b>!"


def test_doubled_braces_are_braces() -> None:
    assert words(set="{{{name}}}")("set", name="x") == "{x}"


def test_a_missing_text_is_a_mistake() -> None:
    with pytest.raises(TextMissing, match="nope"):
        words()("nope")


def test_a_missing_value_is_a_mistake() -> None:
    with pytest.raises(TextMissing, match="name"):
        words(hello="Hello, {name}!")("hello", nmae="x")


def test_a_value_too_many_does_no_harm() -> None:
    assert words(hello="Hello")("hello", name="x") == "Hello"


@pytest.mark.parametrize("text", ["{a.__class__}", "{a[0]}", "{a!r}", "{a:>9}", "{}", "{0}"])
def test_a_placeholder_is_a_plain_name_and_nothing_more(text: str) -> None:
    with pytest.raises(ValueError, match="plain name"):
        words(bad=text)("bad", a="x")
    with pytest.raises(ValueError, match="plain name"):
        placeholders(text)


def test_the_plural_form_follows_the_count() -> None:
    lines = words(line__one="{count} line", line__other="{count} lines")
    assert [lines("line", count=count) for count in (0, 1, 2)] == ["0 lines", "1 line", "2 lines"]


def test_japanese_has_one_form_for_every_count() -> None:
    lines = words(Language.JA, line__other="{count} 行")
    assert [lines("line", count=count) for count in (1, 2)] == ["1 行", "2 行"]


def test_a_plural_needs_its_count() -> None:
    with pytest.raises(TextMissing, match="count"):
        words(line__one="a line", line__other="lines")("line")


def test_a_count_is_a_number() -> None:
    with pytest.raises(TypeError, match="count"):
        words(line__one="a line", line__other="lines")("line", count="1")


def test_a_text_can_be_asked_for() -> None:
    lines = words(line__one="a line", line__other="lines", hello="Hello")
    assert [lines.has(key) for key in ("line", "hello", "line.one", "nope")] == [True, True, True, False]


def test_money_reads_the_same_in_both_languages() -> None:
    for language in (JA, EN):
        assert language.money(money(1234567, Currency.JPY)) == "¥1,234,567"
        assert language.money(money("12345.67", Currency.USD)) == "$12,345.67"
        assert language.money(money(-500, Currency.JPY)) == "-¥500"


def test_person_days_read_as_the_language_counts_them() -> None:
    assert [JA.days(person_days(days)) for days in ("1", "3.5", "12")] == ["1人日", "3.5人日", "12人日"]
    assert [EN.days(person_days(days)) for days in ("1", "3.5", "12")] == [
        "1 person-day",
        "3.5 person-days",
        "12 person-days",
    ]


def test_days_dates_numbers_and_percents() -> None:
    day = date(2026, 11, 5)
    assert (JA.date(day), EN.date(day)) == ("2026年11月5日", "November 5, 2026")
    assert [EN.number(Decimal(number)) for number in ("1234567", "0.50", "1234.5")] == ["1,234,567", "0.5", "1,234.5"]
    assert [JA.percent(Decimal(percent)) for percent in ("10", "12.50")] == ["10%", "12.5%"]


def test_values_of_the_domain_are_written_in_the_language() -> None:
    text = words(all="{price} {effort} {day} {share} {number}")
    values = {"price": money(5000, Currency.JPY), "effort": person_days("0.5"), "day": date(2026, 1, 2)}
    written = Words(language=Language.EN, texts={**EN.texts, **text.texts})(
        "all", **values, share=Decimal("1234.5"), number=1234
    )
    assert written == "¥5,000 0.5 person-days January 2, 2026 1,234.5 1234"
