"""The official Python SDK has pictures looked at that are not kept."""

from __future__ import annotations

import base64
from pathlib import Path

import cloudinary.api
import cloudinary.exceptions
import pytest

from tests.conftest import LiveServer


def data_uri(file: Path) -> str:
    return "data:image/png;base64," + base64.b64encode(file.read_bytes()).decode()


def test_a_picture_is_analyzed_and_not_kept(live_server: LiveServer, cat: Path) -> None:
    before = live_server.files()
    answer = cloudinary.api.analyze("uri", "google_tagging", data_uri(cat))
    analysis = answer["data"]["analysis"]
    labels = {row["label"].lower(): row["score"] for row in analysis["label_annotations"]["labels"]}
    assert labels["cat"] > 0.5
    assert analysis["provider"] == "local"
    assert answer["request_id"]
    own = cloudinary.api.analyze("uri", "local_tagging", data_uri(cat))["data"]["analysis"]
    assert "cat" in [row["tag"] for row in own["data"]]
    assert live_server.files() == before


@pytest.mark.parametrize(
    ("analysis_type", "uri", "message"),
    [
        ("captioning", "data:,x", "There are: "),
        ("google_video_tagging", "data:,x", "There are: "),
        ("local_tagging", "data:,not a picture", r"\w"),
        ("local_tagging", "http://127.0.0.1:1/x.png", r"\w"),
        ("local_tagging", "file:///etc/passwd", "http"),
        ("local_tagging", "", "uri"),
        ("", "data:,x", "analysis_type"),
    ],
)
def test_what_cannot_be_analyzed_is_refused(analysis_type: str, uri: str, message: str) -> None:
    with pytest.raises(cloudinary.exceptions.BadRequest, match=message):
        cloudinary.api.analyze("uri", analysis_type, uri)


def test_only_the_owner_analyzes_addresses() -> None:
    with pytest.raises(cloudinary.exceptions.AuthorizationRequired):
        cloudinary.api.analyze("uri", "local_tagging", "data:,x", api_secret="wrong")
    with pytest.raises(cloudinary.exceptions.NotFound):
        cloudinary.api.analyze("bytes", "local_tagging", "data:,x")
