"""Renaming and deleting, as any program may ask for it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import LiveServer
from tests.routes.conftest import Sign
from tests.web_server import WebServer


def called(server: LiveServer, method: str, **fields: str) -> tuple[int, dict[str, Any]]:
    """The status and the answer of a method, called by the owner."""
    response = server.post(f"image/{method}", data=fields, auth=server.basic)
    return response.status_code, response.json()


def test_a_delete_token_deletes_what_was_uploaded_with_it(
    live_server: LiveServer, cat: Path
) -> None:
    before = live_server.files()
    uploaded = live_server.upload(cat, return_delete_token="true")
    assert (
        "delete_token"
        not in live_server.get(f"resources/image/upload/{uploaded['public_id']}").json()
    )
    for result in ("ok", "not found"):
        response = live_server.post("delete_by_token", data={"token": uploaded["delete_token"]})
        assert (response.status_code, response.json()) == (200, {"result": result})
    assert live_server.files() == before


def test_a_delete_token_deletes_no_other_version(
    live_server: LiveServer, cat: Path, rocket: Path
) -> None:
    token = live_server.upload(cat, public_id="token/replaced", return_delete_token="true")
    newer = live_server.upload(rocket, public_id="token/replaced")
    response = live_server.post("delete_by_token", json={"token": token["delete_token"]})
    assert response.json() == {"result": "not found"}
    found = live_server.get("resources/image/upload/token/replaced").json()
    assert found["etag"] == newer["etag"]


def test_no_delete_token_is_given_for_what_was_there_already(
    live_server: LiveServer, cat: Path
) -> None:
    live_server.upload(cat, public_id="token/mine")
    again = live_server.upload(
        cat, public_id="token/mine", overwrite="false", return_delete_token="true"
    )
    assert again["existing"]
    assert "delete_token" not in again


@pytest.mark.parametrize("token", ["forged", "a.b.c", "🐈", ""])
def test_a_forged_delete_token_deletes_nothing(live_server: LiveServer, token: str) -> None:
    response = live_server.post("delete_by_token", data={"token": token})
    assert response.status_code == 400
    assert "error" in response.json()


def test_a_link_that_shows_an_asset_does_not_delete_it(live_server: LiveServer, cat: Path) -> None:
    link = live_server.upload(cat)["info_url"].partition("token=")[2]
    assert live_server.post("delete_by_token", data={"token": link}).status_code == 400


@pytest.mark.parametrize("method", ["rename", "destroy", "tags", "context"])
def test_a_method_needs_a_signature_or_key_and_secret(live_server: LiveServer, method: str) -> None:
    response = live_server.post(f"image/{method}", data={"public_id": "x"})
    assert response.status_code == 401
    assert "basic authorisation" in response.json()["error"]["message"]
    wrong = live_server.post(f"image/{method}", data={"public_id": "x"}, auth=("a", "b"))
    assert wrong.status_code == 401


def test_a_page_of_another_site_cannot_use_what_the_browser_remembers(
    live_server: LiveServer, cat: Path
) -> None:
    uploaded = live_server.upload(cat)
    response = live_server.post(
        "image/destroy",
        data={"public_id": uploaded["public_id"]},
        auth=live_server.basic,
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert response.status_code == 403


def test_a_field_that_was_not_signed_spoils_the_signature(
    live_server: LiveServer, signed: Sign, cat: Path
) -> None:
    live_server.upload(cat, public_id="signed/destroy")
    fields = {**signed(public_id="signed/destroy"), "type": "private"}
    response = live_server.post("image/destroy", data=fields)
    assert response.status_code == 401
    fields = signed(public_id="signed/destroy")
    assert live_server.post("image/destroy", json=fields).json() == {"result": "ok"}


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"to_public_id": "b"}, "Missing required parameter - from_public_id"),
        ({"from_public_id": "a"}, "Missing required parameter - to_public_id"),
        ({"from_public_id": "a", "to_public_id": "a"}, "must not be identical"),
        ({"from_public_id": "a", "to_public_id": "../b"}, "parameter to_public_id: must be"),
        ({"from_public_id": "a", "to_public_id": "x" * 256}, "at most 255 characters"),
        ({"from_public_id": "a", "to_public_id": "b", "to_type": "secret"}, "parameter to_type"),
        ({"from_public_id": "a", "to_public_id": "b", "overwrite": "maybe"}, "true or false"),
        ({"from_public_id": "a", "to_public_id": "b", "overwite": "1"}, "Did you mean overwrite?"),
    ],
)
def test_a_rename_that_makes_no_sense_is_refused(
    live_server: LiveServer, fields: dict[str, str], message: str
) -> None:
    status, answer = called(live_server, "rename", **fields)
    assert status == 400
    assert message in answer["error"]["message"]


@pytest.mark.parametrize("public_id", ["x" * 255, "ü" * 255, "a'b\"c", "a b", "🐈", "a/b/c.jpg"])
def test_every_public_id_can_be_given_and_taken(
    live_server: LiveServer, cat: Path, public_id: str
) -> None:
    before = live_server.files()
    live_server.upload(cat, public_id="odd/from")
    fields = {"from_public_id": "odd/from", "to_public_id": public_id}
    status, answer = called(live_server, "rename", **fields)
    assert (status, answer["public_id"]) == (200, public_id)
    assert called(live_server, "destroy", public_id=public_id) == (200, {"result": "ok"})
    assert live_server.files() == before


@pytest.mark.parametrize("public_id", ["%2F", "../../etc/passwd", "' OR 1=1 --", "x" * 10_000])
def test_a_public_id_that_no_asset_has_is_not_found(
    live_server: LiveServer, public_id: str
) -> None:
    assert called(live_server, "destroy", public_id=public_id) == (200, {"result": "not found"})


def test_renaming_and_deleting_are_told(open_server: LiveServer, web: WebServer, cat: Path) -> None:
    hook = web.serve("/hook", b"")
    open_server.upload(cat, public_id="told/a")
    called(
        open_server, "rename", from_public_id="told/a", to_public_id="told/b", notification_url=hook
    )
    called(open_server, "destroy", public_id="told/b", notification_url=hook)
    told = {each["notification_type"]: each for each in map(_body, web.wait_for(2))}
    assert (told["rename"]["from_public_id"], told["rename"]["to_public_id"]) == (
        "told/a",
        "told/b",
    )
    assert [each["public_id"] for each in told["delete"]["resources"]] == ["told/b"]


def _body(received: Any) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(received.body)
    return body
