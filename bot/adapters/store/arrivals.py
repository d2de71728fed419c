"""What has arrived, as a transaction sees it: put in once, whoever delivers it however often."""

from typing import get_args

from sqlalchemy import select

from bot.adapters.store.codec import INCOMING
from bot.adapters.store.insertion import insert_once
from bot.adapters.store.tables import inbox
from bot.adapters.store.transaction import Queue, Transaction
from bot.domain.incoming import Incoming, Step

STEP_RANK = 0
"""Our own steps go first within their conversation."""
ARRIVAL_RANK = 1


class SqlInbox:
    """The port `Inbox` within a transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def put(self, key: str, conversation: str, incoming: Incoming) -> bool:
        """Stores an arrival or a step; False when the key is already there."""
        kind, body = INCOMING.write(incoming)
        now = self._transaction.now
        row = {
            "key": key,
            "conversation": conversation,
            "rank": STEP_RANK if isinstance(incoming, get_args(Step)) else ARRIVAL_RANK,
            "kind": kind,
            "body": body,
            "available_at": now,
            "received_at": now,
        }
        new = insert_once(self._transaction.connection, inbox, row)
        if new:
            self._transaction.woken.add(Queue.INBOX)
        return new

    def knows(self, conversation: str) -> bool:
        """Whether anything of this conversation has arrived and was not swept yet."""
        query = select(inbox.c.id).where(inbox.c.conversation == conversation).limit(1)
        return self._transaction.connection.execute(query).first() is not None
