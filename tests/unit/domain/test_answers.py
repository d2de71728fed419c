"""Replies: numbers fill their questions, a lone open question takes the reply, everything else is a note."""

import pytest

from bot.domain.answers import Reply, filled, is_aside, is_go_ahead, read_reply
from bot.domain.brief import Question
from bot.domain.language import Language
from bot.i18n import Words

THREE = tuple(Question(number=number, text=f"Question {number}?") for number in (1, 2, 3))


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("1. yes", ((1, "yes"),)),
        ("2) 50 users", ((2, "50 users"),)),
        ("① 社内のみ", ((1, "社内のみ"),)),
        ("①社内\n②AWS\n③なし", ((1, "社内"), (2, "AWS"), (3, "なし"))),
        ("1．約50名\n２．AWSです\n３．特になし", ((1, "約50名"), (2, "AWSです"), (3, "特になし"))),
        ("（1）社内（2）不要", ((1, "社内（2）不要"),)),
        ("1)50名\n2)2つ", ((1, "50名"), (2, "2つ"))),
        ("１）５画面\n２）１００人", ((1, "5画面"), (2, "100人"))),
        ("1：50名\n2．100人", ((1, "50名"), (2, "100人"))),
        ("Q2：100人\nQ3：なし", ((2, "100人"), (3, "なし"))),
        ("1、50名\n2、なし", ((1, "50名"), (2, "なし"))),
        ("* 1. yes\n- 2. no", ((1, "yes"), (2, "no"))),
        ("【1】50名", ((1, "50名"),)),
        ("(1) inside (2) no need", ((1, "inside"), (2, "no need"))),
        ("1: a\n3: c", ((1, "a"), (3, "c"))),
        ("1、はい", ((1, "はい"),)),
        ("質問2：あります", ((2, "あります"),)),
        ("Q3: none", ((3, "none"),)),
        ("A1. yes", ((1, "yes"),)),
        ("1番は不要です", ((1, "不要です"),)),
        ("1. one 2. two 3. three", ((1, "one"), (2, "two"), (3, "three"))),
        ("1. first line\nsecond line\n2. next", ((1, "first line\nsecond line"), (2, "next"))),
        ("[2] later", ((2, "later"),)),
        ("1.\n2. only this", ((2, "only this"),)),
        ("1. about 1.5 months from 10:30", ((1, "about 1.5 months from 10:30"),)),
    ],
)
def test_numbers_fill_their_questions(text: str, answers: tuple[tuple[int, str], ...]) -> None:
    assert read_reply(text, THREE).answers == answers


@pytest.mark.parametrize(
    "text",
    [
        "1.5 months is fine",
        "10:30 works",
        "We have 3 screens",
        "2 weeks at most",
        "4. there is no fourth question",
        "3/15 is the deadline",
        "まだ検討中です",
        "2026年1月を希望します",
        "100人くらいです",
    ],
)
def test_what_carries_no_number_of_a_question_is_a_note(text: str) -> None:
    assert read_reply(text, THREE) == Reply(note=text)


def test_text_before_the_first_number_is_a_note() -> None:
    assert read_reply("回答します。\n1. はい", THREE) == Reply(answers=((1, "はい"),), note="回答します。")


def test_a_reply_without_a_number_fills_the_only_open_question() -> None:
    one_open = filled(THREE, ((1, "a"), (3, "c")))
    assert read_reply("社内だけです", one_open) == Reply(answers=((2, "社内だけです"),))


def test_an_answer_can_be_corrected() -> None:
    again = filled(filled(THREE, ((1, "50"),)), ((1, "60"),))
    assert [question.answer for question in again] == ["60", None, None]


def test_an_empty_answer_leaves_its_question_open() -> None:
    assert filled(THREE, ((1, "  "),)) == THREE


@pytest.mark.parametrize("label", ["slack.button.estimate_now"])
def test_what_the_button_says_can_be_said(label: str) -> None:
    for language in Language:
        assert is_go_ahead(Words.of(language)(label))


@pytest.mark.parametrize("text", [":+1:", "🙏", "…", "@Person lunch?", " "])
def test_what_is_for_nobody_or_somebody_else_is_an_aside(text: str) -> None:
    assert is_aside(text)


@pytest.mark.parametrize("text", ["はい", "50", "ok :+1:", "mail to a@b.example"])
def test_words_are_no_aside(text: str) -> None:
    assert not is_aside(text)


@pytest.mark.parametrize(
    "text",
    [
        "Estimate now", "見積もって", "進めてください。", "  GO AHEAD! ", "Please estimate now", "Estimate now please",
        "just estimate it", "このまま見積もりをお願いします", "今すぐ見積もって", "見積もりをお願いします",
    ],
)  # fmt: skip
def test_going_ahead_can_be_said(text: str) -> None:
    assert is_go_ahead(text)


@pytest.mark.parametrize("text", ["Do not estimate now", "見積もって大丈夫か確認します", "1. estimate now", ""])
def test_going_ahead_is_not_read_into_other_words(text: str) -> None:
    assert not is_go_ahead(text)
