"""The official Python SDK keeps earlier versions, and brings them back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cloudinary.api
import cloudinary.exceptions
import cloudinary.uploader
import pytest
import requests

from tests.conftest import LiveServer


def uploaded(file: Path, public_id: str, **options: Any) -> dict[str, Any]:
    answer: dict[str, Any] = cloudinary.uploader.upload(
        str(file), public_id=public_id, backup=True, **options
    )
    return answer


def test_a_replaced_version_is_listed_and_restored(cat: Path, rocket: Path) -> None:
    first = uploaded(cat, "versions/replaced", tags="cat")
    second = uploaded(rocket, "versions/replaced", tags="rocket")
    versions = cloudinary.api.resource("versions/replaced", versions=True)["versions"]
    assert [(each["version_id"], each["restorable"]) for each in versions] == [
        (second["version_id"], False),
        (first["version_id"], True),
    ]
    assert versions[1]["version"] == str(first["version"])
    assert versions[1]["size"] == first["bytes"]
    restored = cloudinary.api.restore(["versions/replaced"], versions=[first["version_id"]])
    asset = restored["versions/replaced"]
    assert (asset["etag"], asset["tags"]) == (first["etag"], ["cat"])
    assert asset["asset_id"] == first["asset_id"]
    assert asset["version"] > second["version"]
    assert requests.get(asset["url"], timeout=30).content == cat.read_bytes()
    versions = cloudinary.api.resource("versions/replaced", versions=True)["versions"]
    assert [each["version_id"] for each in versions][1:] == [second["version_id"]]


def test_the_version_that_an_upload_with_backup_replaces_is_kept(cat: Path, rocket: Path) -> None:
    cloudinary.uploader.upload(str(cat), public_id="versions/late")
    uploaded(rocket, "versions/late")
    assert len(cloudinary.api.resource("versions/late", versions=True)["versions"]) == 2


def test_without_backup_nothing_is_kept(live_server: LiveServer, cat: Path, rocket: Path) -> None:
    before = live_server.files()
    for file in (cat, rocket):
        cloudinary.uploader.upload(str(file), public_id="versions/plain")
    assert cloudinary.api.resource("versions/plain", versions=True)["versions"] == []
    assert "versions" not in cloudinary.api.resource("versions/plain")
    cloudinary.uploader.destroy("versions/plain")
    assert live_server.files() == before
    assert cloudinary.api.restore(["versions/plain"]) == {"versions/plain": {"error": "no_backup"}}


def test_a_deleted_asset_comes_back_as_it_was(cat: Path) -> None:
    before = uploaded(
        cat,
        "versions/größe 🐈",
        tags=["kept"],
        context={"alt": "x"},
        type="private",
        categorization="local_tagging",
        auto_tagging=0.5,
        moderation="manual",
        phash=True,
    )
    cloudinary.uploader.destroy("versions/größe 🐈", type="private")
    with pytest.raises(cloudinary.exceptions.NotFound):
        cloudinary.api.resource("versions/größe 🐈", type="private")
    restored = cloudinary.api.restore(["versions/größe 🐈"], type="private")["versions/größe 🐈"]
    same = ("asset_id", "public_id", "type", "etag", "tags", "context", "info", "phash", "bytes")
    assert {name: restored[name] for name in same} == {name: before[name] for name in same}
    assert restored["moderation"][0]["status"] == "pending"
    assert requests.get(restored["url"], timeout=30).content == cat.read_bytes()


def test_several_assets_are_restored_each_to_its_version(cat: Path, rocket: Path) -> None:
    firsts = [uploaded(cat, f"versions/several {number}")["version_id"] for number in range(2)]
    names = ["versions/several 0", "versions/several 1"]
    for name in names:
        uploaded(rocket, name)
        cloudinary.uploader.destroy(name)
    restored = cloudinary.api.restore(names, versions=firsts)
    assert {restored[name]["bytes"] for name in names} == {cat.stat().st_size}
    with pytest.raises(cloudinary.exceptions.BadRequest, match="as many as public_ids"):
        cloudinary.api.restore(names, versions=firsts[:1])


def test_versions_are_restored_by_asset_id(cat: Path, rocket: Path) -> None:
    first = uploaded(cat, "versions/by id")
    uploaded(rocket, "versions/by id")
    cloudinary.uploader.rename("versions/by id", "versions/renamed")
    asset_id = first["asset_id"]
    restored = cloudinary.api.restore_by_asset_ids([asset_id], versions=[first["version_id"]])
    assert restored[asset_id]["public_id"] == "versions/renamed"
    assert restored[asset_id]["etag"] == first["etag"]
    nothing = cloudinary.api.restore_by_asset_ids(["0" * 32])
    assert nothing == {"0" * 32: {"error": "no_backup"}}


def test_a_version_that_is_kept_no_longer_leaves_nothing_behind(
    live_server: LiveServer, cat: Path, rocket: Path
) -> None:
    before = live_server.files()
    first, second = uploaded(cat, "versions/gone"), uploaded(rocket, "versions/gone")
    version_ids = [first["version_id"], second["version_id"]]
    assert cloudinary.api.delete_backed_up_assets(first["asset_id"], version_ids) == {
        "result": "ok"
    }
    assert cloudinary.api.resource("versions/gone", versions=True)["versions"] == []
    assert requests.get(second["url"], timeout=30).status_code == 200
    cloudinary.uploader.destroy("versions/gone")
    assert live_server.files() == before
