"""Earlier versions of assets that are kept, and bringing them back.

As in Cloudinary's "Backups and version management": an asset that was uploaded with `backup` is
kept when it is replaced or deleted, and so is one that is replaced by an upload with `backup`.
What is kept is the whole record, so that a version comes back as it was.
"""

from __future__ import annotations

import time
from collections.abc import Collection
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import JSON, BigInteger, Index, String, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from services.assets.folder_rows import keep_folder
from services.assets.names import AssetName, find_by_name
from services.assets.tables import (
    Asset,
    AssetTag,
    Detection,
    DiscardedFile,
    ModerationRecord,
    UTCDateTime,
)
from services.database import Base, Database

_LOST_RACES = 50
"""Others that may take the same name in the same moment; each of them wins but once."""


class AssetVersion(Base):
    """A version of an asset that is not the current one any more, and is kept."""

    __tablename__ = "asset_versions"
    __table_args__ = (
        Index("ix_asset_versions_asset", "asset_id"),
        Index("ix_asset_versions_name", "resource_type", "delivery_type", "public_id"),
        Index("ix_asset_versions_storage_key", "storage_key"),
    )

    version_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    asset_id: Mapped[str] = mapped_column(String(32))
    """Of the asset that it was a version of, which may be gone."""
    resource_type: Mapped[str] = mapped_column(String(10))
    delivery_type: Mapped[str] = mapped_column(String(20))
    public_id: Mapped[str] = mapped_column(String(255))
    version: Mapped[int] = mapped_column(BigInteger)
    format: Mapped[str] = mapped_column(String(20))
    bytes: Mapped[int] = mapped_column(BigInteger)
    storage_key: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    """When it was uploaded."""
    record: Mapped[dict[str, Any]] = mapped_column(JSON)
    """The record with its tags, detections and moderations, as it was."""


