"""Pages, order and counts of what is found, and keeping up with changes, on both databases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from services.assets.corrections import take_tags
from services.assets.cursors import CursorError
from services.assets.folder_rows import Folder
from services.assets.tables import Asset, AssetTag
from services.database import Database
from services.search.aggregations import Aggregation, CountedRange
from services.search.folders import FolderSearch
from services.search.index import keep_in_step
from services.search.ordering import SORT_FIELDS, Direction
from services.search.search import AssetSearch, SearchQuery
from services.search.tables import SearchDocument, SearchStale
from tests.services.search.conftest import NOW, detected, make_asset

Sort = tuple[tuple[str, Direction], ...]


@pytest.fixture
def indexed(database: Database) -> Database:
    keep_in_step(database)
    return database


@pytest.fixture
def twenty(indexed: Database) -> Database:
    """Twenty assets, several of them alike in every way but their names."""
    with indexed.writing() as session:
        for number in range(20):
            session.add(
                make_asset(
                    f"picture {number:02d}",
                    ["cat"] if number % 2 else ["dog"],
                    bytes=1000 * (number // 4),
                    width=None if number % 5 == 0 else 100 + number % 3,
                    display_name="cat" if number % 3 == 0 else "none",
                    created_at=NOW - timedelta(seconds=number // 2),
                )
            )
    return indexed


def find(database: Database, expression: str) -> set[str]:
    found = AssetSearch(database).find(SearchQuery(expression))
    return {asset.public_id for asset in found.assets}


def pages(database: Database, expression: str, sort_by: Sort) -> Iterator[list[str]]:
    """Every page of four results."""
    cursor = None
    while True:
        query = SearchQuery(expression, sort_by, max_results=4, next_cursor=cursor)
        found = AssetSearch(database).find(query)
        yield [asset.public_id for asset in found.assets]
        cursor = found.next_cursor
        if cursor is None:
            return


@pytest.mark.parametrize(
    "sort_by",
    [
        (),
        (("bytes", "asc"),),
        (("bytes", "desc"), ("created_at", "asc")),
        (("width", "asc"), ("public_id", "desc")),
        (("score", "desc"), ("bytes", "desc")),
        (("aspect_ratio", "desc"),),
    ],
)
def test_pages_have_every_result_once(twenty: Database, sort_by: Sort) -> None:
    listed = [name for page in pages(twenty, "cat OR dog", sort_by) for name in page]
    assert len(listed) == 20
    whole = AssetSearch(twenty).find(SearchQuery("cat OR dog", sort_by))
    assert listed == [asset.public_id for asset in whole.assets]


def test_everything_that_can_be_sorted_by_can(twenty: Database) -> None:
    for name in SORT_FIELDS:
        for direction in ("asc", "desc"):
            listed = list(pages(twenty, "", ((name, direction),)))
            assert len({each for page in listed for each in page}) == 20


def test_pages_stay_right_while_assets_come_and_go(twenty: Database) -> None:
    walk = pages(twenty, "", (("created_at", "desc"),))
    listed = next(walk)
    with twenty.writing() as session:
        session.add(make_asset("newest", created_at=NOW + timedelta(days=1)))
        last = session.scalars(select(Asset).where(Asset.public_id == listed[-1])).one()
        session.delete(last)
    listed += [name for page in walk for name in page]
    assert "newest" not in listed
    assert len(listed) == len(set(listed)) == 20


def test_a_cursor_is_of_one_search(twenty: Database) -> None:
    search = AssetSearch(twenty)
    cursor = search.find(SearchQuery("cat", max_results=1)).next_cursor
    assert cursor
    for query in (
        SearchQuery("dog", next_cursor=cursor),
        SearchQuery("cat", (("bytes", "asc"),), next_cursor=cursor),
        SearchQuery("cat", next_cursor=cursor[:-3]),
        SearchQuery("cat", next_cursor="WyJhIl0"),
        SearchQuery("cat", next_cursor="ü" * 1000),
        SearchQuery("cat", next_cursor="[" * 100_000),
    ):
        with pytest.raises(CursorError, match="next_cursor is not one"):
            search.find(query)


def test_the_best_score_has_the_word_as_a_tag(twenty: Database) -> None:
    [first, *_] = pages(twenty, "cat", (("score", "desc"), ("public_id", "asc")))
    assert first == ["picture 01", "picture 03", "picture 05", "picture 07"]


def counted(database: Database, *asked: Aggregation) -> dict[str, dict[str, int]]:
    query = SearchQuery("cat", aggregate=asked, max_results=1)
    return AssetSearch(database).find(query).aggregations


def test_what_is_found_is_counted_by_field_and_by_range(twenty: Database) -> None:
    ranges = (CountedRange("small", None, 2000), CountedRange("large", 2000, None))
    assert counted(
        twenty,
        Aggregation("format"),
        Aggregation("resource_type"),
        Aggregation("bytes", ranges),
        Aggregation("tags"),
        Aggregation("duration"),
    ) == {
        "format": {"jpg": 14},
        "resource_type": {"image": 14},
        "bytes": {"small": 6, "large": 8},
        "tags": {"cat": 10, "dog": 4},
        "duration": {"below 10s": 0, "10s to 1m": 0, "1m to 10m": 0, "10m and more": 0},
    }


def test_searching_follows_every_change_however_it_is_made(indexed: Database) -> None:
    with indexed.writing() as session:
        session.add(make_asset("one", ["cat"], context={"alt": "sofa"}))
    assert find(indexed, "cat sofa") == {"one"}
    with indexed.writing() as session:
        session.execute(update(AssetTag).values(tag="lynx"))
        session.execute(update(Asset).values(display_name="rug", context={}))
    assert find(indexed, "cat OR sofa") == set()
    assert find(indexed, "tags:lynx rug") == {"one"}
    with indexed.writing() as session:
        asset = session.scalars(select(Asset)).one()
        asset.tags = []
        asset.detections = detected({"name": "wolf", "confidence": 0.6, "kind": "object"})
    assert find(indexed, "lynx") == set()
    assert find(indexed, "confidence.wolf>0.5") == {"one"}
    with indexed.writing() as session:
        asset = session.scalars(select(Asset)).one()
        session.execute(delete(Asset).where(Asset.asset_id == asset.asset_id))
    assert find(indexed, "") == find(indexed, "rug") == set()
    with indexed.reading() as session:
        assert session.scalars(select(SearchDocument)).all() == []
        assert session.scalars(select(SearchStale)).all() == []


def test_a_tag_that_a_person_removed_has_no_confidence_any_more(indexed: Database) -> None:
    wolf = {"name": "wolf", "confidence": 0.9, "kind": "object"}
    with indexed.writing() as session:
        session.add(make_asset("dog", ["wolf"], detections=detected(wolf)))
    assert find(indexed, "confidence.wolf>0.5") == {"dog"}
    with indexed.writing() as session:
        take_tags(session, session.scalars(select(Asset)).one(), ["wolf"], "owner")
    assert find(indexed, "confidence.wolf>0.5") == set()


def test_a_change_that_is_undone_changes_nothing_in_the_index(indexed: Database) -> None:
    with indexed.writing() as session:
        session.add(make_asset("one", ["cat"]))

    def change_and_fail(session: Session) -> None:
        session.execute(update(AssetTag).values(tag="lynx"))
        raise RuntimeError

    with pytest.raises(RuntimeError), indexed.writing() as session:
        change_and_fail(session)
    assert find(indexed, "cat") == {"one"}


def test_what_was_there_before_searching_came_is_found(database: Database) -> None:
    with database.writing() as session:
        session.add_all(make_asset(f"old {number}", ["cat"]) for number in range(3))
    assert find(database, "tags:cat") == set()
    keep_in_step(database)
    assert find(database, "tags:cat") == {"old 0", "old 1", "old 2"}


@pytest.fixture
def folders(indexed: Database) -> FolderSearch:
    listed = ["shop", "shop/summer shoes", "shop/winter", "shop/winter/2026", "archive"]
    with indexed.writing() as session:
        for day, path in enumerate(listed):
            created_at = NOW - timedelta(days=10 * day)
            session.add(
                Folder(
                    path=path,
                    parent=path.rpartition("/")[0],
                    external_id=f"{day:032x}",
                    created_at=created_at,
                )
            )
    return FolderSearch(indexed)


def paths(folders: FolderSearch, expression: str, sort_by: Sort = ()) -> Sequence[str]:
    return [folder.path for folder in folders.find(SearchQuery(expression, sort_by)).folders]


def test_folders_are_found_by_name_path_and_age(folders: FolderSearch) -> None:
    everything = ["archive", "shop", "shop/summer shoes", "shop/winter", "shop/winter/2026"]
    assert paths(folders, "") == everything
    assert paths(folders, "", (("name", "desc"),)) == [
        "shop/winter",
        "shop/summer shoes",
        "shop",
        "archive",
        "shop/winter/2026",
    ]
    assert paths(folders, "name=winter") == ["shop/winter"]
    assert paths(folders, "name:shoes OR archive") == ["archive", "shop/summer shoes"]
    assert paths(folders, "path=shop/win*") == ["shop/winter", "shop/winter/2026"]
    assert paths(folders, "path:shop AND NOT path:shop/winter/*") == [
        "shop",
        "shop/summer shoes",
        "shop/winter",
    ]
    assert paths(folders, "created_at>15d") == ["shop", "shop/summer shoes"]
    assert paths(folders, "created_at:[35d TO 25d]") == ["shop/winter/2026"]


def test_folders_come_in_pages_too(folders: FolderSearch) -> None:
    listed: list[str] = []
    cursor = None
    while True:
        query = SearchQuery("", (("created_at", "asc"),), max_results=2, next_cursor=cursor)
        found = folders.find(query)
        assert found.total == 5
        listed += [folder.path for folder in found.folders]
        cursor = found.next_cursor
        if cursor is None:
            break
    assert len(listed) == len(set(listed)) == 5
