"""The conversation's table: what may happen when, and that nothing else can."""

import itertools

import pytest

from bot.domain.conversation import TRANSITIONS, Event, IllegalEvent, State, after


def test_the_main_way_through() -> None:
    state = State.READING
    for event in (Event.LIST_READ, Event.QUESTIONED, Event.ANSWERED, Event.ESTIMATE_REQUESTED, Event.ESTIMATE_MADE):
        state = after(state, event)
    assert state is State.ESTIMATED


def test_every_state_can_be_left_but_the_end() -> None:
    left = {state for state, _ in TRANSITIONS}
    assert set(State) - left == {State.CANCELLED}


def test_every_state_can_be_reached_and_every_event_happens() -> None:
    assert set(TRANSITIONS.values()) == set(State)
    assert {event for _, event in TRANSITIONS} == set(Event)


def test_what_the_table_does_not_hold_is_illegal() -> None:
    for state, event in itertools.product(State, Event):
        if (state, event) not in TRANSITIONS:
            with pytest.raises(IllegalEvent):
                after(state, event)
