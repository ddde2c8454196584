"""Listing assets a page at a time, each page beginning where the one before it ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from services.assets.cursors import CursorError, read_cursor, write_cursor
from services.assets.tables import Asset, AssetTag, ModerationRecord
from services.database import Database

Direction = Literal["asc", "desc"]
_LAST_CHARACTER = 0x10FFFF


@dataclass(frozen=True)
class Criteria:
    """Which assets are listed: those of which everything holds that is given."""

    resource_type: str | None = None
    delivery_type: str | None = None
    prefix: str | None = None
    """What the public ID begins with."""
    since: datetime | None = None
    """The moment from which on the asset was created."""
    tag: str | None = None
    context: tuple[str, str | None] | None = None
    """A key of the context, and the value that it has."""
    moderation: tuple[str, str] | None = None
    """A kind of moderation and what it came to."""
    asset_folder: str | None = None


@dataclass(frozen=True)
class Page:
    """Assets in their order; `next_cursor` where there are more."""

    assets: list[Asset]
    next_cursor: str | None


@dataclass(frozen=True)
class TagPage:
    """Tags in their order; `next_cursor` where there are more."""

    tags: list[str]
    next_cursor: str | None


class Listings:
    """Lists the assets of the catalogue, and their tags."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(
        self, criteria: Criteria, limit: int, cursor: str = "", direction: Direction = "desc"
    ) -> Page:
        """At most `limit` assets behind `cursor`, in the order of their creation.

        With a prefix they are in the order of their public IDs, and `direction` says nothing.
        Raises CursorError.
        """
        with self._database.reading() as session:
            query = self.query(session, criteria, limit + 1, cursor, direction)
            found = list(session.scalars(query))
        if len(found) <= limit:
            return Page(found, None)
        last = found[limit - 1]
        by_name = criteria.prefix is not None
        sorted_by = last.public_id if by_name else last.created_at.isoformat()
        position = [sorted_by, last.asset_id]
        return Page(found[:limit], write_cursor(_order(criteria, direction), position))

    def query(
        self, session: Session, criteria: Criteria, limit: int, cursor: str, direction: Direction
    ) -> Select[Asset]:
        """The query of a page. Raises CursorError."""
        by_name = criteria.prefix is not None
        keys = _keys(criteria)
        descending = direction == "desc" and not by_name
        query = matching(session, criteria)
        if cursor:
            position = read_cursor(_order(criteria, direction), cursor, 2)
            query = query.where(_behind(keys, _values(position, by_name), descending))
        ordered = [key.desc() if descending else key.asc() for key in keys]
        return query.order_by(*ordered).limit(limit)

    def named(
        self, resource_type: str, delivery_type: str, public_ids: Sequence[str]
    ) -> list[Asset]:
        """Those of these names that are there, in the order of the names."""
        query = select(Asset).where(
            Asset.resource_type == resource_type,
            Asset.delivery_type == delivery_type,
            Asset.public_id.in_(public_ids),
        )
        with self._database.reading() as session:
            found = {asset.public_id: asset for asset in session.scalars(query)}
        return [found[name] for name in dict.fromkeys(public_ids) if name in found]

    def identified(self, asset_ids: Sequence[str]) -> list[Asset]:
        """Those of these asset IDs that are there, in the order of the IDs."""
        with self._database.reading() as session:
            query = select(Asset).where(Asset.asset_id.in_(asset_ids))
            found = {asset.asset_id: asset for asset in session.scalars(query)}
        return [found[asset_id] for asset_id in dict.fromkeys(asset_ids) if asset_id in found]

    def tags(self, resource_type: str, prefix: str, limit: int, cursor: str = "") -> TagPage:
        """At most `limit` tags that assets of the type have, in their order. Raises CursorError."""
        after = read_cursor("tags", cursor, 1)[0] if cursor else None
        with self._database.reading() as session:
            tags = list(_tags_behind(session, resource_type, prefix, after, limit + 1))
        if len(tags) <= limit:
            return TagPage(tags, None)
        return TagPage(tags[:limit], write_cursor("tags", [tags[limit - 1]]))