class AssetVersions:
    """The versions that are kept."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, asset_id: str) -> list[AssetVersion]:
        """The kept versions of an asset, newest first, whether the asset is there or not."""
        query = (
            select(AssetVersion)
            .where(AssetVersion.asset_id == asset_id)
            .order_by(AssetVersion.version.desc())
        )
        with self._database.reading() as session:
            return list(session.scalars(query))

    def kept(self, asset_id: str, version_id: str) -> Asset | None:
        """That version of that asset, if it is kept, as it was."""
        with self._database.reading() as session:
            version = session.get(AssetVersion, version_id)
            if version is None or version.asset_id != asset_id:
                return None
            return _asset_of(version.record, asset_id)

    def restore(self, name: AssetName, version_id: str | None) -> Asset | None:
        """Bring back a version of the asset of that name, or the last one of a deleted asset.

        What is there now becomes a kept version itself. None where there is nothing to bring back.
        """
        for _ in range(_LOST_RACES):
            # On PostgreSQL an upload may take the name meanwhile; the next look finds it.
            with suppress(IntegrityError):
                return self._restore(name, version_id)
        return self._restore(name, version_id)

    def _restore(self, name: AssetName, version_id: str | None) -> Asset | None:
        with self._database.writing() as session:
            current = find_by_name(session, name, lock=True)
            if current is not None and version_id in {None, current.version_id}:
                return current
            kept = _kept(session, name, current, version_id)
            if kept is None:
                return None
            return _bring_back(session, kept, current, name)

    def last_name(self, asset_id: str) -> AssetName | None:
        """What the asset of that ID is called, or was called last."""
        with self._database.reading() as session:
            known: Asset | AssetVersion | None = session.get(Asset, asset_id)
            if known is None:
                known = session.scalars(
                    select(AssetVersion)
                    .where(AssetVersion.asset_id == asset_id)
                    .order_by(AssetVersion.version.desc())
                    .limit(1)
                ).first()
            if known is None:
                return None
            return AssetName(known.resource_type, known.delivery_type, known.public_id)

    def forget(self, asset_id: str, version_ids: Collection[str]) -> list[str]:
        """Keep these versions no longer; returns where their files lie, which may be discarded.

        The current version stays, and will not be kept when it is replaced.
        """
        with self._database.writing() as session:
            current = session.get(Asset, asset_id, with_for_update=True)
            if current is not None and current.version_id in version_ids:
                current.backup = False
            query = (
                select(AssetVersion)
                .where(AssetVersion.asset_id == asset_id, AssetVersion.version_id.in_(version_ids))
                .with_for_update()
            )
            keys = []
            for kept in session.scalars(query).all():
                session.delete(kept)
                session.add(DiscardedFile(storage_key=kept.storage_key))
                keys.append(kept.storage_key)
            return keys


def let_go(session: Session, asset: Asset, *, keep: bool) -> str | None:
    """Take the asset's record away, kept as a version or else with its original to be discarded.

    Returns where an original lies that is to be discarded.
    """
    record = _record_of(asset) if keep else {}
    session.delete(asset)
    session.flush()
    if not keep:
        session.add(DiscardedFile(storage_key=asset.storage_key))
        return asset.storage_key
    session.add(
        AssetVersion(
            version_id=asset.version_id,
            asset_id=asset.asset_id,
            resource_type=asset.resource_type,
            delivery_type=asset.delivery_type,
            public_id=asset.public_id,
            version=asset.version,
            format=asset.format,
            bytes=asset.bytes,
            storage_key=asset.storage_key,
            created_at=asset.created_at,
            record=record,
        )
    )
    return None


def _kept(
    session: Session, name: AssetName, current: Asset | None, version_id: str | None
) -> AssetVersion | None:
    query = select(AssetVersion).order_by(AssetVersion.version.desc()).limit(1)
    if current is not None:
        query = query.where(AssetVersion.asset_id == current.asset_id)
    else:
        query = query.where(
            AssetVersion.resource_type == name.resource_type,
            AssetVersion.delivery_type == name.delivery_type,
            AssetVersion.public_id == name.public_id,
        )
    if version_id is not None:
        query = query.where(AssetVersion.version_id == version_id)
    return session.scalars(query.with_for_update()).first()


def _bring_back(
    session: Session, kept: AssetVersion, current: Asset | None, name: AssetName
) -> Asset:
    version = max(int(time.time()), kept.version + 1)
    asset_id = kept.asset_id
    if current is not None:
        version = max(version, current.version + 1)
        let_go(session, current, keep=True)
    elif session.get(Asset, asset_id) is not None:
        # The asset goes on under another name; what comes back under the old one is another.
        asset_id = uuid4().hex
    asset = _asset_of(kept.record, asset_id)
    asset.delivery_type, asset.public_id = name.delivery_type, name.public_id
    asset.version, asset.version_id = version, uuid4().hex
    asset.updated_at = datetime.now(UTC)
    keep_folder(session, asset.asset_folder)
    session.delete(kept)
    session.add(asset)
    return asset


def _record_of(asset: Asset) -> dict[str, Any]:
    return {
        **_values_of(asset),
        "tags": [_values_of(tag) for tag in asset.tags],
        "detections": [_values_of(detection) for detection in asset.detections],
        "moderations": [_values_of(moderation) for moderation in asset.moderations],
    }


def _values_of(row: Base) -> dict[str, Any]:
    values = {column.key: getattr(row, column.key) for column in row.__mapper__.column_attrs}
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in values.items()
    }


def _asset_of(record: dict[str, Any], asset_id: str) -> Asset:
    asset = Asset(
        **_columns(Asset, record),
        tags=[_row(AssetTag, values, asset_id) for values in record["tags"]],
        detections=[_row(Detection, values, asset_id) for values in record["detections"]],
        moderations=[_row(ModerationRecord, row, asset_id) for row in record["moderations"]],
    )
    asset.asset_id = asset_id
    return asset


def _row(kind: type[Any], values: dict[str, Any], asset_id: str) -> Any:
    return kind(**{**_columns(kind, values), "asset_id": asset_id})


def _columns(kind: type[Base], values: dict[str, Any]) -> dict[str, Any]:
    """The values of the columns that the table has now, of those that it had then."""
    read: dict[str, Any] = {}
    for column in kind.__table__.columns:
        if column.key in values:
            value = values[column.key]
            moment = isinstance(column.type, UTCDateTime) and value is not None
            read[column.key] = datetime.fromisoformat(value) if moment else value
    return read
