"""The languages that an asset's tags were asked for in."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Add the column."""
    op.add_column("assets", sa.Column("accept_language", sa.String(255)))


def downgrade() -> None:
    """Drop what was added."""
    op.drop_column("assets", "accept_language")
