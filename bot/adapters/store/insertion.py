"""Inserting a row beside one that may have its key already."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert


def insert_once(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Inserts the row; False when a unique index holds its like.

    By what RETURNING gives back, since PostgreSQL's drivers do not count such rows reliably. A concurrent insert of
    the same key is waited for.
    """
    return connection.execute(_insert_once(connection.dialect.name, table), row).first() is not None


@cache
def _insert_once(dialect: str, table: Table) -> ReturningInsert[Any]:
    # Every acknowledgement waits for one of these, so it is put together once.
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return insert(table).on_conflict_do_nothing().returning(next(iter(table.primary_key)))


def replace_in(connection: Connection, table: Table, row: Mapping[str, Any]) -> None:
    """Inserts the row, or overwrites the one with the same primary key."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    key = [column.name for column in table.primary_key]
    values = {name: value for name, value in row.items() if name not in key}
    connection.execute(insert(table).on_conflict_do_update(index_elements=key, set_=values), row)
