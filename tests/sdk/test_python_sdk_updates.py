"""The official Python SDK changes what is stored: `explicit`, and `update` of the Admin API."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cloudinary.api
import cloudinary.exceptions
import cloudinary.uploader
import pytest

from tests.conftest import LiveServer


def uploaded(file: Path, public_id: str, **options: Any) -> dict[str, Any]:
    answer: dict[str, Any] = cloudinary.uploader.upload(str(file), public_id=public_id, **options)
    return answer


def test_a_stored_picture_is_tagged_as_in_the_article(cat: Path) -> None:
    uploaded(cat, "landscape", tags="mine")
    result = cloudinary.api.update("landscape", categorization="imagga_tagging", auto_tagging=0.4)
    categorization = result["info"]["categorization"]["imagga_tagging"]
    assert categorization["status"] == "complete"
    assert {"tag", "confidence"} <= categorization["data"][0].keys()
    assert result["tags"][0] == "mine"
    assert "cat" in result["tags"]
    assert cloudinary.api.resource("landscape")["tags"] == result["tags"]


def test_a_stored_video_is_tagged_by_a_job(live_server: LiveServer, bikes: Path) -> None:
    uploaded(bikes, "updates/bikes", resource_type="video")
    result = cloudinary.api.update(
        "updates/bikes",
        resource_type="video",
        categorization="google_video_tagging",
        auto_tagging=0.5,
    )
    assert result["info"]["categorization"]["google_video_tagging"]["status"] == "pending"
    assert result["status"] == "pending"
    assert live_server.wait_until_tagged(result)["tags"]
    again = cloudinary.uploader.explicit(
        "updates/bikes",
        type="upload",
        resource_type="video",
        categorization="local_tagging",
        auto_tagging=0.5,
    )
    assert again["info"]["categorization"]["google_video_tagging"]["status"] == "complete"
    tagged = live_server.wait_until_tagged(again)
    assert {each["status"] for each in tagged["info"]["categorization"].values()} == {"complete"}


def test_explicit_tags_and_measures_a_picture(cat: Path) -> None:
    before = uploaded(cat, "updates/explicit")
    assert "phash" not in before
    result = cloudinary.uploader.explicit(
        "updates/explicit",
        type="upload",
        categorization="local_tagging",
        auto_tagging=0.5,
        phash=True,
        colors=True,
        image_metadata=True,
        faces=True,
        moderation="manual",
        tags=["by hand"],
        context={"alt": "a=b|c"},
        face_coordinates=[[10, 20, 30, 40]],
        invalidate=True,
    )
    assert result["tags"][0] == "by hand"
    assert "cat" in result["tags"]
    assert result["context"] == {"custom": {"alt": "a=b|c"}}
    assert result["faces"] == [[10, 20, 30, 40]]
    assert result["moderation"][0]["status"] == "pending"
    assert {"phash", "colors", "predominant", "image_metadata"} <= result.keys()
    assert "invalidate is ignored" in result["warnings"][0]
    assert (result["version"], result["etag"]) == (before["version"], before["etag"])


def test_what_an_update_does_not_name_stays(cat: Path) -> None:
    uploaded(
        cat, "updates/kept", tags=["a", "b"], context={"alt": "x"}, categorization="local_tagging"
    )
    result = cloudinary.api.update("updates/kept", display_name="A cat", asset_folder="cats/found")
    assert (result["display_name"], result["asset_folder"]) == ("A cat", "cats/found")
    assert (result["tags"], result["context"]) == (["a", "b"], {"custom": {"alt": "x"}})
    assert "local_tagging" in result["info"]["categorization"]


def test_an_update_sets_and_empties(cat: Path) -> None:
    uploaded(cat, "updates/emptied", tags=["a", "b"], context={"alt": "x"})
    options: dict[str, Any] = {"tags": ["b", "größe"], "context": {"caption": "y"}}
    result = cloudinary.api.update("updates/emptied", **options, custom_coordinates=[1, 2, 3, 4])
    assert (result["tags"], result["context"]["custom"]) == (["b", "größe"], {"caption": "y"})
    result = cloudinary.api.update("updates/emptied", tags=[], context={})
    assert (result["tags"], result["context"]) == ([], {})


def test_a_threshold_alone_assigns_what_was_found_before(cat: Path) -> None:
    uploaded(cat, "updates/threshold", categorization="local_tagging")
    result = cloudinary.api.update("updates/threshold", auto_tagging=0.5)
    assert "cat" in result["tags"]
    assert cloudinary.api.update("updates/threshold", auto_tagging=1.0)["tags"] == []
    uploaded(cat, "updates/no engine")
    with pytest.raises(cloudinary.exceptions.BadRequest, match="Name one in categorization"):
        cloudinary.api.update("updates/no engine", auto_tagging=0.5)


def test_what_a_person_removed_does_not_come_back(cat: Path) -> None:
    options = {"categorization": "local_tagging", "auto_tagging": 0.5}
    before = uploaded(cat, "updates/corrected", **options)["tags"]
    cloudinary.api.update("updates/corrected", tags=[tag for tag in before if tag != "feline"])
    again = cloudinary.api.update("updates/corrected", **options)["tags"]
    assert "feline" not in again
    assert set(again) == set(before) - {"feline"}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"background_removal": "cloudinary_ai"}, "background_removal is not supported here"),
        ({"ocr": "adv_ocr"}, "ocr is not supported here"),
        ({"raw_convert": "aspose"}, "raw_convert is not supported here"),
        ({"categorization": "nobody"}, "Unknown categorization 'nobody'"),
        ({"auto_tagging": 2}, "parameter auto_tagging"),
        ({"moderation_status": "approved"}, "is not under moderation"),
        ({"tags": ["x" * 10_000]}, "at most 255 characters"),
    ],
)
def test_what_cannot_be_updated_is_refused_and_changes_nothing(
    cat: Path, options: dict[str, Any], message: str
) -> None:
    uploaded(cat, "updates/refused", tags="kept")
    options = {"tags": "lost", **options}
    with pytest.raises(cloudinary.exceptions.BadRequest, match=message):
        cloudinary.api.update("updates/refused", **options)
    assert cloudinary.api.resource("updates/refused")["tags"] == ["kept"]


def test_quality_override_is_ignored_and_said_so(cat: Path) -> None:
    uploaded(cat, "updates/quality")
    result = cloudinary.api.update("updates/quality", quality_override="80:420")
    assert "quality_override is ignored" in result["warnings"][0]


def test_private_and_authenticated_assets_are_changed_by_their_type(cat: Path) -> None:
    for type_ in ("private", "authenticated"):
        uploaded(cat, "updates/typed", type=type_)
        result = cloudinary.api.update("updates/typed", type=type_, tags=["of", type_])
        assert (result["type"], result["tags"]) == (type_, ["of", type_])
        explicit = cloudinary.uploader.explicit("updates/typed", type=type_, tags=["again"])
        assert (explicit["type"], explicit["tags"]) == (type_, ["again"])
    with pytest.raises(cloudinary.exceptions.NotFound, match="updates/typed"):
        cloudinary.uploader.explicit("updates/typed", type="upload", tags="x")


def test_an_asset_is_read_and_changed_by_its_asset_id(live_server: LiveServer, cat: Path) -> None:
    asset_id = uploaded(cat, "updates/by id")["asset_id"]
    assert cloudinary.api.resource_by_asset_id(asset_id)["public_id"] == "updates/by id"
    response = live_server.put(f"resources/{asset_id}", json={"tags": "a,b"})
    assert response.json()["tags"] == ["a", "b"]
    with pytest.raises(cloudinary.exceptions.NotFound):
        cloudinary.api.resource_by_asset_id("0" * 32)
