"""Inserting a row unless its key is there already."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_once(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Inserts the row; False when a unique index holds its like.

    By what RETURNING gives back, since PostgreSQL's drivers do not count such rows reliably. A concurrent insert of
    the same key is waited for.
    """
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = insert(table).on_conflict_do_nothing().returning(next(iter(table.primary_key)))
    return connection.execute(statement, row).first() is not None


def replace_in(connection: Connection, table: Table, row: Mapping[str, Any]) -> None:
    """Inserts the row, or overwrites the one with the same primary key."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    key = [column.name for column in table.primary_key]
    statement = insert(table).on_conflict_do_update(
        index_elements=key, set_={name: value for name, value in row.items() if name not in key}
    )
    connection.execute(statement, row)
