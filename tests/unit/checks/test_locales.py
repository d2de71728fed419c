import ast
import json
from pathlib import Path

import pytest

from bot.domain.language import Language
from tests.checks import locales
from tests.checks.locales import Source

FINE = {Language.JA: {"hello": "こんにちは、{name}", "line.other": "{count} 行"}}
FINE[Language.EN] = {"hello": "Hello, {name}", "line.one": "{count} line", "line.other": "{count} lines"}


def compared(ja: dict[str, str] | None = None, en: dict[str, str] | None = None) -> str:
    """The faults of the fine texts with some of them changed."""
    texts = {Language.JA: FINE[Language.JA] | (ja or {}), Language.EN: FINE[Language.EN] | (en or {})}
    return "\n".join(locales.compared(texts))


def source(code: str, path: str = "bot/some.py") -> Source:
    return Source(path=path, tree=ast.parse(code))


def used(code: str, families: dict[str, str] | None = None) -> str:
    """The faults of code that has to use all of the fine texts."""
    return "\n".join(locales.used(FINE[Language.EN], [source(code)], families or {}))


def test_texts_that_agree_have_no_fault() -> None:
    assert compared() == ""


@pytest.mark.parametrize(
    ("ja", "en", "fault"),
    [
        ({"new": "新"}, {}, "en.json: new is missing"),
        ({}, {"new": "new"}, "ja.json: new is missing"),
        ({}, {"hello": "Hello, {nmae}"}, "hello has the placeholders name in Japanese and nmae in English"),
        ({}, {"hello": "こんにちは、{name}"}, "en.json: hello holds Japanese characters"),
        ({}, {"hello": "Hello（{name}）"}, "en.json: hello holds Japanese characters"),
        ({"hello": "こんにちは、{name} "}, {}, "ja.json: hello is empty, or begins or ends with white space"),
        ({"x": ""}, {"x": "x"}, "ja.json: x is empty, or begins or ends with white space"),
        ({}, {"line.few": "{count} lines"}, "en.json: line has the plural forms few, one, other, not one, other"),
        ({"line.one": "{count} 行"}, {}, "ja.json: line has the plural forms one, other, not other"),
        ({"a.other": "行"}, {"a.other": "lines"}, "en.json: a has the plural forms other, not one, other"),
    ],
)
def test_texts_that_do_not_agree_are_found(ja: dict[str, str], en: dict[str, str], fault: str) -> None:
    assert fault in compared(ja, en).splitlines()


def test_a_placeholder_that_is_more_than_a_name_is_found() -> None:
    texts = {Language.EN: {"x": "{a.b}"}}
    assert list(locales._characters(Language.EN, texts[Language.EN])) == [
        "en.json: x: 'a.b' in '{a.b}' is more than a plain name"
    ]


USES = 'words("hello", name=1); words("line", count=2)\n'


def test_code_that_uses_the_texts_has_no_fault() -> None:
    assert used(USES) == ""


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ('words("line", count=2)', "hello is used nowhere"),
        (USES + 'words("helo")', "bot/some.py:2: helo has no text"),
        (USES + 'raise InputRefused("too_bad", limit=3)', "bot/some.py:2: error.too_bad has no text"),
        (USES + 'say(Told(key="gone"))', "bot/some.py:2: told.gone has no text"),
        (USES + 'say(Problem(key="gone", values={}))', "bot/some.py:2: error.gone has no text"),
        (USES + 'self.words("hello")', "bot/some.py:2: hello is asked for without name"),
        (USES + 'words("line")', "bot/some.py:2: line is asked for without count"),
        (USES + 'KEY = "hello.there"', "bot/some.py:2: hello.there has no text"),
    ],
)
def test_code_that_does_not_fit_the_texts_is_found(code: str, fault: str) -> None:
    assert fault in used(code).splitlines()


def test_values_from_a_mapping_are_not_judged() -> None:
    assert used(USES + 'words("hello", **values)') == ""


def test_a_docstring_is_no_use() -> None:
    assert "hello is used nowhere" in used('"""hello"""\nwords("line", count=2)')


def test_a_family_needs_a_declaration_and_every_member_a_text() -> None:
    texts = {f"skipped.{name}": "x" for name in ("total", "unheard_of")}
    code = source('words(f"skipped.{reason}")')
    undeclared = list(locales.used(texts, [code], {}))
    declared = list(locales.used(texts, [code], {"skipped.": "bot.domain.brief:SkipReason"}))
    assert "bot/some.py:1: the family skipped. is not declared in tests/checks/locales.py" in undeclared
    assert "skipped.unheard_of is used nowhere" in declared
    assert "skipped.no_name has no text, but its family is declared" in declared
    assert not [fault for fault in declared if "skipped.total" in fault]


def test_a_family_may_end_in_literals_and_a_key_in_an_end_of_its_own() -> None:
    texts = {"told.noted": "x", "told.lost": "x", "form.ask.title": "x", "form.lose.title": "x"}
    code = source('words(f"told.{key}")\nKEY = "noted"\nwords(f"{form}.title")\nFORM = "form.ask"')
    assert list(locales.used(texts, [code], {"told.": "literals"})) == [
        "form.lose.title is used nowhere",
        "told.lost is used nowhere",
        "bot/some.py:4: form.ask has no text",
    ]


def test_a_separator_may_be_white_space_at_its_ends() -> None:
    assert compared({"list.separator": "、"}, {"list.separator": ", "}) == ""


def test_japanese_in_code_is_found_except_where_it_belongs() -> None:
    code = '"""見積書"""  # 見積\nTITLE = "御見積書"\n'
    found = list(locales.japanese([source(code), source(code, "bot/domain/listing/headers.py")]))
    assert found == ["bot/some.py:2: Japanese text belongs into locales/ja.json"]


def write(folder: Path, text: str) -> Path:
    for language in Language:
        (folder / f"{language}.json").write_text(text, encoding="utf-8")
    return folder / "ja.json"


def test_a_file_out_of_order_is_found_and_put_in_order(tmp_path: Path) -> None:
    path = write(tmp_path, '{"b": "乙", "a": "甲"}')
    assert "not in order" in next(locales.written(path))
    locales.fix(tmp_path)
    assert list(locales.written(path)) == []
    assert list(json.loads(path.read_text(encoding="utf-8"))) == ["a", "b"]
    assert "甲" in path.read_text(encoding="utf-8")


def test_a_repeated_key_is_found_and_left_for_a_person(tmp_path: Path) -> None:
    path = write(tmp_path, '{"a": "甲", "a": "乙"}')
    assert list(locales.written(path)) == ["ja.json: a is there twice"]
    locales.fix(tmp_path)
    assert list(locales.written(path)) == ["ja.json: a is there twice"]
