"""How the database is opened: what makes SQLite keep its promises, and where the tables are in PostgreSQL.

SQLite by default loses updates silently (a deferred transaction reads before it locks), fails at once when another
process writes, and keeps no foreign keys; `_prepare_sqlite` takes each of these away. WAL lets readers such as the
operator's `sqlite3` in while we write; `synchronous=FULL` means that a commit has reached the disk.
"""

import sqlite3
from functools import partial

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry, StaticPool

from bot.log import get_logger

BUSY_SECONDS = 5.0
"""How long a transaction waits for another process on the same file, or for a connection, before it gives up."""
SERVER_CONNECTIONS = 4
"""Transactions at a time on a database server. SQLite has one: it knows a single writer anyway."""

log = get_logger(__name__)


def open_engine(database_url: str, schema: str) -> Engine:
    """An engine on SQLite, or on PostgreSQL with the tables in `schema`. Connects on first use.

    Its errors leave out the values of a statement: people wrote them.
    """
    url = make_url(database_url)
    return _sqlite(url) if url.get_backend_name() == "sqlite" else _server(url, schema)


def connections(engine: Engine) -> int:
    """How many transactions the engine runs at a time."""
    return 1 if engine.dialect.name == "sqlite" else SERVER_CONNECTIONS


def _sqlite(url: URL) -> Engine:
    engine = create_engine(
        url,
        poolclass=StaticPool,  # one connection for as long as the engine lives: opening one costs more than using it
        connect_args={"check_same_thread": False},
        hide_parameters=True,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    log.info("SQLite in use", version=sqlite3.sqlite_version)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    # The driver would otherwise begin transactions by itself, deferred, and end them before DDL.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout = {int(BUSY_SECONDS * 1000)}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _server(url: URL, schema: str) -> Engine:
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_size=SERVER_CONNECTIONS,
        max_overflow=0,
        pool_timeout=BUSY_SECONDS,
        pool_pre_ping=True,
        isolation_level="READ COMMITTED",
    )
    event.listen(engine, "connect", partial(_enter_schema, schema), insert=True)
    return engine


def _enter_schema(schema: str, connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    # Outside a transaction, or the first rollback would take it back.
    connection.autocommit = True
    cursor = connection.cursor()
    cursor.execute(f'SET SESSION search_path = "{schema}"')
    cursor.close()
    connection.autocommit = False
