"""Reading a model's answer: one broken line does not lose the others, and nothing crashes."""

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.llm.answers import AnswerRefused, Completion, efforts_in, questions_in
from bot.adapters.llm.schemas import EffortsAnswer, QuestionsAnswer, response_format
from bot.domain.effort import PHASES
from ops.sandbox.model.strictness import refusal_of

LINE = {
    "id": "d1",
    "why": "Because",
    "low": 1,
    "likely": 2.5,
    "high": 4,
    "shares": {"rq": 0, "bd": 16, "dd": 17, "cd": 34, "it": 21, "st": 12},
    "assume": ["One site"],
}


def answer(*lines: object) -> str:
    return json.dumps({"lines": lines})


def completion(**choice: Any) -> Completion:
    given_choice = {"message": {"content": "{}"}, "finish_reason": "stop"} | choice
    return Completion.model_validate_json(json.dumps({"choices": [given_choice]}))


def test_a_line_is_read_as_it_came() -> None:
    (effort,) = efforts_in(answer(LINE))
    assert (effort.deliverable_id, effort.low, effort.likely, effort.high) == ("d1", 1, 2.5, 4)
    assert [effort.shares[phase] for phase in PHASES] == [0, 16, 17, 34, 21, 12]
    assert (effort.rationale, effort.assumptions) == ("Because", ("One site",))


@pytest.mark.parametrize(
    "broken",
    [
        "text",
        None,
        7,
        [],
        {},
        {key: value for key, value in LINE.items() if key != "low"},
        LINE | {"likely": "2.5"},
        LINE | {"likely": True},
        LINE | {"likely": None},
        LINE | {"id": 1},
        LINE | {"why": None},
        LINE | {"assume": "One site"},
        LINE | {"shares": [0, 16, 17, 34, 21, 12]},
        LINE | {"shares": {"rq": 100}},
        LINE | {"id": "\ud800"},
        LINE | {"why": "half a letter \ud800"},
        LINE | {"assume": ["\ud800"]},
    ],
)
def test_a_line_that_cannot_be_read_is_absent_and_the_others_stay(broken: object) -> None:
    efforts = efforts_in(answer(broken, LINE | {"id": "d2"}))
    assert [effort.deliverable_id for effort in efforts] == ["d2"]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e400", "9" * 5_000])
def test_numbers_beyond_all_bounds_come_out_to_be_checked(number: str) -> None:
    (effort,) = efforts_in(answer(LINE).replace("2.5", number))
    assert not math.isfinite(effort.likely)


def test_a_key_too_many_does_no_harm() -> None:
    assert efforts_in(answer(LINE | {"comment": "hello"}))


@pytest.mark.parametrize("text", ["", "null", "[]", "{}", '{"lines": {}}', '{"lines": [', "Certainly! ```json {} ```"])
def test_an_answer_without_a_list_is_refused_as_a_whole(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - which words the JSON parser finds is its own affair
        efforts_in(text)


@given(st.text() | st.recursive(st.none() | st.floats() | st.text(), st.lists).map(json.dumps))
def test_any_text_at_all_is_read_or_refused(text: str) -> None:
    for read in (efforts_in, lambda given_text: questions_in(given_text, 3)):
        try:
            read(text)
        except ValueError:
            continue


def test_questions_are_kept_in_order_once_and_no_more_than_asked() -> None:
    text = json.dumps({"questions": ["  One\n more? ", "", "Two?", "One more?", "Three?"]})
    assert questions_in(text, 2) == ("One more?", "Two?")


@pytest.mark.parametrize("bad", [None, 5, "a\x07b", "x" * 401, "\ud800"])
def test_a_question_that_cannot_be_shown_is_left_out(bad: object) -> None:
    assert questions_in(json.dumps({"questions": [bad, "Good?"]}), 3) == ("Good?",)
    with pytest.raises(ValueError, match="no question"):
        questions_in(json.dumps({"questions": [bad]}), 3)


def test_nothing_to_ask_is_an_answer() -> None:
    assert questions_in('{"questions": []}', 3) == ()


@pytest.mark.parametrize(
    ("choice", "key"),
    [
        ({"message": {"refusal": "I can't", "content": None}}, "model_refused"),
        ({"finish_reason": "length"}, "model_cut"),
        ({"finish_reason": "content_filter"}, "model_filtered"),
        ({"message": {"content": None}}, "model_nonsense"),
    ],
)
def test_a_choice_without_an_answer_says_why(choice: dict[str, Any], key: str) -> None:
    with pytest.raises(AnswerRefused) as refused:
        _ = completion(**choice).text
    assert refused.value.key == key


def test_a_server_that_counts_no_tokens_is_no_trouble() -> None:
    choices = [{"message": {"content": "{}"}}]
    bare = Completion.model_validate_json(json.dumps({"choices": choices}))
    nulls = Completion.model_validate_json(
        json.dumps({"choices": choices, "usage": {"prompt_tokens": 5, "prompt_tokens_details": None}})
    )
    assert bare.usage is None
    assert nulls.usage
    assert (nulls.usage.prompt_tokens, nulls.usage.cached) == (5, 0)


def test_tokens_from_the_providers_cache_are_counted() -> None:
    usage = {"prompt_tokens": 2_000, "completion_tokens": 9, "prompt_tokens_details": {"cached_tokens": 1_024}}
    counted = Completion.model_validate_json(json.dumps({"choices": [{"message": {}}], "usage": usage})).usage
    assert counted
    assert (counted.prompt_tokens, counted.completion_tokens, counted.cached) == (2_000, 9, 1_024)


@pytest.mark.parametrize("form", [EffortsAnswer, QuestionsAnswer])
def test_the_schema_is_one_that_strict_mode_takes_and_carries_no_comments(
    form: type[EffortsAnswer | QuestionsAnswer],
) -> None:
    sent = response_format(form)
    assert refusal_of(sent) is None
    assert "title" not in json.dumps(sent)
    assert "description" not in json.dumps(sent)


def test_the_reasons_are_written_before_the_figures() -> None:
    line = response_format(EffortsAnswer)["json_schema"]["schema"]["$defs"]["EffortAnswer"]
    assert line["required"] == ["id", "why", "low", "likely", "high", "shares", "assume"]
