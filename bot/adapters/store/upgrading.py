"""Alembic, run from inside the program: the revisions travel in the package, and no alembic.ini is needed."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from bot.adapters.store import migrations
from bot.adapters.store.errors import SchemaUnknown


def upgrade(connection: Connection, before: str | None) -> None:
    """Applies what lies between the revision `before` and HEAD in the open transaction."""
    config = configuration(connection)
    if before is not None and before not in known_revisions(config):
        raise SchemaUnknown(before)
    command.upgrade(config, "head")


def known_revisions(config: Config) -> frozenset[str]:
    """All revisions that this version of the program has."""
    return frozenset(script.revision for script in ScriptDirectory.from_config(config).walk_revisions())


def configuration(connection: Connection | None = None) -> Config:
    """Alembic's configuration for the revisions in this package."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
