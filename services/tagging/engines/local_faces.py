"""`local_faces`: faces in pictures, found on this server.

    detection=local_faces

Its rows are {"tag": "face", "confidence", "kind": "person", "boxes"}, one for each face. The
confidence grows with the detector's score and was not calibrated.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from services.media.faces import find_faces
from services.media.pictures import Picture
from services.tagging.engine import Engine
from services.tagging.tags import Box, Tag


class LocalFaces(Engine):
    """Faces that look at the camera, with boxes, by dlib's frontal detector."""

    name = "local_faces"
    asked_by = "detection"
    media = frozenset({"image"})
    remote = False
    model = "dlib frontal hog 1"

    def tag_picture(self, picture: Picture) -> list[Tag]:
        return [
            Tag(
                "face",
                1 / (1 + math.exp(-3 * face.score)),
                "person",
                boxes=(
                    Box(
                        face.left / picture.width,
                        face.top / picture.height,
                        face.width / picture.width,
                        face.height / picture.height,
                    ),
                ),
            )
            for face in find_faces(picture)
        ]

    def data(self, tags: Sequence[Tag]) -> list[dict[str, Any]]:
        return [
            {
                "tag": tag.name,
                "confidence": round(tag.confidence, 4),
                "kind": tag.kind,
                "boxes": [
                    {name: round(edge, 4) for name, edge in asdict(box).items()}
                    for box in tag.boxes
                ],
            }
            for tag in tags
        ]
