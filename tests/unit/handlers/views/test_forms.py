from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.language import Language
from bot.domain.messages import QuestionsAsked
from bot.domain.money import Currency
from bot.domain.task import Place
from bot.i18n import Words
from handlers import incoming
from handlers.names import Field
from handlers.views.forms import FILETYPES, answers_form, estimate_form
from ops.sandbox.blocks import check_view
from tests.unit.handlers.slack import submission, written
from tests.unit.handlers.views import said
from tests.unit.handlers.views.slack_eyes import CONTROL, live, texts

PLACE = Place(channel="C1", thread="1763629200.000100")


def inputs(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("currency", Currency)
def test_slack_takes_the_estimate_form(language: Language, currency: Currency) -> None:
    view = estimate_form("C1", currency, Words.of(language))

    check_view(view, "modal")
    fields = inputs(view)
    assert list(fields) == list(Field)
    assert fields["currency"]["initial_option"]["value"] == currency
    assert fields["file"]["filetypes"] == list(FILETYPES)
    assert view["private_metadata"] == "C1"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(asked=said.ALL[QuestionsAsked], language=st.sampled_from(Language))
def test_slack_takes_every_form_of_answers(asked: QuestionsAsked, language: Language) -> None:
    numbered = {one.number: one for one in asked.questions}
    asked = QuestionsAsked(task=asked.task, round=asked.round, questions=tuple(numbered.values()))

    view = answers_form(asked, PLACE, Words.of(language))

    check_view(view, "modal")
    for text in [*texts(view), *(element.get("initial_value", "") for element in inputs(view).values())]:
        assert not CONTROL.search(text)
    assert all(live(text) == [] for text in texts(view))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(asked=said.ALL[QuestionsAsked])
def test_a_form_sent_as_it_was_opened_says_nothing_new(asked: QuestionsAsked) -> None:
    numbered = {one.number: one for one in asked.questions}
    asked = QuestionsAsked(task=asked.task, round=asked.round, questions=tuple(numbered.values()))
    view = answers_form(asked, PLACE, Words.of(Language.JA))
    left = {block: written(element.get("initial_value", "")) for block, element in inputs(view).items()}

    arrived = incoming.answers_sent(submission("answers_form", view["private_metadata"], left))

    assert arrived is not None
    assert arrived.conversation == PLACE.key
    assert arrived.incoming.answers == ()  # type: ignore[union-attr]  # AnswersSent
