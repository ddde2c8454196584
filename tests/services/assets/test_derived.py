"""Records of derived files, named transformations and what archives take, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from services.assets import derived as derived_module
from services.assets.archives import ArchiveSelection, NothingToArchive, archived_assets
from services.assets.catalogue import Catalogue, manual_tags
from services.assets.derived import DerivedStore
from services.assets.named_transformations import NamedTransformations
from services.assets.tables import Asset
from services.database import Database
from services.media.transformations.errors import TransformationError


def stored(database: Database, public_id: str, **values: Any) -> Asset:
    now = datetime.now(UTC)
    file_id = uuid4().hex
    asset = Asset(
        **{
            "asset_id": uuid4().hex,
            "resource_type": "image",
            "delivery_type": "upload",
            "public_id": public_id,
            "version": 1,
            "version_id": file_id,
            "format": "jpg",
            "bytes": 1,
            "etag": "0",
            "storage_key": f"originals/{file_id[:2]}/{file_id}",
            "media": {},
            "asset_folder": "",
            "display_name": public_id,
            "original_filename": public_id,
            "context": {},
            "created_at": now,
            "updated_at": now,
            **values,
        }
    )
    Catalogue(database).add(asset, overwrite=True)
    return asset


def test_records_are_listed_page_by_page_and_go_with_their_asset(database: Database) -> None:
    store = DerivedStore(database)
    dog = stored(database, "dog")
    for width in range(5):
        assert store.record(dog, f"w_{width + 1}", "jpg", f"derived/{width}", 10) == []
    first = store.of(dog.asset_id, 3)
    rest = store.of(dog.asset_id, 3, first[-1].id)
    assert len(first) + len(rest) == 5
    assert [row.storage_key for row in store.made_by("w_2", 10)] == ["derived/1"]
    assert store.transformations(2) == ["w_1", "w_2"]
    assert store.transformations(9, "w_3") == ["w_4", "w_5"]
    assert len(store.of_assets([dog.asset_id], ["w_1", "w_5", "w_9"])) == 2
    assert [row.storage_key for row in store.forget([first[0].id, "nothing"])] == [
        first[0].storage_key
    ]
    stored(database, "dog", storage_key="originals/other", version_id=uuid4().hex)
    assert store.of(dog.asset_id, 10) == []


def test_a_file_of_a_replaced_asset_is_not_recorded_but_deleted(database: Database) -> None:
    store = DerivedStore(database)
    dog = stored(database, "dog")
    stored(database, "dog")
    assert store.record(dog, "w_1", "jpg", "derived/late", 10) == ["derived/late"]
    assert store.made_by("w_1", 10) == []


def test_a_file_that_another_request_made_too_stays(database: Database) -> None:
    store = DerivedStore(database)
    dog = stored(database, "dog")
    assert store.record(dog, "w_1", "jpg", "derived/same", 10) == []
    assert store.record(dog, "w_1", "jpg", "derived/same", 10) == []
    assert len(store.of(dog.asset_id, 10)) == 1


def test_the_oldest_files_make_room(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(derived_module, "MOST_DERIVED", 3)
    store = DerivedStore(database)
    dog = stored(database, "dog")
    evicted = [store.record(dog, f"w_{n}", "jpg", f"derived/{n}", 10) for n in range(1, 6)]
    assert evicted == [[], [], [], ["derived/1"], ["derived/2"]]


def test_named_transformations_are_kept(database: Database) -> None:
    named = NamedTransformations(database)
    named.create("small", "c_fit,w_10")
    assert str(named.read("t_small/e_sepia")) == "c_fit,w_10/e_sepia"
    with pytest.raises(TransformationError, match="already"):
        named.create("small", "w_5")
    assert named.update("small", allowed_for_strict=False, definition="w_6")
    assert str(named.read("t_small")) == "w_6"
    assert named.update("nothing", allowed_for_strict=True, definition=None) is None
    assert (named.delete("small"), named.delete("small")) == (True, False)


def test_archives_take_what_has_the_name_the_tag_or_the_prefix(database: Database) -> None:
    stored(database, "a/dog", tags=manual_tags(["pet"]))
    stored(database, "a_/cat")
    stored(database, "b/dog", delivery_type="private", tags=manual_tags(["pet"]))

    def chosen(**options: Any) -> list[str]:
        selection = ArchiveSelection(resource_types=("image",), **options)
        return [asset.public_id for asset in archived_assets(database, selection)]

    assert chosen(tags=["pet"]) == ["a/dog"]
    assert chosen(prefixes=["a_"]) == ["a_/cat"]
    assert chosen(prefixes=["a"]) == ["a/dog", "a_/cat"]
    assert chosen(tags=["pet"], prefixes=["a_/"]) == ["a/dog", "a_/cat"]
    with pytest.raises(NothingToArchive):
        chosen(prefixes=["%"])
