"""The parts of a brief that have tables of their own: deliverables, questions and notes.

Questions and notes belong to a round. When a conversation starts over, what the brief no longer holds stays behind
under the round it was said in: people's words are kept, and the brief reads as it was saved.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, Select, Table, bindparam, delete, insert, select, update

from bot.adapters.store.tables import deliverables, messages, qa_pairs, tasks
from bot.adapters.store.transaction import Transaction, Words
from bot.domain.brief import Brief, Deliverable, Question, SkippedRow, SkipReason
from bot.domain.language import Language
from bot.domain.money import Currency
from bot.domain.task import Task

Rows = Sequence[Row[*tuple[Any, ...]]]


def _parts(table: Table) -> Select[tuple[Any, ...]]:
    """The rows of the tasks `ids`, in order. Built once: a task is read many times for each message about it."""
    chosen = table.c.task_id.in_(bindparam("ids", expanding=True))
    return select(table).where(chosen).order_by(table.c.task_id, table.c.position)


def _parts_of_round(table: Table) -> Select[tuple[Any, ...]]:
    """The same of the tasks' present rounds alone."""
    return _parts(table).join(tasks, (tasks.c.id == table.c.task_id) & (tasks.c.round == table.c.round))


_LISTED = _parts(deliverables)
_ASKED = _parts_of_round(qa_pairs)
_NOTED = _parts_of_round(messages)


class Briefs:
    """Reads and writes the parts of briefs within a transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def write(self, task: Task, known: Task | None) -> None:
        """Writes the parts in which the task differs from how it is stored (`known`; None when it is new)."""
        if known is None or known.brief.deliverables != task.brief.deliverables:
            self._write_deliverables(task)
        if known is None or (known.round, known.brief.questions) != (task.round, task.brief.questions):
            self._write_questions(task)
        if known is None or (known.round, known.brief.notes) != (task.round, task.brief.notes):
            self._write_notes(task, known)

    def read(self, rows: Rows) -> dict[int, Brief]:
        """The briefs of rows of `tasks`, by task id; three queries however many there are."""
        if not rows:
            return {}
        ids = [row.id for row in rows]
        listed, asked, noted = (self._by_task(query, ids) for query in (_LISTED, _ASKED, _NOTED))
        parts = {id: (listed.get(id, ()), asked.get(id, ()), noted.get(id, ())) for id in ids}
        return {row.id: _brief(row, *parts[row.id]) for row in rows}

    def _by_task(self, query: Select[tuple[Any, ...]], ids: Sequence[int]) -> Mapping[int, Rows]:
        found = defaultdict(list)
        for row in self._transaction.connection.execute(query, {"ids": ids}):
            found[row.task_id].append(row)
        return found

    def _write_deliverables(self, task: Task) -> None:
        self._clear(deliverables, deliverables.c.task_id == task.id)
        rows = (
            {"task_id": task.id, "position": place, "ref": one.id, "name": one.name, "description": one.description}
            for place, one in enumerate(task.brief.deliverables)
        )
        self._insert(deliverables, rows)

    def _write_questions(self, task: Task) -> None:
        self._clear(qa_pairs, (qa_pairs.c.task_id == task.id) & (qa_pairs.c.round == task.round))
        rows = (
            {
                "task_id": task.id,
                "round": task.round,
                "position": place,
                "number": one.number,
                "question": one.text,
                "answer": one.answer,
            }
            for place, one in enumerate(task.brief.questions)
        )
        self._insert(qa_pairs, rows)

    def _write_notes(self, task: Task, known: Task | None) -> None:
        kept = _same_start(known.brief.notes, task.brief.notes) if known else 0
        if known and known.round != task.round:
            self._move_notes(task, known.round, kept)
        self._clear(messages, _in_round(task) & (messages.c.position >= kept))
        self._insert(messages, (self._note(task, place) for place in range(kept, len(task.brief.notes))))

    def _move_notes(self, task: Task, before: int, kept: int) -> None:
        """Takes the notes that still hold along into the new round, with who wrote them."""
        self._clear(messages, _in_round(task))
        earlier = (messages.c.task_id == task.id) & (messages.c.round == before) & (messages.c.position < kept)
        self._transaction.connection.execute(update(messages).where(earlier).values(round=task.round))

    def _note(self, task: Task, place: int) -> dict[str, object]:
        text, now = task.brief.notes[place], self._transaction.now
        self._transaction.noted.add(task.id)
        return {"task_id": task.id, "round": task.round, "position": place, "text": text, "at": now}

    def _clear(self, table: Table, which: Any) -> None:
        self._transaction.connection.execute(delete(table).where(which))

    def _insert(self, table: Table, rows: Iterable[Mapping[str, object]]) -> None:
        if given := list(rows):
            self._transaction.connection.execute(insert(table), given)


def sign_notes(transaction: Transaction, words: Words) -> None:
    """Writes whose words they are beside the notes that were made in this transaction; a brief does not hold that."""
    new = messages.c.task_id.in_(transaction.noted) & (messages.c.at == transaction.now) & messages.c.author.is_(None)
    transaction.connection.execute(update(messages).where(new).values(author=words.author, ts=words.ts))


def _in_round(task: Task) -> Any:
    return (messages.c.task_id == task.id) & (messages.c.round == task.round)


def _same_start(before: Sequence[str], now: Sequence[str]) -> int:
    """How many notes from the first on are the same."""
    differing = (place for place, (old, new) in enumerate(zip(before, now, strict=False)) if old != new)
    return next(differing, min(len(before), len(now)))


def _brief(row: Row[*tuple[Any, ...]], listed: Rows, asked: Rows, noted: Rows) -> Brief:
    return Brief(
        title=row.title,
        language=Language(row.language),
        currency=Currency(row.currency),
        deliverables=tuple(Deliverable(id=one.ref, name=one.name, description=one.description) for one in listed),
        skipped=tuple(_skipped(one) for one in row.skipped),
        client=row.client,
        requirements=row.requirements,
        questions=tuple(Question(number=one.number, text=one.question, answer=one.answer) for one in asked),
        notes=tuple(one.text for one in noted),
    )


def _skipped(stored: Mapping[str, str]) -> SkippedRow:
    return SkippedRow(place=stored["place"], reason=SkipReason(stored["reason"]), text=stored["text"])
