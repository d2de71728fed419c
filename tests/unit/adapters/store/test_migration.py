"""Migrations: they make the tables the program works with, once, whoever runs them and however often."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, text

from bot.adapters.store import migration, migrations
from bot.adapters.store.engine import open_engine
from bot.adapters.store.errors import DowngradeRefused, SchemaUnknown, StoreAway
from bot.adapters.store.migration import migrate, migrate_engine, stamped
from bot.adapters.store.tables import metadata
from bot.adapters.store.upgrading import configuration


def structure(engine: Engine) -> dict[str, set[str]]:
    """Every table and index with its definition, whatever the order and the spacing it was written in."""
    with engine.connect() as connection:
        found = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
        return {row.name: parts(row.sql) for row in found if row.name not in {"alembic_version", "sqlite_sequence"}}


def parts(sql: str) -> set[str]:
    return {" ".join(line.strip().rstrip(",").split()) for line in sql.splitlines() if line.strip(" )")}


def test_the_migrations_make_the_tables_of_the_program(engine: Engine) -> None:
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_they_make_them_to_the_letter(engine: Engine) -> None:
    """Partial indexes and checks, which the comparison of Alembic passes over."""
    made = create_engine("sqlite://")
    metadata.create_all(made)
    assert structure(engine) == structure(made)
    made.dispose()


def test_the_program_works_with_the_last_revision(engine: Engine) -> None:
    assert ScriptDirectory.from_config(configuration()).get_heads() == [migrations.HEAD]
    with engine.begin() as connection:
        assert stamped(connection) == migrations.HEAD


def test_a_second_run_does_nothing_and_needs_no_alembic(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "bot.adapters.store.upgrading", None)
    migrate(database_url, "estimator")


def test_a_new_database_does_need_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "bot.adapters.store.upgrading", None)
    with pytest.raises(ImportError):
        migrate(f"sqlite:///{tmp_path}/app.db", "estimator")


def test_many_at_once_do_it_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/app.db"
    with ThreadPoolExecutor(8) as threads:
        for done in [threads.submit(migrate, url, "estimator") for _ in range(8)]:
            done.result()


def test_processes_at_once_do_it_once(tmp_path: Path) -> None:
    program = "import sys; from bot.adapters.store.migration import migrate; migrate(sys.argv[1], 'estimator')"
    started = [
        subprocess.Popen([sys.executable, "-c", program, f"sqlite:///{tmp_path}/app.db"], stdout=subprocess.DEVNULL)
        for _ in range(4)
    ]
    assert [process.wait(60) for process in started] == [0, 0, 0, 0]


def test_a_migration_that_dies_half_way_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/app.db", "estimator")
    with monkeypatch.context() as patched:
        patched.setattr(migration.log, "info", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            migrate_engine(engine, "estimator")
    assert structure(engine) == {}
    migrate_engine(engine, "estimator")
    assert "inbox" in structure(engine)
    engine.dispose()


def test_the_database_of_a_newer_program_is_left_alone(engine: Engine, database_url: str) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaUnknown, match="9999"):
        migrate(database_url, "estimator")
    with engine.begin() as connection:
        assert stamped(connection) == "9999"


def test_a_step_back_that_would_delete_everything_is_refused(engine: Engine) -> None:
    with pytest.raises(DowngradeRefused), engine.begin() as connection:
        command.downgrade(configuration(connection), "base")
    with engine.begin() as connection:
        assert stamped(connection) == migrations.HEAD


def test_a_database_that_cannot_be_opened_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(StoreAway, match="unable to open"):
        migrate(f"sqlite:///{tmp_path}/no/such/folder/app.db", "estimator")


def test_the_tables_bear_the_names_of_the_runbook() -> None:
    assert {"tasks", "deliverables", "qa_pairs", "estimates", "messages"} <= set(metadata.tables)
