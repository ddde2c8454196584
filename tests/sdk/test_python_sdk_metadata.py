"""The official Python SDK and structured metadata: fields, rules, and the values of assets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cloudinary.api
import cloudinary.exceptions
import cloudinary.uploader
import pytest

COLOURS = [{"external_id": "red", "value": "Red"}, {"external_id": "blue", "value": "Blue"}]


@pytest.fixture
def made() -> Iterator[list[str]]:
    """External IDs of fields that the test makes, which are deleted afterwards."""
    external_ids: list[str] = []
    yield external_ids
    for external_id in external_ids:
        try:
            cloudinary.api.delete_metadata_field(external_id)
        except cloudinary.exceptions.NotFound:
            continue


def add(made: list[str], external_id: str, type_: str, **values: Any) -> dict[str, Any]:
    field = {"external_id": external_id, "label": f"Label of {external_id}", "type": type_}
    made.append(external_id)
    added: dict[str, Any] = cloudinary.api.add_metadata_field({**field, **values})
    return added


def test_fields_are_added_listed_changed_and_deleted(made: list[str]) -> None:
    validation = {"type": "strlen", "min": 2, "max": 10}
    added = add(made, "listed", "string", validation=validation, mandatory=False)
    assert (added["type"], added["validation"], added["mandatory"]) == ("string", validation, False)
    assert added["default_value"] is None
    listed = cloudinary.api.list_metadata_fields()["metadata_fields"]
    assert "listed" in [field["external_id"] for field in listed]
    changed = cloudinary.api.update_metadata_field(
        "listed", {"external_id": "b", "type": "integer", "label": "New", "default_value": "abc"}
    )
    fixed = {"external_id": "listed", "type": "string", "label": "New"}
    assert fixed.items() <= changed.items()
    assert cloudinary.api.metadata_field_by_field_id("listed")["default_value"] == "abc"
    with pytest.raises(cloudinary.exceptions.BadRequest, match="at least 2 and at most 10"):
        cloudinary.api.update_metadata_field("listed", {"default_value": "a"})
    assert cloudinary.api.delete_metadata_field("listed") == {"message": "ok"}
    with pytest.raises(cloudinary.exceptions.NotFound, match="External ID listed does not exist"):
        cloudinary.api.metadata_field_by_field_id("listed")
    with pytest.raises(cloudinary.exceptions.BadRequest, match="already exists, or once did"):
        add(made, "listed", "string")


def test_a_datasource_is_changed_sorted_shortened_and_restored(made: list[str]) -> None:
    add(made, "tone", "enum", datasource={"values": [*COLOURS, {"value": "Green"}]})
    changed = cloudinary.api.update_metadata_field_datasource(
        "tone", [{"external_id": "red", "value": "Scarlet"}, {"external_id": "sky", "value": "Sky"}]
    )
    assert [each["value"] for each in changed["values"]] == ["Scarlet", "Blue", "Green", "Sky"]
    ordered = cloudinary.api.reorder_metadata_field_datasource("tone", "value", "desc")
    assert [each["value"] for each in ordered["values"]] == ["Sky", "Scarlet", "Green", "Blue"]
    left = cloudinary.api.delete_datasource_entries("tone", ["red", "blue"])
    assert [each["value"] for each in left["values"]] == ["Sky", "Green"]
    restored = cloudinary.api.restore_metadata_field_datasource("tone", ["red"])
    assert [each["external_id"] for each in restored["values"]][:2] == ["sky", "red"]
    with pytest.raises(cloudinary.exceptions.BadRequest, match="no datasource entry nothing"):
        cloudinary.api.delete_datasource_entries("tone", ["nothing"])


def test_fields_are_sorted(made: list[str]) -> None:
    for external_id in ("zebra", "ape"):
        add(made, external_id, "integer")
    ordered = cloudinary.api.reorder_metadata_fields("external_id", "asc")["metadata_fields"]
    ids = [field["external_id"] for field in ordered]
    assert ids == sorted(ids)
    with pytest.raises(cloudinary.exceptions.BadRequest, match="Invalid order_by"):
        cloudinary.api.reorder_metadata_fields("size")


def test_assets_have_values_from_the_upload_on(made: list[str], cat: Path) -> None:
    add(made, "author", "string")
    add(made, "size", "integer")
    add(made, "shot_on", "date")
    add(made, "colours", "set", datasource={"values": COLOURS})
    metadata = {"author": "a=b|c ü", "size": 5, "shot_on": "2026-11-22", "colours": ["red", "blue"]}
    uploaded = cloudinary.uploader.upload(str(cat), public_id="metadata/cat", metadata=metadata)
    assert uploaded["metadata"] == metadata
    cloudinary.uploader.upload(str(cat), public_id="metadata/other")
    names = ["metadata/cat", "metadata/other", "metadata/nothing"]
    updated = cloudinary.uploader.update_metadata({"size": 6, "author": ""}, names)
    assert updated == {"public_ids": names[:2]}
    assert cloudinary.api.resource("metadata/other")["metadata"] == {"size": 6}
    changed = cloudinary.api.update("metadata/cat", metadata={"colours": ["red"]})
    assert changed["metadata"] == {"size": 6, "shot_on": "2026-11-22", "colours": ["red"]}
    explicit = cloudinary.uploader.explicit(
        "metadata/cat", type="upload", metadata={"author": "me"}
    )
    assert explicit["metadata"]["author"] == "me"
    renamed = cloudinary.uploader.rename("metadata/cat", "metadata/renamed", metadata="size=7")
    assert renamed["metadata"]["size"] == 7
    cloudinary.api.delete_metadata_field("size")
    assert "size" not in cloudinary.api.resource("metadata/renamed")["metadata"]
    assert "metadata" not in cloudinary.api.resource("metadata/other")


def test_values_that_do_not_fit_are_refused_and_change_nothing(made: list[str], cat: Path) -> None:
    add(made, "stock", "integer", validation={"type": "greater_than", "value": 0, "equals": True})
    add(made, "shade", "enum", datasource={"values": COLOURS})
    with pytest.raises(cloudinary.exceptions.BadRequest, match="shade: must be the ID"):
        cloudinary.uploader.upload(
            str(cat), public_id="metadata/refused", metadata={"shade": "green"}
        )
    with pytest.raises(cloudinary.exceptions.NotFound):
        cloudinary.api.resource("metadata/refused")
    cloudinary.uploader.upload(str(cat), public_id="metadata/refused", metadata={"stock": 1})
    with pytest.raises(cloudinary.exceptions.BadRequest, match="more than or equal to 0"):
        cloudinary.uploader.update_metadata({"stock": -1}, ["metadata/refused"])
    with pytest.raises(cloudinary.exceptions.BadRequest, match="nothing does not exist"):
        cloudinary.api.update("metadata/refused", metadata={"nothing": "x"}, tags="lost")
    found = cloudinary.api.resource("metadata/refused")
    assert (found["metadata"], found["tags"]) == ({"stock": 1}, [])
    cleared = cloudinary.uploader.update_metadata(
        {"stock": -1, "shade": "red"}, ["metadata/refused"], clear_invalid=True
    )
    assert cleared["public_ids"]
    assert cloudinary.api.resource("metadata/refused")["metadata"] == {"shade": "red"}


def test_rules_are_added_obeyed_changed_and_deleted(made: list[str], cat: Path) -> None:
    add(made, "kind", "enum", datasource={"values": COLOURS})
    add(made, "detail", "string")
    rule = cloudinary.api.add_metadata_rule(
        {
            "metadata_field_id": "detail",
            "name": "detail of red",
            "condition": {"metadata_field_id": "kind", "equals": "red"},
            "result": {"enable": True, "apply_value": {"value": "crimson", "mode": "default"}},
        }
    )
    assert rule["condition"] == {"metadata_field_id": "kind", "equals": "red"}
    assert rule["external_id"] in [
        each["external_id"] for each in cloudinary.api.list_metadata_rules()["metadata_rules"]
    ]
    uploaded = cloudinary.uploader.upload(
        str(cat), public_id="metadata/ruled", metadata={"kind": "red"}
    )
    assert uploaded["metadata"] == {"kind": "red", "detail": "crimson"}
    with pytest.raises(cloudinary.exceptions.BadRequest, match="A rule disables"):
        cloudinary.uploader.upload(str(cat), metadata={"kind": "blue", "detail": "navy"})
    changed = cloudinary.api.update_metadata_rule(
        rule["external_id"], {"name": "off", "state": "inactive"}
    )
    assert (changed["name"], changed["state"]) == ("off", "inactive")
    cloudinary.uploader.upload(str(cat), metadata={"kind": "blue", "detail": "navy"})
    assert cloudinary.api.delete_metadata_rule(rule["external_id"]) == {"success": True}
    with pytest.raises(cloudinary.exceptions.NotFound):
        cloudinary.api.delete_metadata_rule(rule["external_id"])
    with pytest.raises(cloudinary.exceptions.BadRequest, match="nothing does not exist"):
        cloudinary.api.add_metadata_rule(
            {
                "metadata_field_id": "nothing",
                "name": "x",
                "condition": {"metadata_field_id": "kind", "populated": True},
                "result": {"enable": True},
            }
        )


def test_others_may_not_define_fields() -> None:
    cloudinary.config(api_secret="wrong")
    with pytest.raises(cloudinary.exceptions.AuthorizationRequired):
        cloudinary.api.list_metadata_fields()
    with pytest.raises(cloudinary.exceptions.AuthorizationRequired):
        cloudinary.api.add_metadata_field({"label": "x", "type": "string"})
