"""The records of derived files: which transformation made what of which asset."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import uuid4

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    delete,
    func,
    select,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from services.assets.tables import Asset, UTCDateTime
from services.database import Base, Database

MOST_DERIVED: Final = 1_000
"""Derived files that are kept of an asset; a new one then takes the place of the oldest."""


class DerivedFile(Base):
    """A file that was made of an asset's original and is kept."""

    __tablename__ = "derived_files"
    __table_args__ = (
        UniqueConstraint("storage_key"),
        Index("ix_derived_files_asset", "asset_id", "created_at"),
        Index("ix_derived_files_transformation", "transformation_hash"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    asset_id: Mapped[str] = mapped_column(
        String(32), ForeignKey("assets.asset_id", ondelete="CASCADE")
    )
    transformation: Mapped[str] = mapped_column(String(2000))
    transformation_hash: Mapped[str] = mapped_column(String(32))
    format: Mapped[str] = mapped_column(String(20))
    bytes: Mapped[int] = mapped_column(BigInteger)
    storage_key: Mapped[str] = mapped_column(String(150))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


@dataclass(frozen=True)
class DerivedStore:
    """The records of derived files."""

    database: Database

    def record(
        self, asset: Asset, transformation: str, format_: str, key: str, size: int
    ) -> list[str]:
        """Keep the record of a new file; the keys of files that are to be deleted.

        Those are the oldest where there are too many, and the new one where its asset has been
        replaced or deleted meanwhile.
        """
        row = DerivedFile(
            id=uuid4().hex,
            asset_id=asset.asset_id,
            transformation=transformation,
            transformation_hash=transformation_hash(transformation),
            format=format_,
            bytes=size,
            storage_key=key,
            created_at=datetime.now(UTC),
        )
        try:
            with self.database.writing() as session:
                version = select(Asset.version_id).where(Asset.asset_id == asset.asset_id)
                if session.scalar(version) != asset.version_id:
                    return [key]
                session.add(row)
                session.flush()
                return _evicted(session, asset.asset_id)
        except IntegrityError:
            # Another request made the same file at the same time, or the asset has just gone.
            return [] if self._is_recorded(key) else [key]

    def of(self, asset_id: str, limit: int, after: str = "") -> list[DerivedFile]:
        """The derived files of an asset in the order of their IDs, those behind `after`."""
        return self._listed(DerivedFile.asset_id == asset_id, limit, after)

    def made_by(self, transformation: str, limit: int, after: str = "") -> list[DerivedFile]:
        """What a transformation made, of whichever asset; likewise."""
        hash_ = transformation_hash(transformation)
        return self._listed(DerivedFile.transformation_hash == hash_, limit, after)

    def of_assets(
        self, asset_ids: Sequence[str], transformations: Sequence[str] | None = None
    ) -> list[DerivedFile]:
        """What was made of these assets, by one of the transformations where some are given."""
        query = select(DerivedFile).where(DerivedFile.asset_id.in_(asset_ids))
        if transformations is not None:
            hashes = [transformation_hash(transformation) for transformation in transformations]
            query = query.where(DerivedFile.transformation_hash.in_(hashes))
        with self.database.reading() as session:
            return list(session.scalars(query))

    def transformations(self, limit: int, after: str = "") -> list[str]:
        """The texts of the transformations that made something, in their order."""
        with self.database.reading() as session:
            query = select(DerivedFile.transformation).where(DerivedFile.transformation > after)
            return list(
                session.scalars(query.distinct().order_by(DerivedFile.transformation).limit(limit))
            )

    def forget(self, ids: Sequence[str]) -> list[DerivedFile]:
        """Delete records; what they were, so that their files can be deleted too."""
        with self.database.writing() as session:
            query = select(DerivedFile).where(DerivedFile.id.in_(ids))
            found = list(session.scalars(query))
            session.execute(delete(DerivedFile).where(DerivedFile.id.in_(ids)))
            return found

    def _listed(self, where: ColumnElement[bool], limit: int, after: str) -> list[DerivedFile]:
        with self.database.reading() as session:
            query = select(DerivedFile).where(where, DerivedFile.id > after)
            return list(session.scalars(query.order_by(DerivedFile.id).limit(limit)))

    def _is_recorded(self, key: str) -> bool:
        with self.database.reading() as session:
            query = select(DerivedFile.id).where(DerivedFile.storage_key == key)
            return session.scalar(query) is not None


def transformation_hash(transformation: str) -> str:
    """What a transformation is known by where its text may be too long."""
    return hashlib.sha256(transformation.encode()).hexdigest()[:32]


def _evicted(session: Session, asset_id: str) -> list[str]:
    """Forget the oldest files of the asset where it has too many; where they lie."""
    of_asset = DerivedFile.asset_id == asset_id
    count = session.scalar(select(func.count()).where(of_asset)) or 0
    if count <= MOST_DERIVED:
        return []
    oldest = select(DerivedFile).where(of_asset).order_by(DerivedFile.created_at)
    evicted = list(session.scalars(oldest.limit(count - MOST_DERIVED)))
    for row in evicted:
        session.delete(row)
    return [row.storage_key for row in evicted]
