"""ReKognition by Orbeus, as Cloudinary's add-on for scene categorization answered until 2015.

    categorization=rekognition_scene

https://cloudinary.com/blog/how_to_automatically_tag_and_categorize_photos_according_to_their_content
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from services.tagging.engine import Engine
from services.tagging.tags import Tag


class RekognitionScene(Engine):
    """ReKognition's scenes in pictures, the words of a name joined: "night_club"."""

    name = "rekognition_scene"
    media = frozenset({"image"})
    remote = True
    model = "ReKognition"

    def data(self, tags: Sequence[Tag]) -> dict[str, list[dict[str, Any]]]:
        return {
            "matches": [
                {"tag": self.spelled(tag.name), "score": round(tag.confidence, 4)} for tag in tags
            ]
        }

    def spelled(self, name: str) -> str:
        return name.replace(" ", "_")
