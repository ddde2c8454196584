"""Who may see an asset, where its upload said so."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the column."""
    op.add_column("assets", sa.Column("access_control", sa.JSON()))


def downgrade() -> None:
    """Drop the column."""
    op.drop_column("assets", "access_control")
