"""What is searched: words, values, confidences and segments, and what keeps them in step."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

_TEXT_COLUMNS = (
    "public_id",
    "display_name",
    "original_filename",
    "asset_folder",
    "tags",
    "context",
    "metadata_values",
)
_SEARCHED = (
    "public_id, display_name, original_filename, asset_folder, context, structured_metadata, "
    "colors, faces"
)
_WATCHED = (
    ("assets", "INSERT", "NEW"),
    ("assets", f"UPDATE OF {_SEARCHED}", "NEW"),
    ("asset_tags", "INSERT", "NEW"),
    ("asset_tags", "UPDATE OF tag, confidence, position", "NEW"),
    ("asset_tags", "DELETE", "OLD"),
    ("detections", "INSERT", "NEW"),
    ("detections", "UPDATE OF tags", "NEW"),
    ("detections", "DELETE", "OLD"),
    ("tag_corrections", "INSERT", "NEW"),
    ("tag_corrections", "UPDATE OF action", "NEW"),
    ("tag_corrections", "DELETE", "OLD"),
)
"""Table, change, and which of its rows says whose it is."""
_FOUND = ("asset_folder", "format", "etag")
_SORTED = ("created_at", "public_id", "display_name", "bytes", "duration")
_TABLES = (
    "search_stale",
    "search_segments",
    "search_confidences",
    "search_values",
    "search_documents",
)


def upgrade() -> None:
    """Make tables, indexes and triggers, and note every asset that is there as changed."""
    _make_tables()
    if op.get_bind().dialect.name == "postgresql":
        _index_words_on_postgresql()
        _watch_on_postgresql()
    else:
        _index_words_on_sqlite()
        _watch_on_sqlite()
    for column in _SORTED:
        op.create_index(f"ix_assets_{column}_id", "assets", [_plain(column), "asset_id"])
    for column in _FOUND:
        op.create_index(f"ix_assets_{column}", "assets", [_plain(column)])
    op.execute("INSERT INTO search_stale (asset_id) SELECT asset_id FROM assets")


def downgrade() -> None:
    """Drop all of it."""
    for column in _FOUND:
        op.drop_index(f"ix_assets_{column}", "assets")
    for column in _SORTED:
        op.drop_index(f"ix_assets_{column}_id", "assets")
    postgresql = op.get_bind().dialect.name == "postgresql"
    for number, (table, _, _) in enumerate(_WATCHED):
        op.execute(f"DROP TRIGGER search_watch_{number}" + (f" ON {table}" if postgresql else ""))
    if postgresql:
        op.execute("DROP FUNCTION search_note_new()")
        op.execute("DROP FUNCTION search_note_old()")
    else:
        op.execute("DROP TABLE search_words")
    for table in _TABLES:
        op.drop_table(table)


def _plain(column: str) -> str | sa.TextClause:
    """The column for an index, sorted by the numbers of its characters on either database."""
    if op.get_bind().dialect.name == "postgresql" and column not in {
        "created_at",
        "bytes",
        "duration",
    }:
        return sa.text(f'{column} COLLATE "C"')
    return column


def _asset_id(*, primary_key: bool = False) -> sa.Column[str]:
    owner = sa.ForeignKey("assets.asset_id", ondelete="CASCADE")
    return sa.Column("asset_id", sa.String(32), owner, primary_key=primary_key, nullable=False)


def _make_tables() -> None:
    op.create_table(
        "search_documents",
        sa.Column("document_id", sa.Integer(), primary_key=True),
        _asset_id(),
        *(sa.Column(name, sa.Text(), nullable=False) for name in _TEXT_COLUMNS),
        sa.UniqueConstraint("asset_id"),
    )
    op.create_table(
        "search_values",
        _asset_id(primary_key=True),
        sa.Column("position", sa.Integer(), primary_key=True),
        sa.Column("field", sa.String(300), nullable=False),
        sa.Column("value", sa.String(500), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("number", sa.Float()),
    )
    op.create_index(
        "ix_search_values_value", "search_values", ["field", _plain("value"), "asset_id"]
    )
    op.create_index("ix_search_values_number", "search_values", ["field", "number", "asset_id"])
    op.create_table(
        "search_confidences",
        _asset_id(primary_key=True),
        sa.Column("tag", sa.String(255), primary_key=True),
        sa.Column("confidence", sa.Float(), nullable=False),
    )
    op.create_index(
        "ix_search_confidences", "search_confidences", ["tag", "confidence", "asset_id"]
    )
    op.create_table(
        "search_segments",
        _asset_id(primary_key=True),
        sa.Column("position", sa.Integer(), primary_key=True),
        sa.Column("tag", sa.String(255), nullable=False),
        sa.Column("start_time", sa.Float(), nullable=False),
        sa.Column("end_time", sa.Float(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
    )
    op.create_index("ix_search_segments", "search_segments", ["tag", "asset_id"])
    op.create_table("search_stale", sa.Column("asset_id", sa.String(32), primary_key=True))


def _index_words_on_sqlite() -> None:
    """FTS5 over the documents, as SQLite's page on external content tables says."""
    columns = ", ".join(_TEXT_COLUMNS)
    added = ", ".join(f"new.{name}" for name in _TEXT_COLUMNS)
    removed = ", ".join(f"old.{name}" for name in _TEXT_COLUMNS)
    remove = (
        f"INSERT INTO search_words (search_words, rowid, {columns}) "
        f"VALUES ('delete', old.document_id, {removed});"
    )
    add = f"INSERT INTO search_words (rowid, {columns}) VALUES (new.document_id, {added});"
    tokenizer = "unicode61 remove_diacritics 0 categories 'L* N* M*'"
    op.execute(
        f"CREATE VIRTUAL TABLE search_words USING fts5({columns}, content='search_documents', "
        f"content_rowid='document_id', tokenize=\"{tokenizer}\")"
    )
    for name, change, steps in (
        ("added", "INSERT", add),
        ("removed", "DELETE", remove),
        ("changed", "UPDATE", remove + " " + add),
    ):
        op.execute(
            f"CREATE TRIGGER search_documents_{name} AFTER {change} ON search_documents "
            f"BEGIN {steps} END"
        )


