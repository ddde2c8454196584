"""The database: its connections, sessions for reading and for writing, and its schema."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import DeclarativeBase, Session

from services.data_folder import StartError

_MIGRATIONS = Path(__file__).parent / "migrations"


class Base(DeclarativeBase):
    """The parent of every table."""


class Database:
    """SQLite (one machine) or PostgreSQL (many), told apart by the URL alone."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._engine = _sqlite_engine(url) if url.startswith("sqlite") else create_engine(url)
        self._writing_engine = self._engine.execution_options(writing=True)
        self._before_commit: list[Callable[[Session], None]] = []

    def migrate(self) -> None:
        """Bring the schema to the newest version; many servers may start at once."""
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS))
        with self._writing_engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def versions(self) -> tuple[str | None, str | None]:
        """The version of the schema that is there, and the newest one."""
        with self._engine.connect() as connection:
            present = MigrationContext.configure(connection).get_current_revision()
        return present, ScriptDirectory(str(_MIGRATIONS)).get_current_head()

    def damage(self) -> str:
        """What SQLite finds wrong with its file; PostgreSQL looks after itself."""
        if self._engine.dialect.name != "sqlite":
            return ""
        with self._engine.connect() as connection:
            answer = str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar())
        return "" if answer == "ok" else answer

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the database; what it loads may be used afterwards."""
        with Session(self._engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session whose changes are all made at the end of the block, or none if it raises."""
        with Session(self._writing_engine, expire_on_commit=False) as session, session.begin():
            yield session
            for follow in self._before_commit:
                follow(session)

    def before_commit(self, follow: Callable[[Session], None]) -> None:
        """Have `follow` called in every writing session, after its changes and before its end."""
        self._before_commit.append(follow)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


def _sqlite_engine(url: str) -> Engine:
    engine = create_engine(url)

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        # The driver's own BEGIN comes too late and is never IMMEDIATE; ours is sent below.
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA busy_timeout = 15000")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        # A transaction that reads before it writes fails at once when another writes in between,
        # whatever the timeout; taking the write lock first makes it wait its turn.
        writing = connection.get_execution_options().get("writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def open_database(url: str) -> Database:
    """The database at `url`, its schema brought up to date. Raises StartError."""
    database = Database(url)
    try:
        database.migrate()
    except (DatabaseError, CommandError) as error:
        cause = error.orig if isinstance(error, DatabaseError) else error
        reason = " ".join(str(cause).split())
        raise StartError(f"The database cannot be used: {reason}") from None
    return database
