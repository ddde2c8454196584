"""Assets that owners relate to each other; a relation holds in both directions.

It outlives the replacement of an asset, and comes back with one that is restored.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Index, String, delete, exists, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from services.assets.cursors import read_cursor, write_cursor
from services.assets.listing import Page
from services.assets.tables import Asset
from services.assets.versions import AssetVersion
from services.database import Base, Database

_LISTING = "related"


class AssetRelation(Base):
    """One direction of a relation; there is a row for each."""

    __tablename__ = "asset_relations"
    __table_args__ = (Index("ix_asset_relations_related", "related_id"),)

    asset_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    related_id: Mapped[str] = mapped_column(String(32), primary_key=True)


class Relations:
    """The relations between the assets of this server."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def relate(self, asset_id: str, others: Sequence[str]) -> None:
        """Relate the asset to the others, where it is not yet."""
        with self._database.writing() as session:
            _lock(session, [asset_id, *others])
            for one, other in _both_ways(asset_id, others):
                session.merge(AssetRelation(asset_id=one, related_id=other))

    def unrelate(self, asset_id: str, others: Sequence[str]) -> list[str]:
        """End relations; those of the others to whom there was one."""
        with self._database.writing() as session:
            _lock(session, [asset_id, *others])
            ended = []
            for one, other in _both_ways(asset_id, others):
                relation = session.get(AssetRelation, (one, other))
                if relation is not None:
                    session.delete(relation)
                    ended += [other] if one == asset_id else []
            return ended

    def related(self, asset_id: str, limit: int, cursor: str = "") -> Page:
        """At most `limit` assets to which the asset is related. Raises CursorError."""
        query = (
            select(Asset)
            .join(AssetRelation, AssetRelation.related_id == Asset.asset_id)
            .where(AssetRelation.asset_id == asset_id)
            .order_by(AssetRelation.related_id)
            .limit(limit + 1)
        )
        if cursor:
            [after] = read_cursor(_LISTING, cursor, 1)
            query = query.where(AssetRelation.related_id > after)
        with self._database.reading() as session:
            found = list(session.scalars(query))
        if len(found) <= limit:
            return Page(found, None)
        return Page(found[:limit], write_cursor(_LISTING, [found[limit - 1].asset_id]))

    def sweep(self) -> None:
        """Forget the relations of assets that are gone for good."""
        gone = [
            ~exists().where(Asset.asset_id == end) & ~exists().where(AssetVersion.asset_id == end)
            for end in (AssetRelation.asset_id, AssetRelation.related_id)
        ]
        with self._database.writing() as session:
            session.execute(delete(AssetRelation).where(or_(*gone)))


def _both_ways(asset_id: str, others: Sequence[str]) -> list[tuple[str, str]]:
    return [pair for other in others for pair in ((asset_id, other), (other, asset_id))]


def _lock(session: Session, asset_ids: Sequence[str]) -> None:
    """Have whoever relates one of the assets at the same time wait."""
    query = select(Asset.asset_id).where(Asset.asset_id.in_(asset_ids)).order_by(Asset.asset_id)
    session.execute(query.with_for_update()).all()
