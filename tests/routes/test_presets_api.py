"""Upload presets by the Admin API, as the official SDK asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import cloudinary
import cloudinary.api
import cloudinary.exceptions
import cloudinary.uploader
import pytest
import requests

from tests.conftest import LiveServer


@pytest.fixture(autouse=True)
def configured(live_server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The SDK finds the server by the printed line; presets that were made are gone afterwards."""
    monkeypatch.setenv("CLOUDINARY_URL", live_server.cloudinary_url)
    cloudinary.reset_config()
    before = names()
    yield
    for name in set(names()) - set(before):
        cloudinary.api.delete_upload_preset(name)
    cloudinary.reset_config()


def names() -> list[str]:
    presets = cloudinary.api.upload_presets(max_results=500)["presets"]
    return [preset["name"] for preset in presets]


def test_a_preset_is_made_read_changed_and_deleted(live_server: LiveServer, cat: Path) -> None:
    created = cloudinary.api.create_upload_preset(
        name="by-sdk",
        unsigned=True,
        folder="shop",
        tags=["a", "b"],
        context={"alt": "a=b|c"},
        allowed_formats=["png"],
        face_coordinates=[[1, 2, 30, 40]],
        moderation="manual",
        disallow_public_id=True,
        live=True,
        phash=True,
    )
    assert (created["message"], created["name"]) == ("created", "by-sdk")
    settings: dict[str, Any] = {
        "folder": "shop",
        "tags": ["a", "b"],
        "context": {"alt": "a=b|c"},
        "allowed_formats": ["png"],
        "face_coordinates": [[1, 2, 30, 40]],
        "moderation": "manual",
        "disallow_public_id": True,
        "live": True,
        "phash": True,
    }
    kept = cloudinary.api.upload_preset("by-sdk")
    assert (kept["name"], kept["unsigned"], kept["settings"]) == ("by-sdk", True, settings)

    uploaded = cloudinary.uploader.unsigned_upload(str(cat), "by-sdk", tags="c")
    assert uploaded["public_id"].startswith("shop/")
    assert uploaded["tags"] == ["a", "b", "c"]
    assert uploaded["phash"]
    with pytest.raises(cloudinary.exceptions.Error, match="choose their public_id"):
        cloudinary.uploader.unsigned_upload(str(cat), "by-sdk", public_id="mine")

    updated = cloudinary.api.update_upload_preset("by-sdk", colors=True)
    assert updated["message"] == "updated"
    # The SDK sends nothing that is empty, so it cannot take a setting away.
    address = f"{live_server.url}/v1_1/demo/upload_presets/by-sdk"
    requests.put(address, json={"folder": ""}, auth=live_server.basic, timeout=30)
    changed = cloudinary.api.upload_preset("by-sdk")
    expected = {name: value for name, value in settings.items() if name != "folder"}
    assert changed["settings"] == expected | {"colors": True}
    assert changed["unsigned"] is True, "what is not named stays"

    assert cloudinary.api.delete_upload_preset("by-sdk")["message"] == "deleted"
    with pytest.raises(cloudinary.exceptions.NotFound, match="Can't find upload preset"):
        cloudinary.api.upload_preset("by-sdk")


def test_settings_that_were_read_can_be_sent_back() -> None:
    cloudinary.api.create_upload_preset(name="round", tags=["a"], context={"b": "c"}, colors=True)
    settings = cloudinary.api.upload_preset("round")["settings"]
    cloudinary.api.update_upload_preset("round", unsigned=True, **settings)
    again = cloudinary.api.upload_preset("round")
    assert (again["settings"], again["unsigned"]) == (settings, True)


def test_a_preset_without_a_name_gets_one() -> None:
    made = cloudinary.api.create_upload_preset(tags="x")
    assert made["name"] in names()


def test_presets_are_listed_a_page_at_a_time() -> None:
    for number in range(3):
        cloudinary.api.create_upload_preset(name=f"page-{number}")
    found: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = cloudinary.api.upload_presets(max_results=2, **cursor)
        assert len(page["presets"]) <= 2
        found += [preset["name"] for preset in page["presets"]]
        if "next_cursor" not in page:
            break
        cursor = {"next_cursor": page["next_cursor"]}
    assert found == sorted(names())


def test_a_name_is_given_once() -> None:
    cloudinary.api.create_upload_preset(name="once")
    with pytest.raises(cloudinary.exceptions.AlreadyExists, match="there is a preset 'once'"):
        cloudinary.api.create_upload_preset(name="once")


def test_an_ignored_setting_is_said_and_not_kept() -> None:
    made = cloudinary.api.create_upload_preset(name="ignores", invalidate=True, tags="a")
    assert made["warnings"][0].startswith("invalidate is ignored: ")
    assert cloudinary.api.upload_preset("ignores")["settings"] == {"tags": ["a"]}


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"name": "../up"}, "name must begin with"),
        ({"eval": "upload_options.tags = 'a'"}, "eval is not supported: code from requests"),
        ({"on_success": "1"}, "on_success is not supported"),
        ({"public_id": "one"}, "public_id is for requests alone"),
        ({"folder": "../up"}, "folder must be names separated"),
        ({"moderation": "aws_rek"}, "moderation there is no such moderation here"),
        ({"categorization": "nobody"}, "categorization no engine 'nobody'"),
        ({"face_coordinates": "1,2"}, "face_coordinates"),
        ({"unsigned": "perhaps"}, "unsigned must be true or false"),
        ({"auto_tagging": 7.0}, "auto_tagging must be at most 1"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(settings: dict[str, Any], reason: str) -> None:
    before = names()
    with pytest.raises(cloudinary.exceptions.BadRequest, match=reason):
        cloudinary.api.create_upload_preset(**{"name": "wrong", **settings})
    cloudinary.api.create_upload_preset(name="right")
    changes = {name: value for name, value in settings.items() if name != "name"}
    if changes:
        with pytest.raises(cloudinary.exceptions.BadRequest, match=reason):
            cloudinary.api.update_upload_preset("right", **changes)
    assert cloudinary.api.upload_preset("right")["settings"] == {}
    assert names() == sorted([*before, "right"])


@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
def test_presets_are_for_the_owner_alone(live_server: LiveServer, method: str) -> None:
    address = f"{live_server.url}/v1_1/demo/upload_presets"
    if method in {"put", "delete"}:
        address += "/autotagging-preset"
    assert requests.request(method, address, timeout=30).status_code == 401
    wrong = requests.request(method, address, auth=(live_server.api_key, "x"), timeout=30)
    assert wrong.status_code == 401


@pytest.mark.parametrize("name", ["<script>alert(1)", "größe 🐈", "%2e%2e"])
def test_a_preset_that_is_not_there_is_told_by_its_name(live_server: LiveServer, name: str) -> None:
    response = live_server.get(f"upload_presets/{quote(name, safe='')}")
    assert response.status_code == 404
    assert response.headers["Content-Type"] == "application/json"
    assert name in response.json()["error"]["message"]
