"""What assets look like to the local model, and the tags that the owner teaches with them."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "asset_views",
        sa.Column("asset_id", sa.String(32), _asset(), primary_key=True),
        sa.Column("position", sa.Integer(), primary_key=True),
        sa.Column("start", sa.Float(), nullable=False),
        sa.Column("end", sa.Float(), nullable=False),
        sa.Column("shot", sa.Integer(), nullable=False),
        sa.Column("model", sa.String(50), nullable=False),
        sa.Column("embedding", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "taught_tags",
        sa.Column("name", sa.String(100), primary_key=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("model", sa.String(50)),
        sa.Column("weights", sa.LargeBinary()),
        sa.Column("bias", sa.Float()),
        sa.Column("report", sa.JSON()),
        sa.Column("application", sa.JSON()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("learnt_at", sa.DateTime(timezone=True)),
    )
    tag = sa.ForeignKey("taught_tags.name", ondelete="CASCADE")
    op.create_table(
        "taught_examples",
        sa.Column("tag", sa.String(100), tag, primary_key=True),
        sa.Column("asset_id", sa.String(32), _asset(), primary_key=True),
        sa.Column("positive", sa.Boolean(), nullable=False),
        sa.Column("moment", sa.Float()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_taught_examples_asset", "taught_examples", ["asset_id"])


def downgrade() -> None:
    """Drop what was made."""
    op.drop_table("taught_examples")
    op.drop_table("taught_tags")
    op.drop_table("asset_views")


def _asset() -> sa.ForeignKey:
    return sa.ForeignKey("assets.asset_id", ondelete="CASCADE")
