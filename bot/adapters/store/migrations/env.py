"""Run by Alembic: applies the revisions on the connection, and in the transaction, that `migration` has prepared."""

from alembic import context

from bot.adapters.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
