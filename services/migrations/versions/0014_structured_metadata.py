"""Structured metadata: fields, rules, and the values of assets."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Make the tables and the column."""
    op.create_table(
        "metadata_fields",
        sa.Column("external_id", sa.String(255), primary_key=True),
        sa.Column("definition", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "metadata_rules",
        sa.Column("external_id", sa.String(255), primary_key=True),
        sa.Column("definition", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.add_column("assets", sa.Column("structured_metadata", sa.JSON()))


def downgrade() -> None:
    """Drop what was made."""
    op.drop_column("assets", "structured_metadata")
    op.drop_table("metadata_rules")
    op.drop_table("metadata_fields")
