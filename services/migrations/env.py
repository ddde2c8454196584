"""Runs the migrations on the connection that services/database.py hands over."""

from alembic import context
from sqlalchemy import Connection, text

# Any number will do, as long as no other program takes the same lock in this database.
_LOCK = 20_170_823


def _migrate(connection: Connection) -> None:
    context.configure(connection=connection, render_as_batch=True)
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        context.run_migrations()


_migrate(context.config.attributes["connection"])
