"""The tables of the catalogue."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Float,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates
from sqlalchemy.types import TypeDecorator

from services.database import Base


class UTCDateTime(TypeDecorator[datetime]):
    """A moment in UTC; SQLite would give it back without its time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: datetime | None, _dialect: Any) -> datetime | None:
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


ByteOrdered = String(255).with_variant(String(255, collation="C"), "postgresql")
"""A text that both databases sort byte by byte, whatever language PostgreSQL is set to.

Only so an index finds what begins alike.
"""


class Asset(Base):
    """A stored image, video or raw file."""

    __tablename__ = "assets"
    __table_args__ = (
        UniqueConstraint("resource_type", "delivery_type", "public_id"),
        Index("ix_assets_created", "created_at"),
        Index("ix_assets_type_created", "resource_type", "created_at", "asset_id"),
        Index(
            "ix_assets_types_created", "resource_type", "delivery_type", "created_at", "asset_id"
        ),
        Index("ix_assets_name", "resource_type", "public_id", "asset_id"),
        Index("ix_assets_folder_created", "asset_folder", "created_at", "asset_id"),
        Index("ix_assets_asset_folder", "asset_folder"),
        Index("ix_assets_format", "format"),
        Index("ix_assets_etag", "etag"),
        Index("ix_assets_created_at_id", "created_at", "asset_id"),
        Index("ix_assets_public_id_id", "public_id", "asset_id"),
        Index("ix_assets_display_name_id", "display_name", "asset_id"),
        Index("ix_assets_bytes_id", "bytes", "asset_id"),
        Index("ix_assets_duration_id", "duration", "asset_id"),
        Index("ix_assets_tagging", "tagging_status"),
        Index("ix_assets_storage_key", "storage_key"),
    )

    asset_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    resource_type: Mapped[str] = mapped_column(String(10))
    delivery_type: Mapped[str] = mapped_column(String(20))
    public_id: Mapped[str] = mapped_column(ByteOrdered)
    version: Mapped[int] = mapped_column(BigInteger)
    """Seconds since 1970 at the upload of these bytes; larger than any earlier version's."""
    version_id: Mapped[str] = mapped_column(String(32))
    format: Mapped[str] = mapped_column(String(20))
    bytes: Mapped[int] = mapped_column(BigInteger)
    etag: Mapped[str] = mapped_column(String(32))
    storage_key: Mapped[str] = mapped_column(String(100))
    width: Mapped[int | None]
    height: Mapped[int | None]
    duration: Mapped[float | None] = mapped_column(Float)
    media: Mapped[dict[str, Any]] = mapped_column(JSON)
    """What probing found beyond the columns: frame rate, bit rate, streams, pages, rotation."""
    asset_folder: Mapped[str] = mapped_column(ByteOrdered)
    display_name: Mapped[str] = mapped_column(String(255))
    original_filename: Mapped[str] = mapped_column(String(255))
    context: Mapped[dict[str, str]] = mapped_column(JSON)
    structured_metadata: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """Values by the external ID of their field: `metadata` of the API."""
    phash: Mapped[str | None] = mapped_column(String(16))
    colors: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """`colors` and `predominant` of the response, when they were asked for."""
    embedded_metadata: Mapped[dict[str, dict[str, str]] | None] = mapped_column(
        JSON(none_as_null=True)
    )
    """`image_metadata` and `media_metadata` of the response, when they were asked for."""
    access_control: Mapped[list[dict[str, str]] | None] = mapped_column(JSON(none_as_null=True))
    """The rules of `access_control`; nothing where the delivery type alone decides."""
    faces: Mapped[list[list[int]] | None] = mapped_column(JSON(none_as_null=True))
    """Boxes of x, y, width and height in pixels: what was found, or else given."""
    quality_analysis: Mapped[dict[str, float] | None] = mapped_column(JSON(none_as_null=True))
    accessibility_analysis: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    face_coordinates: Mapped[list[list[int]] | None] = mapped_column(JSON(none_as_null=True))
    """Boxes that the uploader gave; `custom_coordinates` likewise, but no more than one."""
    custom_coordinates: Mapped[list[list[int]] | None] = mapped_column(JSON(none_as_null=True))
    headers: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    """What the original is delivered with by its uploader's wish."""
    backup: Mapped[bool] = mapped_column(default=False)
    """Whether this version is kept when it is replaced or deleted."""
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)
    notification_url: Mapped[str | None] = mapped_column(String(2000))
    thresholds: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    """`auto_tagging` of the upload: a number, a number for each kind, or nothing."""
    accept_language: Mapped[str | None] = mapped_column(String(255))
    """The languages that its tags were asked for in; None for English."""
    tagging_status: Mapped[str | None] = mapped_column(String(10))
    """pending, processing, complete or failed; nothing when no engine was asked for.

    A video's moderation is part of the same work in the background.
    """
    tagging_progress: Mapped[float] = mapped_column(Float, default=0.0)
    tagging_error: Mapped[str | None] = mapped_column(String(1000))
    tagging_round: Mapped[int] = mapped_column(default=0)
    """How often engines were asked to look again at this version."""

    tags: Mapped[list[AssetTag]] = relationship(
        cascade="all, delete-orphan", order_by="AssetTag.position", lazy="selectin"
    )
    detections: Mapped[list[Detection]] = relationship(
        cascade="all, delete-orphan", order_by="Detection.position", lazy="selectin"
    )
    moderations: Mapped[list[ModerationRecord]] = relationship(
        cascade="all, delete-orphan", order_by="ModerationRecord.position", lazy="selectin"
    )
    """In the order in which they happen."""
    views: Mapped[list[AssetView]] = relationship(
        cascade="all, delete-orphan", order_by="AssetView.position", passive_deletes=True
    )

    def __init__(self, **values: Any) -> None:
        # What is never set would be looked up when it is first read, after the session has ended.
        tags = values.pop("tags", [])
        super().__init__(**{"moderations": [], **values})
        self.tags = tags

    @validates("tags")
    def _date_tag(self, _key: str, tag: AssetTag) -> AssetTag:
        tag.asset_created_at = self.created_at
        return tag


