"""The scores of a picture's quality: each falls with the damage that it is named after."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageEnhance, ImageFilter

from services.media.pictures import Picture
from services.media.quality import quality_score, quality_scores


@pytest.fixture
def photograph(cat: Path) -> Image.Image:
    return Image.open(cat).convert("RGB")


def scores_of(image: Image.Image, kind: str = "PNG", **saving: int) -> dict[str, float]:
    file = io.BytesIO()
    image.save(file, kind, **saving)
    return quality_scores(Picture(file))


def noisy(image: Image.Image, deviation: float) -> Image.Image:
    levels = np.asarray(image) + np.random.default_rng(1).normal(0, deviation, (300, 451, 3))
    return Image.fromarray(levels.clip(0, 255).astype(np.uint8))


def brightened(image: Image.Image, by: float) -> Image.Image:
    return ImageEnhance.Brightness(image).enhance(by)


@pytest.mark.parametrize(
    ("name", "damage", "amounts"),
    [
        ("focus", lambda image, by: image.filter(ImageFilter.GaussianBlur(by)), [1, 2, 4]),
        ("noise", noisy, [3, 8, 20]),
        ("contrast", lambda image, by: ImageEnhance.Contrast(image).enhance(by), [0.6, 0.3, 0.1]),
        ("saturation", lambda image, by: ImageEnhance.Color(image).enhance(by), [0.6, 0.3, 0.0]),
        ("lighting", brightened, [0.5, 0.3, 0.1]),
        ("exposure", brightened, [1.7, 2.5, 6.0]),
        ("resolution", lambda image, by: image.resize((by, by)), [200, 100, 50]),
    ],
)
def test_a_score_falls_the_more_a_picture_is_damaged(
    photograph: Image.Image,
    name: str,
    damage: Callable[[Image.Image, float], Image.Image],
    amounts: list[float],
) -> None:
    scores = [scores_of(photograph)[name]]
    scores += [scores_of(damage(photograph, amount))[name] for amount in amounts]
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] < scores[0] - 0.05


@pytest.mark.parametrize("quality", [30, 50, 75, 95])
def test_the_quality_of_a_jpeg_is_read_from_its_tables(
    photograph: Image.Image, quality: int
) -> None:
    scores = scores_of(photograph, "JPEG", quality=quality)
    assert scores["jpeg_quality"] == pytest.approx(quality / 100, abs=0.02)
    assert scores["jpeg_chroma"] == pytest.approx(quality / 100, abs=0.02)


def test_blocks_are_seen_in_the_pixels_whatever_the_format_is_now(photograph: Image.Image) -> None:
    file = io.BytesIO()
    photograph.save(file, "JPEG", quality=8)
    assert scores_of(Image.open(file), "PNG")["blockiness"] < 0.4
    assert scores_of(photograph)["blockiness"] > 0.9


@pytest.mark.parametrize(("subsampling", "score"), [(0, 1.0), (1, 0.5), (2, 0.25)])
def test_thinned_colours_are_told(photograph: Image.Image, subsampling: int, score: float) -> None:
    scores = scores_of(photograph, "JPEG", subsampling=subsampling)
    assert scores["chroma_subsampling"] == score


def test_every_score_is_between_0_and_1_and_so_is_the_whole(photograph: Image.Image) -> None:
    pictures = [
        photograph,
        noisy(photograph, 90),
        Image.new("L", (3, 900)),
        Image.new("RGB", (1, 1)),
    ]
    for image in pictures:
        scores = scores_of(image)
        assert all(0 <= score <= 1 for score in scores.values())
        assert 0 <= quality_score(scores) <= 1


def test_a_good_picture_scores_better_as_a_whole_than_a_bad_one(photograph: Image.Image) -> None:
    bad = noisy(photograph.filter(ImageFilter.GaussianBlur(3)), 15)
    assert quality_score(scores_of(photograph)) > quality_score(scores_of(bad)) + 0.1


def test_what_a_picture_gives_no_hold_for_is_left_out() -> None:
    scores = scores_of(Image.new("RGB", (100, 100), "red"))
    assert not {"focus", "jpeg_quality", "jpeg_chroma", "chroma_subsampling"} & scores.keys()
