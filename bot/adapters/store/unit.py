"""One transaction's view of the store."""

from functools import cached_property

from sqlalchemy import Connection

from bot.adapters.store.arrivals import SqlInbox
from bot.adapters.store.briefs import sign_notes
from bot.adapters.store.calls import SqlModelCalls
from bot.adapters.store.sayings import SqlOutbox
from bot.adapters.store.tasks import SqlTasks
from bot.adapters.store.transaction import Transaction
from bot.ports import Clock, Unit


class SqlUnit:
    """The port `Unit` on an open transaction. Good for that transaction only."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self.transaction = Transaction(connection=connection, now=clock.now())

    def complete(self) -> None:
        """The last thing before the commit, when all that it depends on is known."""
        if self.transaction.words and self.transaction.noted:
            sign_notes(self.transaction, self.transaction.words)

    @cached_property
    def tasks(self) -> SqlTasks:
        return SqlTasks(self.transaction)

    @cached_property
    def inbox(self) -> SqlInbox:
        return SqlInbox(self.transaction)

    @cached_property
    def outbox(self) -> SqlOutbox:
        return SqlOutbox(self.transaction)

    @cached_property
    def calls(self) -> SqlModelCalls:
        return SqlModelCalls(self.transaction)


def transaction_of(unit: Unit) -> Transaction:
    """The transaction behind a unit of this store. Raises TypeError for another store's."""
    if not isinstance(unit, SqlUnit):
        raise TypeError(f"{type(unit).__name__} is no unit of this store")
    return unit.transaction
