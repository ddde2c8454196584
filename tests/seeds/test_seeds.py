"""The examples of the articles that this project was made after, run as they are printed there.

Only the host is another, and the pictures are those that packages ship.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cloudinary
import cloudinary.uploader
import pytest
import requests
from cloudinary import CloudinaryImage

from tests.conftest import LiveServer


@pytest.fixture(autouse=True)
def configured(live_server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The SDK finds the server by the printed line."""
    monkeypatch.setenv("CLOUDINARY_URL", live_server.cloudinary_url)
    cloudinary.reset_config()
    yield
    cloudinary.reset_config()


def rows_of(uploaded: dict[str, Any], engine: str) -> list[dict[str, Any]]:
    """The rows {tag, confidence} of a complete result, checked for their shape."""
    result = uploaded["info"]["categorization"][engine]
    assert result["status"] == "complete"
    assert result["provider"] == "local", "a result never hides who made it"
    rows: list[dict[str, Any]] = result["data"]
    assert rows
    for row in rows:
        assert set(row) == {"tag", "confidence"}
        assert isinstance(row["tag"], str)
        assert 0 <= row["confidence"] <= 1
    return rows


def descending(confidences: list[float]) -> bool:
    """To the hundredth, within which an engine names the more telling tag first."""
    rounded = [round(confidence, 2) for confidence in confidences]
    return rounded == sorted(rounded, reverse=True)


def test_automatic_image_categorization_and_tagging_with_imagga(cat: Path) -> None:
    uploaded = cloudinary.uploader.upload(str(cat), categorization="imagga_tagging")
    rows = rows_of(uploaded, "imagga_tagging")
    assert rows[0]["tag"] == "cat"
    assert descending([row["confidence"] for row in rows])
    assert uploaded["tags"] == [], "without auto_tagging nothing is assigned"


def test_automatic_image_tagging_keeps_what_is_above_the_threshold(coffee: Path) -> None:
    uploaded = cloudinary.uploader.upload(
        str(coffee), categorization="imagga_tagging", auto_tagging=0.4
    )
    rows = rows_of(uploaded, "imagga_tagging")
    kept = [row for row in rows if row["confidence"] >= 0.4]
    assert kept
    assert len(kept) < len(rows), "and some are below"
    assert sorted(uploaded["tags"]) == sorted(row["tag"] for row in kept)
    confidence = {row["tag"]: row["confidence"] for row in rows}
    assert descending([confidence[tag] for tag in uploaded["tags"]])


def test_scene_categorization_with_rekognition(cat: Path) -> None:
    uploaded = cloudinary.uploader.upload(
        str(cat), categorization="rekognition_scene", public_id="dance_party"
    )
    assert uploaded["public_id"] == "dance_party"
    assert re.search(r"/image/upload/v\d+/dance_party\.png$", uploaded["url"])
    result = uploaded["info"]["categorization"]["rekognition_scene"]
    assert result["status"] == "complete"
    assert set(result["data"]) == {"matches"}
    for match in result["data"]["matches"]:
        assert set(match) == {"tag", "score"}
        assert 0 <= match["score"] <= 1


def test_the_sdk_addresses_the_uploaded_picture_where_it_is_delivered(cat: Path) -> None:
    cloudinary.uploader.upload(str(cat), public_id="dance_party")
    tag = CloudinaryImage("dance_party.jpg").image()
    address = re.search(r'src="([^"]+)"', tag)
    assert address
    delivered = requests.get(address[1], timeout=30)
    assert delivered.headers["Content-Type"] == "image/jpeg"


def test_automatic_tagging_with_scene_categorization(coffee: Path) -> None:
    uploaded = cloudinary.uploader.upload(
        str(coffee), categorization="rekognition_scene", auto_tagging=0.15, public_id="dance_party"
    )
    matches = uploaded["info"]["categorization"]["rekognition_scene"]["data"]["matches"]
    assert sorted(uploaded["tags"]) == sorted(m["tag"] for m in matches if m["score"] >= 0.15)
    assert uploaded["tags"]


