"""Tags and context of stored assets, as any program may set them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import LiveServer
from tests.web_server import WebServer


def called(server: LiveServer, method: str, **fields: Any) -> tuple[int, dict[str, Any]]:
    """The status and the answer of a method, called by the owner."""
    response = server.post(f"image/{method}", data=fields, auth=server.basic)
    return response.status_code, response.json()


def test_a_tag_that_a_person_removed_stays_away(live_server: LiveServer, cat: Path) -> None:
    public_id = "described/cat"
    options = {"categorization": "local_tagging", "auto_tagging": "0.5"}
    before = live_server.upload(cat, public_id=public_id, **options)["tags"]
    assert "cat" in before
    assert called(live_server, "tags", command="remove", tag="cat", public_ids=public_id) == (
        200,
        {"public_ids": [public_id]},
    )
    found = live_server.get(f"resources/image/upload/{public_id}").json()
    assert found["tags"] == [tag for tag in before if tag != "cat"]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "Missing required parameter - command"),
        ({"command": "add", "tag": "x"}, "Missing required parameter - public_ids"),
        ({"command": "add", "public_ids[]": "a"}, "Missing required parameter - tag"),
        ({"command": "explode", "tag": "x", "public_ids[]": "a"}, "parameter command: must be"),
        ({"command": "add", "tag": "x" * 10_000, "public_ids[]": "a"}, "at most 255 characters"),
        ({"command": "add", "tag": "a\nb", "public_ids[]": "a"}, "control characters"),
        (
            {"command": "add", "tag": "x", "public_ids[]": [str(n) for n in range(1001)]},
            "must be at most 1,000, and are 1,001",
        ),
        ({"command": "add", "tag": "x", "public_ids[]": "a", "type": "fetch"}, "parameter type"),
        ({"command": "add", "tags": "x", "public_ids[]": "a"}, "Did you mean tag?"),
    ],
)
def test_tags_that_make_no_sense_are_refused(
    live_server: LiveServer, fields: dict[str, Any], message: str
) -> None:
    status, answer = called(live_server, "tags", **fields)
    assert status == 400
    assert message in answer["error"]["message"]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"command": "add", "public_ids[]": "a"}, "Missing required parameter - context"),
        ({"command": "add", "context": "alt", "public_ids[]": "a"}, "must be key=value pairs"),
        ({"command": "replace", "context": "a=b", "public_ids[]": "a"}, "parameter command"),
    ],
)
def test_context_that_makes_no_sense_is_refused(
    live_server: LiveServer, fields: dict[str, Any], message: str
) -> None:
    status, answer = called(live_server, "context", **fields)
    assert status == 400
    assert message in answer["error"]["message"]


@pytest.mark.parametrize(
    "tag",
    [
        "<script>alert(1)</script>",
        "👩‍👩‍👧",
        "\N{RIGHT-TO-LEFT OVERRIDE}gpj",
        "' OR 1=1 --",
        "ü" * 255,
    ],
)
def test_any_text_can_be_a_tag(live_server: LiveServer, cat: Path, tag: str) -> None:
    public_id = live_server.upload(cat)["public_id"]
    status, _ = called(live_server, "tags", command="add", tag=tag, public_ids=public_id)
    assert status == 200
    assert live_server.get(f"resources/image/upload/{public_id}").json()["tags"] == [tag]
    [found] = live_server.get(f"resources/image/tags/{tag}").json()["resources"]
    assert found["public_id"] == public_id


def test_a_thousand_public_ids_at_once(live_server: LiveServer, cat: Path) -> None:
    live_server.upload(cat, public_id="999")
    public_ids = [str(number) for number in range(1000)]
    fields = {"command": "add", "tag": "many", "public_ids[]": public_ids}
    assert called(live_server, "tags", **fields) == (200, {"public_ids": ["999"]})


def test_changes_of_tags_and_context_are_told(
    open_server: LiveServer, web: WebServer, cat: Path
) -> None:
    hook = web.serve("/hook", b"")
    open_server.upload(cat, public_id="told", tags="a,b", context="alt=x")
    asked = {"public_ids": "told", "notification_url": hook}
    called(open_server, "tags", command="replace", tag="b,c", **asked)
    called(open_server, "context", command="add", context="alt=y|new=z", **asked)
    told = [json.loads(received.body) for received in web.wait_for(2)]
    by_type = {each["notification_type"]: each["resources"] for each in told}
    [tags] = by_type["resource_tags_changed"]
    assert (tags["added"], tags["removed"]) == (["c"], ["a"])
    assert by_type["resource_context_changed"]["told"]["updated"] == [{"name": "alt", "value": "y"}]
