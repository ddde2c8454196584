"""How much is stored."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from services.assets.derived import DerivedFile
from services.assets.tables import Asset
from services.assets.versions import AssetVersion
from services.database import Database


@dataclass(frozen=True)
class Usage:
    """How many files there are of each kind, and how many bytes they all have."""

    assets: int
    derived: int
    versions: int
    bytes: int


def usage_of(database: Database) -> Usage:
    """What is stored now: assets, what was made of them, and earlier versions that are kept."""
    counts: list[int] = []
    size = 0
    with database.reading() as session:
        for table in (Asset, DerivedFile, AssetVersion):
            query = select(func.count(), func.coalesce(func.sum(table.bytes), 0))
            count, stored = session.execute(query.select_from(table)).one()
            counts.append(int(count))
            size += int(stored)
    return Usage(counts[0], counts[1], counts[2], size)
