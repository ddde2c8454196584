"""The contact sheet and the animated preview of a video, at addresses that its record gives."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import requests
from PIL import Image

from tests.conftest import LiveServer


@pytest.fixture(scope="module")
def video(live_server: LiveServer, bikes: Path) -> dict[str, str]:
    return live_server.upload(bikes, public_id="at-a-glance")


def test_the_record_of_a_video_links_to_both(video: dict[str, str]) -> None:
    sheet = requests.get(video["contact_sheet_url"], timeout=60)
    assert sheet.headers["Content-Type"] == "image/jpeg"
    assert Image.open(io.BytesIO(sheet.content)).width > 1000
    preview = requests.get(video["preview_url"], timeout=60)
    assert preview.headers["Content-Type"] == "image/webp"
    animation = Image.open(io.BytesIO(preview.content))
    assert getattr(animation, "n_frames", 1) > 10
    assert len(preview.content) < 300_000


def test_both_can_be_asked_for_as_with_cloudinary(
    live_server: LiveServer, video: dict[str, str]
) -> None:
    base = f"{live_server.url}/demo/video/upload"
    short = requests.get(f"{base}/e_preview:duration_2,w_200,h_200/at-a-glance.webp", timeout=60)
    assert max(Image.open(io.BytesIO(short.content)).size) == 200
    sprite = requests.get(f"{base}/fl_sprite/at-a-glance.png", timeout=60)
    assert Image.open(io.BytesIO(sprite.content)).format == "PNG"


@pytest.mark.parametrize(
    "path",
    [
        "video/upload/e_preview/at-a-glance.jpg",
        "video/upload/e_preview:duration_x/at-a-glance.webp",
        "image/upload/fl_sprite/still.jpg",
        "image/upload/e_preview/still.webp",
    ],
)
def test_what_cannot_be_made_is_refused(
    live_server: LiveServer, video: dict[str, str], cat: Path, path: str
) -> None:
    still = live_server.upload(cat, public_id="still")
    assert "preview_url" not in still
    assert "contact_sheet_url" not in still
    assert requests.get(f"{live_server.url}/demo/{path}", timeout=60).status_code == 400
