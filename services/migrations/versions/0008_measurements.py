"""What is measured in a picture, the boxes that are given with it, and headers to send."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
_COLUMNS = (
    "faces",
    "quality_analysis",
    "accessibility_analysis",
    "face_coordinates",
    "custom_coordinates",
    "headers",
)


def upgrade() -> None:
    """Add the columns."""
    with op.batch_alter_table("assets") as batch:
        for name in _COLUMNS:
            batch.add_column(sa.Column(name, sa.JSON()))


def downgrade() -> None:
    """Drop the columns."""
    with op.batch_alter_table("assets") as batch:
        for name in _COLUMNS:
            batch.drop_column(name)
