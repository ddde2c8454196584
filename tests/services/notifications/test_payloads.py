"""What notifications say of changes, as Cloudinary's "Webhook notifications" documents it."""

from __future__ import annotations

from services.assets.changes import Change
from services.assets.tables import Asset
from services.notifications.payloads import (
    access_control_changed,
    context_changed,
    deleted,
    display_name_changed,
    eager_completed,
    metadata_changed,
    moved,
    renamed,
    tags_changed,
)

DOG = Asset(
    asset_id="b5",
    resource_type="image",
    delivery_type="upload",
    public_id="pets/dog",
    version=7,
    asset_folder="pets",
    display_name="dog",
)
REFERENCE = {
    "resource_type": "image",
    "type": "upload",
    "asset_id": "b5",
    "public_id": "pets/dog",
}


def test_what_was_deleted() -> None:
    facts = {"version": 7, "asset_folder": "pets", "display_name": "dog"}
    assert deleted([DOG]) == {"resources": [REFERENCE | facts]}


def test_the_old_name_and_the_new() -> None:
    told = renamed(DOG, "puppy")
    assert (told["from_public_id"], told["to_public_id"]) == ("puppy", "pets/dog")
    assert told["asset_id"] == "b5"


def test_tags_that_came_and_went() -> None:
    told = tags_changed([Change(DOG, ["a", "b"], ["b", "c"])])
    assert told["resources"] == [REFERENCE | {"added": ["c"], "removed": ["a"], "updated": []}]


def test_context_that_came_went_and_changed() -> None:
    told = context_changed([Change(DOG, {"a": "1", "b": "2"}, {"b": "3", "c": "4"})])
    assert told["resources"] == {
        "pets/dog": REFERENCE
        | {
            "added": [{"name": "c", "value": "4"}],
            "removed": [{"name": "a", "value": "1"}],
            "updated": [{"name": "b", "value": "3"}],
        }
    }


def test_metadata_before_and_after() -> None:
    told = metadata_changed([Change(DOG, {}, {"sku": "17"})])["resources"]["pets/dog"]
    assert (told["previous_metadata"], told["new_metadata"]) == ({}, {"sku": "17"})


def test_names_and_folders_before_and_after() -> None:
    told = display_name_changed([Change(DOG, "puppy", "dog")])["resources"]["pets/dog"]
    assert (told["previous_display_name"], told["new_display_name"]) == ("puppy", "dog")
    told = moved([Change(DOG, "", "pets")])["resources"]["pets/dog"]
    assert (told["from_asset_folder"], told["to_asset_folder"]) == ("", "pets")


def test_access_before_and_after() -> None:
    [told] = access_control_changed([Change(DOG, [], [{"access_type": "token"}])])["resources"]
    assert told["previous_access_control"] == []
    assert told["new_access_control"] == [{"access_type": "token"}]


def test_what_was_derived() -> None:
    derived = [{"transformation": "w_100", "url": "https://example.com/w_100/dog.jpg"}]
    assert eager_completed(DOG, derived, "batch") == REFERENCE | {
        "batch_id": "batch",
        "eager": derived,
    }
