"""Assets, their tags and detections, upload presets, and login tokens."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the first tables."""
    op.create_table(
        "assets",
        sa.Column("asset_id", sa.String(32), primary_key=True),
        sa.Column("resource_type", sa.String(10), nullable=False),
        sa.Column("delivery_type", sa.String(20), nullable=False),
        sa.Column("public_id", sa.String(255), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("version_id", sa.String(32), nullable=False),
        sa.Column("format", sa.String(20), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("etag", sa.String(32), nullable=False),
        sa.Column("storage_key", sa.String(100), nullable=False),
        sa.Column("width", sa.Integer()),
        sa.Column("height", sa.Integer()),
        sa.Column("duration", sa.Float()),
        sa.Column("media", sa.JSON(), nullable=False),
        sa.Column("asset_folder", sa.String(255), nullable=False),
        sa.Column("display_name", sa.String(255), nullable=False),
        sa.Column("original_filename", sa.String(255), nullable=False),
        sa.Column("context", sa.JSON(), nullable=False),
        sa.Column("phash", sa.String(16)),
        sa.Column("colors", sa.JSON()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("notification_url", sa.String(2000)),
        sa.Column("thresholds", sa.JSON()),
        sa.Column("tagging_status", sa.String(10)),
        sa.Column("tagging_progress", sa.Float(), nullable=False),
        sa.Column("tagging_error", sa.String(1000)),
        sa.UniqueConstraint("resource_type", "delivery_type", "public_id"),
    )
    op.create_index("ix_assets_created", "assets", ["created_at"])
    op.create_index("ix_assets_tagging", "assets", ["tagging_status"])
    op.create_index("ix_assets_storage_key", "assets", ["storage_key"])
    op.create_table(
        "asset_tags",
        _asset_id(),
        sa.Column("tag", sa.String(255), primary_key=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("manual", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_asset_tags_tag", "asset_tags", ["tag"])
    op.create_table(
        "detections",
        _asset_id(),
        sa.Column("engine", sa.String(100), primary_key=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("provider", sa.String(100)),
        sa.Column("model", sa.String(200)),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("error", sa.String(1000)),
    )
    op.create_table(
        "upload_presets",
        sa.Column("name", sa.String(100), primary_key=True),
        sa.Column("unsigned", sa.Boolean(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "login_tokens",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    """Drop every table."""
    for table in ("login_tokens", "upload_presets", "detections", "asset_tags", "assets"):
        op.drop_table(table)


def _asset_id() -> sa.Column[str]:
    owner = sa.ForeignKey("assets.asset_id", ondelete="CASCADE")
    return sa.Column("asset_id", sa.String(32), owner, primary_key=True)
