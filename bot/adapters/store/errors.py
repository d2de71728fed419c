"""What can go wrong with the store. No person is told these; the worker and the health endpoint act on them.

StoreError
+- StoreAway           the database cannot be reached, is locked, or did not come to it in time: may pass
+- StoreClosed         the store was closed before the transaction began
+- ClaimLost           the row is no longer ours: somebody took it over, so nothing of this transaction may stay
+- NoSuchTask          a task is written that was never added
+- Unreadable          a stored value cannot be made sense of
|  +- UnknownKind      its kind is none of this program's: another version wrote it
+- SchemaUnknown       the database was migrated by a newer program
+- DowngradeRefused    a step back would destroy data; restore a backup instead
"""


class StoreError(Exception):
    """Something about the store; the text is for the log and holds nothing that a person wrote."""


class StoreAway(StoreError):
    """The database cannot be reached, is locked, or did not come to it in time. The transaction did not happen."""


class StoreClosed(StoreError):
    """The store was closed before the transaction began."""


class ClaimLost(StoreError):
    """The row is not held by this owner in this attempt any more. Raised inside a transaction it undoes all of it."""

    def __init__(self, table: str, id: int) -> None:
        super().__init__(f"row {id} of {table} is not ours any more")
        self.table = table
        self.id = id


class NoSuchTask(StoreError):
    """The task to be written was never added."""

    def __init__(self, id: int) -> None:
        super().__init__(f"there is no task {id}")
        self.id = id


class Unreadable(StoreError):
    """The stored value is not what its kind says."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"a stored {kind} does not read as one")
        self.kind = kind


class UnknownKind(Unreadable):
    """The stored value's kind is none of this program's."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.args = (f"no value is of kind {kind}",)


class SchemaUnknown(StoreError):
    """The database stands at a revision that this program does not have."""

    def __init__(self, revision: str) -> None:
        super().__init__(f"the database is at revision {revision}, which this version of the program does not know")
        self.revision = revision


class DowngradeRefused(StoreError):
    """The step back would destroy data."""
