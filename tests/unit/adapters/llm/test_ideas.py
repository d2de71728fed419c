"""Reading a model's ideas: one broken idea does not lose the others, and each is bounded."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.llm.ideas import MAX_TEXT, MAX_TITLE, form_of, ideas_in
from bot.adapters.llm.schemas import CheaperIdeas, DearerIdeas, response_format
from bot.domain.idea import Idea, SuggestedIdea
from bot.domain.ways import CHEAPER, DEARER
from ops.sandbox.model.strictness import refusal_of

LESS, MORE = Decimal("-10"), Decimal("10")
IDEA = {"kind": "trim_low_risk", "title": "Trim", "text": "Less of it.", "lines": ["d1", "d2"]}
OTHER = IDEA | {"kind": "defer_scope"}


def answer(*ideas: object) -> str:
    return json.dumps({"ideas": ideas})


def kinds(*ideas: object, percent: Decimal = LESS) -> list[Idea]:
    return [one.idea for one in ideas_in(answer(*ideas), percent)]


def test_an_idea_is_read_as_it_came() -> None:
    assert ideas_in(answer(IDEA), LESS) == (
        SuggestedIdea(idea=Idea.TRIM_LOW_RISK, title="Trim", text="Less of it.", lines=("d1", "d2")),
    )


def test_the_models_order_is_kept() -> None:
    assert kinds(IDEA, OTHER) == [Idea.TRIM_LOW_RISK, Idea.DEFER_SCOPE]
    assert kinds(OTHER, IDEA) == [Idea.DEFER_SCOPE, Idea.TRIM_LOW_RISK]


def test_of_one_kind_the_first_is_kept() -> None:
    first, second = IDEA | {"title": "First"}, IDEA | {"title": "Second"}
    assert [one.title for one in ideas_in(answer(first, OTHER, second), LESS)] == ["First", "Trim"]


@pytest.mark.parametrize(("percent", "allowed"), [(LESS, CHEAPER), (MORE, DEARER)])
def test_only_the_kinds_that_go_the_way_of_the_wish_are_kept(percent: Decimal, allowed: tuple[Idea, ...]) -> None:
    every = [IDEA | {"kind": idea.value} for idea in Idea]
    assert kinds(*every, percent=percent) == list(allowed)


@pytest.mark.parametrize(
    "broken",
    [
        "text",
        None,
        7,
        {},
        IDEA | {"kind": "set_everything"},
        IDEA | {"kind": None},
        IDEA | {"title": " "},
        IDEA | {"text": ""},
        IDEA | {"text": "a bell\x07"},
        IDEA | {"title": "half a letter \ud800"},
        IDEA | {"lines": "d1"},
        IDEA | {"lines": [1]},
        IDEA | {"lines": None},
        {key: value for key, value in IDEA.items() if key != "lines"},
    ],
)
def test_a_broken_idea_is_absent_and_the_others_stay(broken: object) -> None:
    assert kinds(broken, OTHER) == [Idea.DEFER_SCOPE]
    with pytest.raises(ValueError, match="no idea"):
        kinds(broken)


def test_long_texts_are_cut_and_line_breaks_are_spaces() -> None:
    (idea,) = ideas_in(answer(IDEA | {"title": "長" * 99, "text": "a\n b " * 99}), LESS)
    assert (len(idea.title), idea.title[-2:]) == (MAX_TITLE, "長…")
    assert (len(idea.text), idea.text[:5], idea.text[-1]) == (MAX_TEXT, "a b a", "…")


def test_lines_are_named_once_and_not_judged_here() -> None:
    (idea,) = ideas_in(answer(IDEA | {"lines": ["d2", "d999", "d2"]}), LESS)
    assert idea.lines == ("d2", "d999")


def test_no_idea_is_an_answer() -> None:
    assert ideas_in(answer(), LESS) == ()


@pytest.mark.parametrize("text", ["", "null", "[]", "{}", '{"ideas": {}}', '{"ideas": [', "Certainly!"])
def test_an_answer_without_a_list_is_refused_as_a_whole(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - which words the JSON parser finds is its own affair
        ideas_in(text, LESS)


@given(st.lists(st.dictionaries(st.sampled_from(list(IDEA)), st.text() | st.lists(st.text())) | st.just(IDEA)))
def test_any_list_at_all_is_read_or_refused(items: list[object]) -> None:
    try:
        read = ideas_in(answer(*items), LESS)
    except ValueError:
        return
    assert len(read) <= 1


@pytest.mark.parametrize(("percent", "form", "allowed"), [(LESS, CheaperIdeas, CHEAPER), (MORE, DearerIdeas, DEARER)])
def test_the_schema_allows_only_these_kinds(
    percent: Decimal, form: type[CheaperIdeas | DearerIdeas], allowed: tuple[Idea, ...]
) -> None:
    assert form_of(percent) is form
    sent = response_format(form)
    assert refusal_of(sent) is None
    (idea,) = sent["json_schema"]["schema"]["$defs"].values()
    assert idea["properties"]["kind"]["enum"] == [one.value for one in allowed]
    assert idea["required"] == ["kind", "title", "text", "lines"]
