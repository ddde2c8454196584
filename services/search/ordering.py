"""The order of results, and the place in it where a page ends.

A cursor holds the values by which the last result was sorted, not how many came before it. So no
result is missed or there twice while assets are added or deleted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, and_, func, literal, or_, tuple_

from services.assets.cursors import CursorError, read_cursor, write_cursor
from services.assets.tables import Asset
from services.search.conditions import Scope
from services.search.fields import ASPECT_RATIO, PIXELS

Direction = Literal["asc", "desc"]
SORT_FIELDS: Mapping[str, tuple[ColumnElement[Any] | Any, type[Any]]] = {
    "created_at": (Asset.created_at, datetime),
    "uploaded_at": (Asset.created_at, datetime),
    "updated_at": (Asset.updated_at, datetime),
    "last_updated": (Asset.updated_at, datetime),
    "asset_id": (Asset.asset_id, str),
    "public_id": (Asset.public_id, str),
    "display_name": (Asset.display_name, str),
    "filename": (Asset.original_filename, str),
    "folder": (Asset.asset_folder, str),
    "asset_folder": (Asset.asset_folder, str),
    "format": (Asset.format, str),
    "resource_type": (Asset.resource_type, str),
    "type": (Asset.delivery_type, str),
    "version": (Asset.version, int),
    "bytes": (Asset.bytes, int),
    "width": (func.coalesce(Asset.width, -1), int),
    "height": (func.coalesce(Asset.height, -1), int),
    "pixels": (func.coalesce(PIXELS, -1.0), float),
    "image_pixels": (func.coalesce(PIXELS, -1.0), float),
    "aspect_ratio": (func.coalesce(ASPECT_RATIO, -1.0), float),
    "duration": (func.coalesce(Asset.duration, -1.0), float),
}
"""What results can be sorted by: the column without gaps, and the type of its values.

`score` is sorted by as well, but depends on the expression.
"""


@dataclass(frozen=True)
class SortKey:
    """One thing by which results are sorted."""

    column: ColumnElement[Any] | Any
    type: type[Any]
    direction: Direction

    @property
    def ordered(self) -> ColumnElement[Any]:
        """The column with its direction."""
        ordered: ColumnElement[Any] = (
            self.column.asc() if self.direction == "asc" else self.column.desc()
        )
        return ordered

    def behind(self, value: Any) -> ColumnElement[bool]:
        """Whether the column comes behind the value."""
        found: ColumnElement[bool] = (
            self.column > value if self.direction == "asc" else self.column < value
        )
        return found


def sort_keys(
    asked: Sequence[tuple[str, Direction]], score: ColumnElement[int], scope: Scope
) -> list[SortKey]:
    """The keys in their order; the asset ID last, so that no two results are at one place."""
    asked = [*(asked or [("created_at", "desc")])]
    last = asked[-1][1]
    keys = []
    for name, direction in [*asked, ("asset_id", last)]:
        column, kind = (score, int) if name == "score" else SORT_FIELDS[name]
        keys.append(SortKey(scope.ordered(column) if kind is str else column, kind, direction))
    return keys


def behind(keys: Sequence[SortKey], values: Sequence[Any]) -> ColumnElement[bool]:
    """Whether an asset comes behind the one that was sorted by these values."""
    if len({key.direction for key in keys}) == 1:
        # One comparison of rows, which an index over all the columns answers.
        place = tuple_(*(key.column for key in keys))
        there = tuple_(
            *(literal(value, key.column.type) for key, value in zip(keys, values, strict=True))
        )
        return place > there if keys[0].direction == "asc" else place < there
    return or_(
        *(
            and_(
                *(same.column == value for same, value in zip(keys[:index], values, strict=False)),
                key.behind(values[index]),
            )
            for index, key in enumerate(keys)
        )
    )


def cursor_behind(values: Sequence[Any], search: str) -> str:
    """The cursor behind the result with these values, in this search."""
    return write_cursor(
        _fingerprint(search),
        [value.isoformat() if isinstance(value, datetime) else str(value) for value in values],
    )


def values_of(cursor: str, search: str, types: Sequence[type[Any]]) -> list[Any]:
    """The values of the cursor. Raises CursorError."""
    parts = read_cursor(_fingerprint(search), cursor, len(types))
    try:
        return [_READERS[kind](part) for kind, part in zip(types, parts, strict=True)]
    except (ValueError, OverflowError):
        raise CursorError("next_cursor is not one that this search gave") from None


def _fingerprint(search: str) -> str:
    return hashlib.sha256(search.encode()).hexdigest()[:16]


def _whole(part: str) -> int:
    number = int(part)
    if abs(number) >= 2**63:
        raise OverflowError
    return number


_READERS: Mapping[type[Any], Callable[[str], Any]] = {
    int: _whole,
    float: float,
    str: str,
    datetime: lambda part: datetime.fromisoformat(part).astimezone(UTC),
}
