"""The official Python SDK searches: assets, folders, and by signed addresses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import cloudinary.api
import cloudinary.exceptions
import cloudinary.uploader
import pytest
import requests
from cloudinary import Search, SearchFolders

from tests.conftest import LiveServer


@pytest.fixture(scope="module")
def shelf(
    live_server: LiveServer, cat: Path, coffee: Path, bikes: Path
) -> Iterator[dict[str, dict[str, Any]]]:
    """A folder of its own with two pictures and a tagged video."""
    folder = f"shelf{uuid4().hex[:12]}"
    uploads = {
        "cat": live_server.upload(
            cat,
            folder=folder,
            public_id="cat",
            tags="kitten,soft fur",
            context="alt=Half a cat",
            image_metadata="true",
            colors="true",
        ),
        "coffee": live_server.upload(
            coffee, folder=f"{folder}/cups", public_id="coffee", tags="cup", type="authenticated"
        ),
        "bikes": live_server.wait_until_tagged(
            live_server.upload(
                bikes,
                folder=folder,
                public_id="bikes",
                categorization="local_tagging",
                auto_tagging="0.5",
            )
        ),
    }
    yield {**uploads, "folder": {"name": folder}}
    for upload in list(uploads.values()):
        named = {"public_id": upload["public_id"], "type": upload["type"]}
        destroyed = live_server.post(
            f"{upload['resource_type']}/destroy", data=named, auth=live_server.basic
        )
        assert destroyed.json() == {"result": "ok"}


@pytest.fixture
def within(shelf: dict[str, dict[str, Any]]) -> str:
    """What keeps an expression to the assets of these tests."""
    return f"folder:{shelf['folder']['name']}/* AND"


def names(found: dict[str, Any]) -> list[str]:
    return [resource["filename"] for resource in found["resources"]]


def test_assets_are_found_sorted_counted_and_paged(within: str) -> None:
    search = (
        Search()
        .expression(f"{within} (resource_type:image OR tags:bicycle) AND uploaded_at>1d")
        .sort_by("public_id", "asc")
        .aggregate("resource_type")
        .aggregate({"type": "bytes", "ranges": [{"key": "any", "from": 0}]})
        .max_results(2)
    )
    first = search.execute()
    assert first["total_count"] == 3
    assert isinstance(first["time"], int)
    assert names(first) == ["bikes", "cat"]
    assert first["aggregations"] == {
        "resource_type": {"image": 2, "video": 1},
        "bytes": {"any": 3},
    }
    second = search.next_cursor(first["next_cursor"]).execute()
    assert names(second) == ["coffee"]
    assert "next_cursor" not in second


def test_what_a_result_tells_is_the_usual_or_what_is_asked_for(within: str) -> None:
    [usual] = Search().expression(f"{within} tags=kitten").execute()["resources"]
    assert usual["format"] == "png"
    assert usual["pixels"] == 451 * 300
    assert requests.get(usual["secure_url"], timeout=30).ok
    assert not {"tags", "context", "image_metadata", "info_url"} & set(usual)
    [more] = (
        Search()
        .expression(f'{within} tags="soft fur"')
        .with_field(["tags", "context", "image_metadata"])
        .with_field("image_analysis")
        .execute()["resources"]
    )
    assert more["tags"] == ["kitten", "soft fur"]
    assert more["context"] == {"custom": {"alt": "Half a cat"}}
    assert more["image_analysis"]["colors"]
    assert set(usual) < set(more)
    [less] = (
        Search()
        .expression(f"{within} kitten")
        .fields("tags")
        .fields("bytes")
        .execute()["resources"]
    )
    assert set(less) == {"asset_id", "public_id", "tags", "bytes"}


def test_a_video_is_found_by_what_is_seen_in_it_and_when(within: str) -> None:
    for expression in ("confidence.bicycle > 0.5", "segment.bicycle > 1s", "moment.bicycle < 9s"):
        found = Search().expression(f"{within} {expression}").with_field("segments").execute()
        assert names(found) == ["bikes"], expression
        [segment, *_] = found["resources"][0]["segments"]["bicycle"]
        assert 0 <= segment["start"] < segment["end"] <= 11


def test_a_bad_expression_is_a_bad_request_that_says_where_and_why() -> None:
    with pytest.raises(cloudinary.exceptions.BadRequest, match=r"at character 10: there is no"):
        Search().expression("tags=cat tagz=dog").execute()
    with pytest.raises(cloudinary.exceptions.BadRequest, match="are allowed"):
        Search().expression(" OR ".join(["cat"] * 10_000)).execute()
    with pytest.raises(cloudinary.exceptions.BadRequest, match="next_cursor is not one"):
        Search().next_cursor("nonsense").execute()
    with pytest.raises(cloudinary.exceptions.BadRequest, match="Cannot sort by 'beauty'"):
        Search().sort_by("beauty").execute()


def test_searching_needs_the_right_secret() -> None:
    with pytest.raises(cloudinary.exceptions.AuthorizationRequired):
        Search().expression("cat").execute(api_secret="wrong")


def test_folders_are_found(shelf: dict[str, dict[str, Any]]) -> None:
    name = shelf["folder"]["name"]
    found = SearchFolders().expression(f"path:{name}/*").sort_by("path", "asc").execute()
    assert [folder["path"] for folder in found["folders"]] == [f"{name}/cups"]
    assert found["folders"][0]["name"] == "cups"
    assert found["total_count"] == 1


def test_a_signed_address_searches_without_the_secret(within: str) -> None:
    search = Search().expression(f"{within} resource_type:image").sort_by("public_id", "asc")
    search.max_results(1).with_field("tags")
    first = requests.get(search.to_url(600), timeout=30)
    assert first.status_code == 200, first.text
    assert first.headers["Cache-Control"] == "public, max-age=600"
    assert names(first.json()) == ["cat"]
    assert first.json()["resources"][0]["tags"] == ["kitten", "soft fur"]
    second = requests.get(search.to_url(600, first.json()["next_cursor"]), timeout=30).json()
    assert names(second) == ["coffee"]
    # Who may search may not open what is closed.
    assert not {"url", "secure_url", "thumbnail_url"} & set(second["resources"][0])


def test_a_changed_signed_address_is_refused(within: str) -> None:
    url = Search().expression(f"{within} cat").to_url(600)
    for changed in (
        url.replace("/600/", "/6000/"),
        url[:-3] + ("AAA" if url[-3:] != "AAA" else "BBB"),
        url.replace("/search/", "/search/0"),
    ):
        response = requests.get(changed, timeout=30)
        assert response.status_code == 401
        assert "signature" in response.json()["error"]["message"]
