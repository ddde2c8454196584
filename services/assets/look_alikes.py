"""Which stored pictures look like another one, by their perceptual hashes."""

from __future__ import annotations

from typing import Final, NamedTuple

from sqlalchemy import select

from services.assets.tables import Asset, ModerationRecord
from services.database import Database

_BITS: Final = 64
MOST: Final = 20
"""Look-alikes that are told at most, the most alike first."""


class LookAlike(NamedTuple):
    """A stored picture; `confidence` is the share of equal bits in the hashes, from 0 to 1."""

    public_id: str
    confidence: float


class LookAlikes:
    """The pictures that take part in the search for duplicates: those that it has approved, and
    those that were remembered for it (Cloudinary, "Cloudinary Duplicate Image Detection")."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, phash: str, least: float, apart_from: Asset) -> list[LookAlike]:
        """Those whose confidence is at least `least`; `apart_from` may be stored already."""
        searched = (
            select(Asset.public_id, Asset.phash)
            .join(ModerationRecord)
            .where(
                ModerationRecord.kind == "duplicate",
                ModerationRecord.status == "approved",
                (Asset.public_id != apart_from.public_id)
                | (Asset.delivery_type != apart_from.delivery_type),
            )
        )
        with self._database.reading() as session:
            found = [
                LookAlike(public_id, confidence)
                for public_id, other in session.execute(searched)
                if other and (confidence := _confidence(phash, other)) >= least
            ]
        return sorted(found, key=lambda look_alike: -look_alike.confidence)[:MOST]


def _confidence(one: str, other: str) -> float:
    different = (int(one, 16) ^ int(other, 16)).bit_count()
    return round(1 - different / _BITS, 4)
