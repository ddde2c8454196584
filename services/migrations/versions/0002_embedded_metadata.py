"""What a file says about itself: camera, date, place."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the column; assets from before have nothing in it."""
    op.add_column("assets", sa.Column("embedded_metadata", sa.JSON()))


def downgrade() -> None:
    """Drop the column."""
    op.drop_column("assets", "embedded_metadata")
