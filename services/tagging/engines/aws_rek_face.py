"""Amazon Rekognition's celebrities and faces, in the shape of Cloudinary's add-on.

    detection=aws_rek_face

Cloudinary's "Amazon Rekognition Celebrity Detection". The local engine, which answers while there
are no credentials, knows nobody: its faces are all unrecognized.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from services.tagging.engine import Engine
from services.tagging.tags import Tag


class AwsRekFace(Engine):
    """Amazon Rekognition's celebrities and other faces in pictures."""

    name = "aws_rek_face"
    asked_by = "detection"
    stand_in = "local_faces"
    media = frozenset({"image"})
    remote = True
    model = "Amazon Rekognition"

    def data(self, tags: Sequence[Tag]) -> dict[str, list[dict[str, Any]]]:
        return {
            "celebrity_faces": [
                {
                    "name": tag.name,
                    "match_confidence": _percent(tag.confidence),
                    "face": {"bounding_box": _bounding_box(tag)},
                }
                for tag in tags
                if tag.name != "face"
            ],
            "unrecognized_faces": [
                {"bounding_box": _bounding_box(tag), "confidence": _percent(tag.confidence)}
                for tag in tags
                if tag.name == "face"
            ],
        }


def _percent(confidence: float) -> float:
    return round(100 * confidence, 2)


def _bounding_box(tag: Tag) -> dict[str, float]:
    return {
        name: round(edge, 4)
        for box in tag.boxes[:1]
        for name, edge in {
            "width": box.width,
            "height": box.height,
            "left": box.x,
            "top": box.y,
        }.items()
    }
