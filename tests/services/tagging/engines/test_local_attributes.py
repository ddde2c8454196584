"""Attributes are tagged where a person would, and nothing is said where the evidence is weak."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import ExifTags, Image, ImageDraw, ImageFilter

from services.media.pictures import Picture
from services.media.video import Video
from services.tagging.engine import find_engines
from services.tagging.engines.local_attributes import COLOR_TAGS, LocalAttributes
from services.tagging.models.vocabulary import FILE as VOCABULARY
from services.tagging.tags import Segment, Tag
from tests.conftest import packaged

TEXT = "Dear customer, thank you for your order of three boxes of pencils and one ruler. " * 2


def tagged(image: Image.Image, format_name: str = "PNG", **options: Any) -> dict[str, float]:
    """The confidences of the tags of an image, saved as a file of that format."""
    file = io.BytesIO()
    image.save(file, format_name, **options)
    return {tag.name: tag.confidence for tag in LocalAttributes().tag_picture(Picture(file))}


def shipped(package: str, path: str) -> Image.Image:
    with Image.open(packaged(package, path)) as image:
        return image.copy()


def page(width: int, height: int, paper: str = "white", ink: str = "black") -> Image.Image:
    """A page of text."""
    image = Image.new("RGB", (width, height), paper)
    draw = ImageDraw.Draw(image)
    for index, top in enumerate(range(60, height - 60, 20)):
        draw.text((60, top), TEXT[index * 7 % 40 :][: (width - 120) // 7], ink, font_size=14)
    return image


PHOTOS = [
    ("skimage", "data/astronaut.png"),
    ("skimage", "data/chelsea.png"),
    ("skimage", "data/coffee.png"),
    ("skimage", "data/rocket.jpg"),
    ("skimage", "data/motorcycle_left.png"),
    ("sklearn", "datasets/images/china.jpg"),
    ("sklearn", "datasets/images/flower.jpg"),
    ("matplotlib", "mpl-data/sample_data/grace_hopper.jpg"),
]


@pytest.mark.parametrize(("package", "path"), PHOTOS)
def test_a_colour_photo_is_no_page_no_screen_not_blurry_and_not_gray(
    package: str, path: str
) -> None:
    wrong = {"document", "screenshot", "blurry", "black and white", "panorama", "transparent"}
    assert not wrong & tagged(shipped(package, path)).keys()


@pytest.mark.parametrize(("package", "path"), PHOTOS)
def test_the_same_photo_blurred_is_blurry(package: str, path: str) -> None:
    photo = shipped(package, path)
    soft = photo.filter(ImageFilter.GaussianBlur(min(photo.size) / 140))
    assert tagged(soft)["blurry"] > 0.7


@pytest.mark.parametrize("name", ["camera.png", "coins.png", "brick.png", "moon.png", "page.png"])
def test_a_gray_photo_is_black_and_white(name: str) -> None:
    found = tagged(shipped("skimage", f"data/{name}"))
    assert found["black and white"] == 1
    assert "screenshot" not in found


@pytest.mark.parametrize("color", ["white", "black", "gray", "teal"])
def test_a_plain_canvas_is_of_its_colour_and_nothing_more(color: str) -> None:
    found = tagged(Image.new("RGB", (500, 500), color))
    shown = {"white": {"bright"}, "black": {"dark"}}.get(color, set())
    assert found.keys() - {"dark", "bright"} == {color, "square"}
    assert shown <= found.keys()


def test_noise_is_neither_sharp_nor_anything_else() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (480, 640, 3), np.uint8)
    found = tagged(Image.fromarray(noise))
    assert not found.keys() & {"document", "screenshot", "blurry", "black and white", "panorama"}


def test_a_scanned_page_is_a_document() -> None:
    scan = shipped("skimage", "data/page.png")
    assert tagged(scan)["document"] > 0.9


def test_a_photographed_page_is_a_document() -> None:
    lying = page(1240, 1754).rotate(1.5, Image.Resampling.BICUBIC, fillcolor="white")
    shadow = np.linspace(0.7, 1, 1240)[None, :, None] * (1, 0.98, 0.93)
    noise = np.random.default_rng(1).normal(0, 5, (1754, 1240, 3))
    photo = Image.fromarray((np.asarray(lying) * shadow + noise).clip(0, 255).astype(np.uint8))
    found = tagged(photo, "JPEG", quality=75)
    assert found["document"] > 0.7
    assert "screenshot" not in found


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080), (390, 844)])
@pytest.mark.parametrize("colors", [("white", "black"), ("#202124", "#e8eaed")])
def test_drawn_text_of_a_screens_size_is_a_screenshot(
    size: tuple[int, int], colors: tuple[str, str]
) -> None:
    screen = page(*size, *colors)
    ImageDraw.Draw(screen).rectangle((0, 0, size[0], 40), fill="#3367d6")
    found = tagged(screen)
    assert found["screenshot"] > 0.8
    assert "document" not in found


def test_a_photo_of_a_screens_size_is_no_screenshot() -> None:
    photo = shipped("sklearn", "datasets/images/china.jpg").resize((1920, 1080))
    assert "screenshot" not in tagged(photo, "JPEG")


def test_what_the_file_says_decides_about_screenshots() -> None:
    photo = shipped("sklearn", "datasets/images/china.jpg")
    comment = Image.Exif()
    comment[ExifTags.Base.Software] = "macOS 26"
    comment.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.UserComment] = b"ASCII\0\0\0Screenshot"
    assert tagged(photo, exif=comment)["screenshot"] > 0.9
    camera = Image.Exif()
    camera[ExifTags.Base.Make] = "Canon"
    assert "screenshot" not in tagged(page(1280, 800), exif=camera)


def test_camera_date_and_place_are_in_no_tag() -> None:
    facts = Image.Exif()
    facts[ExifTags.Base.Make] = "Canon"
    facts[ExifTags.Base.DateTime] = "2026:11:21 22:43:00"
    facts.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (48.0, 51.0, 30.0)
    photo = shipped("skimage", "data/coffee.png")
    assert tagged(photo, exif=facts) == tagged(photo)


@pytest.mark.parametrize(
    ("size", "shape"),
    [
        ((640, 427), "landscape orientation"),
        ((427, 640), "portrait orientation"),
        ((500, 500), "square"),
    ],
)
def test_the_shape_is_certain(size: tuple[int, int], shape: str) -> None:
    shapes = {"landscape orientation", "portrait orientation", "square"}
    found = tagged(shipped("skimage", "data/coffee.png").resize(size))
    assert {name: found[name] for name in shapes & found.keys()} == {shape: 1}


def test_a_turned_photo_has_the_shape_that_people_see() -> None:
    turned = Image.Exif()
    turned[ExifTags.Base.Orientation] = 6
    found = tagged(shipped("skimage", "data/coffee.png"), "JPEG", exif=turned)
    assert found["portrait orientation"] == 1


def test_a_very_wide_photo_is_a_panorama_and_a_very_wide_banner_is_none() -> None:
    photo = shipped("sklearn", "datasets/images/china.jpg").crop((0, 60, 640, 260))
    assert tagged(photo.resize((1280, 400)))["panorama"] > 0.7
    assert "panorama" not in tagged(photo.resize((512, 160)))
    assert "panorama" not in tagged(Image.new("RGB", (2400, 600), "teal"))


def test_transparency_must_be_there_and_not_only_possible() -> None:
    clear = Image.new("RGBA", (300, 300), (200, 30, 30, 255))
    assert "transparent" not in tagged(clear)
    clear.paste((0, 0, 0, 0), (0, 0, 100, 300))
    assert tagged(clear)["transparent"] == 1


def test_an_animation_is_animated_and_the_pages_of_a_tiff_are_not() -> None:
    frames = [Image.new("RGB", (60, 60), color) for color in ("red", "green", "blue")]
    several = {"save_all": True, "append_images": frames[1:]}
    assert tagged(frames[0], "GIF", **several)["animated"] == 1
    assert "animated" not in tagged(frames[0], "TIFF", **several)
    assert "animated" not in tagged(frames[0], "GIF")


@pytest.mark.parametrize("size", [(1, 1), (1, 400), (400, 1), (2, 2)])
def test_the_smallest_pictures_are_tagged(size: tuple[int, int]) -> None:
    assert "red" in tagged(Image.new("RGB", size, "red"))


def video(colors: Sequence[tuple[int, int, int]], seconds: int = 3) -> io.BytesIO:
    """A clip that shows each colour with a pattern for some seconds."""
    file = io.BytesIO()
    pattern = np.random.default_rng(1).integers(-8, 9, (90, 160, 1))
    with av.open(file, "w", format="mp4") as output:
        stream = output.add_stream("libx264", rate=10)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height = 160, 90
        for color in colors:
            pixels = (pattern + color).clip(0, 255).astype(np.uint8)
            for _ in range(10 * seconds):
                output.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, "rgb24")))
        output.mux(stream.encode())
    return file


def test_a_videos_attributes_have_their_moments() -> None:
    progress: list[float] = []
    clip = Video(video([(200, 40, 40), (16, 16, 16), (40, 60, 210)]))
    tags = {tag.name: tag for tag in LocalAttributes().tag_video(clip, progress.append)}
    assert {"red", "blue", "dark", "landscape orientation"} <= tags.keys()
    [dark] = tags["dark"].segments
    assert (dark.start, dark.end) == pytest.approx((3, 6), abs=0.5)
    [red] = tags["red"].segments
    assert (red.start, red.end) == pytest.approx((0, 3), abs=0.5)
    assert progress == sorted(progress)
    assert progress[-1] == 1


def test_a_shipped_video_is_tagged(bikes: Path) -> None:
    with bikes.open("rb") as file:
        tags = LocalAttributes().tag_video(Video(file), lambda _: None)
    names = {tag.name for tag in tags}
    assert "landscape orientation" in names
    assert not names & {"black and white", "document", "screenshot"}


def test_rows_are_json_of_kind_attribute() -> None:
    tag = Tag("dark", 0.87654, "attribute", segments=(Segment(0, 1.23456, 0.9),))
    assert json.loads(json.dumps(LocalAttributes().data([tag]))) == [
        {
            "tag": "dark",
            "confidence": 0.8765,
            "kind": "attribute",
            "segments": [{"start": 0, "end": 1.2346, "confidence": 0.9}],
        }
    ]


def test_the_engine_is_found_by_its_name() -> None:
    engine = find_engines()["local_attributes"]
    assert not engine.remote
    assert engine.media == {"image", "video"}


def test_no_attribute_is_called_like_another_thing_that_the_local_engine_finds() -> None:
    names = {"red", "yellow", "teal", "purple", "pink", "white", "gray", "black", "brown"}
    names |= {
        *COLOR_TAGS.values(),
        "dark",
        "bright",
        "black and white",
        "blurry",
        "panorama",
        "document",
        "square",
    }
    names |= {"landscape orientation", "portrait orientation", "transparent", "animated"}
    things = json.loads(VOCABULARY.read_text(encoding="utf-8"))["tags"]
    assert not names & things.keys()


def test_a_faint_tint_is_not_black_and_white() -> None:
    gray = np.asarray(shipped("skimage", "data/brick.png").convert("RGB")).astype(np.int16)
    tinted = Image.fromarray((gray + np.array((10, 0, 8))).clip(0, 255).astype(np.uint8))
    assert "black and white" not in tagged(tinted)
    assert tagged(Image.fromarray(gray.astype(np.uint8)), "JPEG")["black and white"] == 1
