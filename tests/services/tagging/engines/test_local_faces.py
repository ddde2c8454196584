"""Faces as an engine finds them, in its own shape and in Amazon's."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.media.pictures import Picture
from services.tagging.engines.aws_rek_face import AwsRekFace
from services.tagging.engines.local_faces import LocalFaces
from services.tagging.tags import Box, Tag


def test_every_face_is_a_row_with_its_box(astronaut: Path) -> None:
    engine = LocalFaces()
    with astronaut.open("rb") as file:
        [row] = engine.data(engine.tag_picture(Picture(file)))
    assert (row["tag"], row["kind"]) == ("face", "person")
    assert 0.9 < row["confidence"] < 1
    [box] = row["boxes"]
    assert list(box.values()) == pytest.approx([0.34, 0.145, 0.195, 0.195], abs=0.03)


def test_who_is_known_is_a_celebrity_and_who_is_not_is_a_face() -> None:
    box = Box(0.1, 0.2, 0.3, 0.4)
    tags = [Tag("Somebody", 1.0, "person", boxes=(box,)), Tag("face", 0.5, "person", boxes=(box,))]
    bounding_box = {"width": 0.3, "height": 0.4, "left": 0.1, "top": 0.2}
    assert AwsRekFace().data(tags) == {
        "celebrity_faces": [
            {
                "name": "Somebody",
                "match_confidence": 100.0,
                "face": {"bounding_box": bounding_box},
            }
        ],
        "unrecognized_faces": [{"bounding_box": bounding_box, "confidence": 50.0}],
    }
