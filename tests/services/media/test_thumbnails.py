"""Small copies have the size, the format and nothing else that is asked for."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image

from services.media.pictures import Picture
from services.media.thumbnails import Crop, resized

Encode = Callable[..., io.BytesIO]


@pytest.mark.parametrize(
    ("crop", "box", "size"),
    [
        ("limit", (90, 60), (90, 60)),
        ("limit", (90, 90), (90, 60)),
        ("limit", (30, 600), (30, 20)),
        ("limit", (900, 900), (300, 200)),
        ("fit", (900, 900), (900, 600)),
        ("fill", (90, 90), (90, 90)),
        ("fill", (500, 100), (500, 100)),
        ("limit", (1, 1), (1, 1)),
    ],
)
def test_the_size_follows_the_crop(
    encode: Encode, crop: Crop, box: tuple[int, int], size: tuple[int, int]
) -> None:
    picture = Picture(encode(Image.new("RGB", (300, 200)), "JPEG"))
    with Image.open(io.BytesIO(resized(picture, *box, crop, "jpg"))) as copy:
        assert copy.size == size


def test_fill_keeps_the_middle(encode: Encode) -> None:
    image = Image.new("RGB", (300, 100), "red")
    image.paste("blue", (100, 0, 200, 100))
    with Image.open(
        io.BytesIO(resized(Picture(encode(image, "PNG")), 50, 50, "fill", "png"))
    ) as copy:
        assert copy.getpixel((10, 25)) == copy.getpixel((40, 25)) == (0, 0, 255)


@pytest.mark.parametrize(("format_name", "kept"), [("jpg", False), ("png", True), ("webp", True)])
def test_transparency_is_kept_where_the_format_can_and_white_where_not(
    encode: Encode, format_name: str, kept: bool
) -> None:
    picture = Picture(encode(Image.new("RGBA", (100, 100), (255, 0, 0, 0)), "PNG"))
    data = resized(picture, 50, 50, "limit", format_name)  # type: ignore[arg-type]
    with Image.open(io.BytesIO(data)) as copy:
        assert copy.format == {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}[format_name]
        assert copy.has_transparency_data is kept
        assert kept or copy.getpixel((25, 25)) == (255, 255, 255)


@pytest.mark.parametrize("format_name", ["jpg", "png", "webp"])
def test_a_copy_is_upright_and_has_no_metadata(encode: Encode, format_name: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "a camera"
    picture = Picture(encode(Image.new("RGB", (300, 200)), "JPEG", exif=exif))
    data = resized(picture, 90, 90, "limit", format_name)  # type: ignore[arg-type]
    with Image.open(io.BytesIO(data)) as copy:
        assert copy.size == (60, 90)
        assert not copy.getexif()
        assert "icc_profile" not in copy.info
