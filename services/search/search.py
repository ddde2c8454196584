"""Finding assets by expression, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select

from services.assets.tables import Asset
from services.database import Database
from services.search.aggregations import Aggregation, count
from services.search.compiling import compile_expression, score
from services.search.conditions import Scope
from services.search.ordering import (
    Direction,
    SortKey,
    behind,
    cursor_behind,
    sort_keys,
    values_of,
)
from services.search.parsing import parse
from services.search.tables import SearchSegment

DEFAULT_RESULTS = 50
MOST_RESULTS = 500


@dataclass(frozen=True)
class SearchQuery:
    """What to find, how to sort it, and what to count."""

    expression: str = ""
    sort_by: tuple[tuple[str, Direction], ...] = ()
    aggregate: tuple[Aggregation, ...] = ()
    max_results: int = DEFAULT_RESULTS
    next_cursor: str | None = None

    @property
    def identity(self) -> str:
        """What a cursor of this search must have in common with it."""
        return repr((self.expression, self.sort_by))


@dataclass(frozen=True)
class Found:
    """A page of assets, how many there are in all, and where the next page begins."""

    assets: list[Asset]
    total: int
    next_cursor: str | None
    aggregations: dict[str, dict[str, int]]


class AssetSearch:
    """Searches the catalogue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, query: SearchQuery) -> Found:
        """A page of what the query finds. Raises ExpressionError, CursorError."""
        tree = parse(query.expression)
        with self._database.reading() as session:
            scope = Scope(session.get_bind().dialect.name, datetime.now(UTC))
            matching = compile_expression(tree, scope)
            keys = sort_keys(query.sort_by, score(tree, scope), scope)
            wanted = select(Asset, *(key.column for key in keys)).where(matching)
            if query.next_cursor:
                types = [key.type for key in keys]
                place = values_of(query.next_cursor, query.identity, types)
                wanted = wanted.where(behind(keys, place))
            wanted = wanted.order_by(*(key.ordered for key in keys)).limit(query.max_results + 1)
            rows = session.execute(wanted).all()
            page = rows[: query.max_results]
            total = session.scalar(select(func.count()).select_from(Asset).where(matching)) or 0
            more = len(rows) > len(page)
            return Found(
                [row[0] for row in page],
                total,
                _cursor(keys, page[-1][1:], query) if more else None,
                count(session, matching, query.aggregate),
            )

    def segments(self, assets: Sequence[Asset]) -> Mapping[str, list[SearchSegment]]:
        """Of each of these videos, when which tag holds, by asset ID."""
        found: dict[str, list[SearchSegment]] = {asset.asset_id: [] for asset in assets}
        with self._database.reading() as session:
            query = select(SearchSegment).where(SearchSegment.asset_id.in_(found))
            for segment in session.scalars(query.order_by(SearchSegment.position)):
                found[segment.asset_id].append(segment)
        return found


def _cursor(keys: Sequence[SortKey], row: Sequence[object], query: SearchQuery) -> str:
    values = [
        # SQLite gives moments back without their time zone.
        value.replace(tzinfo=UTC) if isinstance(value, datetime) and not value.tzinfo else value
        for value, _ in zip(row, keys, strict=True)
    ]
    return cursor_behind(values, query.identity)
