"""The table of files that arrive in parts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.assets.tables import UTCDateTime
from services.database import Base


class ChunkedUpload(Base):
    """A file that arrives in parts, by its `X-Unique-Upload-Id`."""

    __tablename__ = "chunked_uploads"
    __table_args__ = (Index("ix_chunked_uploads_updated", "updated_at"),)

    upload_id: Mapped[str] = mapped_column(String(128), primary_key=True)
    sender: Mapped[str] = mapped_column(String(64))
    """A fingerprint of who sent the first part, with which parameters."""
    machine: Mapped[str] = mapped_column(String(64))
    """Whose data folder has the bytes."""
    file_id: Mapped[str] = mapped_column(String(32))
    total: Mapped[int | None] = mapped_column(BigInteger)
    """Bytes of the whole file, once a part has told."""
    received: Mapped[list[list[int]]] = mapped_column(JSON)
    """The merged ranges that have arrived, each [start, end], the end behind the last byte."""
    status: Mapped[str] = mapped_column(String(10))
    """receiving, assembling (all parts have arrived) or complete (it became an asset)."""
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)
