"""The answer to an upload tells the truth about the file, field by field."""

from __future__ import annotations

import hashlib
import io
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import av
import cloudinary.utils
import pytest
import requests
from PIL import Image

from tests.conftest import LiveServer


@pytest.fixture(scope="module")
def picture(live_server: LiveServer, rocket: Path) -> dict[str, Any]:
    return live_server.upload(rocket, "image", public_id="facts/rocket")


@pytest.fixture(scope="module")
def video(live_server: LiveServer, bikes: Path) -> dict[str, Any]:
    return live_server.upload(bikes, "video", public_id="facts/bikes")


def test_a_picture_s_facts_are_those_of_the_file(picture: dict[str, Any], rocket: Path) -> None:
    with Image.open(rocket) as opened:
        assert (picture["width"], picture["height"]) == opened.size
    assert picture["bytes"] == rocket.stat().st_size
    assert picture["etag"] == hashlib.md5(rocket.read_bytes()).hexdigest()
    assert (picture["resource_type"], picture["type"], picture["format"], picture["pages"]) == (
        "image",
        "upload",
        "jpg",
        1,
    )
    assert picture["placeholder"] is False


def test_names_and_times_are_those_of_the_upload(picture: dict[str, Any]) -> None:
    assert picture["public_id"] == "facts/rocket"
    assert (picture["asset_folder"], picture["display_name"]) == ("facts", "rocket")
    assert picture["original_filename"] == "rocket"
    created = datetime.strptime(picture["created_at"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert abs(time.time() - created.timestamp()) < 600
    assert abs(picture["version"] - created.timestamp()) <= 1
    assert len(picture["asset_id"]) == len(picture["version_id"]) == 32


def test_the_official_sdk_verifies_the_signature_of_the_answer(
    live_server: LiveServer, picture: dict[str, Any]
) -> None:
    cloudinary.reset_config()
    cloudinary.config(api_secret=live_server.api_secret)
    assert cloudinary.utils.verify_api_response_signature(
        picture["public_id"], picture["version"], picture["signature"]
    )


def test_every_address_in_the_answer_opens(
    live_server: LiveServer, picture: dict[str, Any], rocket: Path
) -> None:
    assert picture["url"] == picture["secure_url"]
    assert picture["url"] == (
        f"{live_server.url}/demo/image/upload/v{picture['version']}/facts/rocket.jpg"
    )
    assert requests.get(picture["url"], timeout=30).content == rocket.read_bytes()
    assert requests.get(picture["info_url"], timeout=30).json()["etag"] == picture["etag"]
    small = Image.open(io.BytesIO(requests.get(picture["thumbnail_url"], timeout=30).content))
    assert small.format == "JPEG"
    assert small.width <= 90
    assert small.height <= 60


def test_the_resource_says_the_same_as_the_answer(
    live_server: LiveServer, picture: dict[str, Any]
) -> None:
    later = live_server.get("resources/image/upload/facts/rocket").json()
    # The links have a token of their own; what is derived was made when it was asked for.
    changing = {"info_url", "events_url", "derived"}
    assert {k: v for k, v in later.items() if k not in changing} == {
        k: v for k, v in picture.items() if k not in changing
    }


def test_a_video_s_facts_are_those_of_the_file(video: dict[str, Any], bikes: Path) -> None:
    assert (video["resource_type"], video["format"], video["is_audio"]) == ("video", "mp4", False)
    assert video["bytes"] == bikes.stat().st_size
    assert video["etag"] == hashlib.md5(bikes.read_bytes()).hexdigest()
    with av.open(bikes) as container:
        stream = container.streams.video[0]
        duration = (container.duration or 0) / av.time_base
        assert (video["width"], video["height"]) == (stream.width, stream.height)
        assert video["duration"] == pytest.approx(duration)
        assert video["frame_rate"] == pytest.approx(float(stream.average_rate or 0))
        assert video["nb_frames"] == stream.frames
        assert video["bit_rate"] == pytest.approx(8 * video["bytes"] / duration, rel=0.01)
        assert video["rotation"] == 0
        codec = stream.codec_context
        assert video["video"]["codec"] == codec.name
        assert video["video"]["pix_format"] == codec.pix_fmt
        assert video["video"]["profile"] == codec.profile
        assert video["video"]["bit_rate"] == codec.bit_rate
        assert video["video"]["time_base"] == str(stream.time_base)
        assert ("audio" in video) == bool(container.streams.audio)


def test_a_video_s_thumbnail_is_a_frame_of_it(video: dict[str, Any]) -> None:
    small = Image.open(io.BytesIO(requests.get(video["thumbnail_url"], timeout=30).content))
    assert small.format == "JPEG"
    assert len(small.getcolors(10_000) or range(10_000)) > 100, "it is not black"


def test_a_video_s_tagging_is_pending_at_first_and_complete_later(
    live_server: LiveServer, bikes: Path
) -> None:
    uploaded = live_server.upload(bikes, categorization="local_tagging", auto_tagging="0.5")
    assert uploaded["status"] == "pending"
    assert uploaded["tagging"]["status"] in {"pending", "processing"}
    assert uploaded["info"]["categorization"]["local_tagging"] == {"status": "pending"}
    assert uploaded["tags"] == []
    tagged = live_server.wait_until_tagged(uploaded)
    assert (tagged["status"], tagged["tagging"]["progress"]) == ("complete", 1)
    rows = tagged["info"]["categorization"]["local_tagging"]["data"]
    assert {"bicycle", "person"} & set(tagged["tags"])
    assert tagged["tags"] == [row["tag"] for row in rows if row["confidence"] >= 0.5]
    for row in rows:
        for segment in row["segments"]:
            assert 0 <= segment["start"] <= segment["end"] <= tagged["duration"] + 0.1


def test_a_picture_turned_by_its_camera_has_the_size_that_it_is_shown_in(
    live_server: LiveServer, tmp_path: Path
) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (40, 20)).save(tmp_path / "turned.jpg", exif=exif)
    uploaded = live_server.upload(tmp_path / "turned.jpg")
    assert (uploaded["width"], uploaded["height"]) == (20, 40)


def test_auto_takes_any_other_file_as_raw(live_server: LiveServer, tmp_path: Path) -> None:
    notes = tmp_path / "notes.TXT"
    notes.write_text("just text")
    uploaded = live_server.upload(notes, "auto", use_filename="true", unique_filename="false")
    assert (uploaded["resource_type"], uploaded["format"]) == ("raw", "txt")
    assert uploaded["public_id"] == "notes.txt"
    assert uploaded["url"].endswith("/notes.txt")
    assert uploaded["bytes"] == 9
    for absent in ("width", "height", "duration", "thumbnail_url", "status"):
        assert absent not in uploaded
    assert requests.get(uploaded["url"], timeout=30).text == "just text"


def test_a_raw_file_with_a_strange_name_is_taken(live_server: LiveServer, tmp_path: Path) -> None:
    strange = tmp_path / ("notes." + "x" * 100)
    strange.write_text("just text")
    uploaded = live_server.upload(strange, "raw")
    assert uploaded["format"] == ""
    assert requests.get(uploaded["url"], timeout=30).text == "just text"
