"""Brings a database to the tables that this version of the program works with.

All of it is one transaction that nobody else can enter: whoever starts at the same time waits, and then finds the work
done. Killed half-way it leaves the database as it was. Alembic is loaded only when there is something to do.
"""

from sqlalchemy import Column, Connection, Engine, MetaData, String, Table, func, inspect, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.schema import CreateSchema

from bot.adapters.store import migrations
from bot.adapters.store.engine import open_engine
from bot.adapters.store.errors import StoreAway
from bot.log import get_logger

LOCK = 0x45535449
"""The advisory lock that migrations of this product hold on PostgreSQL; any number that nobody else uses."""
VERSIONS = Table("alembic_version", MetaData(), Column("version_num", String(32)))

log = get_logger(__name__)


def migrate(database_url: str, schema: str) -> None:
    """Upgrades the database to HEAD, creating what is missing; nothing to do is quick. Safe to run at any time.

    `schema` is where the tables are in PostgreSQL. Raises StoreAway, or SchemaUnknown for a newer program's database.
    """
    engine = open_engine(database_url, schema)
    try:
        migrate_engine(engine, schema)
    finally:
        engine.dispose()


def migrate_engine(engine: Engine, schema: str) -> None:
    """The same through an engine that goes on being used, as that of an in-memory database must."""
    try:
        with engine.begin() as connection:
            _enter_alone(connection, schema)
            _upgrade(connection)
    except OperationalError as error:
        raise StoreAway(str(error.orig)) from error


def _enter_alone(connection: Connection, schema: str) -> None:
    """SQLite's BEGIN IMMEDIATE has done so already."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(LOCK)))
        connection.execute(CreateSchema(schema, if_not_exists=True))


def _upgrade(connection: Connection) -> None:
    before = stamped(connection)
    if before == migrations.HEAD:
        return
    from bot.adapters.store.upgrading import upgrade  # noqa: PLC0415 - Alembic costs a start 0.2 s and its memory

    upgrade(connection, before)
    log.info("Database migrated", before=before, now=migrations.HEAD)


def stamped(connection: Connection) -> str | None:
    """The revision that the database is at; None when it is empty."""
    if not inspect(connection).has_table(VERSIONS.name):
        return None
    return connection.scalar(select(VERSIONS.c.version_num))
