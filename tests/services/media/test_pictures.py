"""Pixels of every kind of picture, at the size that is asked for."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageCms

from services.media.errors import UnreadableMedia
from services.media.pictures import Picture

Encode = Callable[..., io.BytesIO]
RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)


def quarters(side: int = 64) -> Image.Image:
    """Red and green above, blue and white below: no two ways to hold it look the same."""
    image = Image.new("RGB", (2 * side, side))
    half = side // 2
    for corner, color in (
        ((0, 0), RED),
        ((side, 0), GREEN),
        ((0, half), BLUE),
        ((side, half), WHITE),
    ):
        image.paste(color, (*corner, corner[0] + side, corner[1] + half))
    return image


def corners(pixels: NDArray[np.uint8]) -> list[tuple[int, ...]]:
    """The colours near the four corners, in reading order, each channel all or nothing."""
    height, width = pixels.shape[:2]
    places = [(y, x) for y in (height // 8, -height // 8) for x in (width // 8, -width // 8)]
    return [tuple(int(value > 127) * 255 for value in pixels[place]) for place in places]


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_every_exif_orientation_is_shown_upright(
    encode: Encode, format_name: str, orientation: int
) -> None:
    # How the sensor stored what is upright, by orientation (Exif 2.3, figure 5).
    stored = {
        1: [],
        2: [Image.Transpose.FLIP_LEFT_RIGHT],
        3: [Image.Transpose.ROTATE_180],
        4: [Image.Transpose.FLIP_TOP_BOTTOM],
        5: [Image.Transpose.TRANSPOSE],
        6: [Image.Transpose.ROTATE_90],
        7: [Image.Transpose.TRANSVERSE],
        8: [Image.Transpose.ROTATE_270],
    }
    image = quarters()
    for turn in stored[orientation]:
        image = image.transpose(turn)
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture = Picture(encode(image, format_name, exif=exif))
    assert (picture.width, picture.height) == (128, 64)
    assert corners(picture.pixels(64)) == [RED, GREEN, BLUE, WHITE]


@pytest.mark.parametrize(
    "format_name", ["JPEG", "PNG", "GIF", "WEBP", "AVIF", "TIFF", "BMP", "ICO"]
)
def test_every_format_gives_rgb(encode: Encode, format_name: str) -> None:
    pixels = Picture(encode(quarters(), format_name)).pixels(64)
    assert pixels.dtype == np.uint8
    assert pixels.shape[2] == 3
    assert corners(pixels) == [RED, GREEN, BLUE, WHITE]


@pytest.mark.parametrize("mode", ["L", "1", "P", "LA", "RGBA", "CMYK", "YCbCr"])
def test_every_colour_mode_gives_rgb(encode: Encode, mode: str) -> None:
    format_name = {"CMYK": "JPEG", "YCbCr": "JPEG"}.get(mode, "PNG")
    pixels = Picture(encode(quarters().convert(mode), format_name)).pixels(64)
    assert pixels.shape == (64, 128, 3)
    assert corners(pixels)[3] == WHITE


def test_sixteen_bits_keep_their_brightness(encode: Encode) -> None:
    levels = np.linspace(0, 65535, 64 * 64).reshape(64, 64).astype(np.uint16)
    pixels = Picture(encode(Image.fromarray(levels), "PNG")).pixels(64)
    assert np.abs(pixels[..., 0] - levels / 257.0).max() <= 1
    dark = Picture(encode(Image.fromarray(levels // 256), "PNG")).pixels(64)
    assert dark.max() == 0


def test_colours_of_sixteen_bits_keep_their_look() -> None:
    """As scanners and cameras' converters write them; Pillow reads such files but writes none."""
    row = b"\0" + struct.pack(">3H", 60_000, 30_000, 10_000) * 8
    chunks = [
        (b"IHDR", struct.pack(">2I5B", 8, 8, 16, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(row * 8)),
        (b"IEND", b""),
    ]
    png = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    color = Picture(io.BytesIO(png)).pixels(8).mean(axis=(0, 1))
    assert np.abs(color - (234, 117, 39)).max() < 2


def test_floating_point_pictures_are_stretched(encode: Encode) -> None:
    values = np.linspace(-3.0, 5.0, 64 * 64, dtype=np.float32).reshape(64, 64)
    pixels = Picture(encode(Image.fromarray(values), "TIFF")).pixels(64)
    assert (pixels.min(), pixels.max()) == (0, 255)


@pytest.mark.parametrize("palette", [False, True])
def test_transparent_parts_show_white(encode: Encode, palette: bool) -> None:
    image = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
    image.paste((255, 0, 0, 255), (0, 0, 32, 64))
    file = encode(image.quantize(4) if palette else image, "PNG")
    assert Picture(file).has_alpha
    assert corners(Picture(file).pixels(64)) == [RED, WHITE, RED, WHITE]


def test_the_first_frame_of_an_animation_is_shown(encode: Encode) -> None:
    for format_name in ("GIF", "WEBP", "PNG"):
        file = encode(
            quarters(), format_name, save_all=True, append_images=[Image.new("RGB", (128, 64))]
        )
        assert corners(Picture(file).pixels(64)) == [RED, GREEN, BLUE, WHITE]


def test_colours_of_other_profiles_become_srgb(encode: Encode) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    # A profile whose red is green and whose green is red, under a name of its own.
    table, rest = profile[:256], profile[256:].replace("sRGB".encode("utf-16-be"), b"\0s\0w\0a\0p")
    for name, other in ((b"rXYZ", b"????"), (b"gXYZ", b"rXYZ"), (b"????", b"gXYZ")):
        table = table.replace(name, other)
    swapped = Picture(encode(quarters(), "PNG", icc_profile=table + rest)).pixels(64)
    assert corners(swapped) == [GREEN, RED, BLUE, WHITE]


def test_profiles_that_do_not_fit_are_left_aside(encode: Encode) -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    for profile in (lab, b"not a profile"):
        pixels = Picture(encode(quarters(), "JPEG", icc_profile=profile)).pixels(64)
        assert corners(pixels) == [RED, GREEN, BLUE, WHITE]


def test_a_large_picture_is_decoded_small_but_not_too_small(encode: Encode) -> None:
    for format_name in ("JPEG", "PNG"):
        picture = Picture(encode(Image.new("RGB", (4000, 3000), RED), format_name))
        assert 416 <= min(picture.pixels(260).shape[:2]) < 832
        assert 900 <= min(picture.pixels(900).shape[:2]) < 1800
        assert picture.pixels(9000).shape == (3000, 4000, 3)
        assert (picture.width, picture.height) == (4000, 3000)


def test_one_decode_serves_every_smaller_size(encode: Encode) -> None:
    file = encode(quarters(1000), "JPEG")
    picture = Picture(file)
    picture.check()
    file.close()
    assert picture.pixels(416) is picture.pixels(100)
    assert picture.jpeg(200)


def test_pixels_cannot_be_changed_by_a_reader(encode: Encode) -> None:
    with pytest.raises(ValueError, match="read-only"):
        Picture(encode(quarters(), "PNG")).pixels(64)[0, 0] = 0


def test_a_jpeg_of_it_is_small_and_without_metadata(encode: Encode) -> None:
    exif = Image.Exif()
    exif[0x010F] = "a camera"
    file = encode(Image.new("RGBA", (900, 300)), "PNG", exif=exif)
    with Image.open(io.BytesIO(Picture(file).jpeg(300))) as small:
        assert (small.format, small.size, small.mode) == ("JPEG", (300, 100), "RGB")
        assert not small.getexif()
        assert small.getpixel((150, 50)) == WHITE
    with Image.open(io.BytesIO(Picture(file).jpeg(5000))) as same:
        assert same.size == (900, 300)


def test_damaged_metadata_does_not_cost_the_picture(encode: Encode) -> None:
    file = encode(quarters(), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff garbage")
    assert corners(Picture(file).pixels(64)) == [RED, GREEN, BLUE, WHITE]


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(UnreadableMedia, match="not a picture"):
        Picture(io.BytesIO(b"just text"))


def test_a_shipped_photograph_keeps_its_look(shipped: Callable[[str], Path]) -> None:
    with shipped("sklearn/datasets/images/china.jpg").open("rb") as file:
        pixels = Picture(file).pixels(416)
    with Image.open(shipped("sklearn/datasets/images/china.jpg")) as image:
        assert np.abs(pixels - np.asarray(image, np.int16)).mean() < 1
