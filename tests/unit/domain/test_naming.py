"""Words name the lines that a person means by them, and none rather than a wrong one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.brief import Deliverable
from bot.domain.naming import matching
from tests.unit.domain.drawn import few

ENGLISH = (
    "Login screen",
    "Stock integration API",
    "Integration test report",
    "Operations manual",
    "User manual",
    "Data import batch",
    "Chart design",
    "Payment gateways",
)
JAPANESE = (
    "ログイン画面",
    "在庫連携API",
    "結合テスト仕様書",
    "ユニットテスト",
    "コンテスト応募画面",
    "運用マニュアル",
    "サーバー構築",
    "アクセスログ",
    "基本設計書（画面）",
    "第2サイト移行",
)


def deliverables(names: tuple[str, ...]) -> list[Deliverable]:
    return [Deliverable(id=f"d{number}", name=name) for number, name in enumerate(names, 1)]


def named(words: str, names: tuple[str, ...]) -> list[str]:
    return [one.name for one in matching(words, deliverables(names))]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Login screen", ["Login screen"]),
        ("the LOGIN screen", ["Login screen"]),
        ("ｌｏｇｉｎ　screens", ["Login screen"]),
        ("login", ["Login screen"]),
        ("the API", ["Stock integration API"]),
        ("APIs", ["Stock integration API"]),
        ("testing", ["Integration test report"]),
        ("all tests", ["Integration test report"]),
        ("integration testing", ["Integration test report"]),
        ("integration", ["Stock integration API", "Integration test report"]),
        ("manuals", ["Operations manual", "User manual"]),
        ("the user manual part", ["User manual"]),
        ("the imports", ["Data import batch"]),
        ("batches", ["Data import batch"]),
        ("gateway", ["Payment gateways"]),
        ("the chart-design work", ["Chart design"]),
        ("login screen and user manual", ["Login screen", "User manual"]),
        ("new login screen", ["Login screen"]),
    ],
)
def test_english_words_name_their_lines(words: str, expected: list[str]) -> None:
    assert named(words, ENGLISH) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("ログイン画面", ["ログイン画面"]),
        ("ﾛｸﾞｲﾝ画面", ["ログイン画面"]),
        ("ログイン 画面", ["ログイン画面"]),
        ("「ログイン画面」", ["ログイン画面"]),
        ("ログイン", ["ログイン画面"]),
        ("アクセスログ", ["アクセスログ"]),
        ("テスト", ["結合テスト仕様書", "ユニットテスト"]),
        ("全テスト", ["結合テスト仕様書", "ユニットテスト"]),
        ("結合テスト", ["結合テスト仕様書"]),
        ("結合テスト仕様書の作成", ["結合テスト仕様書"]),
        ("マニュアルの部分", ["運用マニュアル"]),
        ("画面", ["ログイン画面", "コンテスト応募画面", "基本設計書（画面）"]),
        ("サーバ構築", ["サーバー構築"]),
        ("サーバ", ["サーバー構築"]),
        ("ＡＰＩ", ["在庫連携API"]),
        ("在庫連携api", ["在庫連携API"]),
        ("基本設計書(画面)", ["基本設計書（画面）"]),
    ],
)
def test_japanese_words_name_their_lines(words: str, expected: list[str]) -> None:
    assert named(words, JAPANESE) == expected


@pytest.mark.parametrize(
    "words",
    ["3番", "３番目", "第3項", "3行目", "3つ目", "no. 3", "No.3", "#3", "＃３", "line 3", "item 3", "number 3",
     "the line 3"],
)  # fmt: skip
def test_a_number_names_the_line_at_its_place(words: str) -> None:
    assert named(words, ENGLISH) == ["Integration test report"]


@pytest.mark.parametrize(
    "words",
    ["", " ", "the", "line", "part", "art", "log", "repo", "chart of the moon landing", "everything", "3", "#0", "#9",
     "line 99999", "第0項", "payment by card in the app", "screens and dashboards and reports on the user", "!?", "x"],
)  # fmt: skip
def test_no_english_line_is_guessed(words: str) -> None:
    assert named(words, ENGLISH) == []


@pytest.mark.parametrize(
    "words",
    ["全部", "画", "の", "スト", "テス", "ログイ", "イン", "これ", "11番", "帳票", "設計書類",
     "本番のサーバー室の工事", "ー"],
)  # fmt: skip
def test_no_japanese_line_is_guessed(words: str) -> None:
    assert named(words, JAPANESE) == []


def test_the_exact_name_goes_before_names_that_hold_it() -> None:
    assert named("テスト", ("結合テスト", "テスト", "テスト仕様書")) == ["テスト"]
    assert named("manual", ("User manual", "Manual")) == ["Manual"]


def test_lines_of_one_name_are_all_named() -> None:
    assert named("screen", ("Screen", "Report", "Screen")) == ["Screen", "Screen"]


def test_a_name_that_looks_like_a_place_is_a_name() -> None:
    assert named("#3", ("#3", "Second", "Third")) == ["#3"]


def test_a_place_that_could_be_a_name_is_neither() -> None:
    assert named("line 3", ("First", "Line 3 conveyor", "Third")) == []
    assert named("line 3", ("First", "Second", "Line 3 conveyor")) == ["Line 3 conveyor"]


def test_a_short_katakana_word_is_not_looked_for_within_longer_ones() -> None:
    assert named("ログ", ("ログイン画面", "アクセスログ", "カタログ", "監査ログ")) == ["監査ログ"]
    assert named("テスト", ("コンテスト応募", "ロードテスト", "テスト環境", "Webテスト")) == [
        "ロードテスト",
        "テスト環境",
        "Webテスト",
    ]


def test_numbers_in_names_are_compared_whole() -> None:
    assert named("画面1", ("画面1", "画面10", "画面11")) == ["画面1"]
    assert named("画面1", ("管理画面1", "管理画面10")) == ["管理画面1"]


def test_what_differs_by_a_sign_is_not_the_same() -> None:
    assert named("version 1.5", ("Version 15", "Version 1.5")) == ["Version 1.5"]
    assert named("C++", ("C#", "C++")) == ["C++"]


def test_a_name_within_a_longer_one_that_is_named_is_not_meant() -> None:
    assert named("結合テスト仕様書一式", ("結合テスト仕様書", "テスト")) == ["結合テスト仕様書"]


def test_a_name_that_comes_up_in_a_long_sentence_is_not_what_it_is_about() -> None:
    assert named("more time for the people who wait at the login screen", ENGLISH) == []
    assert named("昨日の会議で話したログイン画面の件", JAPANESE) == []


def test_words_that_belong_to_a_name_are_not_dropped() -> None:
    assert named("the work", ("The work", "Other work")) == ["The work"]
    assert named("item part", ("Item", "Item part")) == ["Item part"]


names = st.lists(
    st.one_of(st.sampled_from(ENGLISH + JAPANESE), st.text(min_size=1, max_size=20).filter(str.strip)), max_size=8
)


@few
@given(names, st.text(max_size=40))
def test_whatever_is_said_only_lines_of_the_list_are_named_once_and_in_order(lines: list[str], words: str) -> None:
    there = deliverables(tuple(lines))
    assert [one for one in there if one in matching(words, there)] == list(matching(words, there))


@few
@given(names.filter(bool), st.data())
def test_a_name_that_is_said_exactly_names_its_line(lines: list[str], data: st.DataObject) -> None:
    said = data.draw(st.sampled_from([one for one in lines if any(map(str.isalnum, one))] or ["Screen"]))
    there = deliverables((*lines, said))
    assert said in [one.name for one in matching(said, there)]
