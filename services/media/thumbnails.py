"""Small copies of pictures for pages."""

from __future__ import annotations

from typing import Literal

from PIL import Image, ImageOps

from services.media.pictures import Picture, encoded

Crop = Literal["limit", "fit", "fill"]


def resized(
    picture: Picture,
    width: int,
    height: int,
    crop: Crop,
    format: Literal["jpg", "png", "webp"],  # noqa: A002
) -> bytes:
    """A copy of the picture as a file of that format: upright, in sRGB, without metadata.

    "limit" makes it fit into width by height pixels but never larger than it is, "fit" enlarges it
    too, "fill" covers width by height exactly and cuts off evenly what stands over. Raises
    UnreadableMedia when the picture cannot be decoded.
    """
    across, down = width / picture.width, height / picture.height
    scale = max(across, down) if crop == "fill" else min(across, down)
    if crop == "limit":
        scale = min(scale, 1.0)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    image = picture.image(min(size))
    if crop == "fill":
        copy = ImageOps.fit(image, (width, height), Image.Resampling.LANCZOS)
    else:
        copy = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    return encoded(copy, format)
