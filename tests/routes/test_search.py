"""Searching over HTTP: forms, JSON and addresses alike, and bad input."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.conftest import LiveServer


@pytest.fixture(scope="module")
def picture(live_server: LiveServer, cat: Path) -> Iterator[dict[str, Any]]:
    """A picture with a name of every kind of character."""
    uploaded = live_server.upload(
        cat, public_id='odd/50 "größe" (co): *', tags="oddity,quality: 5*"
    )
    yield uploaded
    named = {"public_id": uploaded["public_id"]}
    live_server.post("image/destroy", data=named, auth=live_server.basic)


def search(server: LiveServer, fields: object) -> dict[str, Any]:
    response = server.post("resources/search", json=fields, auth=server.basic)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def refusal(server: LiveServer, fields: object) -> str:
    response = server.post("resources/search", json=fields, auth=server.basic)
    assert response.status_code == 400, response.text
    message: str = response.json()["error"]["message"]
    assert response.headers["X-Cld-Error"]
    return message


def test_get_and_post_and_every_form_of_a_list_ask_the_same(
    live_server: LiveServer, picture: dict[str, Any]
) -> None:
    expected = search(
        live_server,
        {
            "expression": "tags=oddity",
            "sort_by": [{"bytes": "asc"}],
            "with_field": ["tags", "context"],
            "max_results": 5,
        },
    )
    assert [each["public_id"] for each in expected["resources"]] == [picture["public_id"]]
    plain = {"expression": "tags=oddity", "max_results": "5"}
    asked = [
        live_server.get(
            "resources/search",
            params={**plain, "sort_by[0][bytes]": "asc", "with_field[]": ["tags", "context"]},
        ),
        live_server.get(
            "resources/search",
            params={**plain, "sort_by": '[{"bytes":"asc"}]', "with_field": "tags,context"},
        ),
        live_server.post(
            "resources/search",
            data={**plain, "sort_by[bytes]": "asc", "with_field[0]": "tags,context"},
            auth=live_server.basic,
        ),
    ]
    for response in asked:
        assert response.status_code == 200, response.text
        assert response.json()["resources"] == expected["resources"]


@pytest.mark.parametrize(
    "expression",
    [
        r'public_id="odd/50 \"größe\" (co): \*"',
        r"public_id=odd/50\ \"größe\"\ \(co\)\:\ \*",
        'filename:"50 größe"',
        r'tags="quality: 5\*"',
        r'tags:"quality: 5\*"',
    ],
)
def test_names_with_odd_characters_are_found(
    live_server: LiveServer, picture: dict[str, Any], expression: str
) -> None:
    found = search(live_server, {"expression": expression})
    assert [each["public_id"] for each in found["resources"]] == [picture["public_id"]]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"expression": ["cat"]}, "expression must be a text"),
        ({"expression": "a\0b"}, "NUL"),
        ({"expression": "\ud83d"}, "half a character"),
        ({"max_results": 0}, "from 1 to 500"),
        ({"max_results": 501}, "from 1 to 500"),
        ({"max_results": "many"}, "from 1 to 500"),
        ({"max_results": True}, "from 1 to 500"),
        ({"max_results": 1e3}, "from 1 to 500"),
        ({"sort_by": "[{"}, "neither a list nor valid JSON"),
        ({"sort_by": [{"bytes": "up"}]}, "asc or desc"),
        ({"sort_by": [{"bytes": 1}]}, "asc or desc"),
        ({"sort_by": [5]}, "sort_by must be a list"),
        ({"sort_by": [{"tags": "asc"}]}, "Cannot sort by 'tags'"),
        ({"aggregate": ["width"]}, "Cannot aggregate by 'width'"),
        ({"aggregate": [{"type": "format", "ranges": [{"key": "a"}]}]}, "format has no ranges"),
        ({"aggregate": [{"type": "bytes", "ranges": [{"from": 1}]}]}, "A range is an object"),
        ({"aggregate": [{"type": "bytes", "ranges": [{"key": "a", "from": "x"}]}]}, "numbers"),
        ({"aggregate": [{"type": "bytes", "ranges": [{"key": "a", "till": 1}]}]}, "no 'till'"),
        ({"aggregate": ["bytes"] * 51}, "more than 50"),
        ({"with_field": ["secrets"]}, "with_field has no 'secrets'"),
        ({"fields": [{"a": 1}]}, "must be a list of names"),
        ({"next_cursor": 5}, "next_cursor must be a text"),
        ({"expresion": "cat"}, "Unknown parameter 'expresion'"),
        ({"expression": "((("}, "Invalid expression at character 4"),
    ],
)
def test_what_is_wrong_is_said(live_server: LiveServer, fields: object, reason: str) -> None:
    assert reason in refusal(live_server, fields)


def test_searching_is_for_the_owner(live_server: LiveServer) -> None:
    for path in ("resources/search", "folders/search"):
        for auth in (None, ("key", "wrong")):
            assert live_server.get(path, auth=auth).status_code == 401
            assert live_server.post(path, json={}, auth=auth).status_code == 401


def test_a_signed_address_is_held_to_the_same_rules(live_server: LiveServer) -> None:
    def signed(query: bytes) -> requests.Response:
        encoded = base64.urlsafe_b64encode(query).decode()
        text = f"300{encoded}{live_server.api_secret}"
        signature = hashlib.sha256(text.encode()).hexdigest()
        return requests.get(f"{live_server.url}/demo/search/{signature}/300/{encoded}", timeout=30)

    assert signed(json.dumps({"expression": "tags=😀"}).encode()).status_code == 200
    for query in (b"[1]", b"not json", b'{"expression": "\\u0000"}', b'{"a": 1}', b"[" * 3_000):
        response = signed(query)
        assert response.status_code == 400, response.text
        assert response.json()["error"]["message"]
        assert "Cache-Control" not in response.headers
