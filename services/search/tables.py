"""What is searched beside the tables of the catalogue, from which all of it is made.

`search_documents` has the words of an asset in a column for each kind of text. Its words are
indexed by FTS5 (the table `search_words`) on SQLite, and by columns of type tsvector on PostgreSQL;
the migration makes both, and the triggers that keep them in step.
"""

from __future__ import annotations

from sqlalchemy import Float, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.database import Base

TEXT_COLUMNS = (
    "public_id",
    "display_name",
    "original_filename",
    "asset_folder",
    "tags",
    "context",
    "metadata_values",
)
"""The columns of `search_documents` that hold words."""


def _asset_id(*, primary_key: bool = False, unique: bool = False) -> Mapped[str]:
    return mapped_column(
        String(32),
        ForeignKey("assets.asset_id", ondelete="CASCADE"),
        primary_key=primary_key,
        unique=unique or None,
    )


class SearchDocument(Base):
    """The words of one asset, in lower case, separated by spaces."""

    __tablename__ = "search_documents"

    document_id: Mapped[int] = mapped_column(primary_key=True)
    asset_id: Mapped[str] = _asset_id(unique=True)
    public_id: Mapped[str] = mapped_column(Text)
    display_name: Mapped[str] = mapped_column(Text)
    original_filename: Mapped[str] = mapped_column(Text)
    asset_folder: Mapped[str] = mapped_column(Text)
    tags: Mapped[str] = mapped_column(Text)
    context: Mapped[str] = mapped_column(Text)
    metadata_values: Mapped[str] = mapped_column(Text)


class SearchValue(Base):
    """A value of a field that only some assets have: `context.alt`, `metadata.price`, `colors`."""

    __tablename__ = "search_values"
    __table_args__ = (
        Index("ix_search_values_value", "field", "value", "asset_id"),
        Index("ix_search_values_number", "field", "number", "asset_id"),
    )

    asset_id: Mapped[str] = _asset_id(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    field: Mapped[str] = mapped_column(String(300))
    value: Mapped[str] = mapped_column(String(500))
    """The beginning of the value, as long as an index can hold."""
    words: Mapped[str] = mapped_column(Text)
    """The words of the value, with a space before and behind each."""
    number: Mapped[float | None] = mapped_column(Float)


class SearchConfidence(Base):
    """How sure the engines are of a tag, assigned or not; a person's tags have 1."""

    __tablename__ = "search_confidences"
    __table_args__ = (Index("ix_search_confidences", "tag", "confidence", "asset_id"),)

    asset_id: Mapped[str] = _asset_id(primary_key=True)
    tag: Mapped[str] = mapped_column(String(255), primary_key=True)
    confidence: Mapped[float] = mapped_column(Float)


class SearchSegment(Base):
    """A stretch of a video (seconds) in which a tag holds."""

    __tablename__ = "search_segments"
    __table_args__ = (Index("ix_search_segments", "tag", "asset_id"),)

    asset_id: Mapped[str] = _asset_id(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    tag: Mapped[str] = mapped_column(String(255))
    start_time: Mapped[float] = mapped_column(Float)
    end_time: Mapped[float] = mapped_column(Float)
    confidence: Mapped[float] = mapped_column(Float)


class SearchStale(Base):
    """An asset that triggers have seen changing since its words were last written."""

    __tablename__ = "search_stale"

    asset_id: Mapped[str] = mapped_column(String(32), primary_key=True)