def _index_words_on_postgresql() -> None:
    """The words of each column, and of all of them, in one index for any of these."""
    everything = " || ' xboundaryx ' || ".join(_TEXT_COLUMNS)
    vectors = {name: name for name in _TEXT_COLUMNS} | {"everything": everything}
    for name, text in vectors.items():
        op.execute(
            f"ALTER TABLE search_documents ADD COLUMN {name}_words tsvector "
            f"GENERATED ALWAYS AS (to_tsvector('simple', {text})) STORED"
        )
    columns = ", ".join(f"{name}_words" for name in vectors)
    op.execute(f"CREATE INDEX ix_search_documents_words ON search_documents USING gin ({columns})")


def _watch_on_sqlite() -> None:
    for number, (table, change, row) in enumerate(_WATCHED):
        op.execute(
            f"CREATE TRIGGER search_watch_{number} AFTER {change} ON {table} "
            f"BEGIN INSERT INTO search_stale (asset_id) SELECT {row}.asset_id "
            f"WHERE {row}.asset_id NOT IN (SELECT asset_id FROM search_stale); END"
        )


def _watch_on_postgresql() -> None:
    for row in ("NEW", "OLD"):
        op.execute(
            f"CREATE FUNCTION search_note_{row.lower()}() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN INSERT INTO search_stale (asset_id) VALUES ({row}.asset_id) "
            "ON CONFLICT DO NOTHING; RETURN NULL; END $$"
        )
    for number, (table, change, row) in enumerate(_WATCHED):
        op.execute(
            f"CREATE TRIGGER search_watch_{number} AFTER {change} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION search_note_{row.lower()}()"
        )
