"""Pictures that uploads ask to have derived, and conversions on arrival."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import cloudinary
import cloudinary.api
import cloudinary.exceptions
import cloudinary.uploader
import pytest
import requests
from PIL import Image

from tests.conftest import LiveServer
from tests.web_server import WebServer

SQUARE = {"width": 100, "height": 100, "crop": "fill"}


@pytest.fixture(autouse=True)
def configured(live_server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("CLOUDINARY_URL", live_server.cloudinary_url)
    cloudinary.reset_config()
    yield
    cloudinary.reset_config()


def opened(url: str) -> Image.Image:
    response = requests.get(url, timeout=60)
    assert response.status_code == 200, response.text
    return Image.open(io.BytesIO(response.content))


def test_eager_pictures_are_there_with_the_answer(live_server: LiveServer, rocket: Path) -> None:
    before = live_server.files()
    uploaded = cloudinary.uploader.upload(
        str(rocket),
        eager=[SQUARE, {"width": 50, "crop": "scale", "format": "png"}, "c_fit,w_30/e_sepia/webp"],
    )
    rows = uploaded["eager"]
    assert len(live_server.files() - before) == 4
    assert [row["transformation"] for row in rows] == [
        "c_fill,h_100,w_100",
        "c_scale,w_50",
        "c_fit,w_30/e_sepia",
    ]
    assert [(row["width"], row["height"], row["format"]) for row in rows] == [
        (100, 100, "jpg"),
        (50, 33, "png"),
        (30, 20, "webp"),
    ]
    for row in rows:
        response = requests.get(row["secure_url"], timeout=30)
        assert len(response.content) == row["bytes"]
    assert len(live_server.files() - before) == 4


def test_the_poster_of_a_video_can_be_made_in_advance(bikes: Path) -> None:
    uploaded = cloudinary.uploader.upload(
        str(bikes), resource_type="video", eager=[{"width": 90, "crop": "fit", "format": "jpg"}]
    )
    [row] = uploaded["eager"]
    assert opened(row["url"]).size == (row["width"], row["height"]) == (90, 38)


def test_eager_pictures_of_an_authenticated_asset_have_signed_addresses(rocket: Path) -> None:
    uploaded = cloudinary.uploader.upload(str(rocket), type="authenticated", eager=[SQUARE])
    [row] = uploaded["eager"]
    assert "/authenticated/s--" in row["url"]
    assert opened(row["url"]).size == (100, 100)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"eager": "e_cartoonify"}, "e_cartoonify: there is no effect"),
        ({"eager": "w_100/mp4"}, "mp4 is no format that is made here"),
        ({"eager": "c_fill,h_9999,w_9999"}, "million"),
        ({"eager": "t_nothing"}, "no such named transformation"),
        ({"eager": "|".join(["w_10"] * 51)}, "50 transformations at most"),
        ({"transformation": "e_oops"}, "e_oops: there is no effect"),
        ({"format": "mp4"}, "mp4 is no format"),
        ({"responsive_breakpoints": "{"}, "must be JSON"),
        ({"responsive_breakpoints": "[{}]"}, "is missing"),
        ({"responsive_breakpoints": '[{"create_derived": true, "max_images": 9999}]'}, "at most"),
        (
            {"responsive_breakpoints": '[{"create_derived": true, "transformation": "e_oops"}]'},
            "e_oops",
        ),
    ],
)
def test_what_cannot_be_derived_is_refused_before_anything_is_kept(
    live_server: LiveServer, rocket: Path, unchanged: None, options: dict[str, str], message: str
) -> None:
    with rocket.open("rb") as file:
        response = live_server.post(
            "image/upload", data=options, files={"file": file}, auth=live_server.basic
        )
    assert response.status_code == 400
    assert message in response.json()["error"]["message"]


def test_raw_files_have_nothing_to_derive(live_server: LiveServer, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("text")
    with pytest.raises(cloudinary.exceptions.BadRequest, match="eager is for images and videos"):
        cloudinary.uploader.upload(str(tmp_path / "notes.txt"), resource_type="raw", eager="w_10")
    with pytest.raises(cloudinary.exceptions.BadRequest, match="this is a raw file"):
        cloudinary.uploader.upload(str(tmp_path / "notes.txt"), resource_type="raw", format="png")


def test_eager_in_the_background_is_told_when_it_is_done(
    open_server: LiveServer, monkeypatch: pytest.MonkeyPatch, web: WebServer, rocket: Path
) -> None:
    monkeypatch.setenv("CLOUDINARY_URL", open_server.cloudinary_url)
    cloudinary.reset_config()
    uploaded = cloudinary.uploader.upload(
        str(rocket), eager=[SQUARE], eager_async=True, eager_notification_url=f"{web.url}/eager"
    )
    [row] = uploaded["eager"]
    assert row["status"] == "processing"
    assert row["batch_id"] == uploaded["batch_id"]
    [heard] = web.wait_for(1)
    told = json.loads(heard.body)
    assert told["notification_type"] == "eager"
    assert told["batch_id"] == uploaded["batch_id"]
    assert told["public_id"] == uploaded["public_id"]
    assert told["eager"][0]["width"] == 100
    assert opened(row["url"]).size == (100, 100)


def test_the_notification_of_an_upload_tells_what_was_derived_with_it(
    open_server: LiveServer, monkeypatch: pytest.MonkeyPatch, web: WebServer, rocket: Path
) -> None:
    monkeypatch.setenv("CLOUDINARY_URL", open_server.cloudinary_url)
    cloudinary.reset_config()
    uploaded = cloudinary.uploader.upload(
        str(rocket), eager=[SQUARE], notification_url=f"{web.url}/uploaded"
    )
    [heard] = web.wait_for(1)
    told = json.loads(heard.body)
    assert told["notification_type"] == "upload"
    assert told["eager"] == uploaded["eager"]


def test_explicit_derives_of_what_is_stored(rocket: Path) -> None:
    cloudinary.uploader.upload(str(rocket), public_id="eager/later")
    answer = cloudinary.uploader.explicit("eager/later", type="upload", eager=[SQUARE])
    assert opened(answer["eager"][0]["url"]).size == (100, 100)


def test_a_picture_is_changed_before_it_is_stored(rocket: Path) -> None:
    uploaded = cloudinary.uploader.upload(
        str(rocket), width=200, height=100, crop="limit", format="png"
    )
    assert (uploaded["width"], uploaded["height"], uploaded["format"]) == (150, 100, "png")
    original = opened(uploaded["url"])
    assert (original.size, original.format) == ((150, 100), "PNG")


def test_a_format_that_a_picture_has_already_changes_nothing(rocket: Path) -> None:
    uploaded = cloudinary.uploader.upload(str(rocket), format="jpeg")
    assert uploaded["bytes"] == rocket.stat().st_size


def test_an_animation_stays_one(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (80, 60), color) for color in ("red", "lime", "blue")]
    frames[0].save(tmp_path / "a.gif", save_all=True, append_images=frames[1:], duration=120)
    uploaded = cloudinary.uploader.upload(
        str(tmp_path / "a.gif"), raw_transformation="w_40", format="webp", eager="w_20/gif|w_20/jpg"
    )
    for url, size in ((uploaded["url"], (40, 30)), (uploaded["eager"][0]["url"], (20, 15))):
        animation = opened(url)
        assert getattr(animation, "n_frames", 1) == 3
        assert animation.size == size
    assert opened(uploaded["eager"][1]["url"]).format == "JPEG"


def test_breakpoints_are_widths_whose_files_are_a_step_apart(rocket: Path) -> None:
    uploaded = cloudinary.uploader.upload(
        str(rocket),
        responsive_breakpoints=[
            {"create_derived": True, "bytes_step": 5000, "min_width": 100, "max_width": 1000},
            {
                "create_derived": False,
                "bytes_step": 1000,
                "max_images": 3,
                "min_width": 50,
                "max_width": 90,
                "transformation": {"crop": "fill", "aspect_ratio": "16:9"},
                "format": "webp",
            },
        ],
    )
    first, second = uploaded["responsive_breakpoints"]
    widths = [row["width"] for row in first["breakpoints"]]
    assert (widths[0], widths[-1]) == (640, 100)
    assert widths == sorted(widths, reverse=True)
    sizes = [row["bytes"] for row in first["breakpoints"]]
    steps = [larger - smaller for larger, smaller in pairwise(sizes)]
    assert all(2500 < step < 10_000 for step in steps)
    for row in [first["breakpoints"][1], second["breakpoints"][0]]:
        response = requests.get(row["secure_url"], timeout=30)
        assert len(response.content) == row["bytes"]
    assert second["transformation"] == "ar_16:9,c_fill"
    assert len(second["breakpoints"]) <= 3
    assert second["breakpoints"][0]["height"] == 51
