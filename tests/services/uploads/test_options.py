"""The options of an upload: typed, checked, and merged with the preset's."""

from __future__ import annotations

import re
from typing import Any

import cloudinary.utils
import pytest

from services.options.option import option_fields
from services.options.unsupported import IGNORED, REFUSED
from services.options.upload import UNSIGNED_OPTIONS, UploadOptions
from services.presets import Preset
from services.uploads.errors import UploadError
from services.uploads.options import ignored_options, read_options
from tests.bad_options import BAD_OPTIONS


def signed(preset: Preset | None = None, /, **fields: str) -> UploadOptions:
    return read_options(fields, preset, signed=True)


def unsigned(preset: Preset | None = None, /, **fields: str) -> UploadOptions:
    return read_options(fields, preset or preset_of(), signed=False)


def preset_of(**settings: Any) -> Preset:
    return Preset(name="mine", unsigned=True, settings=UploadOptions.model_validate(settings))


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("public_id", "holiday/dog", "holiday/dog"),
        ("public_id", " dog ", "dog"),
        ("public_id", "größe/🐕", "größe/🐕"),
        ("folder", "/holiday/2026/", "holiday/2026"),
        ("tags", "cat, dog,,cat", ["cat", "dog"]),
        ("context", "alt=a cat|caption=so it is", {"alt": "a cat", "caption": "so it is"}),
        ("overwrite", "false", False),
        ("overwrite", "1", True),
        ("use_filename", "True", True),
        ("unique_filename", "0", False),
        ("categorization", "imagga_tagging,local_tagging", ["imagga_tagging", "local_tagging"]),
        ("auto_tagging", "0.4", 0.4),
        ("auto_tagging", "0", 0.0),
        ("auto_tagging", "1", 1.0),
        ("notification_url", "https://example.com/hook", "https://example.com/hook"),
        ("phash", "true", True),
        ("colors", "true", True),
        ("moderation", "manual", "manual"),
        ("moderation", "local", "local"),
        ("moderation", "duplicate:0.8", "duplicate:0.8"),
        ("moderation", "duplicate:0|local|manual", "duplicate:0|local|manual"),
        ("allowed_formats", "JPG,png", ["jpg", "png"]),
        ("filename_override", "other.jpg", "other.jpg"),
        ("asset_folder", "shown/here", "shown/here"),
        ("display_name", "Our dog", "Our dog"),
        ("type", "upload", "upload"),
        ("public_id_prefix", "/shop/2026/", "shop/2026"),
        ("use_asset_folder_as_public_id_prefix", "true", True),
        ("use_filename_as_display_name", "true", True),
        ("unique_display_name", "1", True),
        ("discard_original_filename", "true", True),
        ("face_coordinates", "1,2,30,40|5,6,70,80", [(1, 2, 30, 40), (5, 6, 70, 80)]),
        ("custom_coordinates", "0, 0, 30, 40", [(0, 0, 30, 40)]),
        ("faces", "true", True),
        ("exif", "true", True),
        ("quality_analysis", "true", True),
        ("accessibility_analysis", "true", True),
        ("headers", "X-Robots-Tag: noindex", {"X-Robots-Tag": "noindex"}),
        (
            "headers",
            "x-robots-tag: none\nLink: </a>; rel=b",
            {"X-Robots-Tag": "none", "Link": "</a>; rel=b"},
        ),
    ],
)
def test_every_option_is_read_from_text(name: str, text: str, value: object) -> None:
    assert getattr(signed(**{name: text}), name) == value


@pytest.mark.parametrize(("name", "text"), BAD_OPTIONS)
def test_a_wrong_value_is_refused_with_the_name_of_its_option(name: str, text: str) -> None:
    with pytest.raises(UploadError, match=f" for parameter {name}: ") as raised:
        signed(**{name: text})
    assert raised.value.status == 400
    assert "Value error" not in str(raised.value)


def test_a_threshold_of_seven_is_told_what_would_do() -> None:
    with pytest.raises(UploadError) as raised:
        signed(auto_tagging="7")
    assert str(raised.value) == ("Invalid value '7' for parameter auto_tagging: must be at most 1")


def test_a_box_with_too_few_numbers_is_told_what_a_box_has() -> None:
    with pytest.raises(UploadError, match="must be x,y,width,height in pixels"):
        read_options({"face_coordinates": "1,2"}, None, signed=True)


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [("categorisation", "categorization"), ("auto_taging", "auto_tagging"), ("tag", "tags")],
)
def test_a_misspelt_option_is_told_what_was_meant(name: str, suggestion: str) -> None:
    expected = f"Unknown or unsupported parameter {name}. Did you mean {suggestion}?"
    with pytest.raises(UploadError, match=re.escape(expected)):
        signed(**{name: "x"})


