"""Delivery of originals and of small pictures."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import av
import pytest
import requests
from PIL import Image, ImageChops, ImageStat

from tests.conftest import LiveServer

IMMUTABLE = "public, max-age=31536000, immutable"


@pytest.fixture(scope="module")
def picture(live_server: LiveServer, rocket: Path) -> dict[str, Any]:
    return live_server.upload(rocket, "image", public_id="delivered/rocket")


@pytest.fixture(scope="module")
def video(live_server: LiveServer, bikes: Path) -> dict[str, Any]:
    return live_server.upload(bikes, "video", public_id="delivered/bikes")


def get(url: str, **headers: str) -> requests.Response:
    return requests.get(url, headers=headers, timeout=60)


def opened(response: requests.Response) -> Image.Image:
    assert response.status_code == 200, response.text
    return Image.open(io.BytesIO(response.content))


def at(live_server: LiveServer, path: str) -> str:
    return f"{live_server.url}/demo/image/upload/{path}"


def test_an_original_is_delivered_as_it_was_uploaded(picture: dict[str, Any], rocket: Path) -> None:
    response = get(picture["url"])
    assert response.content == rocket.read_bytes()
    assert response.headers["Content-Type"] == "image/jpeg"
    assert int(response.headers["Content-Length"]) == rocket.stat().st_size
    assert response.headers["ETag"] == f'"{picture["etag"]}"'
    assert response.headers["Accept-Ranges"] == "bytes"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    "path", ["delivered/rocket.jpg", "delivered/rocket", "v1/delivered/rocket"]
)
def test_version_and_extension_may_be_left_out(
    live_server: LiveServer, picture: dict[str, Any], rocket: Path, path: str
) -> None:
    assert get(at(live_server, path)).content == rocket.read_bytes()


def test_only_the_address_with_the_current_version_never_changes(
    live_server: LiveServer, picture: dict[str, Any], cat: Path, rocket: Path
) -> None:
    assert get(picture["url"]).headers["Cache-Control"] == IMMUTABLE
    for path in ("delivered/rocket.jpg", "v1/delivered/rocket.jpg"):
        assert get(at(live_server, path)).headers["Cache-Control"] == "public, no-cache"
    old = live_server.upload(cat, public_id="changing")
    live_server.upload(rocket, public_id="changing")
    assert get(old["url"]).headers["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [("bytes=0-99", 0, 100), ("bytes=100-", 100, None), ("bytes=-50", -50, None)],
)
def test_a_part_is_delivered_on_request(
    video: dict[str, Any], bikes: Path, asked: str, start: int, end: int | None
) -> None:
    response = get(video["url"], Range=asked)
    assert response.status_code == 206
    whole = bikes.read_bytes()
    assert response.content == whole[start:end]
    first = start % len(whole)
    assert response.headers["Content-Range"] == (
        f"bytes {first}-{first + len(response.content) - 1}/{len(whole)}"
    )


def test_a_part_behind_the_end_is_told_how_long_the_file_is(
    video: dict[str, Any], bikes: Path
) -> None:
    response = get(video["url"], Range="bytes=99999999-")
    assert response.status_code == 416
    assert response.headers["Content-Range"] == f"bytes */{bikes.stat().st_size}"


def test_a_part_of_another_version_is_not_asked_for(video: dict[str, Any], bikes: Path) -> None:
    response = get(video["url"], **{"Range": "bytes=0-9", "If-Range": '"other"'})
    assert response.status_code == 200
    assert len(response.content) == bikes.stat().st_size


def test_what_a_browser_has_is_not_sent_again(picture: dict[str, Any]) -> None:
    etag = get(picture["url"]).headers["ETag"]
    again = get(picture["url"], **{"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == etag
    assert get(picture["url"], **{"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize("key", ["url", "thumbnail_url"])
def test_head_says_the_same_without_the_bytes(picture: dict[str, Any], key: str) -> None:
    full, head = get(picture[key]), requests.head(picture[key], timeout=30)
    assert (head.status_code, head.content) == (200, b"")
    for name in ("Content-Type", "Content-Length", "ETag", "Cache-Control"):
        assert head.headers[name] == full.headers[name]


@pytest.mark.parametrize(
    "path",
    [
        "/other/image/upload/delivered/rocket.jpg",
        "/demo/video/upload/delivered/rocket.jpg",
        "/demo/image/upload/delivered/nothing.jpg",
        "/demo/image/upload/delivered/rocket.mp4",
        "/demo/image/private/delivered/rocket.jpg",
        "/demo/image/upload/../../../../credentials.json",
        "/demo/image/upload/%2e%2e/%2e%2e/credentials.json",
        "/demo/image/upload/..%2f..%2fcredentials.json",
        "/demo/image/upload/%00",
        "/demo/image/upload/",
    ],
)
def test_what_is_not_there_is_404(
    live_server: LiveServer, picture: dict[str, Any], path: str
) -> None:
    request = requests.Request("GET", live_server.url).prepare()
    request.url = live_server.url + path
    with requests.Session() as session:
        response = session.send(request, timeout=30)
    assert response.status_code in {400, 404}
    assert live_server.api_secret not in response.text


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<!doctype html><script>alert(1)</script>"),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("script.js", b"alert(1)"),
        ("page.xhtml", b"<html xmlns='http://www.w3.org/1999/xhtml'/>"),
    ],
)
def test_what_could_run_is_only_ever_downloaded(
    live_server: LiveServer, tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    uploaded = live_server.upload(tmp_path / name, use_filename="true", unique_filename="false")
    response = get(uploaded["url"], Accept="text/html")
    assert response.content == content
    assert uploaded["resource_type"] == "raw"
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["Content-Disposition"] == f"attachment; filename={name}"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_page_that_is_also_a_picture_stays_a_picture(
    live_server: LiveServer, tmp_path: Path
) -> None:
    file = tmp_path / "picture.html"
    Image.new("RGB", (8, 8)).save(file, "GIF", comment=b"<script>alert(1)</script>")
    response = get(live_server.upload(file)["url"], Accept="text/html")
    assert response.headers["Content-Type"] == "image/gif"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_the_name_of_a_download_may_be_in_any_script(
    live_server: LiveServer, tmp_path: Path
) -> None:
    (tmp_path / "x.txt").write_text("text")
    uploaded = live_server.upload(tmp_path / "x.txt", public_id='größe "東京".txt')
    response = get(uploaded["url"])
    assert response.content == b"text"
    assert "filename*=UTF-8''gr%C3%B6%C3%9Fe" in response.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("transformation", "size"),
    [
        ("c_limit,h_60,w_90", (90, 60)),
        ("c_limit,h_100,w_100", (100, 67)),
        ("c_fit,h_100,w_100", (100, 67)),
        ("c_fill,h_50,w_100", (100, 50)),
        ("w_64", (64, 43)),
        ("c_limit,h_2000,w_2000", (640, 427)),
    ],
)
def test_a_picture_is_made_smaller_on_request(
    live_server: LiveServer, picture: dict[str, Any], transformation: str, size: tuple[int, int]
) -> None:
    small = opened(get(at(live_server, f"{transformation}/delivered/rocket.jpg")))
    assert small.format == "JPEG"
    assert small.size == pytest.approx(size, abs=1)


def test_a_small_picture_is_cached_like_the_original(picture: dict[str, Any]) -> None:
    first = get(picture["thumbnail_url"])
    assert first.headers["Cache-Control"] == IMMUTABLE
    assert first.headers["Content-Type"] == "image/jpeg"
    again = get(picture["thumbnail_url"], **{"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert first.headers["ETag"] != get(picture["url"]).headers["ETag"]


def test_the_small_picture_of_a_replaced_asset_is_that_of_the_new_one(
    live_server: LiveServer, cat: Path, rocket: Path
) -> None:
    path = "c_fill,h_32,w_32/replaced-thumbnail.jpg"
    live_server.upload(cat, public_id="replaced-thumbnail")
    old = opened(get(at(live_server, path)))
    live_server.upload(rocket, public_id="replaced-thumbnail")
    new = opened(get(at(live_server, path)))
    assert sum(ImageStat.Stat(ImageChops.difference(old, new)).mean) > 10


@pytest.mark.parametrize(("extension", "kind"), [("png", "PNG"), ("webp", "WEBP"), ("jpg", "JPEG")])
def test_the_extension_chooses_the_format(
    live_server: LiveServer, picture: dict[str, Any], extension: str, kind: str
) -> None:
    response = get(at(live_server, f"w_50/delivered/rocket.{extension}"))
    assert opened(response).format == kind
    assert response.headers["Content-Type"] == f"image/{kind.lower()}"


def test_the_jpg_of_a_video_is_its_poster(live_server: LiveServer, video: dict[str, Any]) -> None:
    base = f"{live_server.url}/demo/video/upload"
    for path in ("delivered/bikes.jpg", "c_limit,h_60,w_90/delivered/bikes.jpg"):
        poster = opened(get(f"{base}/{path}"))
        assert poster.format == "JPEG"
        assert poster.width / poster.height == pytest.approx(
            video["width"] / video["height"], rel=0.05
        )


def test_the_poster_is_of_the_second_that_is_asked_for(
    live_server: LiveServer, video: dict[str, Any], bikes: Path
) -> None:
    url = f"{live_server.url}/demo/video/upload/so_5,w_320/delivered/bikes.jpg"
    poster = opened(get(url)).convert("L").resize((64, 28))
    with av.open(bikes) as container:
        frame = next(f for f in container.decode(video=0) if (f.time or 0) >= 5)
        expected = Image.fromarray(frame.to_ndarray(format="gray")).resize((64, 28))
    assert ImageStat.Stat(ImageChops.difference(poster, expected)).mean[0] < 8


def test_a_second_behind_the_end_gives_the_last_frame_or_nothing(
    live_server: LiveServer, video: dict[str, Any]
) -> None:
    url = f"{live_server.url}/demo/video/upload/so_999,w_320/delivered/bikes.jpg"
    assert get(url).status_code in {200, 404}


@pytest.mark.parametrize("public_id", ["v123/dog", "w_5/dog", "dog.v2", "v1", "c_fill,w_5/v1/dog"])
def test_a_public_id_that_looks_like_something_else_is_delivered(
    live_server: LiveServer, rocket: Path, public_id: str
) -> None:
    uploaded = live_server.upload(rocket, public_id=public_id)
    assert get(uploaded["url"]).content == rocket.read_bytes()
    assert get(at(live_server, f"{public_id}.jpg")).content == rocket.read_bytes()
    assert opened(get(uploaded["thumbnail_url"])).width <= 90
