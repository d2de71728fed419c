"""Model calls: paid once, kept for whoever repeats the step."""

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from bot.adapters.store.store import SqlStore
from bot.adapters.store.unit import SqlUnit
from bot.domain.idea import Idea, SuggestedIdea
from bot.ports import IntentKind, ProposedIdeas, ProposedIntent, ProposedQuestions, StoredCall, Usage
from tests.unit.adapters.store.conftest import Rows
from tests.unit.adapters.store.values import task

USAGE = Usage(model="gpt-4o-mini", prompt_tokens=900, cached_tokens=100, completion_tokens=50, seconds=1.25)
ANSWERED = StoredCall(
    key="task-1/questions",
    task=1,
    purpose="questions",
    usage=USAGE,
    answer=ProposedQuestions(texts=("期限はいつですか",), usage=USAGE),
)
FAILED = replace(ANSWERED, answer=None, failure="model_away")


async def put(store: SqlStore, *calls: StoredCall) -> None:
    def work(unit: SqlUnit) -> None:
        for call in calls:
            unit.calls.put(call)

    await store.run(work)


@pytest.fixture(autouse=True)
async def _task(store: SqlStore) -> None:
    await store.run(lambda unit: unit.tasks.add(task()))


async def test_an_answer_is_found_as_it_was_given(store: SqlStore) -> None:
    assert await store.run(lambda unit: unit.calls.find(ANSWERED.key)) is None
    await put(store, ANSWERED)
    assert await store.run(lambda unit: unit.calls.find(ANSWERED.key)) == ANSWERED


@pytest.mark.parametrize(
    ("purpose", "answer"),
    [
        ("intent", ProposedIntent(kind=IntentKind.BY_DAYS, figure="3日", words="テスト", less=False, usage=USAGE)),
        (
            "ideas",
            ProposedIdeas(
                ideas=(SuggestedIdea(idea=Idea.DEFER_SCOPE, title="後で", text="第2期", lines=("d1", "d9")),),
                usage=USAGE,
            ),
        ),
    ],
)
async def test_readings_and_ideas_are_kept_as_well(
    store: SqlStore, purpose: str, answer: ProposedIntent | ProposedIdeas
) -> None:
    call = StoredCall(key=f"task-1/{purpose}", task=1, purpose=purpose, usage=USAGE, answer=answer)
    await put(store, call)
    assert await store.run(lambda unit: unit.calls.find(call.key)) == call


async def test_failures_are_kept_for_their_cost_and_not_taken_for_answers(store: SqlStore, rows: Rows) -> None:
    await put(store, FAILED, FAILED)
    assert await store.run(lambda unit: unit.calls.find(FAILED.key)) is None
    await put(store, ANSWERED)
    assert await store.run(lambda unit: unit.calls.find(FAILED.key)) == ANSWERED
    assert rows("SELECT failure, prompt_tokens FROM model_calls ORDER BY id") == [
        {"failure": "model_away", "prompt_tokens": 900},
        {"failure": "model_away", "prompt_tokens": 900},
        {"failure": "", "prompt_tokens": 900},
    ]


async def test_the_first_answer_stays(store: SqlStore, rows: Rows) -> None:
    later = replace(ANSWERED, answer=ProposedQuestions(texts=("別の質問",), usage=USAGE))
    await put(store, ANSWERED, later)
    assert await store.run(lambda unit: unit.calls.find(ANSWERED.key)) == ANSWERED
    assert len(rows("SELECT id FROM model_calls")) == 1


async def test_a_call_belongs_to_a_task(store: SqlStore) -> None:
    with pytest.raises(IntegrityError):
        await put(store, replace(ANSWERED, task=99))