class AssetTag(Base):
    """A tag that an asset has, given by a person or by an engine."""

    __tablename__ = "asset_tags"
    __table_args__ = (Index("ix_asset_tags_tag", "tag", "asset_created_at", "asset_id"),)

    asset_id: Mapped[str] = mapped_column(
        String(32), ForeignKey("assets.asset_id", ondelete="CASCADE"), primary_key=True
    )
    tag: Mapped[str] = mapped_column(ByteOrdered, primary_key=True)
    position: Mapped[int]
    confidence: Mapped[float] = mapped_column(Float)
    """From 0 to 1; a person's tags have 1."""
    manual: Mapped[bool]
    asset_created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    """`created_at` of the asset, so that an index has the assets of a tag in their order."""


class AssetView(Base):
    """What an asset, or a video from `start` to `end` (seconds), looks like to the local model."""

    __tablename__ = "asset_views"

    asset_id: Mapped[str] = mapped_column(
        String(32), ForeignKey("assets.asset_id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    start: Mapped[float] = mapped_column(Float)
    end: Mapped[float] = mapped_column(Float)
    shot: Mapped[int]
    model: Mapped[str] = mapped_column(String(50))
    """What made the embedding; those of different models cannot be compared."""
    embedding: Mapped[bytes] = mapped_column(LargeBinary)
    """Numbers in half precision, little-endian."""


class Detection(Base):
    """What one engine was asked and found."""

    __tablename__ = "detections"

    asset_id: Mapped[str] = mapped_column(
        String(32), ForeignKey("assets.asset_id", ondelete="CASCADE"), primary_key=True
    )
    engine: Mapped[str] = mapped_column(String(100), primary_key=True)
    position: Mapped[int]
    status: Mapped[str] = mapped_column(String(10))
    """pending, complete or failed; what was found before stays until there is a new result."""
    provider: Mapped[str | None] = mapped_column(String(100))
    """Who made the result; `local` when the local engine answered for another."""
    model: Mapped[str | None] = mapped_column(String(200))
    tags: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    error: Mapped[str | None] = mapped_column(String(1000))
    thresholds: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    """`auto_tagging` of the request that asked this engine."""


class ModerationRecord(Base):
    """What one moderation of an asset came to."""

    __tablename__ = "moderations"
    __table_args__ = (Index("ix_moderations_queue", "kind", "status"),)

    asset_id: Mapped[str] = mapped_column(
        String(32), ForeignKey("assets.asset_id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    """manual, local or duplicate."""
    position: Mapped[int]
    status: Mapped[str] = mapped_column(String(10))
    """pending, approved, rejected, queued or aborted."""
    decided_by: Mapped[str | None] = mapped_column(String(20))
    """Who approved or rejected: `owner`, or the kind."""
    thresholds: Mapped[dict[str, float]] = mapped_column(JSON)
    """`approve` and `reject` of the upload's preset, or the `threshold` of duplicates."""
    response: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    """What the model said, or why it could not, as the API shows it."""
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)


class DiscardedFile(Base):
    """An original that no asset refers to any more and that may still be in the storage."""

    __tablename__ = "discarded_files"

    storage_key: Mapped[str] = mapped_column(String(100), primary_key=True)
