"""How SQLite looks for assets: what it costs grows with what is found, not with the library."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text

from services.assets.tables import Asset
from services.database import Database
from services.search.compiling import compile_expression, score
from services.search.conditions import Scope
from services.search.ordering import SortKey, behind, sort_keys
from services.search.parsing import parse


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('plans') / 'plans.db'}")
    database.migrate()
    yield database
    database.close()


def _keys(expression: str, scope: Scope) -> list[SortKey]:
    return sort_keys((), score(parse(expression), scope), scope)


def plan(database: Database, expression: str, *, page: bool = False) -> list[str]:
    """The steps in which SQLite finds the first results, or those of a later `page`."""
    scope = Scope("sqlite", datetime.now(UTC))
    matching = compile_expression(parse(expression), scope)
    keys = _keys(expression, scope)
    query = select(Asset.asset_id).where(matching).order_by(*(key.ordered for key in keys))
    if page:
        query = query.where(behind(keys, [scope.now, "0" * 32]))
    with database.reading() as session:
        bound = query.limit(51).compile(session.get_bind(), compile_kwargs={"literal_binds": True})
        return [row[-1] for row in session.execute(text(f"EXPLAIN QUERY PLAN {bound}"))]


@pytest.mark.parametrize(
    "expression",
    [
        "tags=cat",
        "tags=ca*",
        "tags:cat",
        "cat",
        "black cat",
        '"black cat"',
        "ca*",
        "cat AND bytes>1mb AND NOT format=png",
        "confidence.cat > 0.8",
        "segment.cat > 3s",
        "moment.cat:[1s TO 3s]",
        "context.alt=sofa",
        "context.alt:sofa",
        "metadata.price>10",
        "public_id=a",
        "public_id=a/*",
        "filename:cat",
        "folder=a",
        "folder=a/*",
        "display_name=cat",
        "created_at>1d",
        "created_at:[2026-01-01 TO 2026-02-01]",
        "etag=00000000000000000000000000000000",
        "tags=cat OR tags=dog",
    ],
)
def test_no_step_goes_through_the_whole_library(database: Database, expression: str) -> None:
    steps = plan(database, expression)
    scans = [step for step in steps if step.startswith("SCAN") and "VIRTUAL TABLE" not in step]
    assert scans == [], steps


def test_pages_by_time_are_read_from_the_index_in_order(database: Database) -> None:
    for page in (False, True):
        steps = plan(database, "", page=page)
        assert len(steps) == 1, steps
        assert "ix_assets_created_at_id" in steps[0]
        assert steps[0].startswith("SEARCH" if page else "SCAN")