def test_automatic_tagging_with_amazon_rekognition(cat: Path) -> None:
    uploaded = cloudinary.uploader.upload(str(cat), categorization="aws_rek_tagging")
    rows = rows_of(uploaded, "aws_rek_tagging")
    names = [row["tag"].lower() for row in rows]
    assert {"cat", "pet", "mammal", "animal"} <= set(names)


def test_auto_tagging_with_amazon_rekognition(cat: Path) -> None:
    uploaded = cloudinary.uploader.upload(
        str(cat), categorization="aws_rek_tagging", auto_tagging=0.7
    )
    rows = rows_of(uploaded, "aws_rek_tagging")
    expected = [row["tag"].lower() for row in rows if row["confidence"] >= 0.7]
    assert sorted(tag.lower() for tag in uploaded["tags"]) == sorted(expected)
    assert expected


def test_several_engines_at_once_assign_each_tag_once(cat: Path) -> None:
    uploaded = cloudinary.uploader.upload(
        str(cat), categorization="imagga_tagging,google_tagging", auto_tagging=0.5
    )
    assert set(uploaded["info"]["categorization"]) == {"imagga_tagging", "google_tagging"}
    rows_of(uploaded, "imagga_tagging")
    assert len(uploaded["tags"]) == len(set(uploaded["tags"]))


def test_a_deep_dive_into_video_auto_tagging(live_server: LiveServer, bikes: Path) -> None:
    """The widget uploads through the unsigned preset; the link opens with key and secret in it."""
    with bikes.open("rb") as file:
        info = live_server.post(
            "auto/upload",
            data={"upload_preset": "autotagging-preset"},
            files={"file": file},
        ).json()
    live_server.wait_until_tagged(info)
    host = live_server.url.removeprefix("http://")
    base_url = f"{host}/v1_1/demo/resources/video/upload/"
    url = f"http://{live_server.api_key}:{live_server.api_secret}@{base_url}{info['public_id']}"
    resource = requests.get(url, timeout=30).json()
    assert resource["resource_type"] == "video"
    assert {"bicycle", "person"} & set(resource["tags"])
    rows = resource["info"]["categorization"]["local_tagging"]["data"]
    assert resource["tags"] == [row["tag"] for row in rows if row["confidence"] >= 0.5]


def test_google_automatic_video_tagging_as_the_preset_of_the_article_sets_it(
    live_server: LiveServer, bikes: Path
) -> None:
    info = cloudinary.uploader.unsigned_upload(
        str(bikes), "google-video-tagging", resource_type="video"
    )
    resource = live_server.wait_until_tagged(info)
    result = resource["info"]["categorization"]["google_video_tagging"]
    assert (result["status"], result["provider"]) == ("complete", "local")
    for row in result["data"]:
        assert set(row) == {
            "tag",
            "categories",
            "start_time_offset",
            "end_time_offset",
            "confidence",
        }
        assert isinstance(row["categories"], list)
        assert 0 <= row["start_time_offset"] <= row["end_time_offset"]
    assert resource["tags"]


def test_faces_are_detected_in_the_shape_of_amazon_rekognition(astronaut: Path) -> None:
    uploaded = cloudinary.uploader.upload(str(astronaut), detection="aws_rek_face")
    answer = uploaded["info"]["detection"]["aws_rek_face"]
    assert answer["status"] == "complete"
    assert answer["provider"] == "local", "a result never hides who made it"
    assert answer["data"]["celebrity_faces"] == [], "the local engine knows nobody"
    [face] = answer["data"]["unrecognized_faces"]
    assert face["bounding_box"].keys() == {"width", "height", "left", "top"}
    assert face["bounding_box"]["left"] == pytest.approx(174 / 512, abs=0.03)
    assert 50 < face["confidence"] <= 100


def test_categorization_and_detection_may_be_asked_for_together(astronaut: Path) -> None:
    uploaded = cloudinary.uploader.upload(
        str(astronaut),
        categorization="aws_rek_tagging",
        detection="aws_rek_face",
        auto_tagging=0.7,
    )
    assert uploaded["info"].keys() == {"categorization", "detection"}
    assert uploaded["info"]["categorization"].keys() == {"aws_rek_tagging"}
    assert uploaded["tags"]
