"""Pictures as files, without metadata."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Final, Literal, get_args

from PIL import Image

PictureFormat = Literal["jpg", "png", "webp", "avif", "gif", "tiff", "bmp", "ico"]
PICTURE_FORMATS: tuple[PictureFormat, ...] = get_args(PictureFormat)
"""Formats that are written, by the short names that the API gives them."""

CONTENT_TYPES: Final[dict[str, str]] = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "avif": "image/avif",
    "gif": "image/gif",
    "tiff": "image/tiff",
    "bmp": "image/bmp",
    "ico": "image/x-icon",
}
"""By format."""

_ICON_SIDE: Final = 256
"""The longest side in pixels that an ICO can have."""
_COLORS: Final = 256
"""Colours of a palette."""
_AVIF_SPEED: Final = 8
"""Of 10: a second more for a large picture would save a few per cent of its bytes."""


def encoded(
    image: Image.Image,
    format: PictureFormat,  # noqa: A002
    quality: int = 85,
    *,
    progressive: bool = False,
    palette: bool = False,
) -> bytes:
    """An RGB or RGBA image as a file; formats without transparency show it white.

    `quality` goes from 1 to 100 and means something for JPEG, WebP and AVIF alone; `palette` makes
    a PNG of 256 colours.
    """
    file = io.BytesIO()
    if format == "jpg":
        on_white(image).save(file, "JPEG", quality=quality, progressive=progressive)
    elif format == "png":
        (image.quantize(_COLORS) if palette else image).save(file, "PNG")
    else:
        _WRITERS[format](image, file, quality)
    return file.getvalue()


def size_of(file: bytes) -> tuple[int, int]:
    """Width and height of a picture that was written here."""
    with Image.open(io.BytesIO(file)) as image:
        return image.size


def on_white(image: Image.Image) -> Image.Image:
    """An RGB or RGBA image as RGB, its transparent parts shown white."""
    if image.mode == "RGB":
        return image
    page = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(page, image).convert("RGB")


def _write_webp(image: Image.Image, file: io.BytesIO, quality: int) -> None:
    image.save(file, "WEBP", quality=quality)


def _write_avif(image: Image.Image, file: io.BytesIO, quality: int) -> None:
    image.save(file, "AVIF", quality=quality, speed=_AVIF_SPEED)


def _write_gif(image: Image.Image, file: io.BytesIO, _quality: int) -> None:
    image.save(file, "GIF")


def _write_tiff(image: Image.Image, file: io.BytesIO, _quality: int) -> None:
    image.save(file, "TIFF", compression="tiff_adobe_deflate")


def _write_bmp(image: Image.Image, file: io.BytesIO, _quality: int) -> None:
    on_white(image).save(file, "BMP")


def _write_ico(image: Image.Image, file: io.BytesIO, _quality: int) -> None:
    icon = image.copy()
    icon.thumbnail((_ICON_SIDE, _ICON_SIDE))
    icon.save(file, "ICO", sizes=[icon.size])


_WRITERS: Final[dict[str, Callable[[Image.Image, io.BytesIO, int], None]]] = {
    "webp": _write_webp,
    "avif": _write_avif,
    "gif": _write_gif,
    "tiff": _write_tiff,
    "bmp": _write_bmp,
    "ico": _write_ico,
}
