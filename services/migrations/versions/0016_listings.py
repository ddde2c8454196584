"""Indexes for listings: of types, folders and tags in the order of creation, of names."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Give tags the moment of their assets, and make the indexes."""
    op.add_column(
        "asset_tags",
        sa.Column(
            "asset_created_at",
            sa.DateTime(timezone=True),
            nullable=False,
            server_default="1970-01-01 00:00:00.000000",
        ),
    )
    op.execute(
        "UPDATE asset_tags SET asset_created_at = "
        "(SELECT created_at FROM assets WHERE assets.asset_id = asset_tags.asset_id)"
    )
    op.drop_index("ix_asset_tags_tag", "asset_tags")
    op.create_index("ix_asset_tags_tag", "asset_tags", ["tag", "asset_created_at", "asset_id"])
    op.create_index("ix_assets_type_created", "assets", ["resource_type", "created_at", "asset_id"])
    op.create_index(
        "ix_assets_types_created",
        "assets",
        ["resource_type", "delivery_type", "created_at", "asset_id"],
    )
    op.create_index(
        "ix_assets_folder_created", "assets", ["asset_folder", "created_at", "asset_id"]
    )
    op.create_index("ix_assets_name", "assets", ["resource_type", "public_id", "asset_id"])
    _sort_texts("C")


def downgrade() -> None:
    """Drop what was made."""
    _sort_texts("default")
    for name in ("folder_created", "name", "types_created", "type_created"):
        op.drop_index(f"ix_assets_{name}", "assets")
    op.drop_index("ix_asset_tags_tag", "asset_tags")
    op.create_index("ix_asset_tags_tag", "asset_tags", ["tag"])
    op.drop_column("asset_tags", "asset_created_at")


def _sort_texts(collation: str) -> None:
    """SQLite sorts by bytes anyway."""
    if op.get_bind().dialect.name == "postgresql":
        for table, column in (
            ("assets", "public_id"),
            ("assets", "asset_folder"),
            ("asset_tags", "tag"),
        ):
            op.execute(
                f'ALTER TABLE {table} ALTER COLUMN {column} TYPE VARCHAR(255) COLLATE "{collation}"'
            )
