"""What transformations make of pixels."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PIL import Image

from services.media.encoding import PICTURE_FORMATS, encoded
from services.media.pictures import Picture
from services.media.transformations.errors import TransformationError
from services.media.transformations.geometry import MOST_PIXELS
from services.media.transformations.grammar import parse_transformation
from services.media.transformations.regions import Region, Regions
from services.media.transformations.rendering import Source, render

RED, LIME, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)


def rendered(source: Source, text: str, regions: Regions | None = None) -> Image.Image:
    return render(source, parse_transformation(text).components, regions or Regions())


def corners_of(image: Image.Image) -> list[Any]:
    """Colours a little inside of the corners, clockwise from the top left."""
    right, bottom = image.width - 4, image.height - 4
    places = ((3, 3), (right, 3), (right, bottom), (3, bottom))
    return [image.convert("RGB").getpixel(place) for place in places]


@pytest.mark.parametrize(
    ("text", "size", "corners"),
    [
        ("", (400, 200), [RED, LIME, WHITE, BLUE]),
        ("w_100", (100, 50), [RED, LIME, WHITE, BLUE]),
        ("a_90", (200, 400), [BLUE, RED, LIME, WHITE]),
        ("a_-90", (200, 400), [LIME, WHITE, BLUE, RED]),
        ("a_180", (400, 200), [WHITE, BLUE, RED, LIME]),
        ("a_hflip", (400, 200), [LIME, RED, BLUE, WHITE]),
        ("a_vflip", (400, 200), [BLUE, WHITE, LIME, RED]),
        ("c_crop,h_100,w_200,g_south_west", (200, 100), [BLUE] * 4),
        ("c_crop,h_100,w_200,x_200", (200, 100), [LIME] * 4),
        ("c_crop,g_north_west,h_100,w_200/w_20", (20, 10), [RED] * 4),
        ("c_fill,g_east,h_60,w_30", (30, 60), [LIME, LIME, WHITE, WHITE]),
        ("c_pad,h_100,w_100,b_blue", (100, 100), [BLUE] * 4),
        ("c_pad,h_100,w_100,b_rgb:f00,g_north", (100, 100), [RED, LIME, RED, RED]),
        ("bo_5px_solid_blue,w_100", (110, 60), [BLUE] * 4),
        ("e_negate", (400, 200), [(0, 255, 255), (255, 0, 255), (0, 0, 0), (255, 255, 0)]),
        ("c_crop,h_40,w_40,g_face", (40, 40), [BLUE] * 4),
        ("c_crop,h_100,w_200,g_south_west/c_crop,h_40,w_40,g_face", (40, 40), [BLUE] * 4),
        ("c_pad,h_800,w_800/c_crop,h_40,w_40,g_face", (40, 40), [BLUE] * 4),
    ],
)
def test_what_is_shown_where(
    quarters: Source, text: str, size: tuple[int, int], corners: list[Any]
) -> None:
    image = rendered(quarters, text, Regions(faces=(Region(0.1, 0.7, 0.1, 0.1),)))
    assert image.size == size
    assert corners_of(image) == corners


def test_mirroring_comes_before_turning_when_it_is_written_so(quarters: Source) -> None:
    expected = rendered(rendered_source(quarters, "a_hflip"), "a_90")
    assert rendered(quarters, "a_hflip.90").tobytes() == expected.tobytes()


def rendered_source(source: Source, text: str) -> Source:
    file = io.BytesIO(encoded(rendered(source, text), "png"))
    return Picture(file)


@pytest.mark.parametrize(
    ("text", "transparent", "opaque"),
    [
        ("r_max", [(0, 0), (399, 199), (20, 10)], [(200, 3), (3, 100), (200, 100)]),
        ("r_40", [(0, 0), (399, 0), (399, 199), (0, 199)], [(42, 1), (200, 100)]),
        ("r_0:40", [(399, 0), (0, 199)], [(0, 0), (399, 199)]),
        ("c_pad,h_400,w_400", [(0, 0), (200, 390)], [(10, 200)]),
        ("a_45", [(0, 0)], [(200, 200)]),
        ("b_transparent,c_pad,h_400,w_400", [(0, 0)], [(200, 200)]),
    ],
)
def test_what_is_not_covered_is_transparent(
    quarters: Source, text: str, transparent: list[Any], opaque: list[Any]
) -> None:
    alpha = rendered(quarters, text).getchannel("A")
    assert [alpha.getpixel(place) for place in transparent] == [0] * len(transparent)
    assert [alpha.getpixel(place) for place in opaque] == [255] * len(opaque)


def test_opacity_is_in_per_cent(quarters: Source) -> None:
    assert rendered(quarters, "o_40").getpixel((5, 5)) == (255, 0, 0, 102)


def test_a_border_follows_round_corners(quarters: Source) -> None:
    framed = rendered(quarters, "bo_10px_solid_blue,r_40")
    assert framed.size == (420, 220)
    assert framed.getpixel((0, 0))[3] == 0  # type: ignore[index]
    assert framed.getpixel((210, 4)) == (0, 0, 255, 255)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("e_grayscale", lambda red, green, blue: red == green == blue),
        ("e_sepia:100", lambda red, green, blue: red > green > blue),
        ("e_brightness:50", lambda red, green, blue: red > 120),
        ("e_brightness:-50", lambda red, green, blue: red < 80),
        ("e_saturation:-100", lambda red, green, blue: red == green == blue),
        ("e_gamma:100", lambda red, green, blue: red > 130),
        ("e_blackwhite:10", lambda red, green, blue: (red, green, blue) == WHITE),
        ("e_blackwhite:90", lambda red, green, blue: (red, green, blue) == (0, 0, 0)),
    ],
)
def test_effects_change_colours(text: str, expected: Callable[[int, int, int], bool]) -> None:
    source = Picture(io.BytesIO(encoded(Image.new("RGB", (50, 40), (100, 80, 40)), "png")))
    assert expected(*rendered(source, text).getpixel((20, 20)))  # type: ignore[misc]


def deviation(image: Image.Image) -> float:
    return float(np.abs(np.diff(np.asarray(image.convert("L"), np.int16), axis=1)).mean())


def test_effects_change_sharpness(coffee: Any) -> None:
    with coffee.open("rb") as file:
        picture = Picture(file)
        plain = deviation(rendered(picture, ""))
        assert deviation(rendered(picture, "e_blur:200")) < 0.6 * plain
        assert deviation(rendered(picture, "e_pixelate:10")) < 0.8 * plain
        assert deviation(rendered(picture, "e_sharpen:400")) > 1.2 * plain
        assert deviation(rendered(picture, "e_unsharp_mask:400")) > 1.2 * plain
        assert deviation(rendered(picture, "e_contrast:80")) > 1.2 * plain


def test_effects_leave_transparency_alone() -> None:
    image = Image.new("RGBA", (20, 20), (255, 0, 0, 60))
    source = Picture(io.BytesIO(encoded(image, "png")))
    assert rendered(source, "e_grayscale").getpixel((5, 5))[3] == 60  # type: ignore[index]


def test_a_large_picture_is_decoded_no_larger_than_needed() -> None:
    file = io.BytesIO(encoded(Image.new("RGB", (4000, 3000), "red"), "jpg"))
    picture = Picture(file)
    assert rendered(picture, "c_fill,h_100,w_100").size == (100, 100)
    assert min(picture.image(1).size) < 1000
    assert rendered(picture, "c_crop,h_100,w_100").size == (100, 100)


def test_a_crop_of_a_picture_that_is_decoded_smaller_shows_the_same_part() -> None:
    image = Image.new("RGB", (4000, 3000), "white")
    image.paste("red", (2000, 1000, 4000, 3000))
    picture = Picture(io.BytesIO(encoded(image, "jpg")))
    small = rendered(picture, "c_crop,h_2000,w_2000,x_2000,y_1000/w_50")
    assert np.abs(np.asarray(small, np.int16) - (254, 0, 0)).max() < 12


def test_a_picture_that_is_not_resized_has_no_more_pixels_than_derived_ones_may() -> None:
    class Huge:
        width, height = 10_000, 5_000

        def image(self, short_side: int) -> Image.Image:
            return Image.new("RGB", (2 * short_side, short_side))

    image = rendered(Huge(), "e_grayscale")
    assert image.width * image.height <= MOST_PIXELS * 1.001


def test_a_chain_that_is_too_much_work_is_given_up(quarters: Source) -> None:
    with pytest.raises(TransformationError, match="100 million pixels to change"):
        rendered(quarters, "h_4000,w_6000" + "/e_negate" * 10)


@pytest.mark.parametrize("format_name", PICTURE_FORMATS)
def test_every_format_is_written_and_read(format_name: Any) -> None:
    image = Image.new("RGBA", (300, 100), (255, 0, 0, 0))
    with Image.open(io.BytesIO(encoded(image, format_name))) as read:
        assert read.size == ((256, 85) if format_name == "ico" else (300, 100))
        transparent = format_name not in {"jpg", "bmp"}
        assert read.has_transparency_data is transparent
        assert transparent or read.convert("RGB").getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("format_name", ["jpg", "png", "webp", "avif"])
def test_what_is_made_is_upright_and_has_no_metadata(
    encode: Callable[..., io.BytesIO], format_name: Any
) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "a camera"
    picture = Picture(encode(Image.new("RGB", (300, 200)), "JPEG", exif=exif))
    data = encoded(rendered(picture, "c_limit,h_90,w_90"), format_name)
    with Image.open(io.BytesIO(data)) as copy:
        assert copy.size == (60, 90)
        assert not copy.getexif()
        assert "icc_profile" not in copy.info
