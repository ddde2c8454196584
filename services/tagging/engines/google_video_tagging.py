"""Google Video Intelligence, as Cloudinary's add-on "Google Automatic Video Tagging" answers.

    categorization=google_video_tagging

https://cloudinary.com/documentation/google_automatic_video_tagging_addon
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from services.tagging.engine import Engine
from services.tagging.tags import Tag


class GoogleVideoTagging(Engine):
    """Google's labels for videos, one row for each stretch of time in which a label holds."""

    name = "google_video_tagging"
    media = frozenset({"video"})
    remote = True
    model = "Google Video Intelligence"

    def data(self, tags: Sequence[Tag]) -> list[dict[str, Any]]:
        return [
            {
                "tag": tag.name,
                "categories": list(tag.categories),
                "start_time_offset": round(segment.start, 4),
                "end_time_offset": round(segment.end, 4),
                "confidence": round(segment.confidence, 4),
            }
            for tag in tags
            for segment in tag.segments
        ]
