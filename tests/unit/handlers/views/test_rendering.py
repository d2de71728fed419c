import json
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.incoming import Button
from bot.domain.language import Language
from bot.domain.messages import Message
from bot.i18n import Words
from handlers.names import ADJUST, ANSWER_IN_FORM
from handlers.views.mrkdwn import width
from handlers.views.rendering import VIEWS, render
from ops.sandbox.blocks import check_message
from tests.unit.handlers.views import said
from tests.unit.handlers.views.slack_eyes import CONTROL, everything, live

LANGUAGES = st.sampled_from(Language).map(Words.of)
NUMBERS = {Button.APPLY: 4, Button.CHOOSE_LINE: 5}
"""How many numbers a button's value holds, where it is more than task, round and revision."""
EXAMPLES = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def test_every_message_has_a_view_and_every_view_a_message() -> None:
    assert set(VIEWS) == set(get_args(Message)) == set(said.ALL)


@EXAMPLES
@given(message=said.ANY, words=LANGUAGES)
def test_slack_takes_every_message(message: Message, words: Words) -> None:
    rendered = render(message, words)

    check_message(list(rendered.blocks))
    assert 0 < width(rendered.text) < 4000
    json.dumps([rendered.text, rendered.blocks]).encode()


@EXAMPLES
@given(message=said.ANY, words=LANGUAGES)
def test_blocks_stay_small_even_if_slack_counts_the_strictest_way(message: Message, words: Words) -> None:
    rendered = render(message, words)

    tables = [block for block in rendered.blocks if block["type"] == "table"]
    cells = [cell["text"] for table in tables for row in table["rows"] for cell in row]
    assert len(tables) <= 1
    assert sum(map(width, cells)) <= 10_000
    assert sum(map(width, everything(rendered))) <= 13_200
    assert all(width(text) <= 3000 for text in everything(rendered))


@EXAMPLES
@given(message=said.ANY, words=LANGUAGES)
def test_nothing_that_people_wrote_reaches_anybody(message: Message, words: Words) -> None:
    for text in everything(render(message, words)):
        assert live(text.replace(f"<@{said.ASKER}>", "")) == []
        assert not CONTROL.search(text)


@pytest.mark.parametrize("language", Language)
@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_buttons_are_ones_that_are_listened_to_and_carry_numbers_alone(data: st.DataObject, language: Language) -> None:
    rendered = render(data.draw(said.ANY), Words.of(language))

    buttons = [one for block in rendered.blocks if block["type"] == "actions" for one in block["elements"]]
    for button in buttons:
        assert button["action_id"] in {*Button, ANSWER_IN_FORM, ADJUST}
        assert all(part.isdecimal() for part in button["value"].split(":"))
        assert len(button["value"].split(":")) == NUMBERS.get(button["action_id"], 3)
