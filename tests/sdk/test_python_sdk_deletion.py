"""The official Python SDK deletes what is stored."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import cloudinary.api
import cloudinary.exceptions
import cloudinary.uploader
import pytest

from services.database import Database
from tests.conftest import LiveServer
from tests.services.assets.test_catalogue import asset

SMALL = {"width": 20, "crop": "scale"}
SMALLER = {"width": 10, "crop": "scale"}


def uploaded(file: Path, public_id: str, **options: Any) -> dict[str, Any]:
    answer: dict[str, Any] = cloudinary.uploader.upload(str(file), public_id=public_id, **options)
    return answer


def test_resources_are_deleted_by_their_ids(live_server: LiveServer, cat: Path) -> None:
    before = live_server.files()
    uploaded(cat, "deleted/größe 🐈", eager=[SMALL, SMALLER])
    uploaded(cat, "deleted/2")
    answer = cloudinary.api.delete_resources(["deleted/größe 🐈", "deleted/2", "deleted/no"])
    assert answer["deleted"] == {
        "deleted/größe 🐈": "deleted",
        "deleted/2": "deleted",
        "deleted/no": "not_found",
    }
    assert answer["deleted_counts"]["deleted/größe 🐈"] == {"original": 1, "derived": 2}
    assert answer["partial"] is False
    assert live_server.files() == before
    kept = uploaded(cat, "deleted/3")
    by_id = cloudinary.api.delete_resources_by_asset_ids([kept["asset_id"], "0" * 32])
    assert by_id["deleted"] == {kept["asset_id"]: "deleted", "0" * 32: "not_found"}
    assert live_server.files() == before


def test_resources_are_deleted_by_prefix_and_by_tag(live_server: LiveServer, cat: Path) -> None:
    before = live_server.files()
    for number in range(3):
        uploaded(cat, f"gone_/{number}", tags=["gone/tag", "other"])
    uploaded(cat, "goneX/3", tags="gone/tag")
    uploaded(cat, "gone_/4", type="private")
    answer = cloudinary.api.delete_resources_by_prefix("gone_/")
    assert set(answer["deleted"]) == {f"gone_/{number}" for number in range(3)}
    answer = cloudinary.api.delete_resources_by_tag("gone/tag")
    assert answer["deleted"] == {"goneX/3": "deleted"}
    assert cloudinary.api.delete_resources("gone_/4", type="private")["deleted"]
    assert live_server.files() == before


def test_the_originals_stay_when_only_derived_files_are_deleted(
    live_server: LiveServer, cat: Path
) -> None:
    uploaded(cat, "derived/1", eager=[SMALL, SMALLER], tags="kept originals")
    answer = cloudinary.api.delete_resources("derived/1", transformations=[SMALL])
    assert answer["deleted_counts"] == {"derived/1": {"original": 0, "derived": 1}}
    answer = cloudinary.api.delete_resources_by_tag("kept originals", keep_original=True)
    assert answer["deleted_counts"] == {"derived/1": {"original": 0, "derived": 1}}
    assert cloudinary.api.resource("derived/1")["derived"] == []
    cloudinary.api.delete_resources("derived/1", invalidate=True)


def test_what_is_backed_up_comes_back(cat: Path) -> None:
    uploaded(cat, "deleted/kept", backup=True, tags="of the kept")
    cloudinary.api.delete_resources_by_prefix("deleted/kept")
    restored = cloudinary.api.restore(["deleted/kept"])["deleted/kept"]
    assert restored["tags"] == ["of the kept"]
    listed = cloudinary.api.resources_by_tag("of the kept")["resources"]
    assert [each["asset_id"] for each in listed] == [restored["asset_id"]]


def test_all_of_a_type_are_deleted(live_server: LiveServer, tmp_path: Path, cat: Path) -> None:
    raw = tmp_path / "note.txt"
    raw.write_text("a note")
    for number in range(3):
        uploaded(raw, f"all/{number}", resource_type="raw", type="authenticated")
    picture = uploaded(cat, "all/picture", type="authenticated")
    answer = cloudinary.api.delete_all_resources(resource_type="raw", type="authenticated")
    assert len(answer["deleted"]) == 3
    assert cloudinary.api.resource("all/picture", type="authenticated")
    cloudinary.api.delete_resources_by_asset_ids([picture["asset_id"]])


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("resources/image/upload", {}),
        ("resources/image/upload", {"prefix": ""}),
        ("resources/image/upload", {"all": "false"}),
        ("resources/image/upload", {"all": True, "prefix": "x"}),
        ("resources/image/upload", {"prefix": ["x"]}),
        ("resources/image/upload", {"all": True, "next_cursor": "x"}),
        ("resources/image/upload", {"public_ids": ["x"] * 101}),
        ("resources/image/upload", {"public_ids": [{"x": 1}]}),
        ("resources/image/upload", {"public_ids": ["x"], "transformations": "c_nonsense"}),
        ("resources/image/upload", {"public_ids": ["x"], "keep_original": "perhaps"}),
        ("resources", {}),
        ("resources", {"asset_ids": []}),
    ],
)
def test_a_deletion_that_does_not_say_what_deletes_nothing(
    live_server: LiveServer, cat: Path, path: str, body: dict[str, Any]
) -> None:
    kept = live_server.upload(cat, public_id="x")
    response = live_server.request("DELETE", path, json=body)
    assert response.status_code == 400, response.text
    assert cloudinary.api.resource("x")["asset_id"] == kept["asset_id"]


def test_only_the_owner_deletes(live_server: LiveServer) -> None:
    for path in ("resources", "resources/image/upload", "resources/image/tags/x"):
        response = live_server.request("DELETE", path, json={"all": True}, auth=None)
        assert response.status_code == 401


def test_more_than_a_thousand_are_deleted_in_parts(
    start_server: Callable[..., LiveServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = start_server()
    database = Database(f"sqlite:///{server.data_dir / 'tagdrop.db'}")
    with database.writing() as session:
        session.add_all(
            [asset(f"many/{number}", asset_folder="", backup=True) for number in range(1_002)]
        )
    database.close()
    monkeypatch.setenv("CLOUDINARY_URL", server.cloudinary_url)
    cloudinary.reset_config()
    first = cloudinary.api.delete_resources_by_prefix("many/")
    assert first["partial"] is True
    assert len(first["deleted"]) == 1_000
    rest = cloudinary.api.delete_resources_by_prefix("many/", next_cursor=first["next_cursor"])
    assert rest["partial"] is False
    assert len(rest["deleted"]) == 2
    assert cloudinary.api.resources()["resources"] == []
