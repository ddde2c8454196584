"""An asset may be under several moderations, one after the other."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Make the table anew, since its key is another."""
    kept = _rows()
    op.drop_table("moderations")
    _make(sa.Column("position", sa.Integer(), nullable=False), kind_is_key=True)
    _fill([{**row, "position": 0} for row in kept])


def downgrade() -> None:
    """Make the table as it was; the first moderation of each asset stays."""
    kept = [row for row in _rows() if row["position"] == 0]
    op.drop_table("moderations")
    _make(kind_is_key=False)
    _fill([{name: value for name, value in row.items() if name != "position"} for row in kept])


def _rows() -> list[dict[str, object]]:
    rows = op.get_bind().execute(_table().select())
    return [dict(row) for row in rows.mappings()]


def _table() -> sa.Table:
    return sa.Table("moderations", sa.MetaData(), autoload_with=op.get_bind())


def _fill(rows: list[dict[str, object]]) -> None:
    if rows:
        op.bulk_insert(_table(), rows)


def _make(*columns: sa.Column[int], kind_is_key: bool) -> None:
    owner = sa.ForeignKey("assets.asset_id", ondelete="CASCADE")
    op.create_table(
        "moderations",
        sa.Column("asset_id", sa.String(32), owner, primary_key=True),
        sa.Column("kind", sa.String(20), primary_key=kind_is_key, nullable=False),
        *columns,
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("decided_by", sa.String(20)),
        sa.Column("thresholds", sa.JSON(), nullable=False),
        sa.Column("response", sa.JSON()),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_moderations_queue", "moderations", ["kind", "status"])
