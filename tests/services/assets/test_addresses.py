"""Delivery addresses are read as they are made, whatever an asset is called."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import cloudinary.utils
import pytest

from services.assets.addresses import Addresses
from services.assets.delivery_paths import DeliveryPath, read_delivery_path, split_signature
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
    assert read_delivery_path(after_upload(original))[0] == DeliveryPath(
        "", 1795300000, f"{public_id}.jpg"
    )
    thumbnail = "c_fill,h_60,so_1.5,w_90/e_sepia"
    small = ADDRESSES.derived(asset(public_id), BASE, thumbnail)
    assert read_delivery_path(after_upload(small))[0] == DeliveryPath(
        thumbnail, 1795300000, f"{public_id}.jpg"
    )


def test_addresses_have_the_shape_that_sdks_build() -> None:
    dog = asset("holiday/my dog")
    assert ADDRESSES.original(dog, BASE) == (
        f"{BASE}/demo/image/upload/v1795300000/holiday/my%20dog.jpg"
    )
    assert ADDRESSES.derived(dog, BASE, "c_limit,h_60,w_90") == (
        f"{BASE}/demo/image/upload/c_limit,h_60,w_90/v1795300000/holiday/my%20dog.jpg"
    )
    assert ADDRESSES.resource(dog, BASE) == (
        f"{BASE}/v1_1/demo/resources/image/upload/holiday/my%20dog"
    )
    assert urlsplit(ADDRESSES.events(dog, BASE)).path.endswith("/image/upload/holiday/my%20dog")


def test_the_poster_of_a_video_is_a_jpeg() -> None:
    url = ADDRESSES.derived(asset("clip", "video", "mp4"), BASE, "w_90")
    assert url.endswith("/v1795300000/clip.jpg")


def test_a_raw_asset_has_its_extension_in_its_public_id() -> None:
    assert ADDRESSES.original(asset("notes.txt", "raw", "txt"), BASE).endswith("/notes.txt")


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
    texts = [read.signed_text for read in read_delivery_path(rest)]
    signed = [text for text in texts if SIGNER.is_delivery_signature(signature, text)]
    assert len(signed) == 1
    assert not SIGNER.is_delivery_signature(signature, "another/path.jpg")
    assert not SIGNER.is_delivery_signature(signature[:4], signed[0])


def test_our_signatures_are_those_of_the_sdk() -> None:
    dog = asset("holiday/my dog")
    dog.delivery_type = "authenticated"
    expected = built_by_the_sdk("holiday/my dog", format="jpg", version=1795300000)
    assert unquote(ADDRESSES.original(dog, BASE)).endswith(f"/authenticated/{expected}")
    dog.delivery_type = "private"
    assert "/private/s--" in ADDRESSES.original(dog, BASE)
    assert "/s--" not in ADDRESSES.derived(dog, BASE, "c_limit,h_60,w_90")
