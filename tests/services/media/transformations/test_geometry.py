"""Every crop mode gives the documented size of the right part of the picture."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.media.transformations.components import CROP_MODES
from services.media.transformations.errors import TransformationError
from services.media.transformations.geometry import MOST_PIXELS, Placement, place
from services.media.transformations.grammar import parse_transformation
from services.media.transformations.regions import KnownObject, Region, Regions

FACES = Regions(faces=(Region(0.1, 0.1, 0.1, 0.1), Region(0.7, 0.6, 0.2, 0.2)))
CUSTOM = Regions(custom=(Region(0.5, 0.5, 0.25, 0.5),))
OBJECTS = Regions(
    objects=(
        KnownObject("dog", Region(0.8, 0.8, 0.1, 0.1)),
        KnownObject("cell phone", Region(0, 0, 0.1, 0.1)),
    )
)


Size = tuple[int, int]
GRAVITIES = ["center", "south_east", "face", "faces", "auto", "custom", "xy_center"]


def placed(text: str, size: Size = (400, 200), regions: Regions | None = None) -> Placement:
    resize = parse_transformation(text).components[0].resize
    assert resize
    return place(resize, *size, regions or Regions())


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("w_100", (100, 50)),
        ("h_100", (200, 100)),
        ("h_100,w_100", (100, 100)),
        ("w_0.5", (200, 100)),
        ("ar_1.0,w_100", (100, 100)),
        ("c_scale,dpr_2.0,w_100", (200, 100)),
        ("c_fit,h_100,w_100", (100, 50)),
        ("c_fit,h_900,w_900", (900, 450)),
        ("c_limit,h_100,w_100", (100, 50)),
        ("c_limit,h_900,w_900", (400, 200)),
        ("c_mfit,h_900,w_900", (900, 450)),
        ("c_mfit,h_100,w_100", (400, 200)),
        ("c_fill,h_100,w_100", (100, 100)),
        ("c_fill,h_900,w_900", (900, 900)),
        ("c_fill,w_100", (100, 50)),
        ("ar_1:1,c_fill,h_50", (50, 50)),
        ("c_lfill,h_100,w_100", (100, 100)),
        ("c_lfill,h_900,w_900", (400, 200)),
        ("c_lfill,h_900,w_100", (100, 200)),
        ("c_pad,h_100,w_100", (100, 100)),
        ("c_pad,h_900,w_900", (900, 900)),
        ("c_lpad,h_100,w_100", (100, 100)),
        ("c_crop,h_100,w_100", (100, 100)),
        ("c_crop,h_900,w_900", (400, 200)),
        ("c_crop,w_100", (100, 200)),
        ("ar_1:1,c_crop", (200, 200)),
        ("c_thumb,h_100,w_100", (100, 100)),
    ],
)
def test_the_size_follows_the_crop_mode(text: str, size: tuple[int, int]) -> None:
    assert placed(text).result == size


@pytest.mark.parametrize(
    ("text", "box"),
    [
        ("c_fill,h_100,w_100", (100, 0, 300, 200)),
        ("c_fill,g_west,h_100,w_100", (0, 0, 200, 200)),
        ("c_fill,g_south_east,h_100,w_100", (200, 0, 400, 200)),
        ("c_crop,h_100,w_100", (150, 50, 250, 150)),
        ("c_crop,h_100,w_100,x_10,y_20", (10, 20, 110, 120)),
        ("c_crop,g_north_west,h_0.5,w_0.25,x_0.1", (40, 0, 140, 100)),
        ("c_crop,g_south_east,h_100,w_100,x_10,y_20", (290, 80, 390, 180)),
        ("c_crop,g_xy_center,h_100,w_100,x_200,y_100", (150, 50, 250, 150)),
        ("c_crop,h_100,w_100,x_9000,y_-9000", (300, 0, 400, 100)),
        ("c_fill,g_face,h_100,w_100", (100, 0, 300, 200)),
    ],
)
def test_the_part_follows_the_gravity(text: str, box: tuple[float, ...]) -> None:
    assert placed(text).box == pytest.approx(box)


@pytest.mark.parametrize(
    ("text", "regions", "center"),
    [
        ("c_crop,g_face,h_40,w_40", FACES, (320, 140)),
        ("c_crop,g_faces,h_40,w_40", FACES, (200, 90)),
        ("c_crop,g_custom,h_40,w_40", CUSTOM, (250, 150)),
        ("c_crop,g_custom:faces,h_40,w_40", FACES, (200, 90)),
        ("c_crop,g_auto,h_20,w_20", OBJECTS, (340, 170)),
        ("c_crop,g_auto:cell_phone,h_20,w_20", OBJECTS, (20, 10)),
        ("c_crop,g_auto:cat,h_20,w_20", OBJECTS, (200, 100)),
        ("c_crop,g_face:auto,h_20,w_20", OBJECTS, (340, 170)),
        ("c_crop,g_auto,h_40,w_40", FACES, (200, 90)),
    ],
)
def test_what_is_known_of_the_picture_guides_the_crop(
    text: str, regions: Regions, center: tuple[int, int]
) -> None:
    left, top, right, bottom = placed(text, regions=regions).box
    assert ((left + right) / 2, (top + bottom) / 2) == pytest.approx(center)


def test_a_thumbnail_shows_the_face_with_some_room_around_it() -> None:
    placement = placed("c_thumb,g_face,h_90,w_90", regions=FACES)
    left, top, right, bottom = placement.box
    assert placement.size == (90, 90)
    assert (left <= 280, top <= 120, right >= 360, bottom >= 160) == (True,) * 4
    assert right - left < 200
    closer = placed("c_thumb,g_face,h_90,w_90,z_2", regions=FACES).box
    assert closer[2] - closer[0] < right - left


def test_what_was_cut_off_is_not_known_any_more() -> None:
    left = FACES.within((0.0, 0.0, 0.5, 1.0))
    [face] = left.faces
    assert tuple(face) == pytest.approx((0.2, 0.1, 0.2, 0.1))


@pytest.mark.parametrize(
    "text", ["h_6000,w_6000", "c_fill,h_9999,w_9999", "dpr_10,w_1000,h_1000", "c_fit,w_9999,h_9999"]
)
def test_a_picture_that_would_be_too_large_is_refused(text: str) -> None:
    with pytest.raises(TransformationError, match="million"):
        placed(text, (400, 400))


SIDE = st.integers(1, 12_000)


@given(
    mode=st.sampled_from(CROP_MODES),
    size=st.tuples(SIDE, SIDE),
    width=st.integers(1, 9_999),
    height=st.integers(1, 9_999) | st.none(),
    gravity=st.sampled_from(GRAVITIES),
    x=st.integers(-9_999, 9_999),
)
def test_a_placement_never_leaves_the_picture(
    mode: str, size: tuple[int, int], width: int, height: int | None, gravity: str, x: int
) -> None:
    parts = [f"c_{mode}", f"g_{gravity}", f"w_{width}", f"x_{x}", f"h_{height}" if height else ""]
    try:
        placement = placed(",".join(filter(None, parts)), size, FACES)
    except TransformationError:
        return
    left, top, right, bottom = placement.box
    assert 0 <= left < right <= size[0]
    assert 0 <= top < bottom <= size[1]
    assert placement.result[0] * placement.result[1] <= MOST_PIXELS
