"""What looks alike: by what the local model sees, and by perceptual hash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import func, select

from services.assets.tables import Asset, AssetView
from services.assets.views import embeddings_of
from services.database import Database
from services.tagging.models.embedding import EMBEDDING_MODEL

LEAST_SIMILARITY: Final = 0.15
"""Products of embeddings below this are those of any two photographs: 97 in 100 pairs of different
subjects have less."""

_HASH_BITS: Final = 64
_NEAR_HASH: Final = 10
"""Bits by which the perceptual hashes of copies of a picture differ at most."""

_BATCH: Final = 4096


@dataclass(frozen=True)
class Similar:
    """An asset and how much it looks like what was asked for, from 0 to 1.

    `at` is the second of a video that does. `hash_distance` is by how many of 64 bits the
    perceptual hashes differ, where both have one.
    """

    asset: Asset
    similarity: float
    at: float
    hash_distance: int | None = None


class Similarity:
    """Finds assets by what they look like."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def like_asset(self, asset_id: str, limit: int) -> list[Similar]:
        """The assets most like that one, which is left out; a video is like by its best moment."""
        with self._database.reading() as session:
            kept = session.scalars(
                select(AssetView.embedding)
                .where(AssetView.asset_id == asset_id, AssetView.model == EMBEDDING_MODEL)
                .order_by(AssetView.position)
            ).all()
            asset = session.get(Asset, asset_id)
        if not kept:
            return []
        found = self._nearest(embeddings_of(kept), limit, asset_id)
        return _by_hash(found, asset.phash if asset else None)

    def like_embedding(self, embedding: NDArray[np.float32], limit: int) -> list[Similar]:
        """The assets most like a picture with that embedding."""
        return self._nearest(embedding[None], limit, None)

    def coverage(self) -> tuple[int, int]:
        """How many images and videos can be found so, and how many there are."""
        with self._database.reading() as session:
            seen = select(func.count(func.distinct(AssetView.asset_id))).where(
                AssetView.model == EMBEDDING_MODEL
            )
            there = select(func.count()).where(
                Asset.resource_type != "raw", Asset.width.is_not(None)
            )
            return session.scalar(seen) or 0, session.scalar(there) or 0

    def _nearest(self, wanted: NDArray[np.float32], limit: int, but: str | None) -> list[Similar]:
        """The assets whose best view is most like one of `wanted`, shape (views, numbers)."""
        best: dict[str, tuple[float, float]] = {}
        with self._database.reading() as session:
            rows = session.execute(
                select(AssetView.asset_id, AssetView.start, AssetView.embedding)
                .where(AssetView.model == EMBEDDING_MODEL)
                .execution_options(yield_per=_BATCH)
            )
            for batch in rows.partitions():
                scores = (embeddings_of([row.embedding for row in batch]) @ wanted.T).max(axis=1)
                for position in np.flatnonzero(scores >= LEAST_SIMILARITY):
                    row, score = batch[int(position)], float(scores[position])
                    if row.asset_id != but and score > best.get(row.asset_id, (0.0, 0.0))[0]:
                        best[row.asset_id] = score, row.start
            nearest = sorted(best, key=lambda asset_id: -best[asset_id][0])[:limit]
            assets = {
                asset.asset_id: asset
                for asset in session.scalars(select(Asset).where(Asset.asset_id.in_(nearest)))
            }
        return [
            Similar(assets[asset_id], min(1.0, best[asset_id][0]), best[asset_id][1])
            for asset_id in nearest
            if asset_id in assets
        ]


def _by_hash(found: Sequence[Similar], phash: str | None) -> list[Similar]:
    """`found` with the distances of the perceptual hashes, copies of the same picture first."""
    measured = [
        Similar(each.asset, each.similarity, each.at, _distance(phash, each.asset.phash))
        for each in found
    ]
    return sorted(measured, key=lambda each: (not _is_copy(each), -each.similarity))


def _is_copy(similar: Similar) -> bool:
    return similar.hash_distance is not None and similar.hash_distance <= _NEAR_HASH


def _distance(one: str | None, other: str | None) -> int | None:
    if one is None or other is None or len(one) * 4 != _HASH_BITS:
        return None
    return (int(one, 16) ^ int(other, 16)).bit_count()
