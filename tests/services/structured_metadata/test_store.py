"""Fields and the values of assets in them are kept, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from services.assets.catalogue import Catalogue
from services.assets.editing import AssetEditor, Selection
from services.assets.tables import Asset
from services.database import Database
from services.structured_metadata.store import MetadataStore
from services.structured_metadata.values import MetadataError


@pytest.fixture
def store(database: Database) -> MetadataStore:
    store = MetadataStore(database)
    for external_id, type_ in (("size", "integer"), ("name", "string")):
        store.add_field({"external_id": external_id, "label": external_id, "type": type_})
    return store


def kept(database: Database, public_id: str, **metadata: object) -> Asset:
    now, version_id = datetime.now(UTC), uuid4().hex
    asset = Asset(
        asset_id=uuid4().hex,
        resource_type="image",
        delivery_type="upload",
        public_id=public_id,
        version=1_795_300_000,
        version_id=version_id,
        format="jpg",
        bytes=10,
        etag="0" * 32,
        storage_key=f"originals/{version_id}",
        media={},
        asset_folder="",
        display_name="dog",
        original_filename="dog",
        context={},
        structured_metadata=metadata or None,
        created_at=now,
        updated_at=now,
    )
    return Catalogue(database).add(asset, overwrite=False).asset


def values(database: Database, asset: Asset) -> object:
    found = Catalogue(database).get(asset.asset_id)
    assert found
    return found.structured_metadata


def test_a_deleted_field_takes_its_values_along(database: Database, store: MetadataStore) -> None:
    both = kept(database, "both", size=1, name="x")
    one, none = kept(database, "one", size=0), kept(database, "none")
    store.delete_field("size")
    assert [values(database, each) for each in (both, one, none)] == [{"name": "x"}, None, None]
    assert list(store.schema().fields) == ["name"]
    with pytest.raises(KeyError):
        store.delete_field("size")


def test_two_changes_of_one_asset_at_once_are_both_kept(
    database: Database, store: MetadataStore
) -> None:
    asset = kept(database, "raced")
    editor, selection = AssetEditor(database), Selection("image", "upload", ["raced"])
    given_at_once: list[dict[str, object]] = [{"name": "x"}]
    given_at_once += [{"size": number} for number in range(1, 7)]
    with ThreadPoolExecutor(4) as threads:
        changes = [
            threads.submit(editor.edit_metadata, given, selection, clear_invalid=False)
            for given in given_at_once
        ]
        for change in changes:
            assert change.result()
    metadata = values(database, asset)
    assert isinstance(metadata, dict)
    assert metadata["name"] == "x"
    assert metadata["size"] in range(1, 7)


def test_one_value_that_does_not_fit_changes_no_asset(
    database: Database, store: MetadataStore
) -> None:
    assets = [kept(database, name, size=1) for name in ("a", "b")]
    with pytest.raises(MetadataError, match="must be a whole number"):
        AssetEditor(database).edit_metadata(
            {"name": "x", "size": "big"},
            Selection("image", "upload", ["a", "b"]),
            clear_invalid=False,
        )
    assert [values(database, each) for each in assets] == [{"size": 1}, {"size": 1}]


def test_labels_and_external_ids_are_taken_once(store: MetadataStore) -> None:
    with pytest.raises(MetadataError, match="external id size already exists"):
        store.add_field({"external_id": "size", "label": "other", "type": "string"})
    with pytest.raises(MetadataError, match="label 'size' already"):
        store.add_field({"external_id": "other", "label": "size", "type": "string"})
    with pytest.raises(MetadataError, match="label 'size' already"):
        store.update_field("name", {"label": "size"})
