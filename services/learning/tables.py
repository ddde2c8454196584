"""The tables of what the owner has taught."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Float, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from services.assets.tables import UTCDateTime
from services.database import Base
from services.tagging.tags import Kind


class TaughtTagRecord(Base):
    """A tag that the owner teaches, and what was learnt of it."""

    __tablename__ = "taught_tags"

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    kind: Mapped[Kind] = mapped_column(String(20))
    model: Mapped[str | None] = mapped_column(String(50))
    """What made the embeddings that it was learnt from."""
    weights: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Numbers in single precision, little-endian; nothing before it was learnt."""
    bias: Mapped[float | None] = mapped_column(Float)
    report: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """How well it is recognized, as the API shows it."""
    application: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """How far it has been looked for in what was stored before, as the API shows it."""
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    learnt_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class TaughtExample(Base):
    """An asset of which the owner said whether it has the tag."""

    __tablename__ = "taught_examples"
    __table_args__ = (Index("ix_taught_examples_asset", "asset_id"),)

    tag: Mapped[str] = mapped_column(
        String(100), ForeignKey("taught_tags.name", ondelete="CASCADE"), primary_key=True
    )
    asset_id: Mapped[str] = mapped_column(
        String(32), ForeignKey("assets.asset_id", ondelete="CASCADE"), primary_key=True
    )
    positive: Mapped[bool]
    moment: Mapped[float | None] = mapped_column(Float)
    """Seconds into a video at which it is to be seen."""
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
