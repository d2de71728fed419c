"""What is to be said, as a transaction sees it."""

from typing import Any

from sqlalchemy import Row, exists, or_, select

from bot.adapters.store.codec import INCOMING, MESSAGES
from bot.adapters.store.insertion import insert_once
from bot.adapters.store.tables import outbox, slots
from bot.adapters.store.transaction import Queue, Transaction
from bot.domain.incoming import Incoming
from bot.domain.language import Language
from bot.domain.task import Place
from bot.ports import Say


class SqlOutbox:
    """The port `Outbox` within a transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def put(self, say: Say) -> bool:
        """Stores a message to be sent; False when the key is already there."""
        now = self._transaction.now
        row = _row(say) | {"unsure": False, "available_at": now, "created_at": now}
        new = insert_once(self._transaction.connection, outbox, row)
        if new:
            self._transaction.woken.add(Queue.OUTBOX)
        return new

    def stands(self, to: Place, slot: str) -> bool:
        """Whether the slot's message is posted, or still on its way; False when Slack refused it for good."""
        posted = exists().where(slots.c.conversation == to.key, slots.c.slot == slot)
        under_way = exists().where(
            outbox.c.conversation == to.key, outbox.c.slot == slot, outbox.c.state.in_(("pending", "sending"))
        )
        return bool(self._transaction.connection.scalar(select(or_(posted, under_way))))


def _row(say: Say) -> dict[str, Any]:
    kind, body = MESSAGES.write(say.message)
    then_kind, then_body = _step_row(say.then)
    otherwise_kind, otherwise_body = _step_row(say.otherwise)
    return {
        "key": say.key,
        "conversation": say.to.key,
        "channel": say.to.channel,
        "thread": say.to.thread,
        "slot": say.slot,
        "kind": kind,
        "body": body,
        "language": say.language.value,
        "whisper_to": say.whisper_to,
        "then_kind": then_kind,
        "then_body": then_body,
        "otherwise_kind": otherwise_kind,
        "otherwise_body": otherwise_body,
        "on_behalf_of": say.on_behalf_of,
    }


def say_of(row: Row[*tuple[Any, ...]]) -> Say:
    """The message of a row of the outbox. Raises Unreadable."""
    return Say(
        key=row.key,
        to=Place(channel=row.channel, thread=row.thread),
        message=MESSAGES.read(row.kind, row.body),
        language=Language(row.language),
        slot=row.slot,
        whisper_to=row.whisper_to,
        then=_step(row.then_kind, row.then_body),
        otherwise=_step(row.otherwise_kind, row.otherwise_body),
        on_behalf_of=row.on_behalf_of,
    )


def _step_row(step: Incoming | None) -> tuple[str, str] | tuple[None, None]:
    return (None, None) if step is None else INCOMING.write(step)


def _step(kind: str | None, body: str | None) -> Incoming | None:
    return None if kind is None or body is None else INCOMING.read(kind, body)
