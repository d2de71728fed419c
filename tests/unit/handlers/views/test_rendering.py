import json
from dataclasses import replace
from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.brief import Deliverable
from bot.domain.difference import difference
from bot.domain.estimate import Missing, MissingReason
from bot.domain.incoming import Button
from bot.domain.language import Language
from bot.domain.messages import DifferenceTold, ExclusionsTold, Message, OutOfReach, ReasonsTold
from bot.i18n import Words
from handlers.names import ADJUST, ANSWER_IN_FORM
from handlers.views.mrkdwn import width
from handlers.views.rendering import VIEWS, render
from ops.sandbox.blocks import check_message
from tests.unit.handlers.views import said
from tests.unit.handlers.views.looks import ASKED, ESTIMATE, OFFERED, line, proposed, ready
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


LONG = "&" * 5000
LONG_NAME = Deliverable(id="d1", name=LONG)
LONG_LINE = replace(line(1, "3"), deliverable=LONG_NAME, rationale=LONG, assumptions=(LONG,) * 9)
LONG_CHANGE = difference(replace(ESTIMATE, lines=tuple(line(number, "1") for number in range(2, 90))), ESTIMATE)
LONG_CARD = proposed(1, title=LONG, text=LONG, difference=LONG_CHANGE, below_low=(LONG_NAME,) * 50)
LONG_MISSING = Missing(deliverable=LONG_NAME, reason=MissingReason.TOO_LARGE)
LONG_ESTIMATE = replace(
    ESTIMATE,
    lines=(LONG_LINE,) * 200,
    missing=(LONG_MISSING,) * 50,
    excluded=(LONG_NAME,) * 50,
    assumptions=(LONG,) * 50,
    buffer=Decimal(10),
)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    "message",
    [
        ready(LONG_ESTIMATE, title=LONG, client=LONG),
        ready(LONG_ESTIMATE, title=LONG, client=LONG, wording=LONG, difference=LONG_CHANGE, reopened=True),
        replace(OFFERED, wording=LONG, proposals=(LONG_CARD,) * 9),
        OutOfReach(target=ESTIMATE.total, tax_included=True, limit=ESTIMATE.total, must_go=(LONG_NAME,) * 200),
        replace(ASKED, words=LONG, candidates=tuple((place, LONG_NAME) for place in range(1, 200))),
        ReasonsTold(lines=(LONG_LINE,) * 50),
        ExclusionsTold(excluded=(LONG_NAME,) * 50, missing=(LONG_MISSING,) * 50, assumptions=(LONG,) * 50),
        DifferenceTold(earlier=1, later=2, difference=LONG_CHANGE),
    ],
    ids=lambda message: type(message).__name__,
)
def test_the_longest_of_everything_fits(message: Message, language: Language) -> None:
    rendered = render(message, Words.of(language))

    check_message(list(rendered.blocks))
    assert width(rendered.text) < 4000
    assert sum(map(width, everything(rendered))) <= 13_200
