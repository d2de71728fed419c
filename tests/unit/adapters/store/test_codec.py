"""Values come back from their rows as they went in."""

import json
from types import MappingProxyType
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.store.codec import ANSWERS, INCOMING, MESSAGES, Answer, Codec
from bot.adapters.store.errors import UnknownKind, Unreadable
from bot.domain.incoming import Incoming, ReadList, Replied
from bot.domain.messages import Message, QuestionsAsked, TasksListed, Told
from bot.domain.proposal import ProposedEffort
from bot.ports import ProposedEfforts, Usage
from tests.unit.adapters.store import values

CASES = [
    *[(INCOMING, kind) for kind in get_args(Incoming)],
    *[(MESSAGES, kind) for kind in get_args(Message)],
    *[(ANSWERS, kind) for kind in get_args(Answer)],
]


@pytest.mark.parametrize(("codec", "kind"), CASES, ids=lambda case: getattr(case, "__name__", ""))
@settings(deadline=None)
@given(data=st.data())
def test_every_value_reads_as_it_was_written(codec: Codec[Any], kind: type[Any], data: st.DataObject) -> None:
    value = data.draw(st.from_type(kind))
    read = codec.read(*codec.write(value))
    assert type(read) is kind
    assert codec.write(read) == codec.write(value)
    assert read == value or "nan" in repr(value)  # a NaN equals nothing


def test_every_member_of_the_unions_is_known() -> None:
    assert len(get_args(Incoming)) == len(INCOMING.kinds) > 8
    assert len(get_args(Message)) == len(MESSAGES.kinds) > 10


def test_an_operator_can_read_the_json() -> None:
    kind, body = INCOMING.write(values.replied(values.thread(1), text="はい、そうです"))
    assert kind == "Replied"
    assert "はい、そうです" in body
    assert json.loads(body)["place"] == {"channel": "C1", "thread": "1.000"}


def test_what_a_model_gives_for_a_number_is_kept_as_it_is() -> None:
    wild = ProposedEffort(
        deliverable_id="d1", low=float("nan"), likely=float("inf"), high=-1.5, shares={}, rationale="\x00"
    )
    answer = ProposedEfforts(efforts=(wild,), usage=Usage(model="m"))
    assert repr(ANSWERS.read(*ANSWERS.write(answer))) == repr(answer)


def test_a_mapping_of_any_class_is_written() -> None:
    told = Told(key="k", values=MappingProxyType({"name": "会員"}))
    assert MESSAGES.read(*MESSAGES.write(told)) == Told(key="k", values={"name": "会員"})


def test_a_kind_nobody_knows_is_named() -> None:
    with pytest.raises(UnknownKind, match="Telepathy") as raised:
        INCOMING.read("Telepathy", "{}")
    assert raised.value.kind == "Telepathy"


def test_a_value_of_another_union_is_not_written() -> None:
    with pytest.raises(UnknownKind, match="ReadList"):
        MESSAGES.write(ReadList(task=1))  # type: ignore[arg-type]


def test_a_body_that_does_not_fit_is_refused_without_its_words() -> None:
    with pytest.raises(Unreadable) as raised:
        INCOMING.read("Replied", '{"author": 7, "text": "secret"}')
    assert "secret" not in f"{raised.value!r} {raised.value.__cause__!r}"


def test_an_older_row_without_a_newer_field_is_still_read() -> None:
    read = MESSAGES.read("QuestionsAsked", '{"task": 1, "round": 2, "questions": []}')
    assert read == QuestionsAsked(task=1, round=2, questions=())


def test_fields_that_are_tuples_come_back_as_tuples() -> None:
    assert MESSAGES.read("TasksListed", '{"tasks": []}') == TasksListed(tasks=())
    assert isinstance(INCOMING.read(*INCOMING.write(values.replied(values.thread(1)))), Replied)
