"""Imagga, as Cloudinary's add-on "Imagga Auto Tagging" answers.

    categorization=imagga_tagging

https://cloudinary.com/documentation/imagga_auto_tagging_addon
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from services.tagging.engine import Engine
from services.tagging.tags import Tag


class ImaggaTagging(Engine):
    """Imagga's general tags for pictures, one row each."""

    name = "imagga_tagging"
    media = frozenset({"image"})
    remote = True
    model = "Imagga"

    def data(self, tags: Sequence[Tag]) -> list[dict[str, Any]]:
        return [{"tag": tag.name, "confidence": round(tag.confidence, 4)} for tag in tags]
