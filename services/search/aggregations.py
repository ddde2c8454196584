"""Counting what is found, by field or by ranges of a number.

Source: `aggregate` in Cloudinary's "Search method" page. Ranges begin at `from` and end before
`to`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import Session

from services.assets.tables import Asset, AssetTag
from services.search.fields import PIXELS

_MOST_TAGS = 100
_NAMES: Mapping[str, Any] = {
    "format": Asset.format,
    "resource_type": Asset.resource_type,
    "type": Asset.delivery_type,
    "asset_folder": Asset.asset_folder,
}


@dataclass(frozen=True)
class CountedRange:
    """From `low` (included) to `high` (excluded), each of them if there is one."""

    key: str
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Aggregation:
    """What to count by; `ranges` for numbers alone."""

    field: str
    ranges: tuple[CountedRange, ...] = ()


_MB = 1024.0**2
_NUMBERS: Mapping[str, tuple[Any, str | None, tuple[CountedRange, ...]]] = {
    "bytes": (
        Asset.bytes,
        None,
        (
            CountedRange("below 100kb", None, 102_400),
            CountedRange("100kb to 1mb", 102_400, _MB),
            CountedRange("1mb to 10mb", _MB, 10 * _MB),
            CountedRange("10mb and more", 10 * _MB, None),
        ),
    ),
    "duration": (
        Asset.duration,
        "video",
        (
            CountedRange("below 10s", None, 10),
            CountedRange("10s to 1m", 10, 60),
            CountedRange("1m to 10m", 60, 600),
            CountedRange("10m and more", 600, None),
        ),
    ),
    "pixels": (
        PIXELS,
        "image",
        (
            CountedRange("below 0.5 megapixels", None, 500_000),
            CountedRange("0.5 to 2 megapixels", 500_000, 2_000_000),
            CountedRange("2 to 8 megapixels", 2_000_000, 8_000_000),
            CountedRange("8 megapixels and more", 8_000_000, None),
        ),
    ),
}
_ALIASES = {"image_pixels": "pixels", "folder": "asset_folder"}
AGGREGATED = (*_NAMES, "tags", *_NUMBERS, *_ALIASES)
"""What can be counted by."""
RANGED = (*_NUMBERS, "image_pixels")
"""What can be counted by ranges."""


def count(
    session: Session, found: ColumnElement[bool], asked: Sequence[Aggregation]
) -> dict[str, dict[str, int]]:
    """How many of the assets that are found there are of each kind, most first."""
    return {each.field: _count(session, found, each) for each in asked}


def _count(session: Session, found: ColumnElement[bool], asked: Aggregation) -> dict[str, int]:
    field = _ALIASES.get(asked.field, asked.field)
    if field in _NUMBERS:
        return _count_ranges(session, found, field, asked.ranges)
    return {name: number for name, number in session.execute(_names(field, found))}  # noqa: C416


def _names(field: str, found: ColumnElement[bool]) -> Select[str, int]:
    number = func.count()
    if field == "tags":
        having = select(Asset.asset_id).where(found)
        query = select(AssetTag.tag, number).where(AssetTag.asset_id.in_(having))
        ordered = query.group_by(AssetTag.tag).order_by(number.desc(), AssetTag.tag)
        return ordered.limit(_MOST_TAGS)
    column = _NAMES[field]
    return select(column, number).where(found).group_by(column).order_by(number.desc(), column)


def _count_ranges(
    session: Session, found: ColumnElement[bool], field: str, ranges: Sequence[CountedRange]
) -> dict[str, int]:
    column, resource_type, usual = _NUMBERS[field]
    counted = [func.count(case((_within(column, each), 1))) for each in ranges or usual]
    query = select(*counted).where(found)
    if resource_type:
        query = query.where(Asset.resource_type == resource_type)
    numbers = session.execute(query).one()
    return {each.key: number for each, number in zip(ranges or usual, numbers, strict=True)}


def _within(column: Any, counted: CountedRange) -> ColumnElement[bool]:
    bounds = [column.is_not(None)]
    if counted.low is not None:
        bounds.append(column >= counted.low)
    if counted.high is not None:
        bounds.append(column < counted.high)
    return and_(*bounds)
