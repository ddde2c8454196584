"""What the models see in pictures, and how what both see becomes tags."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from services.tagging.models.detector import Detection
from services.tagging.models.recognition import (
    LOWEST_CONFIDENCE,
    fuse,
    recognizer,
)
from services.tagging.models.vocabulary import load_vocabulary
from services.tagging.tags import Box, Tag

VOCABULARY = load_vocabulary()
IMAGENET = list(VOCABULARY.imagenet.argmax(axis=1))
BOX = Box(0.1, 0.2, 0.3, 0.4)


def seen(file: Path) -> dict[str, Tag]:
    with Image.open(file) as image:
        return {tag.name: tag for tag in recognizer().tags(image.convert("RGB"))}


def coco(name: str) -> int:
    names = [VOCABULARY.concepts[position].name for position in VOCABULARY.coco_positions]
    return names.index(name)


def nothing() -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    return np.zeros((1, 1000), np.float32)


def test_a_cat_is_a_cat_and_what_stands_above_it(cat: Path) -> None:
    tags = seen(cat)
    for name in ("cat", "feline", "pet", "mammal", "animal"):
        assert tags[name].confidence > 0.5
    assert tags["cat"].categories[-1] == "animal"
    assert next(iter(tags)) == "cat"


def test_a_cup_of_coffee_is_one(coffee: Path) -> None:
    tags = seen(coffee)
    assert tags["coffee"].confidence > 0.5
    assert tags["cup"].confidence > 0.5
    assert tags["drink"].confidence > 0.5


def test_an_object_is_where_its_box_says(coffee: Path) -> None:
    box = seen(coffee)["cup"].boxes[0]
    assert 0.1 < box.x < 0.5
    assert 0.5 < box.x + box.width < 0.9


def test_only_objects_that_were_located_have_boxes(cat: Path) -> None:
    assert seen(cat)["animal"].boxes == ()


def test_what_stands_at_the_end_of_a_wide_picture_is_seen(cat: Path) -> None:
    with Image.open(cat) as image:
        wide = Image.new("RGB", (image.width * 3, image.height), "white")
        wide.paste(image, (image.width * 2, 0))
    tags = {tag.name: tag for tag in recognizer().tags(wide)}
    assert tags["cat"].confidence > 0.5
    assert tags["cat"].boxes[0].x > 0.5


def test_an_object_across_both_looks_has_one_box(cat: Path) -> None:
    tags = seen(cat)
    assert len(tags["cat"].boxes) == 1


@pytest.mark.parametrize("color", ["black", "white", "gray", "red", "green", "blue"])
def test_a_plain_color_shows_nothing(color: str) -> None:
    assert recognizer().tags(Image.new("RGB", (640, 480), color)) == []


@pytest.mark.parametrize("channels", [1, 3])
def test_noise_shows_nothing_above_one_half(channels: int) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (480, 640, channels), np.uint8)
    tags = recognizer().tags(Image.fromarray(np.broadcast_to(noise, (480, 640, 3)).copy()))
    assert all(tag.confidence < 0.5 for tag in tags)


@pytest.mark.parametrize("colors", [("white", "black"), ("#1e1e1e", "#dddddd")])
def test_a_screenshot_of_text_shows_nothing_above_one_half_but_text(
    colors: tuple[str, str],
) -> None:
    page, ink = colors
    image = Image.new("RGB", (900, 600), page)
    draw = ImageDraw.Draw(image)
    for y in range(20, 580, 24):
        draw.text((20, y), "The quick brown fox jumps over the lazy dog. " * 3, fill=ink)
    for tag in recognizer().tags(image):
        assert tag.confidence < 0.5 or tag.kind == "text", tag


@pytest.mark.parametrize(
    ("package", "path"),
    [("skimage", "data/astronaut.png"), ("matplotlib", "mpl-data/sample_data/grace_hopper.jpg")],
)
def test_a_person_is_one(package: str, path: str) -> None:
    spec = find_spec(package)
    assert spec is not None
    assert spec.submodule_search_locations
    assert seen(Path(spec.submodule_search_locations[0], path))["person"].confidence > 0.7


def test_stars_in_the_night_are_nobody() -> None:
    stars = np.random.default_rng(0).random((480, 640, 1)) > 0.998
    sky = np.where(stars, 255, 5).astype(np.uint8)
    tags = recognizer().tags(Image.fromarray(np.broadcast_to(sky, (480, 640, 3)).copy()))
    assert all(tag.confidence < 0.5 for tag in tags)


@pytest.mark.parametrize("size", [(1, 1), (2, 900), (900, 2), (64, 64)])
def test_a_picture_of_any_size_can_be_looked_at(size: tuple[int, int]) -> None:
    image = Image.linear_gradient("L").convert("RGB").resize(size)
    for tag in recognizer().tags(image):
        assert LOWEST_CONFIDENCE <= tag.confidence <= 1


def test_many_threads_share_one_recognizer(cat: Path) -> None:
    with Image.open(cat) as opened:
        image = opened.convert("RGB")
    alone = recognizer().tags(image)
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda _: recognizer().tags(image), range(8)))
    assert all(tags == alone for tags in together)


def test_a_general_tag_is_as_sure_as_all_below_it_together() -> None:
    probabilities = nothing()
    probabilities[0, [281, 283, 284]] = 0.3  # three breeds of cat
    tags = {tag.name: tag.confidence for tag in fuse(probabilities, [], VOCABULARY)}
    assert 0.3 <= tags["persian cat"] < 0.45
    assert 0.9 <= tags["cat"] < 0.96


def test_a_confidence_is_never_above_one() -> None:
    probabilities = np.full((1, 1000), 0.9, np.float32)
    detections = [Detection(i, 0.99, BOX) for i in range(80)]
    assert all(tag.confidence <= 1 for tag in fuse(probabilities, detections, VOCABULARY))


def test_what_both_models_see_is_surer_than_what_either_does() -> None:
    probabilities = nothing()
    probabilities[0, 283] = 0.5  # a persian cat
    detection = Detection(coco("cat"), 0.6, BOX)
    classified = {t.name: t.confidence for t in fuse(probabilities, [], VOCABULARY)}
    located = {t.name: t.confidence for t in fuse(nothing(), [detection], VOCABULARY)}
    both = {t.name: t.confidence for t in fuse(probabilities, [detection], VOCABULARY)}
    assert both["cat"] > max(classified["cat"], located.get("cat", 0))


def test_what_is_a_car_or_a_bus_is_a_vehicle() -> None:
    detections = [Detection(coco("car"), 0.6, BOX), Detection(coco("bus"), 0.6, BOX)]
    tags = {t.name: t.confidence for t in fuse(nothing(), detections, VOCABULARY)}
    assert tags["vehicle"] > max(tags["car"], tags["bus"])


def test_of_equally_sure_tags_the_most_special_comes_first() -> None:
    names = [tag.name for tag in fuse(nothing(), [Detection(coco("dog"), 0.9, BOX)], VOCABULARY)]
    assert names[0] == "dog"
    assert names[-1] == "animal"


def test_a_drawing_is_doubted_but_not_its_text() -> None:
    probabilities = nothing()
    probabilities[0, [409, 916]] = 0.45  # an analog clock, a website
    photograph = {t.name: t.confidence for t in fuse(probabilities, [], VOCABULARY)}
    drawing = {t.name: t.confidence for t in fuse(probabilities, [], VOCABULARY, drawing=1)}
    assert drawing["clock"] < 0.3 < photograph["clock"]
    assert drawing["website"] == photograph["website"]


@pytest.mark.parametrize("ground", ["white", "black"])
def test_a_circle_is_no_clock(ground: str) -> None:
    image = Image.new("RGB", (600, 480), ground)
    draw = ImageDraw.Draw(image)
    draw.ellipse((120, 60, 480, 420), outline="gray", width=12)
    draw.line((300, 240, 300, 110), fill="gray", width=8)
    draw.line((300, 240, 390, 240), fill="gray", width=8)
    for tag in recognizer().tags(image):
        assert tag.confidence < 0.5 or tag.kind == "text", tag