def matching(session: Session, criteria: Criteria) -> Select[Asset]:
    """A query for the assets of which everything holds that `criteria` give."""
    query = select(Asset)
    if criteria.resource_type is not None:
        query = query.where(Asset.resource_type == criteria.resource_type)
    if criteria.delivery_type is not None:
        query = query.where(Asset.delivery_type == criteria.delivery_type)
    if criteria.prefix is not None:
        query = query.where(beginning_with(Asset.public_id, criteria.prefix))
    if criteria.since is not None:
        query = query.where(Asset.created_at >= criteria.since)
    if criteria.tag is not None:
        query = query.join(AssetTag).where(AssetTag.tag == criteria.tag)
    if criteria.context is not None:
        query = query.where(_has_context(session, *criteria.context))
    if criteria.moderation is not None:
        kind, status = criteria.moderation
        query = query.join(ModerationRecord).where(
            ModerationRecord.kind == kind, ModerationRecord.status == status
        )
    if criteria.asset_folder is not None:
        query = query.where(Asset.asset_folder == criteria.asset_folder)
    return query


def beginning_with(column: InstrumentedAttribute[str], prefix: str) -> ColumnElement[bool]:
    """Whether a text that is sorted by bytes begins with `prefix`, by an index."""
    behind = _behind_all_with(prefix)
    return and_(column >= prefix, *([column < behind] if behind else []))


def _behind_all_with(prefix: str) -> str:
    """The first text behind all that begin with `prefix`; none where nothing can be behind them."""
    kept = prefix.rstrip(chr(_LAST_CHARACTER))
    if not kept:
        return ""
    following = ord(kept[-1]) + 1
    # Half characters cannot be stored; the next whole one comes behind them.
    return kept[:-1] + chr(0xE000 if 0xD800 <= following <= 0xDFFF else following)


def _order(criteria: Criteria, direction: Direction) -> str:
    """What a cursor says of the listing that it belongs to."""
    return direction if criteria.prefix is None else "name"


def _keys(criteria: Criteria) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    if criteria.prefix is not None:
        return Asset.public_id.expression, Asset.asset_id.expression
    if criteria.tag is not None:
        return AssetTag.asset_created_at.expression, AssetTag.asset_id.expression
    return Asset.created_at.expression, Asset.asset_id.expression


def _values(position: Sequence[str], by_name: bool) -> tuple[str | datetime, str]:
    """What the keys are behind. Raises CursorError."""
    if by_name:
        return position[0], position[1]
    try:
        created_at = datetime.fromisoformat(position[0]).astimezone(UTC)
    except (ValueError, OverflowError):
        raise CursorError("next_cursor is not one that this listing gave") from None
    return created_at, position[1]


def _behind(
    keys: tuple[ColumnElement[Any], ColumnElement[Any]],
    values: tuple[str | datetime, str],
    descending: bool,
) -> ColumnElement[bool]:
    first, second = keys
    if descending:
        ties = and_(first == values[0], second < values[1])
        return and_(first <= values[0], or_(first < values[0], ties))
    ties = and_(first == values[0], second > values[1])
    return and_(first >= values[0], or_(first > values[0], ties))


def _has_context(session: Session, key: str, value: str | None) -> ColumnElement[bool]:
    # The databases name it differently, and both give a row of `key` and `value` for each pair.
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    each = func.json_each_text if is_postgresql else func.json_each
    pairs = each(Asset.context).table_valued("key", "value")
    found = exists().select_from(pairs).where(pairs.c.key == key)
    return found if value is None else found.where(pairs.c.value == value)


def _tags_behind(
    session: Session, resource_type: str, prefix: str, after: str | None, limit: int
) -> list[str]:
    """One look into the index for each tag, so that a tag of many assets costs no more than one."""
    query = (
        select(AssetTag.tag)
        .join(Asset)
        .where(Asset.resource_type == resource_type)
        .order_by(AssetTag.tag)
        .limit(1)
    )
    if prefix:
        query = query.where(beginning_with(AssetTag.tag, prefix))
    tags: list[str] = []
    while len(tags) < limit:
        tag = session.scalar(query if after is None else query.where(AssetTag.tag > after))
        if tag is None:
            break
        tags.append(tag)
        after = tag
    return tags
