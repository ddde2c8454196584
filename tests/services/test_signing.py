"""Signatures are those of the official SDK; links open one asset, for a while."""

from __future__ import annotations

from typing import Any

import cloudinary.utils
import pytest
from itsdangerous import URLSafeTimedSerializer

from services.credentials import Credentials
from services.signing import LinkError, SignatureError, Signer, string_to_sign

NOW = 1_795_300_000
SECRET = "the-secret"


@pytest.fixture
def signer() -> Signer:
    return Signer(Credentials("the-key", SECRET))


def signed(algorithm: str = "sha1", **params: Any) -> dict[str, str]:
    """The fields that the official SDK would send."""
    params = {"timestamp": NOW, **params}
    signature = cloudinary.utils.api_sign_request(params, SECRET, algorithm)
    fields = {name: str(value) for name, value in params.items()}
    return {**fields, "api_key": "the-key", "signature": signature}


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_what_the_official_sdk_signs_is_accepted(signer: Signer, algorithm: str) -> None:
    fields = signed(algorithm, public_id="a/b", tags="x,y", context="alt=q&a|b=c", phash="true")
    signer.check_request(fields, NOW)


def test_fields_that_are_never_signed_do_not_matter(signer: Signer) -> None:
    fields = signed(public_id="dog")
    signer.check_request({**fields, "resource_type": "image", "cloud_name": "demo"}, NOW)


def test_empty_fields_are_not_part_of_the_signature(signer: Signer) -> None:
    signer.check_request({**signed(public_id="dog"), "folder": ""}, NOW)


@pytest.mark.parametrize(
    "change",
    [
        {"public_id": "cat"},
        {"overwrite": "true"},
        {"timestamp": str(NOW + 1)},
        {"signature": "0" * 40},
        {"signature": "0" * 64},
        {"signature": "short"},
        {"signature": "é" * 40},
        {"signature": ""},
    ],
)
def test_any_change_to_what_was_signed_is_noticed(signer: Signer, change: dict[str, str]) -> None:
    with pytest.raises(SignatureError, match=r"Invalid Signature .* String to sign - "):
        signer.check_request({**signed(public_id="dog"), **change}, NOW)


def test_the_message_shows_the_string_to_sign_but_never_the_secret(signer: Signer) -> None:
    with pytest.raises(SignatureError) as raised:
        signer.check_request({**signed(public_id="dog"), "public_id": "cat"}, NOW)
    assert f"'public_id=cat&timestamp={NOW}'" in str(raised.value)
    assert SECRET not in str(raised.value)


@pytest.mark.parametrize("key", ["other-key", "", "thé-key"])
def test_another_key_is_refused(signer: Signer, key: str) -> None:
    with pytest.raises(SignatureError, match="Unknown API key"):
        signer.check_request({**signed(), "api_key": key}, NOW)


def test_an_ampersand_cannot_smuggle_one_field_into_another(signer: Signer) -> None:
    """Signed as two fields, sent as one: `public_id` would swallow `type` unnoticed."""
    two = signed(public_id="dog", type="upload")
    one = {**two, "public_id": "dog&type=upload"}
    del one["type"]
    with pytest.raises(SignatureError, match="Invalid Signature"):
        signer.check_request(one, NOW)
    assert string_to_sign({"a": "1&b=2"}) == "a=1%26b=2"


@pytest.mark.parametrize("age", [-300, 0, 3600])
def test_a_signature_is_good_for_an_hour_and_for_clocks_that_differ_a_little(
    signer: Signer, age: int
) -> None:
    signer.check_request(signed(), NOW + age)


def test_a_signature_is_stale_after_an_hour(signer: Signer) -> None:
    with pytest.raises(SignatureError, match="Stale request - reported time is 2026-11-21 "):
        signer.check_request(signed(), NOW + 3601)


def test_a_signature_from_the_future_is_refused(signer: Signer) -> None:
    with pytest.raises(SignatureError, match="is in the future"):
        signer.check_request(signed(), NOW - 301)


@pytest.mark.parametrize(
    "timestamp", ["", "now", "-5", "1e9", str(NOW) + ".0", "9" * 12, "9" * 13, "١٢٣"]
)
def test_a_timestamp_must_be_seconds_since_1970(signer: Signer, timestamp: str) -> None:
    with pytest.raises(SignatureError, match=r"timestamp"):
        signer.check_request({**signed(), "timestamp": timestamp}, NOW)


def test_the_official_sdk_accepts_the_signature_of_a_response(signer: Signer) -> None:
    cloudinary.reset_config()
    cloudinary.config(api_secret=SECRET)
    signature = signer.sign_response("holiday/dog", 17)
    assert cloudinary.utils.verify_api_response_signature("holiday/dog", 17, signature)
    assert not cloudinary.utils.verify_api_response_signature("holiday/dog", 18, signature)


def test_a_link_opens_the_asset_that_it_was_made_for(signer: Signer) -> None:
    assert signer.check_link(signer.link_token("0f" * 16)) == "0f" * 16


def test_a_link_of_another_server_does_not_open(signer: Signer) -> None:
    other = Signer(Credentials("the-key", "another-secret"))
    with pytest.raises(LinkError, match="not valid"):
        signer.check_link(other.link_token("0f" * 16))


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "é"])
def test_a_forged_link_does_not_open(signer: Signer, token: str) -> None:
    with pytest.raises(LinkError, match="not valid"):
        signer.check_link(token)


def test_a_link_expires_after_a_day(signer: Signer, monkeypatch: pytest.MonkeyPatch) -> None:
    token = signer.link_token("0f" * 16)
    timestamp = NOW + 10**9
    monkeypatch.setattr(
        "itsdangerous.timed.TimestampSigner.get_timestamp", lambda _signer: timestamp
    )
    with pytest.raises(LinkError, match="expired"):
        signer.check_link(token)


def test_tokens_made_for_another_purpose_do_not_open_links(signer: Signer) -> None:
    session_like = URLSafeTimedSerializer(SECRET, salt="cookie-session").dumps("0f" * 16)
    with pytest.raises(LinkError, match="not valid"):
        signer.check_link(session_like)
