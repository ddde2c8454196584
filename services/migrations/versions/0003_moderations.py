"""Moderations: who was asked, what came of it, and what the model said."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table; assets from before are under no moderation."""
    owner = sa.ForeignKey("assets.asset_id", ondelete="CASCADE")
    op.create_table(
        "moderations",
        sa.Column("asset_id", sa.String(32), owner, primary_key=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("decided_by", sa.String(20)),
        sa.Column("thresholds", sa.JSON(), nullable=False),
        sa.Column("response", sa.JSON()),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_moderations_queue", "moderations", ["kind", "status"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("moderations")
