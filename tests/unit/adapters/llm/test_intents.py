"""Reading what a model takes a message for: what it quotes must be there."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.llm.intents import VOID, intent_in
from bot.adapters.llm.schemas import IntentAnswer, response_format
from bot.ports import IntentKind
from ops.sandbox.model.strictness import refusal_of

SAID = {"kind": "by_amount", "figure": "30万円", "words": "", "less": True}
MESSAGE = "全体で３０万円\n くらい、\u2126の画面も"


def answer(**changes: object) -> str:
    return json.dumps(SAID | changes)


def test_a_reading_comes_out_as_it_came() -> None:
    read = intent_in(answer(words="画面"), MESSAGE)
    assert read == IntentAnswer(kind=IntentKind.BY_AMOUNT, figure="30万円", words="画面", less=True)


@pytest.mark.parametrize("part", ["figure", "words"])
@pytest.mark.parametrize("quotation", ["30万円", "３０万円", "30万円 くらい", " 全体で ", "Ωの画面", ""])
def test_widths_and_line_breaks_do_not_matter(part: str, quotation: str) -> None:
    assert intent_in(answer(**{part: quotation}), MESSAGE) != VOID


@pytest.mark.parametrize("part", ["figure", "words"])
@pytest.mark.parametrize("quotation", ["31万円", "300,000円", "30 万円", "全体30万円", "受注", "¥300,000", "30万円。"])
def test_what_is_not_in_the_message_makes_the_reading_void(part: str, quotation: str) -> None:
    assert intent_in(answer(**{part: quotation}), MESSAGE) == VOID
    assert VOID.kind is IntentKind.UNCLEAR


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{}",
        answer(kind="set_everything"),
        answer(kind=1),
        answer(less="true"),
        answer(less=1),
        answer(figure=300_000),
        answer(figure=None),
        answer(words=["画面"]),
        answer(words="\ud800"),
        answer()[:-5],
        "[" * 5_000,
    ],
)
def test_what_is_no_reading_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - which words the JSON parser finds is its own affair
        intent_in(text, MESSAGE)


@given(st.text() | st.recursive(st.none() | st.floats() | st.text(), st.lists).map(json.dumps), st.text())
def test_any_text_at_all_is_read_or_refused(text: str, message: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - no such text is a reading
        intent_in(text, message)


def test_the_schema_is_one_that_strict_mode_takes_and_says_the_kind_first() -> None:
    sent = response_format(IntentAnswer)
    schema = sent["json_schema"]["schema"]
    assert refusal_of(sent) is None
    assert schema["required"] == ["kind", "figure", "words", "less"]
    assert schema["$defs"]["IntentKind"]["enum"] == [kind.value for kind in IntentKind]