def test_an_option_that_is_like_no_other_is_refused_without_a_guess() -> None:
    with pytest.raises(UploadError, match=r"^Unknown or unsupported parameter zzz\.$"):
        signed(zzz="x")


def test_the_size_limit_of_a_preset_is_no_option_of_a_request() -> None:
    with pytest.raises(UploadError, match="Unknown or unsupported parameter max_file_size"):
        signed(max_file_size="1")


def test_an_empty_option_counts_as_not_given() -> None:
    assert signed(preset_of(folder="a"), folder="", public_id="").folder == "a"


def test_the_context_of_the_official_sdk_is_understood_whatever_it_holds() -> None:
    context = {"alt": "a=b", "caption": "this|that", "both": "=|="}
    text = cloudinary.utils.encode_context(context)
    assert signed(context=text).context == context


@pytest.mark.parametrize("name", sorted(set(UploadOptions.model_fields) - UNSIGNED_OPTIONS))
def test_an_unsigned_upload_may_not_set_what_its_preset_decides(name: str) -> None:
    with pytest.raises(UploadError) as raised:
        unsigned(**{name: "x"})
    assert raised.value.status == 400
    assert name in str(raised.value)


@pytest.mark.parametrize("name", sorted(UNSIGNED_OPTIONS))
def test_an_unsigned_upload_may_set_the_rest(name: str) -> None:
    texts = {
        "type": "upload",
        "context": "a=b",
        "metadata": "a=b",
        "face_coordinates": "1,2,3,4",
        "custom_coordinates": "1,2,3,4",
    }
    text = texts.get(name, "mine")
    assert getattr(unsigned(**{name: text}), name)


def test_a_signed_request_comes_before_its_preset() -> None:
    preset = preset_of(folder="preset", overwrite=False, phash=True)
    options = signed(preset, folder="request", overwrite="true")
    assert (options.folder, options.overwrite, options.phash) == ("request", True, True)


def test_a_preset_comes_before_an_unsigned_request() -> None:
    options = unsigned(preset_of(folder="preset"), folder="request", public_id="dog")
    assert (options.folder, options.public_id) == ("preset", "dog")


@pytest.mark.parametrize("is_signed", [True, False])
def test_tags_of_preset_and_request_are_joined_each_once(*, is_signed: bool) -> None:
    fields = {"tags": "dog,summer"}
    options = read_options(fields, preset_of(tags=["summer", "site"]), signed=is_signed)
    assert options.tags == ["summer", "site", "dog"]


def test_who_may_replace_depends_on_the_preset_and_otherwise_on_the_signature() -> None:
    assert signed().overwrite is True
    assert signed(preset_of(overwrite=False)).overwrite is False
    assert unsigned().overwrite is False
    assert unsigned(preset_of(overwrite=True)).overwrite is True


def test_the_size_limit_comes_from_the_preset() -> None:
    assert unsigned(preset_of(max_file_size=1000)).max_file_size == 1000


def test_thresholds_for_each_kind_come_from_the_preset() -> None:
    thresholds = {"object": 0.7, "action": 0.4}
    assert unsigned(preset_of(auto_tagging=thresholds)).auto_tagging == thresholds


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_is_known_and_not_done_is_refused_with_the_reason(name: str) -> None:
    with pytest.raises(UploadError) as raised:
        signed(**{name: "true"})
    assert str(raised.value) == f"{name} is not supported here: {REFUSED[name]}."


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_an_option_that_is_switched_off_is_not_asked_for(name: str) -> None:
    assert signed(**{name: "false"}) == signed()


@pytest.mark.parametrize("name", sorted(IGNORED))
def test_what_changes_nothing_here_is_ignored_and_said_so(name: str) -> None:
    assert signed(**{name: "true"}) == signed()
    assert ignored_options({name: "true", "tags": "cat"}) == [
        f"{name} is ignored: {IGNORED[name]}."
    ]
    assert ignored_options({name: "false"}) == []


@pytest.mark.parametrize("is_signed", [True, False])
def test_context_of_preset_and_request_is_joined(*, is_signed: bool) -> None:
    preset = preset_of(context={"site": "a", "alt": "preset"})
    options = read_options({"context": "alt=request|b=c"}, preset, signed=is_signed)
    assert options.context == {"site": "a", "alt": "request" if is_signed else "preset", "b": "c"}


def test_a_preset_may_keep_uploads_from_choosing_their_public_id() -> None:
    preset = preset_of(disallow_public_id=True)
    for options_of in (signed, unsigned):
        assert options_of(preset, folder="a").folder == "a"
        with pytest.raises(UploadError, match="does not let uploads choose their public_id"):
            options_of(preset, public_id="dog")


def test_every_option_says_what_it_does() -> None:
    assert all(field.description for field in option_fields(UploadOptions).values())
