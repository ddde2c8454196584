"""A small library, in both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from services.assets.tables import Asset, AssetTag, Detection, ModerationRecord
from services.database import Database
from services.search.index import keep_in_step
from services.search.search import AssetSearch, SearchQuery

NOW = datetime.now(UTC)
MakeAsset = Callable[..., Asset]


def make_asset(public_id: str, tags: Sequence[str] = (), **values: Any) -> Asset:
    """An asset with just what a test is about."""
    usual: dict[str, Any] = {
        "asset_id": uuid4().hex,
        "resource_type": "image",
        "delivery_type": "upload",
        "version": 1,
        "version_id": uuid4().hex,
        "format": "jpg",
        "bytes": 1000,
        "etag": "0" * 32,
        "storage_key": uuid4().hex,
        "width": 640,
        "height": 480,
        "media": {},
        "asset_folder": "",
        "display_name": public_id.rpartition("/")[2],
        "original_filename": "",
        "context": {},
        "created_at": NOW,
        "updated_at": NOW,
        "tagging_progress": 0.0,
        "detections": [],
        "tags": [
            AssetTag(tag=tag, position=position, confidence=1.0, manual=True)
            for position, tag in enumerate(tags)
        ],
    }
    return Asset(public_id=public_id, **{**usual, **values})


def detected(*tags: dict[str, Any]) -> list[Detection]:
    """What an engine found."""
    return [Detection(engine="local_tagging", position=0, status="complete", tags=list(tags))]


def _library() -> list[Asset]:
    dog = {"name": "dog", "confidence": 0.9, "kind": "object"}
    seen = [
        {"start": 1.0, "end": 6.0, "confidence": 0.9},
        {"start": 20.0, "end": 22.0, "confidence": 0.7},
    ]
    return [
        make_asset(
            "pets/black_cat",
            ["black cat", "Pet"],
            asset_folder="animals/pets",
            display_name="Größe: a cat",
            context={"alt": "Asleep on the sofa", "shelf": "12"},
            structured_metadata={"price": 20, "shot_on": "2026-03-01", "colours": ["red", "blue"]},
            bytes=200_000,
            created_at=NOW - timedelta(hours=2),
            phash="00ff00ff00ff00ff",
        ),
        make_asset(
            "pets/dog",
            ["dog", "pet"],
            asset_folder="animals",
            format="png",
            bytes=3_000_000,
            width=1920,
            height=1080,
            created_at=NOW - timedelta(days=3),
            detections=detected(dog, {"name": "ball", "confidence": 0.4, "kind": "object"}),
            colors={"colors": [], "predominant": {"google": [["red", 60.0], ["white", 40.0]]}},
            faces=[[1, 2, 3, 4]],
            moderations=[
                ModerationRecord(
                    kind="manual",
                    position=0,
                    status="approved",
                    thresholds={},
                    updated_at=NOW,
                )
            ],
        ),
        make_asset(
            "walk",
            ["dog"],
            resource_type="video",
            format="mp4",
            width=640,
            height=360,
            duration=30.0,
            bytes=9_000_000,
            asset_folder="animals_too",
            created_at=NOW - timedelta(days=40),
            tagging_status="complete",
            detections=detected({**dog, "segments": seen}),
        ),
        make_asset(
            "notes",
            resource_type="raw",
            format="",
            width=None,
            height=None,
            original_filename="notes 100%.txt",
            created_at=datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC),
            delivery_type="private",
            media={"pages": 3},
        ),
    ]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def library(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """Four assets; tests only read them."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('library') / 'library.db'}"
    else:
        server: str = request.getfixturevalue("postgresql")
        name = f"library_{uuid4().hex}"
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
        url = f"{server.replace('postgresql', 'postgresql+psycopg', 1)}/{name}"
    database = Database(url)
    database.migrate()
    keep_in_step(database)
    with database.writing() as session:
        session.add_all(_library())
    yield database
    database.close()


@pytest.fixture
def found(library: Database) -> Callable[[str], set[str]]:
    """The public IDs that an expression finds in the library."""

    def find(expression: str) -> set[str]:
        result = AssetSearch(library).find(SearchQuery(expression))
        names = {asset.public_id for asset in result.assets}
        assert result.total == len(names)
        return names

    return find
