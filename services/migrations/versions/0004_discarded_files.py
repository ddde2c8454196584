"""Originals that were replaced and are to be deleted, so that a crash leaves none behind."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the table."""
    op.create_table("discarded_files", sa.Column("storage_key", sa.String(100), primary_key=True))


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("discarded_files")
