"""Pages of assets and of tags, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from services.assets.catalogue import Catalogue, manual_tags
from services.assets.cursors import CursorError, write_cursor
from services.assets.editing import AssetEditor, Selection
from services.assets.listing import Criteria, Direction, Listings
from services.assets.tables import Asset
from services.database import Database
from tests.services.assets.test_catalogue import asset

START = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def catalogue(database: Database) -> Catalogue:
    return Catalogue(database)


@pytest.fixture
def listings(database: Database) -> Listings:
    return Listings(database)


def added(catalogue: Catalogue, public_id: str, minute: int = 0, **values: object) -> Asset:
    created = START + timedelta(minutes=minute)
    return catalogue.add(asset(public_id, created_at=created, **values), overwrite=True).asset


def names(
    listings: Listings, criteria: Criteria, limit: int = 3, direction: Direction = "desc"
) -> Iterator[str]:
    """The public IDs of every page in turn."""
    cursor = ""
    while True:
        page = listings.page(criteria, limit, cursor, direction)
        assert len(page.assets) <= limit
        yield from [each.public_id for each in page.assets]
        if page.next_cursor is None:
            return
        cursor = page.next_cursor


IMAGES = Criteria(resource_type="image")


@pytest.mark.parametrize("direction", ["asc", "desc"])
def test_every_asset_is_on_one_page_even_of_those_that_came_at_once(
    catalogue: Catalogue, listings: Listings, direction: Direction
) -> None:
    for number in range(10):
        added(catalogue, f"pages/{number}", minute=number // 4)
    listed = list(names(listings, IMAGES, 3, direction))
    assert sorted(listed) == [f"pages/{number}" for number in range(10)]
    newest = {"pages/8", "pages/9"}
    assert set(listed[:2] if direction == "desc" else listed[-2:]) == newest


def test_what_is_added_or_deleted_meanwhile_moves_nothing(
    catalogue: Catalogue, listings: Listings, database: Database
) -> None:
    for number in range(6):
        added(catalogue, f"moving/{number}", minute=number)
    listed = names(listings, IMAGES, 2)
    first = [next(listed), next(listed)]
    added(catalogue, "moving/new", minute=99)
    AssetEditor(database).destroy("image", "upload", "moving/4")
    assert [*first, *listed] == [f"moving/{number}" for number in (5, 4, 3, 2, 1, 0)]


def test_a_prefix_tells_case_apart_and_sorts_by_name(
    catalogue: Catalogue, listings: Listings
) -> None:
    kept = ["a%b/1", "a%b/2", "a%b/ä", "a%b/\U0010ffff", "a%b/é 🐈"]
    for public_id in [*kept, "A%b/1", "axb/1", "a%c", "a%"]:
        added(catalogue, public_id)
    assert list(names(listings, Criteria(resource_type="image", prefix="a%b/"), 2)) == sorted(kept)
    last = Criteria(resource_type="image", prefix="a%b/\U0010ffff")
    assert list(names(listings, last)) == ["a%b/\U0010ffff"]


def test_assets_of_a_tag_come_newest_first_also_of_tags_given_later(
    catalogue: Catalogue, listings: Listings, database: Database
) -> None:
    for number in range(5):
        added(catalogue, f"tagged/{number}", minute=number, tags=manual_tags(["t"]))
    added(catalogue, "tagged/late", minute=2)
    added(catalogue, "clip", minute=3, resource_type="video", tags=manual_tags(["t"]))
    editor = AssetEditor(database)
    editor.edit_tags("add", ["t"], Selection("image", "upload", ["tagged/late"]), "owner")
    listed = list(names(listings, Criteria(resource_type="image", tag="t"), 2))
    assert listed[:2] == ["tagged/4", "tagged/3"]
    assert set(listed[2:4]) == {"tagged/2", "tagged/late"}
    assert listed[4:] == ["tagged/1", "tagged/0"]


@pytest.mark.parametrize("key", ["alt", 'a"b', "größe.$[0]", "%"])
def test_assets_are_found_by_context(catalogue: Catalogue, listings: Listings, key: str) -> None:
    added(catalogue, "one", 1, context={key: "x", "other": "y"})
    added(catalogue, "two", 2, context={key: "y"})
    added(catalogue, "none", 3, context={"other": "x"})
    assert list(names(listings, Criteria(context=(key, None)))) == ["two", "one"]
    assert list(names(listings, Criteria(context=(key, "x")))) == ["one"]


def test_a_folder_and_a_moment_say_which_assets(catalogue: Catalogue, listings: Listings) -> None:
    for number in range(4):
        added(catalogue, f"in/{number}", number, asset_folder="a" if number % 2 else "a/b")
    assert list(names(listings, Criteria(asset_folder="a"))) == ["in/3", "in/1"]
    since = Criteria(resource_type="image", since=START + timedelta(minutes=2))
    assert list(names(listings, since)) == ["in/3", "in/2"]


def test_tags_are_listed_once_and_in_order(catalogue: Catalogue, listings: Listings) -> None:
    for number in range(3):
        tags = manual_tags(["Cat", "cat", "café", "dog", f"x{number}"])
        added(catalogue, f"of tags/{number}", tags=tags)
    added(catalogue, "clip", resource_type="video", tags=manual_tags(["film"]))
    first = listings.tags("image", "", 2)
    assert first.tags == ["Cat", "café"]
    assert first.next_cursor
    assert listings.tags("image", "", 9, first.next_cursor).tags == ["cat", "dog", "x0", "x1", "x2"]
    assert listings.tags("image", "c", 9).tags == ["café", "cat"]
    assert listings.tags("video", "", 9).tags == ["film"]


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "é",
        "\ud800",
        "0" * 5000,
        write_cursor("asc", ["2026-11-01T00:00:00+00:00", "0"]),
        write_cursor("desc", ["yesterday", "0"]),
        write_cursor("desc", ["0001-01-01T00:00:00+23:00", "0"]),
        write_cursor("desc", ["2026-11-01T00:00:00+00:00", "\0"]),
        write_cursor("desc", ["2026-11-01T00:00:00+00:00"]),
        write_cursor("name", ["a", "0"]),
    ],
)
def test_a_cursor_that_the_listing_did_not_give_is_refused(listings: Listings, cursor: str) -> None:
    with pytest.raises(CursorError):
        listings.page(IMAGES, 3, cursor)


@pytest.mark.parametrize(
    "criteria",
    [
        IMAGES,
        Criteria(resource_type="image", delivery_type="upload"),
        Criteria(resource_type="image", prefix="a"),
        Criteria(resource_type="image", tag="t"),
        Criteria(asset_folder="a"),
    ],
)
def test_a_page_is_read_from_an_index_without_sorting(tmp_path: object, criteria: Criteria) -> None:
    database = Database(f"sqlite:///{tmp_path}/plans.db")
    database.migrate()
    listings = Listings(database)
    with database.reading() as session:
        query = listings.query(session, criteria, 10, "", "desc")
        compiled = query.compile(session.get_bind(), compile_kwargs={"literal_binds": True})
        plan = session.execute(text(f"EXPLAIN QUERY PLAN {compiled}")).all()
    steps = [row[-1] for row in plan]
    assert any("USING" in step and "INDEX" in step for step in steps)
    assert not any("TEMP B-TREE" in step or step.startswith("SCAN assets ") for step in steps), (
        steps
    )
    database.close()
