"""Google Cloud Vision, as Cloudinary's add-on "Google Auto Tagging" answers.

    categorization=google_tagging

https://cloudinary.com/documentation/google_auto_tagging_addon
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from services.tagging.engine import Engine
from services.tagging.tags import Tag


class GoogleTagging(Engine):
    """Google Vision's labels for pictures, one row each."""

    name = "google_tagging"
    media = frozenset({"image"})
    remote = True
    model = "Google Cloud Vision"

    def data(self, tags: Sequence[Tag]) -> list[dict[str, Any]]:
        return [{"tag": tag.name, "confidence": round(tag.confidence, 4)} for tag in tags]
