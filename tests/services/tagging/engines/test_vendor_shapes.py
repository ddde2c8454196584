"""Every vendor's engine gives results in the shape of that vendor."""

from __future__ import annotations

from typing import Any

import pytest

from services.tagging.engine import find_engines
from services.tagging.tags import Segment, Tag

DOG = Tag("dog", 0.91172, "object", ("canine", "animal"))
NIGHT_CLUB = Tag("night club", 0.1859, "scene")
ENGINES = find_engines()


@pytest.mark.parametrize(
    ("engine", "data"),
    [
        (
            "google_tagging",
            [{"tag": "dog", "confidence": 0.9117}, {"tag": "night club", "confidence": 0.1859}],
        ),
        (
            "imagga_tagging",
            [{"tag": "dog", "confidence": 0.9117}, {"tag": "night club", "confidence": 0.1859}],
        ),
        (
            "aws_rek_tagging",
            [{"tag": "Dog", "confidence": 0.9117}, {"tag": "Night Club", "confidence": 0.1859}],
        ),
        (
            "rekognition_scene",
            {"matches": [{"tag": "dog", "score": 0.9117}, {"tag": "night_club", "score": 0.1859}]},
        ),
    ],
)
def test_a_picture_has_the_shape_of_the_vendor(engine: str, data: Any) -> None:
    assert ENGINES[engine].data([DOG, NIGHT_CLUB]) == data


def test_a_video_has_a_row_for_every_segment() -> None:
    segments = (Segment(0.0, 3.5, 0.9), Segment(5.25, 8.0, 0.71239))
    dog = Tag("dog", 0.93, "object", ("canine", "animal"), segments=segments)
    assert ENGINES["google_video_tagging"].data([dog]) == [
        {
            "tag": "dog",
            "categories": ["canine", "animal"],
            "start_time_offset": 0.0,
            "end_time_offset": 3.5,
            "confidence": 0.9,
        },
        {
            "tag": "dog",
            "categories": ["canine", "animal"],
            "start_time_offset": 5.25,
            "end_time_offset": 8.0,
            "confidence": 0.7124,
        },
    ]


@pytest.mark.parametrize(
    ("name", "media"),
    [
        ("google_video_tagging", {"video"}),
        ("google_tagging", {"image"}),
        ("imagga_tagging", {"image"}),
        ("aws_rek_tagging", {"image"}),
        ("rekognition_scene", {"image"}),
        ("local_tagging", {"image", "video"}),
    ],
)
def test_an_engine_takes_what_its_vendor_takes(name: str, media: set[str]) -> None:
    assert ENGINES[name].media == media


@pytest.mark.parametrize(
    "name",
    [
        "google_video_tagging",
        "google_tagging",
        "imagga_tagging",
        "aws_rek_tagging",
        "rekognition_scene",
    ],
)
def test_a_vendor_without_credentials_leaves_the_answer_to_another(name: str) -> None:
    assert ENGINES[name].remote
    assert not ENGINES[name].has_credentials()


@pytest.mark.parametrize("name", list(ENGINES))
def test_nothing_seen_is_an_empty_result(name: str) -> None:
    empty = [[], {"matches": []}, {"celebrity_faces": [], "unrecognized_faces": []}]
    assert ENGINES[name].data([]) in empty
