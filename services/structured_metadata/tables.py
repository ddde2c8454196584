"""The tables of structured metadata: which fields there are, and which rules hold between them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from services.assets.tables import UTCDateTime
from services.database import Base


class MetadataFieldRecord(Base):
    """A field. A deleted one keeps its row, since its external ID is not given again."""

    __tablename__ = "metadata_fields"

    external_id: Mapped[str] = mapped_column(String(255), primary_key=True)
    definition: Mapped[dict[str, Any]] = mapped_column(JSON)
    position: Mapped[int]
    deleted: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class MetadataRuleRecord(Base):
    """A conditional rule."""

    __tablename__ = "metadata_rules"

    external_id: Mapped[str] = mapped_column(String(255), primary_key=True)
    definition: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
