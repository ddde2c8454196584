"""The official Python SDK lists what is stored."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cloudinary.api
import cloudinary.exceptions
import cloudinary.uploader
import pytest
import requests

from tests.conftest import LiveServer


@pytest.fixture(scope="module")
def shelf(live_server: LiveServer, cat: Path) -> list[dict[str, Any]]:
    """Five pictures, the oldest first."""
    return [
        live_server.upload(
            cat,
            public_id=f"shelf/{number} größe",
            tags=f"shelf,shelf {number}",
            context=f"shelf={number}|alt=a cat",
            asset_folder="shelf/of cats" if number < 2 else "shelf",
        )
        for number in range(5)
    ]


def names(answer: dict[str, Any]) -> list[str]:
    return [resource["public_id"] for resource in answer["resources"]]


def test_there_are_three_types() -> None:
    assert set(cloudinary.api.resource_types()["resource_types"]) == {"image", "raw", "video"}


def test_resources_are_listed_page_by_page(cat: Path, shelf: list[dict[str, Any]]) -> None:
    kept = [asset["public_id"] for asset in shelf]
    first = cloudinary.api.resources(type="upload", prefix="shelf/", max_results=3)
    second = cloudinary.api.resources(
        type="upload", prefix="shelf/", max_results=3, next_cursor=first["next_cursor"]
    )
    assert names(first) + names(second) == kept
    assert "next_cursor" not in second
    newest = cloudinary.api.resources(max_results=1, start_at=shelf[0]["created_at"])
    cloudinary.uploader.upload(str(cat), public_id="shelf newer")
    older = cloudinary.api.resources(max_results=500, next_cursor=newest["next_cursor"])
    assert "shelf newer" not in names(older)
    assert names(newest)[0] not in names(older)


def test_a_row_says_what_is_asked_for(shelf: list[dict[str, Any]]) -> None:
    [plain] = cloudinary.api.resources(type="upload", prefix="shelf/0")["resources"]
    same = ("asset_id", "version", "format", "bytes", "width", "created_at", "secure_url")
    assert {name: plain[name] for name in same} == {name: shelf[0][name] for name in same}
    assert not {"tags", "context", "metadata", "moderation_status", "info"} & set(plain)
    requests.get(plain["secure_url"], timeout=30).raise_for_status()
    [more] = cloudinary.api.resources(
        type="upload", prefix="shelf/0", tags=True, context=True, metadata=True, moderations=True
    )["resources"]
    assert more["tags"] == ["shelf", "shelf 0"]
    assert more["context"] == {"custom": {"shelf": "0", "alt": "a cat"}}
    [few] = cloudinary.api.resources(type="upload", prefix="shelf/0", fields=["tags", "bytes"])[
        "resources"
    ]
    assert set(few) == {"asset_id", "public_id", "tags", "bytes"}


def test_resources_are_found_by_their_ids(shelf: list[dict[str, Any]]) -> None:
    wanted = [shelf[3], shelf[1]]
    found = cloudinary.api.resources_by_ids([*(each["public_id"] for each in wanted), "no"])
    assert names(found) == [each["public_id"] for each in wanted]
    assert names(cloudinary.api.resources_by_ids(shelf[2]["public_id"], tags=True)) == [
        shelf[2]["public_id"]
    ]
    by_asset = cloudinary.api.resources_by_asset_ids([each["asset_id"] for each in wanted])
    assert names(by_asset) == names(found)


def test_resources_are_found_by_asset_folder_and_context(shelf: list[dict[str, Any]]) -> None:
    kept = [asset["public_id"] for asset in shelf]
    folder = cloudinary.api.resources_by_asset_folder("shelf/of cats", direction="asc")
    assert names(folder) == kept[:2]
    assert names(cloudinary.api.resources_by_context("shelf", direction=1)) == kept
    assert names(cloudinary.api.resources_by_context("shelf", "3", context=True)) == [kept[3]]


def test_tags_are_listed_by_prefix_page_by_page(shelf: list[dict[str, Any]]) -> None:
    first = cloudinary.api.tags(prefix="shelf", max_results=4)
    rest = cloudinary.api.tags(prefix="shelf", max_results=4, next_cursor=first["next_cursor"])
    assert first["tags"] + rest["tags"] == ["shelf", *(f"shelf {number}" for number in range(5))]
    newest_first = [asset["public_id"] for asset in reversed(shelf)]
    assert names(cloudinary.api.resources_by_tag("shelf")) == newest_first
    assert names(cloudinary.api.resources_by_tag("shelf", direction="asc")) == newest_first[::-1]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"next_cursor": "nonsense"}, "next_cursor"),
        ({"next_cursor": ["a", "b"]}, "next_cursor"),
        ({"max_results": 0}, "from 1 to 500"),
        ({"max_results": "9" * 5000}, "from 1 to 500"),
        ({"max_results": "٣"}, "from 1 to 500"),
        ({"direction": "sideways"}, "direction"),
        ({"start_at": "soon"}, "start_at"),
        ({"start_at": "0001-01-01T00:00:00+23:00"}, "start_at"),
        ({"prefix": "x" * 300}, "prefix"),
        ({"prefix": "x", "start_at": "2026-11-01"}, "prefix"),
        ({"tags": "perhaps"}, "tags"),
        ({"prefix": "\0"}, "NUL"),
    ],
)
def test_a_senseless_listing_is_refused_with_the_reason(
    live_server: LiveServer, asked: dict[str, Any], message: str
) -> None:
    pairs = {
        f"{name}[]" if isinstance(value, list) else name: value for name, value in asked.items()
    }
    response = live_server.get("resources/image", params=pairs)
    assert response.status_code == 400
    assert message in response.json()["error"]["message"]


def test_too_many_ids_are_refused(live_server: LiveServer) -> None:
    with pytest.raises(cloudinary.exceptions.BadRequest, match="at most 100"):
        cloudinary.api.resources_by_ids([f"{number}" for number in range(101)])
    with pytest.raises(cloudinary.exceptions.BadRequest, match="Missing required parameter"):
        cloudinary.api.resources_by_asset_ids([])


def test_a_moment_is_read_as_every_sdk_writes_it(
    live_server: LiveServer, shelf: list[dict[str, Any]]
) -> None:
    for moment in ("2026-01-01", "2026-01-01 00:00:00 UTC", "Thu, 01 Jan 2026 00:00:00 GMT"):
        listed = live_server.get("resources/image", params={"start_at": moment}).json()
        assert listed["resources"], moment


@pytest.mark.parametrize("path", ["resources", "resources/image", "tags/image"])
def test_listings_are_for_the_owner_alone(live_server: LiveServer, path: str) -> None:
    assert live_server.get(path, auth=None).status_code == 401
    assert live_server.get(path, auth=("1", "2")).status_code == 401
