"""The results of model calls: every call is kept for its cost, every answer for whoever repeats the step."""

from sqlalchemy import Row, bindparam, insert, select

from bot.adapters.store.codec import ANSWERS
from bot.adapters.store.insertion import insert_once
from bot.adapters.store.tables import model_calls
from bot.adapters.store.transaction import Transaction
from bot.ports import StoredCall, Usage

_ANSWERED = select(model_calls).where(model_calls.c.key == bindparam("key"), model_calls.c.answer.is_not(None))


class SqlModelCalls:
    """The port `ModelCalls` within a transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def find(self, key: str) -> StoredCall | None:
        """The call that was answered under this key."""
        row = self._transaction.connection.execute(_ANSWERED, {"key": key}).first()
        return _call(row) if row else None

    def put(self, call: StoredCall) -> None:
        """Keeps a call. Failures add up under their key; of answers the first stays, as it may be in use already."""
        connection = self._transaction.connection
        if call.answer is None:
            connection.execute(insert(model_calls), self._row(call))
        else:
            insert_once(connection, model_calls, self._row(call))

    def _row(self, call: StoredCall) -> dict[str, object]:
        kind, answer = ANSWERS.write(call.answer) if call.answer is not None else (None, None)
        return {
            "key": call.key,
            "task_id": call.task,
            "purpose": call.purpose,
            "model": call.usage.model,
            "prompt_tokens": call.usage.prompt_tokens,
            "cached_tokens": call.usage.cached_tokens,
            "completion_tokens": call.usage.completion_tokens,
            "seconds": call.usage.seconds,
            "answer_kind": kind,
            "answer": answer,
            "failure": call.failure,
            "at": self._transaction.now,
        }


def _call(row: Row[*tuple[object, ...]]) -> StoredCall:
    return StoredCall(
        key=row.key,
        task=row.task_id,
        purpose=row.purpose,
        usage=Usage(
            model=row.model,
            prompt_tokens=row.prompt_tokens,
            cached_tokens=row.cached_tokens,
            completion_tokens=row.completion_tokens,
            seconds=row.seconds,
        ),
        answer=ANSWERS.read(row.answer_kind, row.answer),
        failure=row.failure,
    )
