"""Earlier versions of assets that are kept."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Make the table and the column; nothing from before is to be kept."""
    op.create_table(
        "asset_versions",
        sa.Column("version_id", sa.String(32), primary_key=True),
        sa.Column("asset_id", sa.String(32), nullable=False),
        sa.Column("resource_type", sa.String(10), nullable=False),
        sa.Column("delivery_type", sa.String(20), nullable=False),
        sa.Column("public_id", sa.String(255), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("format", sa.String(20), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("storage_key", sa.String(100), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("record", sa.JSON(), nullable=False),
    )
    op.create_index("ix_asset_versions_asset", "asset_versions", ["asset_id"])
    op.create_index(
        "ix_asset_versions_name", "asset_versions", ["resource_type", "delivery_type", "public_id"]
    )
    op.create_index("ix_asset_versions_storage_key", "asset_versions", ["storage_key"])
    op.add_column(
        "assets", sa.Column("backup", sa.Boolean(), nullable=False, server_default=sa.false())
    )


def downgrade() -> None:
    """Drop what was made."""
    op.drop_column("assets", "backup")
    op.drop_table("asset_versions")
