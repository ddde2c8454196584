"""Private and authenticated assets, and assets with access control: who gets what of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cloudinary
import cloudinary.utils
import pytest
import requests

from tests.conftest import LiveServer

TOKEN_ONLY = json.dumps([{"access_type": "token"}])
LONG_AGO = json.dumps([{"access_type": "anonymous", "end": "2020-01-01T00:00Z"}])
SINCE_LONG_AGO = json.dumps([{"access_type": "anonymous", "start": "2020-01-01T00:00Z"}])


@pytest.fixture(autouse=True)
def configured(live_server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("CLOUDINARY_URL", live_server.cloudinary_url)
    cloudinary.reset_config()
    yield
    cloudinary.reset_config()


@pytest.fixture(scope="module")
def private(live_server: LiveServer, rocket: Path) -> dict[str, Any]:
    return live_server.upload(rocket, public_id="kept/private rocket", type="private")


@pytest.fixture(scope="module")
def authenticated(live_server: LiveServer, rocket: Path) -> dict[str, Any]:
    return live_server.upload(rocket, public_id="kept/rocket", type="authenticated")


def built(server: LiveServer, public_id: str, **options: Any) -> str:
    """The address that the SDK builds, on the test's server."""
    url, _ = cloudinary.utils.cloudinary_url(public_id, secure=True, **options)
    path: str = url.partition("res.cloudinary.com")[2]
    return server.url + path


def status(url: str, **arguments: Any) -> int:
    return requests.get(url, timeout=60, **arguments).status_code


def unsigned(url: str) -> str:
    head, _, rest = url.partition("/s--")
    return f"{head}/{rest.partition('--/')[2]}"


def test_the_addresses_in_the_answer_open(
    private: dict[str, Any], authenticated: dict[str, Any], rocket: Path
) -> None:
    for uploaded in (private, authenticated):
        assert f"/image/{uploaded['type']}/s--" in uploaded["secure_url"]
        response = requests.get(uploaded["secure_url"], timeout=30)
        assert response.content == rocket.read_bytes()
        assert response.headers["Cache-Control"] == "private, no-cache"
        assert status(uploaded["thumbnail_url"]) == 200
        assert status(uploaded["info_url"]) == 200


@pytest.mark.parametrize("kind", ["private", "authenticated"])
def test_without_a_signature_the_original_is_not_there(
    request: pytest.FixtureRequest, live_server: LiveServer, kind: str
) -> None:
    uploaded = request.getfixturevalue(kind)
    for path in ("", ".jpg", ".png"):
        url = built(live_server, uploaded["public_id"] + path, type=kind)
        assert status(url) == 404
    assert status(unsigned(uploaded["secure_url"])) == 404
    assert status(uploaded["secure_url"].replace(f"/{kind}/", "/upload/")) == 404


def test_what_is_derived_is_open_of_a_private_asset_and_closed_of_an_authenticated_one(
    private: dict[str, Any], authenticated: dict[str, Any]
) -> None:
    assert "/s--" not in private["thumbnail_url"]
    assert status(unsigned(authenticated["thumbnail_url"])) == 404


@pytest.mark.parametrize("kind", ["private", "authenticated"])
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"format": "jpg"},
        {"long_url_signature": True},
        {"signature_algorithm": "sha256"},
        {"width": 90, "height": 60, "crop": "fill", "format": "png"},
        {"version": 17},
    ],
)
def test_the_signed_addresses_of_the_sdk_open(
    request: pytest.FixtureRequest, live_server: LiveServer, kind: str, options: dict[str, Any]
) -> None:
    public_id = request.getfixturevalue(kind)["public_id"]
    assert status(built(live_server, public_id, type=kind, sign_url=True, **options)) == 200


def test_a_signature_holds_for_its_own_address_alone(
    live_server: LiveServer, authenticated: dict[str, Any], rocket: Path
) -> None:
    live_server.upload(rocket, public_id="kept/other", type="authenticated")
    signed = authenticated["secure_url"]
    for url in (
        signed.replace("kept/rocket", "kept/other"),
        signed.replace(".jpg", ".png"),
        signed.replace("--/", "--/c_fill,w_20/"),
        built(live_server, "kept/rocket", type="authenticated", sign_url=True, api_secret="guess"),
    ):
        response = requests.get(url, timeout=30)
        assert response.status_code == 401
        assert response.headers["X-Cld-Error"] == "Invalid signature in URL"
        assert live_server.api_secret not in response.text


