"""Deleting many assets, or what was derived from them, some at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from services.assets.derived import DerivedFile
from services.assets.discarding import Discarding
from services.assets.tables import Asset
from services.assets.versions import let_go
from services.database import Database

_AT_ONCE = 50
"""Assets of one transaction, so that whoever else writes does not wait for a thousand."""
_FILES_AT_ONCE = 500


@dataclass(frozen=True)
class Deleted:
    """An asset, and how many files of it were deleted: the original or none, and derived ones."""

    asset: Asset
    original: int
    derived: int


@dataclass(frozen=True)
class Deleting:
    """Deletes assets as `destroy` does: those that are backed up become kept versions."""

    database: Database
    discarding: Discarding

    def delete(self, asset_ids: Sequence[str]) -> list[Deleted]:
        """Delete those of the assets that are still there."""
        return [each for some in _batches(asset_ids, _AT_ONCE) for each in self._delete(some)]

    def delete_derived(
        self, asset_ids: Sequence[str], transformations: Sequence[str] | None = None
    ) -> list[Deleted]:
        """Delete what was made of the assets, by these transformations alone where some are given.

        The originals stay.
        """
        renditions = self.discarding.renditions
        with self.database.reading() as session:
            query = select(Asset).where(Asset.asset_id.in_(asset_ids)).order_by(Asset.asset_id)
            assets = list(session.scalars(query))
        counts: Counter[str] = Counter()
        for some in _batches([asset.asset_id for asset in assets], _AT_ONCE):
            rows = renditions.derived.of_assets(some, transformations)
            counts.update(row.asset_id for row in rows)
            for ids in _batches([row.id for row in rows], _FILES_AT_ONCE):
                renditions.forget(list(ids))
        return [Deleted(asset, 0, counts[asset.asset_id]) for asset in assets]

    def _delete(self, asset_ids: Sequence[str]) -> list[Deleted]:
        deleted: list[Deleted] = []
        keys: list[str] = []
        with self.database.writing() as session:
            count = (
                select(DerivedFile.asset_id, func.count())
                .where(DerivedFile.asset_id.in_(asset_ids))
                .group_by(DerivedFile.asset_id)
            )
            derived: dict[str, int] = dict(session.execute(count).tuples().all())
            query = select(Asset).where(Asset.asset_id.in_(asset_ids)).order_by(Asset.asset_id)
            for asset in session.scalars(query.with_for_update()).all():
                key = let_go(session, asset, keep=asset.backup)
                keys += [key] if key else []
                deleted.append(Deleted(asset, 1, derived.get(asset.asset_id, 0)))
        for key in keys:
            self.discarding.discard(key)
        return deleted


def _batches(values: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (values[start : start + size] for start in range(0, len(values), size))
