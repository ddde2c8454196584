"""Versions are kept and come back whole, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from services.assets.catalogue import Catalogue, apply_results, asked_detections, manual_tags
from services.assets.editing import AssetEditor
from services.assets.moderations import asked_records, decide
from services.assets.names import AssetName
from services.assets.tables import Asset
from services.assets.versions import AssetVersions
from services.database import Database
from services.moderation.asked import AskedModeration
from services.moderation.verdict import ModerationThresholds
from services.tagging.tagger import EngineResult
from services.tagging.tags import Tag

NAME = AssetName("image", "upload", "holiday/größe 🐕")


@pytest.fixture
def catalogue(database: Database) -> Catalogue:
    return Catalogue(database)


@pytest.fixture
def versions(database: Database) -> AssetVersions:
    return AssetVersions(database)


def asset(*, backup: bool = True) -> Asset:
    now, version_id = datetime.now(UTC), uuid4().hex
    new = Asset(
        asset_id=uuid4().hex,
        resource_type=NAME.resource_type,
        delivery_type=NAME.delivery_type,
        public_id=NAME.public_id,
        version=1_795_300_000,
        version_id=version_id,
        format="jpg",
        bytes=20 << 30,
        etag="0" * 32,
        storage_key=f"originals/{version_id}",
        media={"pages": 1},
        asset_folder="holiday",
        display_name="dog",
        original_filename="dog",
        context={"alt": "größe"},
        backup=backup,
        created_at=now,
        updated_at=now,
        tags=manual_tags(["summer"]),
        detections=asked_detections(["a"], 0.5),
        moderations=asked_records([AskedModeration("manual")], ModerationThresholds()),
    )
    apply_results(new, [EngineResult("a", "local", "model 1", [Tag("dog", 0.9, "object")])])
    decide(new.moderations, "rejected")
    return new


def test_a_version_comes_back_whole(catalogue: Catalogue, versions: AssetVersions) -> None:
    first = catalogue.add(asset(), overwrite=False).asset
    catalogue.add(asset(), overwrite=True)
    [kept] = versions.of(first.asset_id)
    assert (kept.version_id, kept.storage_key) == (first.version_id, first.storage_key)
    versions.restore(NAME, kept.version_id)
    found = catalogue.find("image", "upload", NAME.public_id)
    assert found
    assert (found.asset_id, found.storage_key) == (first.asset_id, first.storage_key)
    assert (found.bytes, found.context, found.created_at) == (
        first.bytes,
        first.context,
        first.created_at,
    )
    assert [(tag.tag, tag.confidence, tag.manual) for tag in found.tags] == [
        ("summer", 1.0, True),
        ("dog", 0.9, False),
    ]
    assert found.detections[0].tags == first.detections[0].tags
    [moderation] = found.moderations
    assert (moderation.status, moderation.decided_by) == ("rejected", "owner")
    assert found.version_id != first.version_id


def test_the_file_of_a_kept_version_is_an_original(
    catalogue: Catalogue, versions: AssetVersions
) -> None:
    first = catalogue.add(asset(), overwrite=False).asset
    catalogue.add(asset(), overwrite=True)
    assert catalogue.is_an_original(first.storage_key)
    assert catalogue.discarded() == []
    assert versions.forget(first.asset_id, [first.version_id]) == [first.storage_key]
    assert not catalogue.is_an_original(first.storage_key)
    assert catalogue.discarded() == [first.storage_key]


def test_a_deleted_asset_without_backup_is_gone(
    database: Database, catalogue: Catalogue, versions: AssetVersions
) -> None:
    first = catalogue.add(asset(backup=False), overwrite=False).asset
    done = AssetEditor(database).destroy("image", "upload", NAME.public_id)
    assert done
    assert done.discarded_key == first.storage_key
    assert versions.restore(NAME, None) is None


def test_a_version_that_comes_back_while_its_asset_has_another_name_is_another_asset(
    database: Database, catalogue: Catalogue, versions: AssetVersions
) -> None:
    first = catalogue.add(asset(), overwrite=False).asset
    catalogue.add(asset(), overwrite=True)
    AssetEditor(database).rename(
        "image", ("upload", NAME.public_id), ("upload", "renamed"), overwrite=False
    )
    restored = versions.restore(NAME, first.version_id)
    assert restored
    assert restored.asset_id != first.asset_id
    assert catalogue.find("image", "upload", "renamed")


def test_what_is_there_is_left_as_it_is(catalogue: Catalogue, versions: AssetVersions) -> None:
    first = catalogue.add(asset(), overwrite=False).asset
    for version_id in (None, first.version_id):
        found = versions.restore(NAME, version_id)
        assert found
        assert found.version_id == first.version_id
    assert versions.restore(NAME, "0" * 32) is None
