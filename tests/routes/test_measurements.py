"""What an upload may have measured in a picture, and boxes and headers that it may give with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import requests

from tests.conftest import LiveServer

MEASUREMENTS = {
    "faces": "faces",
    "quality_analysis": "quality_analysis",
    "accessibility_analysis": "accessibility_analysis",
    "phash": "phash",
    "colors": "colors",
    "image_metadata": "image_metadata",
    "media_metadata": "media_metadata",
    "exif": "exif",
}


def stored(server: LiveServer, uploaded: dict[str, Any]) -> dict[str, Any]:
    """What the Admin API says later."""
    found: dict[str, Any] = server.get(f"resources/image/upload/{uploaded['public_id']}").json()
    return found


def test_faces_are_boxes_of_pixels(live_server: LiveServer, astronaut: Path) -> None:
    uploaded = live_server.upload(astronaut, faces="true")
    [face] = uploaded["faces"]
    assert face == pytest.approx([174, 74, 100, 100], abs=14)
    assert stored(live_server, uploaded)["faces"] == uploaded["faces"]


def test_given_faces_come_before_those_that_would_be_found(
    live_server: LiveServer, astronaut: Path
) -> None:
    uploaded = live_server.upload(
        astronaut, faces="true", face_coordinates="10,20,30,40|50,60,70,80"
    )
    assert uploaded["faces"] == [[10, 20, 30, 40], [50, 60, 70, 80]]
    assert uploaded["coordinates"] == {"faces": [[10, 20, 30, 40], [50, 60, 70, 80]]}


def test_custom_coordinates_come_back(live_server: LiveServer, cat: Path) -> None:
    uploaded = live_server.upload(cat, custom_coordinates="85,120,220,310")
    assert uploaded["coordinates"] == {"custom": [[85, 120, 220, 310]]}
    assert stored(live_server, uploaded)["coordinates"] == uploaded["coordinates"]


def test_quality_analysis_has_the_documented_scores(live_server: LiveServer, rocket: Path) -> None:
    uploaded = live_server.upload(rocket, quality_analysis="true")
    assert uploaded["quality_analysis"].keys() >= {
        "focus",
        "noise",
        "contrast",
        "exposure",
        "saturation",
        "lighting",
        "pixel_score",
        "color_score",
        "blockiness",
        "resolution",
        "jpeg_quality",
        "jpeg_chroma",
    }
    assert all(0 <= score <= 1 for score in uploaded["quality_analysis"].values())
    assert 0 < uploaded["quality_score"] < 1
    later = stored(live_server, uploaded)
    assert later["quality_analysis"] == uploaded["quality_analysis"]
    assert later["quality_score"] == uploaded["quality_score"]


def test_accessibility_analysis_has_the_documented_shape(
    live_server: LiveServer, cat: Path
) -> None:
    analysis = live_server.upload(cat, accessibility_analysis="true")["accessibility_analysis"]
    details = analysis["colorblind_accessibility_analysis"]
    assert 0 <= details["distinct_edges"] <= 1
    assert 0 <= details["distinct_colors"] <= 1
    assert [color[0] for color in details["most_indistinct_pair"]] == ["#", "#"]
    assert 0 <= analysis["colorblind_accessibility_score"] <= 1


def test_nothing_is_measured_that_was_not_asked_for(live_server: LiveServer, cat: Path) -> None:
    plain = live_server.upload(cat)
    assert not plain.keys() & {*MEASUREMENTS.values(), "coordinates", "quality_score"}


def test_everything_at_once_is_measured_as_one_by_one(
    live_server: LiveServer, astronaut: Path
) -> None:
    together = live_server.upload(astronaut, **dict.fromkeys(MEASUREMENTS, "true"))
    for option, name in MEASUREMENTS.items():
        assert live_server.upload(astronaut, **{option: "true"})[name] == together[name]


@pytest.mark.parametrize("option", sorted(MEASUREMENTS))
def test_what_is_no_picture_is_kept_without_measurements(
    live_server: LiveServer, tmp_path: Path, option: str
) -> None:
    (tmp_path / "notes.txt").write_text("no picture")
    uploaded = live_server.upload(tmp_path / "notes.txt", "raw", **{option: "true"})
    assert MEASUREMENTS[option] not in uploaded


def test_headers_are_delivered_with_the_original(live_server: LiveServer, cat: Path) -> None:
    uploaded = live_server.upload(
        cat, headers="X-Robots-Tag: noindex\nLink: <https://example.com>; rel=canonical"
    )
    delivered = requests.get(uploaded["url"], timeout=30)
    assert delivered.headers["X-Robots-Tag"] == "noindex"
    assert delivered.headers["Link"] == "<https://example.com>; rel=canonical"


def test_an_ignored_option_is_said_in_warnings(live_server: LiveServer, cat: Path) -> None:
    uploaded = live_server.upload(cat, proxy="http://proxy", invalidate="true")
    assert [warning.partition(" is ignored: ")[0] for warning in uploaded["warnings"]] == [
        "proxy",
        "invalidate",
    ]
    assert "warnings" not in live_server.upload(cat, invalidate="false")
