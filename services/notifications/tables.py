"""The tables of notifications: what was told to whom, and who asked to be told of what."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.assets.tables import UTCDateTime
from services.database import Base


class NotificationRecord(Base):
    """A notification to one receiver."""

    __tablename__ = "notifications"
    __table_args__ = (
        Index("ix_notifications_created", "created_at"),
        Index("ix_notifications_status", "status"),
    )

    notification_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    notification_type: Mapped[str] = mapped_column(String(50))
    url: Mapped[str] = mapped_column(String(2000))
    subject: Mapped[str | None] = mapped_column(String(255))
    """The public ID of the asset that it is about, if it is about one alone."""
    body: Mapped[str] = mapped_column(Text)
    """The JSON as it is sent; every try sends the same."""
    status: Mapped[str] = mapped_column(String(10))
    """pending, delivered or failed."""
    attempts: Mapped[int]
    """How often it was tried."""
    last_status: Mapped[int | None]
    """What the receiver answered to the last try, as HTTP status."""
    last_error: Mapped[str | None] = mapped_column(String(500))
    """Why the last try failed."""
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    attempted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    next_attempt_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class TriggerRecord(Base):
    """An address that is told of every event of one type."""

    __tablename__ = "triggers"
    __table_args__ = (UniqueConstraint("event_type", "uri"),)

    trigger_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    uri: Mapped[str] = mapped_column(String(2000))
    event_type: Mapped[str] = mapped_column(String(50))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)
