"""Files that arrive in parts."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "chunked_uploads",
        sa.Column("upload_id", sa.String(128), primary_key=True),
        sa.Column("sender", sa.String(64), nullable=False),
        sa.Column("machine", sa.String(64), nullable=False),
        sa.Column("file_id", sa.String(32), nullable=False),
        sa.Column("total", sa.BigInteger()),
        sa.Column("received", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_chunked_uploads_updated", "chunked_uploads", ["updated_at"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("chunked_uploads")
