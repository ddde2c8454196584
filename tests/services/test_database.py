"""The schema is made by migrations alone, and fits the tables of the code."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from app import create_app
from services.database import Base, Database

ROOT = Path(__file__).parents[2]
EVERY_TABLE = create_app
"""Whatever wires the server has imported every module that declares tables."""


def is_declared(_thing: object, name: str, kind: str, *_: object) -> bool:
    """Whether SQLAlchemy can declare it, unlike the full-text index of either database."""
    return not (
        name.startswith("search_words")
        or name == "ix_search_documents_words"
        or (kind == "column" and name.endswith("_words"))
    )


def test_the_migrations_make_exactly_the_tables_of_the_code(database: Database) -> None:
    engine = create_engine(database.url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": is_declared})
        differences = compare_metadata(context, Base.metadata)
    engine.dispose()
    assert differences == []


def test_migrating_again_changes_nothing(database: Database) -> None:
    database.migrate()


def test_many_servers_may_start_at_once_on_an_empty_database(database_url: str) -> None:
    migrate = "import sys; from services.database import Database; Database(sys.argv[1]).migrate()"
    started = [
        subprocess.Popen([sys.executable, "-c", migrate, database_url], cwd=ROOT) for _ in range(3)
    ]
    assert [process.wait(60) for process in started] == [0, 0, 0]


def test_nothing_of_a_block_that_fails_is_kept(database: Database) -> None:
    insert = text("INSERT INTO login_tokens VALUES ('x', '2026-11-21 00:00:00+00')")

    def fail_after_inserting() -> None:
        with database.writing() as session:
            session.execute(insert)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_inserting()
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM login_tokens")).scalar() == 0