def test_a_wrong_signature_is_refused_where_none_is_needed(
    live_server: LiveServer, rocket: Path
) -> None:
    live_server.upload(rocket, public_id="kept/open")
    assert status(built(live_server, "kept/open", sign_url=True)) == 200
    assert status(f"{live_server.url}/demo/image/upload/s--AAAAAAAA--/kept/open") == 401


def test_the_owner_needs_no_signature(
    live_server: LiveServer, authenticated: dict[str, Any]
) -> None:
    url = unsigned(authenticated["secure_url"])
    assert status(url, auth=live_server.basic) == 200
    assert status(url, auth=("key", "wrong")) == 404


def test_the_info_link_opens_its_own_asset_alone(
    live_server: LiveServer, private: dict[str, Any], authenticated: dict[str, Any]
) -> None:
    token = authenticated["info_url"].partition("?token=")[2]
    assert status(unsigned(authenticated["thumbnail_url"]), params={"token": token}) == 200
    assert status(unsigned(private["secure_url"]), params={"token": token}) == 404


@pytest.mark.parametrize(("rules", "expected"), [(TOKEN_ONLY, 404), (LONG_AGO, 404)])
def test_access_control_closes_the_asset_even_to_signed_addresses(
    live_server: LiveServer, rocket: Path, rules: str, expected: int
) -> None:
    uploaded = live_server.upload(rocket, access_control=rules)
    assert uploaded["access_control"] == [
        {name: value.replace("00:00Z", "00:00:00Z") for name, value in rule.items()}
        for rule in json.loads(rules)
    ]
    url = built(live_server, uploaded["public_id"], sign_url=True)
    assert status(url) == status(uploaded["thumbnail_url"]) == expected
    assert status(url, auth=live_server.basic) == 200


def test_access_control_opens_the_asset_in_its_time(live_server: LiveServer, rocket: Path) -> None:
    uploaded = live_server.upload(rocket, access_control=SINCE_LONG_AGO)
    assert status(uploaded["secure_url"]) == 200
    uploaded = live_server.upload(rocket, access_control=SINCE_LONG_AGO, type="authenticated")
    assert status(unsigned(uploaded["secure_url"])) == 404


def test_assets_of_two_delivery_types_may_have_one_name(
    live_server: LiveServer, rocket: Path, cat: Path
) -> None:
    live_server.upload(rocket, public_id="twice")
    live_server.upload(cat, public_id="twice", type="private")
    public = requests.get(built(live_server, "twice"), timeout=30)
    assert public.content == rocket.read_bytes()
    url = built(live_server, "twice", type="private", sign_url=True)
    assert requests.get(url, timeout=30).content == cat.read_bytes()
    found = live_server.get("resources/image/private/twice").json()
    assert (found["type"], found["format"]) == ("private", "png")


def test_a_stranger_who_names_a_private_asset_gets_no_address_that_opens(
    live_server: LiveServer, private: dict[str, Any], rocket: Path
) -> None:
    with rocket.open("rb") as file:
        response = live_server.post(
            "image/upload",
            data={
                "upload_preset": "autotagging-preset",
                "public_id": private["public_id"],
                "type": "private",
            },
            files={"file": file},
        ).json()
    assert response["existing"] is True
    assert not [name for name in response if name.endswith("url")]


@pytest.mark.parametrize("value", ["public", "fetch", "../upload"])
def test_a_delivery_type_that_there_is_not_is_refused(
    live_server: LiveServer, rocket: Path, unchanged: None, value: str
) -> None:
    with rocket.open("rb") as file:
        response = live_server.post(
            "image/upload", data={"type": value}, files={"file": file}, auth=live_server.basic
        )
    assert response.status_code == 400
    assert "'upload', 'private' or 'authenticated'" in response.json()["error"]["message"]
