"""Pictures that the server makes, by the official Python SDK: of text and of other pictures."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cloudinary
import cloudinary.api
import cloudinary.exceptions
import cloudinary.uploader
import pytest
import requests
from PIL import Image

from tests.conftest import LiveServer
from tests.web_server import WebServer


@pytest.fixture(autouse=True)
def configured(live_server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("CLOUDINARY_URL", live_server.cloudinary_url)
    cloudinary.reset_config()
    yield
    cloudinary.reset_config()


@pytest.fixture(scope="module")
def tagged(live_server: LiveServer, rocket: Path, cat: Path) -> None:
    live_server.upload(rocket, public_id="multi/b", tags="animated")
    live_server.upload(cat, public_id="multi/a", tags="animated")


def opened(url: str) -> Image.Image:
    response = requests.get(url, timeout=60)
    assert response.status_code == 200, response.text
    return Image.open(io.BytesIO(response.content))


def test_text_becomes_a_picture() -> None:
    made = cloudinary.uploader.text(
        "Größe & Co.",
        public_id="sdk/text",
        font_family="Roboto",
        font_size=30,
        font_color="#ff0000",
        font_weight="bold",
        background="yellow",
        text_decoration="underline",
    )
    assert (made["public_id"], made["type"], made["format"]) == ("sdk/text", "text", "png")
    assert "/image/text/" in made["secure_url"]
    assert opened(made["url"]).size == (made["width"], made["height"])
    assert cloudinary.api.resource("sdk/text", type="text")["asset_id"] == made["asset_id"]
    assert cloudinary.uploader.destroy("sdk/text", type="text")["result"] == "ok"


def test_the_same_text_in_the_same_style_has_one_name() -> None:
    first, again = (cloudinary.uploader.text("Hello World") for _ in range(2))
    other = cloudinary.uploader.text("Hello World", font_size=20)
    assert first["public_id"] == again["public_id"] != other["public_id"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"font_family": "Comic Sans"}, "font_family"),
        ({"font_size": 5000}, "font_size"),
        ({"font_color": "reddish"}, "font_color"),
        ({"font_style": "oblique"}, "font_style"),
        ({"opacity": 200}, "opacity"),
        ({"public_id": "../x"}, "public_id"),
    ],
)
def test_a_style_that_there_is_not_is_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(cloudinary.exceptions.BadRequest, match=message):
        cloudinary.uploader.text("Hello", **options)


@pytest.mark.parametrize("text", ["", "\N{DOG}", "x\x00y"])
def test_a_text_that_cannot_be_written_is_refused(text: str) -> None:
    with pytest.raises(cloudinary.exceptions.BadRequest):
        cloudinary.uploader.text(text)


def test_pictures_with_a_tag_become_an_animation(tagged: None) -> None:
    made = cloudinary.uploader.multi(
        "animated", transformation={"width": 60, "height": 40, "crop": "fill", "delay": 300}
    )
    assert (made["public_id"], made["type"], made["format"]) == ("animated", "multi", "gif")
    animation = opened(made["url"])
    assert (getattr(animation, "n_frames", 1), animation.size) == (2, (60, 40))
    assert animation.info["duration"] == 300


def test_an_animation_shows_everybody_only_what_everybody_may_see(rocket: Path, cat: Path) -> None:
    for public_id, options in {
        "shown": {},
        "private": {"type": "private"},
        "rejected": {"moderation": "manual"},
    }.items():
        picture = str(cat if public_id == "shown" else rocket)
        cloudinary.uploader.upload(picture, public_id=f"seen/{public_id}", tags="seen", **options)
    cloudinary.api.update("seen/rejected", moderation_status="rejected")
    made = cloudinary.uploader.multi("seen", **{"async": True})
    assert made["pages"] == 1


def test_an_animation_is_downloaded_without_being_kept(
    live_server: LiveServer, tagged: None, unchanged: None
) -> None:
    url = cloudinary.uploader.download_multi("animated", format="webp", width=50, crop="scale")
    animation = opened(url)
    assert (animation.format, getattr(animation, "n_frames", 1)) == ("WEBP", 2)
    assert requests.get(url.replace("animated", "other"), timeout=30).status_code == 401


def test_pictures_at_addresses_become_an_animation(
    open_server: LiveServer,
    monkeypatch: pytest.MonkeyPatch,
    web: WebServer,
    rocket: Path,
    cat: Path,
) -> None:
    monkeypatch.setenv("CLOUDINARY_URL", open_server.cloudinary_url)
    cloudinary.reset_config()
    urls = [
        web.serve("/rocket.jpg", rocket.read_bytes()),
        web.serve("/cat.png", cat.read_bytes()),
    ]
    made = cloudinary.uploader.multi(
        urls=urls,
        public_id="sdk/multi",
        width=40,
        crop="fit",
        notification_url=web.serve("/told", b""),
    )
    assert made["public_id"] == "sdk/multi"
    told = json.loads(web.wait_for(3)[-1].body)
    assert (told["notification_type"], told["asset_id"]) == ("multi", made["asset_id"])
    assert getattr(opened(made["url"]), "n_frames", 1) == 2


@pytest.mark.parametrize(
    ("tag", "options", "message"),
    [
        ("nobody has this", {}, "no picture with the tag"),
        ("animated", {"format": "mp4"}, "mp4"),
        ("animated", {"transformation": "e_oops"}, "t_e_oops"),
        ("animated", {"raw_transformation": "w_9999,h_9999"}, "million"),
    ],
)
def test_an_animation_that_cannot_be_made_is_refused(
    tagged: None, unchanged: None, tag: str, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(cloudinary.exceptions.BadRequest, match=message):
        cloudinary.uploader.multi(tag, **options)


def test_private_addresses_are_not_fetched(unchanged: None) -> None:
    with pytest.raises(cloudinary.exceptions.BadRequest, match="Error in loading"):
        cloudinary.uploader.multi(urls=["http://127.0.0.1:1/a.png", "http://10.0.0.1/b.png"])


def test_what_is_not_made_here_is_said() -> None:
    with pytest.raises(cloudinary.exceptions.BadRequest, match="sprite is not supported here"):
        cloudinary.uploader.generate_sprite("animated")
    with pytest.raises(cloudinary.exceptions.BadRequest, match="pg_"):
        cloudinary.uploader.explode("multi/a")


def test_text_takes_what_the_node_sdk_sends_of_its_letters(live_server: LiveServer) -> None:
    fields = {"text": "Letters", "font_hinting": "full", "font_antialiasing": "best"}
    response = live_server.post("image/text", data=fields, auth=live_server.basic)
    assert response.json()["type"] == "text", response.text
