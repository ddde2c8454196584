"""What people say of tags; tagging an asset again, each engine with its own threshold."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the table and the columns; what engines found before keeps its asset's threshold."""
    owner = sa.ForeignKey("assets.asset_id", ondelete="CASCADE")
    op.create_table(
        "tag_corrections",
        sa.Column("asset_id", sa.String(32), owner, primary_key=True),
        sa.Column("tag", sa.String(255), primary_key=True),
        sa.Column("action", sa.String(10), nullable=False),
        sa.Column("actor", sa.String(100), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_tag_corrections_tag", "tag_corrections", ["tag", "action"])
    op.add_column("detections", sa.Column("thresholds", sa.JSON()))
    op.add_column(
        "assets", sa.Column("tagging_round", sa.Integer(), nullable=False, server_default="0")
    )
    op.execute(
        "UPDATE detections SET thresholds = "
        "(SELECT thresholds FROM assets WHERE assets.asset_id = detections.asset_id)"
    )


def downgrade() -> None:
    """Drop what was made."""
    op.drop_column("assets", "tagging_round")
    op.drop_column("detections", "thresholds")
    op.drop_table("tag_corrections")
