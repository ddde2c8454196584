"""Folders as rows of their own, and assets that are related to each other."""

from datetime import UTC, datetime
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Make the tables, with a row for each folder that assets are in."""
    path = sa.String(255).with_variant(sa.String(255, collation="C"), "postgresql")
    folders = op.create_table(
        "folders",
        sa.Column("path", path, primary_key=True),
        sa.Column("parent", path, nullable=False),
        sa.Column("external_id", sa.String(32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_folders_parent", "folders", ["parent", "path"])
    op.create_table(
        "asset_relations",
        sa.Column("asset_id", sa.String(32), primary_key=True),
        sa.Column("related_id", sa.String(32), primary_key=True),
    )
    op.create_index("ix_asset_relations_related", "asset_relations", ["related_id"])
    used = op.get_bind().scalars(sa.text("SELECT DISTINCT asset_folder FROM assets")).all()
    parts = [folder.split("/") for folder in used if folder]
    paths = {"/".join(each[: end + 1]) for each in parts for end in range(len(each))}
    rows = [
        {
            "path": each,
            "parent": each.rpartition("/")[0],
            "external_id": uuid4().hex,
            "created_at": datetime.now(UTC),
        }
        for each in sorted(paths)
    ]
    if rows:
        op.bulk_insert(folders, rows)


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("asset_relations")
    op.drop_table("folders")
