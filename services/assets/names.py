"""By what an asset is named, and the asset of that name."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.assets.tables import Asset


@dataclass(frozen=True)
class AssetName:
    """What names an asset in the API."""

    resource_type: str
    delivery_type: str
    public_id: str


def find_by_name(session: Session, name: AssetName, *, lock: bool = False) -> Asset | None:
    """The asset of that name; with `lock`, nobody else changes it until the transaction ends."""
    query = select(Asset).where(
        Asset.resource_type == name.resource_type,
        Asset.delivery_type == name.delivery_type,
        Asset.public_id == name.public_id,
    )
    return session.scalars(query.with_for_update() if lock else query).first()
