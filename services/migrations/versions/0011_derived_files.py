"""Derived files and named transformations."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "derived_files",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column(
            "asset_id",
            sa.String(32),
            sa.ForeignKey("assets.asset_id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("transformation", sa.String(2000), nullable=False),
        sa.Column("transformation_hash", sa.String(32), nullable=False),
        sa.Column("format", sa.String(20), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("storage_key", sa.String(150), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("storage_key"),
    )
    op.create_index("ix_derived_files_asset", "derived_files", ["asset_id", "created_at"])
    op.create_index("ix_derived_files_transformation", "derived_files", ["transformation_hash"])
    op.create_table(
        "named_transformations",
        sa.Column("name", sa.String(100), primary_key=True),
        sa.Column("definition", sa.String(2000), nullable=False),
        sa.Column("allowed_for_strict", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("named_transformations")
    op.drop_table("derived_files")
