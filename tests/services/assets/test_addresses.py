"""Delivery addresses are read as they are made, whatever an asset is called."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import cloudinary.utils
import pytest

from services.assets.addresses import (
    Addresses,
    DeliveryPath,
    Transformation,
    parse_delivery_path,
    parse_transformation,
    readings,
    split_signature,
)
from services.assets.tables import Asset
from services.credentials import Credentials
from services.signing import Signer

BASE = "https://media.example.com"
SECRET = "a very secret secret"
SIGNER = Signer(Credentials("key", SECRET))
ADDRESSES = Addresses("demo", SIGNER)


def asset(public_id: str, resource_type: str = "image", extension: str = "jpg") -> Asset:
    return Asset(
        public_id=public_id,
        resource_type=resource_type,
        delivery_type="upload",
        version=1795300000,
        format=extension,
    )


def after_upload(url: str) -> str:
    return unquote(urlsplit(url).path).partition("/upload/")[2]


@pytest.mark.parametrize(
    "public_id",
    [
        "dog",
        "holiday/dog",
        "größe/東京 🐕",
        "v123/dog",
        "a.b/c.d",
        "c_fill/dog",
        "w_5,h_5/v1/x",
        "v1",
    ],
)
def test_an_address_is_read_as_it_was_made(public_id: str) -> None:
    original = ADDRESSES.original(asset(public_id), BASE)
    assert parse_delivery_path(after_upload(original)) == DeliveryPath(
        None, 1795300000, f"{public_id}.jpg"
    )
    thumbnail = Transformation("fill", 90, 60, 1.5)
    small = ADDRESSES.picture(asset(public_id), BASE, thumbnail)
    assert parse_delivery_path(after_upload(small)) == DeliveryPath(
        thumbnail, 1795300000, f"{public_id}.jpg", str(thumbnail)
    )


def test_addresses_have_the_shape_that_sdks_build() -> None:
    dog = asset("holiday/my dog")
    assert ADDRESSES.original(dog, BASE) == (
        f"{BASE}/demo/image/upload/v1795300000/holiday/my%20dog.jpg"
    )
    assert ADDRESSES.picture(dog, BASE, Transformation("limit", 90, 60)) == (
        f"{BASE}/demo/image/upload/c_limit,h_60,w_90/v1795300000/holiday/my%20dog.jpg"
    )
    assert ADDRESSES.resource(dog, BASE) == (
        f"{BASE}/v1_1/demo/resources/image/upload/holiday/my%20dog"
    )
    assert urlsplit(ADDRESSES.events(dog, BASE)).path.endswith("/image/upload/holiday/my%20dog")


def test_the_poster_of_a_video_is_a_jpeg() -> None:
    url = ADDRESSES.picture(asset("clip", "video", "mp4"), BASE, Transformation(width=90))
    assert url.endswith("/v1795300000/clip.jpg")


def test_a_raw_asset_has_its_extension_in_its_public_id() -> None:
    assert ADDRESSES.original(asset("notes.txt", "raw", "txt"), BASE).endswith("/notes.txt")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("dog.jpg", DeliveryPath(None, None, "dog.jpg")),
        ("v1/dog", DeliveryPath(None, 1, "dog")),
        ("v1", DeliveryPath(None, None, "v1")),
        ("v1/v2/dog", DeliveryPath(None, 1, "v2/dog")),
        ("value/dog", DeliveryPath(None, None, "value/dog")),
        ("w_10/dog", DeliveryPath(Transformation(width=10), None, "dog", "w_10")),
        ("w_10", DeliveryPath(None, None, "w_10")),
        ("e_sepia/dog", DeliveryPath(None, None, "e_sepia/dog")),
    ],
)
def test_what_is_left_out_is_not_asked_for(path: str, expected: DeliveryPath) -> None:
    assert parse_delivery_path(path) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("w_90,h_60,c_limit", Transformation("limit", 90, 60)),
        ("c_fill,h_60,w_90", Transformation("fill", 90, 60)),
        ("c_fit,w_90", Transformation("fit", 90, 2000)),
        ("so_2.5,w_90", Transformation("limit", 90, 2000, 2.5)),
        ("w_2000,h_2000", Transformation("limit", 2000, 2000)),
    ],
)
def test_transformations_are_read_in_any_order(text: str, expected: Transformation) -> None:
    assert parse_transformation(text) == expected
    assert parse_transformation(str(expected)) == expected


@pytest.mark.parametrize(
    "text",
    ["", "w_0", "w_2001", "h_99999", "w_-5", "w_1.5", "c_scale", "w_90,,h_60", "w_90,x", "so_-1"],
)
def test_what_is_no_transformation_that_we_know_is_none(text: str) -> None:
    assert parse_transformation(text) is None


def built_by_the_sdk(public_id: str, **options: object) -> str:
    url, _ = cloudinary.utils.cloudinary_url(
        public_id,
        cloud_name="demo",
        api_secret=SECRET,
        sign_url=True,
        type="authenticated",
        **options,
    )
    return unquote(urlsplit(url).path).partition("/authenticated/")[2]


@pytest.mark.parametrize("public_id", ["dog", "holiday/dog", "größe/東京 (1)", "v123/dog", "a,b~c"])
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"long_url_signature": True},
        {"signature_algorithm": "sha256"},
        {"version": 1795300000},
        {"format": "jpg", "width": 90, "crop": "fill"},
    ],
)
def test_the_signatures_that_the_sdk_makes_hold(public_id: str, options: dict[str, object]) -> None:
    signature, rest = split_signature(built_by_the_sdk(public_id, **options))
    assert signature
    asked = [
        read for read in readings(rest) if SIGNER.is_delivery_signature(signature, read.signed_text)
    ]
    assert asked
    assert not SIGNER.is_delivery_signature(signature, "another/path.jpg")
    assert not SIGNER.is_delivery_signature(signature[:4], asked[0].signed_text)


def test_our_signatures_are_those_of_the_sdk() -> None:
    dog = asset("holiday/my dog")
    dog.delivery_type = "authenticated"
    expected = built_by_the_sdk("holiday/my dog", format="jpg", version=1795300000)
    assert unquote(ADDRESSES.original(dog, BASE)).endswith(f"/authenticated/{expected}")
    dog.delivery_type = "private"
    assert "/private/s--" in ADDRESSES.original(dog, BASE)
    assert "/s--" not in ADDRESSES.picture(dog, BASE, Transformation("limit", 90, 60))
