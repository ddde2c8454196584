"""Transformations in delivery addresses."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import cloudinary.utils
import pytest
import requests
from PIL import Image

from tests.conftest import LiveServer


@pytest.fixture(scope="module")
def picture(live_server: LiveServer, rocket: Path) -> dict[str, Any]:
    return live_server.upload(rocket, "image", public_id="transformed/rocket")


@pytest.fixture(scope="module")
def video(live_server: LiveServer, bikes: Path) -> dict[str, Any]:
    return live_server.upload(bikes, "video", public_id="transformed/bikes")


def get(server: LiveServer, path: str, **headers: str) -> requests.Response:
    return requests.get(f"{server.url}/demo/{path}", headers=headers, timeout=60)


def built(server: LiveServer, **options: Any) -> Image.Image:
    """What is at the address that the SDK builds."""
    url, _ = cloudinary.utils.cloudinary_url(
        "transformed/rocket", cloud_name="demo", secure=True, **options
    )
    response = requests.get(server.url + url.partition("res.cloudinary.com")[2], timeout=60)
    assert response.status_code == 200, response.text
    return Image.open(io.BytesIO(response.content))


@pytest.mark.parametrize(
    ("options", "size", "kind"),
    [
        ({"width": 100, "height": 150, "crop": "fill", "gravity": "face"}, (100, 150), "JPEG"),
        ({"width": 100, "crop": "scale", "format": "png"}, (100, 67), "PNG"),
        ({"width": 0.5, "crop": "scale", "fetch_format": "webp"}, (320, 214), "WEBP"),
        ({"width": 60, "aspect_ratio": "1:1", "crop": "thumb", "radius": "max"}, (60, 60), "JPEG"),
        ({"angle": 90, "width": 100, "height": 50, "crop": "pad"}, (50, 100), "JPEG"),
        (
            {"transformation": [{"width": 80, "crop": "fit"}, {"effect": "sepia"}, {"dpr": 1.0}]},
            (80, 53),
            "JPEG",
        ),
        ({"format": "gif", "width": 40, "crop": "fit"}, (40, 27), "GIF"),
        ({"format": "jpeg"}, (640, 427), "JPEG"),
        ({"quality": "auto:low", "format": "avif", "width": 50, "crop": "limit"}, (50, 33), "AVIF"),
    ],
)
def test_the_addresses_that_the_sdk_builds_are_understood(
    live_server: LiveServer,
    picture: dict[str, Any],
    options: dict[str, Any],
    size: tuple[int, int],
    kind: str,
) -> None:
    image = built(live_server, **options)
    assert (image.size, image.format) == (size, kind)


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("image/avif,image/webp,*/*", "image/avif"),
        ("image/webp,*/*;q=0.8", "image/webp"),
        ("image/avif;q=0,image/webp", "image/webp"),
        ("*/*", "image/jpeg"),
        ("", "image/jpeg"),
    ],
)
def test_an_automatic_format_is_one_that_the_browser_names(
    live_server: LiveServer, picture: dict[str, Any], accept: str, kind: str
) -> None:
    response = get(live_server, "image/upload/f_auto,w_50/transformed/rocket", Accept=accept)
    assert response.headers["Content-Type"] == kind
    assert "Accept" in response.headers["Vary"]


def test_quality_sets_the_size_of_the_file(
    live_server: LiveServer, picture: dict[str, Any]
) -> None:
    sizes = [
        len(get(live_server, f"image/upload/q_{quality}/transformed/rocket.jpg").content)
        for quality in ("5", "auto:low", "auto", "auto:best", "100")
    ]
    assert sizes == sorted(sizes)
    assert len(set(sizes)) == len(sizes)


@pytest.mark.parametrize(
    ("flag", "name"),
    [("attachment", "rocket.jpg"), ("attachment:my rocket.v2", '"my rocket.v2.jpg"')],
)
def test_a_file_is_downloaded_under_the_name_that_is_asked_for(
    live_server: LiveServer, picture: dict[str, Any], rocket: Path, flag: str, name: str
) -> None:
    response = get(live_server, f"image/upload/fl_{flag}/transformed/rocket")
    assert response.content == rocket.read_bytes()
    assert response.headers["Content-Disposition"] == f"attachment; filename={name}"
    small = get(live_server, f"image/upload/fl_{flag},w_20/transformed/rocket.jpg")
    assert small.headers["Content-Disposition"] == f"attachment; filename={name}"


def test_a_picture_of_a_video_may_be_of_any_moment_and_size(
    live_server: LiveServer, video: dict[str, Any]
) -> None:
    for moment in ("so_0", "so_50p", "so_auto", "so_2.5,eo_4", "so_1,du_2"):
        url = f"video/upload/c_fill,h_90,{moment},w_90/e_grayscale/transformed/bikes.png"
        with Image.open(io.BytesIO(get(live_server, url).content)) as poster:
            assert (poster.size, poster.format) == ((90, 90), "PNG")


def test_a_video_in_the_format_that_suits_it_is_the_original(
    live_server: LiveServer, video: dict[str, Any], bikes: Path
) -> None:
    response = get(live_server, "video/upload/f_auto,q_auto/transformed/bikes.mp4")
    assert response.content == bikes.read_bytes()
    poster = get(live_server, "video/upload/f_jpg,w_50/transformed/bikes")
    assert poster.headers["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("image/upload/e_cartoonify/transformed/rocket.jpg", "e_cartoonify: there is no effect"),
        ("image/upload/w_99999/transformed/rocket.jpg", "w_99999: must be a whole number"),
        ("image/upload/h_9999,w_9999/transformed/rocket.jpg", "than a derived picture may have"),
        ("image/upload/l_logo,w_5/transformed/rocket.jpg", "component - l_logo"),
        ("image/upload/t_nothing/transformed/rocket.jpg", "t_nothing: there is no such named"),
        ("image/upload/" + "w_10/" * 1000 + "rocket.jpg", "more than 20 components"),
        ("image/upload/e_oops/nothing.jpg", "e_oops: there is no effect"),
        ("image/upload/w_10/transformed/rocket.mp4", "mp4 is no format that is delivered here"),
        ("video/upload/w_100/transformed/bikes.mp4", "Videos are not transcoded here"),
        ("video/upload/transformed/bikes.webm", "Videos are not transcoded here"),
        ("image/upload/pg_9/transformed/rocket.jpg", "it has no page 9"),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_reason(
    live_server: LiveServer,
    picture: dict[str, Any],
    video: dict[str, Any],
    path: str,
    message: str,
) -> None:
    response = get(live_server, path)
    assert response.status_code in {400, 404}
    assert message in response.headers["X-Cld-Error"]
    assert "no-store" in response.headers["Cache-Control"]


def test_raw_files_are_delivered_as_they_are(live_server: LiveServer, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("text")
    live_server.upload(tmp_path / "notes.txt", public_id="transformed/notes.txt")
    response = get(live_server, "raw/upload/w_10/transformed/notes.txt")
    assert response.status_code == 400
    assert "Raw files are delivered as they are" in response.headers["X-Cld-Error"]
    named = get(live_server, "raw/upload/fl_attachment:other.txt/transformed/notes.txt")
    assert named.headers["Content-Disposition"] == "attachment; filename=other.txt"


def test_what_was_made_goes_with_its_asset(
    live_server: LiveServer, rocket: Path, cat: Path
) -> None:
    before = live_server.files()
    live_server.upload(rocket, public_id="transformed/short-lived")
    for width in (20, 30):
        get(live_server, f"image/upload/w_{width}/transformed/short-lived.jpg")
    assert len(live_server.files() - before) == 3
    live_server.upload(cat, public_id="transformed/short-lived")
    assert len(live_server.files() - before) == 1


def test_a_page_of_a_document_is_delivered(live_server: LiveServer, tmp_path: Path) -> None:
    pages = [Image.new("RGB", (40, 30), color) for color in ("red", "lime", "blue")]
    pages[0].save(tmp_path / "pages.tiff", save_all=True, append_images=pages[1:])
    live_server.upload(tmp_path / "pages.tiff", public_id="transformed/pages")
    response = get(live_server, "image/upload/pg_2/transformed/pages.png")
    with Image.open(io.BytesIO(response.content)) as page:
        assert page.convert("RGB").getpixel((5, 5)) == (0, 255, 0)
