"""What was proposed for a revision, kept until it is applied or outdated."""

from sqlalchemy import select

from bot.adapters.store.codec import MESSAGES
from bot.adapters.store.insertion import replace_in
from bot.adapters.store.tables import proposals
from bot.adapters.store.transaction import Transaction
from bot.domain.messages import ProposalsReady


class Offers:
    """Keeps and reads proposals within a transaction: the newest of each revision."""

    def __init__(self, transaction: Transaction) -> None:
        self._connection = transaction.connection

    def keep(self, task: int, message: ProposalsReady) -> None:
        """Stores what was proposed, in place of what was proposed before for the same revision."""
        kind, body = MESSAGES.write(message)
        row = {"task_id": task, "revision": message.revision, "kind": kind, "body": body}
        replace_in(self._connection, proposals, row)

    def read(self, task: int, revision: int) -> ProposalsReady | None:
        """What was proposed last for this revision."""
        query = select(proposals).where(proposals.c.task_id == task, proposals.c.revision == revision)
        row = self._connection.execute(query).first()
        message = MESSAGES.read(row.kind, row.body) if row else None
        return message if isinstance(message, ProposalsReady) else None
