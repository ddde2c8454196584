"""Transformations are read as the SDKs write them; whatever is not known is named and refused."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import cloudinary.utils
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.media.transformations.components import Gravity, Length, Moment, Transformation
from services.media.transformations.errors import TransformationError
from services.media.transformations.grammar import looks_like_component, parse_transformation


def written(**options: Any) -> str:
    text: str = cloudinary.utils.generate_transformation_string(**options)[0]
    return text


@pytest.mark.parametrize(
    "options",
    [
        {"width": 100, "height": 150, "crop": "fill", "gravity": "face"},
        {"width": 0.5, "crop": "scale"},
        {"width": 400, "aspect_ratio": "16:9", "crop": "lfill", "gravity": "auto"},
        {"width": 400, "crop": "limit", "quality": "auto:eco", "fetch_format": "auto"},
        {"width": 90, "height": 90, "crop": "thumb", "gravity": "face", "radius": "max"},
        {"width": 10, "height": 10, "x": 5, "y": 7, "crop": "crop"},
        {"radius": ["20", "0", "40", "10"], "border": "4px_solid_black"},
        {"border": {"width": 2, "color": "#f80"}, "background": "#ff8800"},
        {"angle": ["hflip", 90], "effect": "sepia:50"},
        {"angle": 12.5, "opacity": 40},
        {"effect": ["blur", 300], "quality": 30, "flags": ["progressive", "lossy"]},
        {"width": 100, "crop": "pad", "height": 100, "background": "lightblue"},
        {"start_offset": "35%", "width": 200, "crop": "fit", "format": "jpg"},
        {"start_offset": 2.5, "end_offset": 4, "width": 200, "crop": "mfit"},
        {"dpr": 2.0, "width": 100, "crop": "scale"},
        {"dpr": "auto", "width": 100, "crop": "scale"},
        {"page": 2, "width": 100, "crop": "lpad", "height": 20},
        {
            "transformation": [
                {"width": 100, "crop": "fit"},
                {"effect": "grayscale"},
                {"flags": "attachment:my file.v2"},
            ]
        },
        {"raw_transformation": "w_10,h_20,c_fill"},
    ],
)
def test_what_the_sdk_writes_is_read(options: dict[str, Any]) -> None:
    text = written(**options)
    read = parse_transformation(text)
    assert read.components
    assert parse_transformation(str(read)) == read


def test_every_value_has_its_meaning() -> None:
    read = parse_transformation("c_fill,g_face,h_0.5,w_200/a_90,e_blur/so_50p,pg_3/f_jpeg,q_auto")
    resize = read.components[0].resize
    assert resize
    assert (resize.mode, resize.width, resize.height) == ("fill", Length(200), Length(0.5, True))
    assert resize.gravity == Gravity("face")
    assert read.components[1].turns[0].degrees == 90
    assert read.components[1].effect
    assert read.components[1].effect.level == 100
    assert (read.moment, read.page) == (Moment(share=0.5), 3)
    assert (read.output.format, read.output.quality_level) == ("jpg", "good")


def test_the_order_of_parameters_does_not_matter() -> None:
    assert parse_transformation("w_10,c_fit,h_5") == parse_transformation("h_5,c_fit,w_10")
    assert str(parse_transformation("w_10,c_fit,h_5")) == "c_fit,h_5,w_10"


@pytest.mark.parametrize(
    ("text", "alters", "encodes"),
    [
        ("", False, False),
        ("fl_attachment", False, False),
        ("fl_attachment:dog", False, False),
        ("q_auto", False, True),
        ("f_auto,q_auto", False, True),
        ("fl_progressive", False, True),
        ("w_10", True, True),
        ("so_2", True, True),
        ("a_90", True, True),
        ("o_0", True, True),
    ],
)
def test_what_changes_the_picture_is_told_from_what_changes_the_file(
    text: str, alters: bool, encodes: bool
) -> None:
    read = parse_transformation(text)
    assert (read.alters, read.encodes) == (alters, encodes)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("w_0", "w_0: must be a whole number from 1 to 10,000"),
        ("w_10001", "must be a whole number"),
        ("w_999999999999", "must be a whole number"),
        ("w_-5", "must be a whole number"),
        ("w_nan", "must be a whole number"),
        ("w_1e3", "must be a whole number"),
        ("w_11.0", "must be pixels, or a share"),
        ("w_auto", "auto is not supported here"),
        ("w_", "Invalid transformation component - w_"),
        ("w_90,,h_60", "Invalid transformation component - "),
        ("w_90,w_80", "w_ is there twice"),
        ("c_squeeze,w_10", "c_squeeze: must be scale, fit"),
        ("c_fill", "c_fill: it needs a width"),
        ("g_nowhere,w_5", "g_nowhere: must be north_west"),
        ("e_cartoonify", "there is no effect 'cartoonify'"),
        ("e_sepia:0", "must be a number from 1 to 100"),
        ("e_grayscale:5", "grayscale has no level"),
        ("e_blur:99999", "must be a number from 1 to 2000"),
        ("q_0", "must be a whole number from 1 to 100"),
        ("q_auto:perfect", "auto:best"),
        ("f_mp4", "must be auto, jpg"),
        ("a_sideways", "must be degrees"),
        ("a_90.90.90.90.90", "four at most"),
        ("r_-1", "must be a whole number"),
        ("r_1:2:3:4:5", "one to four radii"),
        ("bo_4px_dotted_red", "must be such as 4px_solid_black"),
        ("bo_999px_solid_red", "200 pixels at most"),
        ("b_rgb:12345", "must be a colour"),
        ("b_reddish", "is not the name of a colour"),
        ("b_auto", "is not the name of a colour"),
        ("o_101", "must be a whole number from 0 to 100"),
        ("so_-1", "must be a number"),
        ("ar_0:1", "must be a ratio"),
        ("ar_5000:1", "must be a ratio"),
        ("fl_layer_apply", "there is no flag 'layer_apply'"),
        ("fl_attachment:../../etc", "Invalid transformation component"),
        ("l_text:Arial_20:Hello", "Invalid transformation component - l_text:Arial_20:Hello"),
        ("u_dog", "Invalid transformation component - u_dog"),
        ("if_w_gt_100", "Invalid transformation component - if_w_gt_100"),
        ("$width_100", "Invalid transformation component - $width_100"),
        ("vc_h264", "Invalid transformation component - vc_h264"),
        ("t_nothing", "no such named transformation"),
        ("/".join(["w_10"] * 21), "more than 20 components"),
        ("w_10," * 500, "longer than 2,000 characters"),
        ("dpr_99", "must be a number from 0.1 to 10"),
        ("pg_0", "must be a whole number from 1"),
    ],
)
def test_what_is_not_known_is_named_and_refused(text: str, message: str) -> None:
    with pytest.raises(TransformationError) as raised:
        parse_transformation(text)
    assert message in str(raised.value)


def test_a_named_transformation_stands_for_its_definition() -> None:
    named = {"small": "c_limit,w_90", "grey": "t_small/e_grayscale", "both": "t_grey.small"}
    read = parse_transformation("t_grey,q_50/a_90", named.get)
    assert str(read) == "c_limit,w_90/e_grayscale/q_50/a_90"
    assert str(parse_transformation("t_both", named.get)) == (
        "c_limit,w_90/e_grayscale/c_limit,w_90"
    )


def test_named_transformations_that_stand_for_each_other_are_refused() -> None:
    named = {"a": "t_b", "b": "t_a"}
    with pytest.raises(TransformationError, match="no such named transformation"):
        parse_transformation("t_a", named.get)
    doubling = {f"n{i}": f"t_n{i + 1}.n{i + 1}" for i in range(40)} | {"n40": "w_1"}
    with pytest.raises(TransformationError):
        parse_transformation("t_n0", doubling.get)


@pytest.mark.parametrize("text", ["w_10", "c_fill,w_5", "e_oops", "$a_1", "if_end", "l_x,zz_3"])
def test_a_component_is_told_from_a_folder(text: str) -> None:
    assert looks_like_component(text)


@pytest.mark.parametrize("text", ["", "dog", "my_dog", "w-10", "w_10,dog", "W_10", "v1", "a_"])
def test_a_folder_is_told_from_a_component(text: str) -> None:
    assert not looks_like_component(text)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz_,/:.$0123456789-%", max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(TransformationError):
        assert isinstance(parse_transformation(text), Transformation)
