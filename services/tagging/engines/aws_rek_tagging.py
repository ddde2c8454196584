"""Amazon Rekognition, as Cloudinary's add-on "Amazon Rekognition Auto Tagging" answers.

    categorization=aws_rek_tagging

https://cloudinary.com/documentation/aws_rekognition_auto_tagging_addon
"""

from __future__ import annotations

import string
from collections.abc import Sequence
from typing import Any

from services.tagging.engine import Engine
from services.tagging.tags import Tag


class AwsRekTagging(Engine):
    """Amazon's labels for pictures, every word with a capital: "Mobile Phone"."""

    name = "aws_rek_tagging"
    media = frozenset({"image"})
    remote = True
    model = "Amazon Rekognition"

    def data(self, tags: Sequence[Tag]) -> list[dict[str, Any]]:
        return [
            {"tag": string.capwords(tag.name), "confidence": round(tag.confidence, 4)}
            for tag in tags
        ]
