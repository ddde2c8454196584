"""Changes of stored assets, by any program and by several at once."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.conftest import LiveServer
from tests.web_server import WebServer


def updated(server: LiveServer, public_id: str, **fields: Any) -> dict[str, Any]:
    response = server.post(f"resources/image/upload/{public_id}", json=fields, auth=server.basic)
    answer: dict[str, Any] = response.json()
    return answer


def test_forms_and_json_change_the_same(live_server: LiveServer, cat: Path) -> None:
    live_server.upload(cat, public_id="updates/forms")
    fields = {"tags": "a,b", "context": "alt=x|caption=y", "display_name": "größe 🐈"}
    for sent in ({"data": fields}, {"json": fields}):
        response = live_server.post(
            "resources/image/upload/updates/forms", **sent, auth=live_server.basic
        )
        assert response.json()["tags"] == ["a", "b"]
        assert response.json()["context"] == {"custom": {"alt": "x", "caption": "y"}}
        assert response.json()["display_name"] == "größe 🐈"
    as_json = {"tags": ["c"], "context": {"alt": "z"}}
    assert updated(live_server, "updates/forms", **as_json)["tags"] == ["c"]


def test_two_updates_at_once_are_both_kept(live_server: LiveServer, cat: Path) -> None:
    public_id = live_server.upload(cat, public_id="updates/raced")["public_id"]

    def tag(number: int) -> int:
        fields = {"command": "add", "tag": f"tag-{number}", "public_ids[]": public_id}
        return live_server.post("image/tags", data=fields, auth=live_server.basic).status_code

    def look(_: int) -> int:
        fields = {"categorization": "local_tagging", "auto_tagging": 0.5}
        path = f"resources/image/upload/{public_id}"
        return live_server.post(path, json=fields, auth=live_server.basic).status_code

    with ThreadPoolExecutor(8) as threads:
        statuses = [*threads.map(tag, range(20)), *threads.map(look, range(4))]
    assert set(statuses) == {200}
    found = live_server.get(f"resources/image/upload/{public_id}").json()
    assert {f"tag-{number}" for number in range(20)} | {"cat"} <= set(found["tags"])
    assert len(found["tags"]) == len(set(found["tags"]))


def test_an_update_is_made_wholly_or_not_at_all(live_server: LiveServer, cat: Path) -> None:
    live_server.upload(cat, public_id="updates/whole", tags="kept")
    answer = updated(
        live_server, "updates/whole", tags="lost", display_name="lost", moderation_status="approved"
    )
    assert "not under moderation" in answer["error"]["message"]
    found = live_server.get("resources/image/upload/updates/whole").json()
    assert (found["tags"], found["display_name"]) == (["kept"], "whole")


def test_an_empty_list_takes_the_access_control_away(live_server: LiveServer, cat: Path) -> None:
    asset = live_server.upload(
        cat, public_id="updates/open", access_control='[{"access_type": "token"}]'
    )
    assert requests.get(asset["url"], timeout=30).status_code == 404
    # The SDKs write the list as JSON.
    assert "access_control" not in updated(live_server, "updates/open", access_control="[]")
    assert requests.get(asset["url"], timeout=30).status_code == 200


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"tag": "x"}, "Did you mean tags?"),
        ({"eager": "w_40"}, "eager is an option of explicit"),
        ({"use_filename": True}, "use_filename is an option of uploads"),
        ({"context": "alt"}, "parameter context: must be key=value pairs"),
        ({"tags": {"a": "b"}}, "parameter tags"),
        ({"tags": [1]}, "parameter tags"),
        ({"access_control": "[{}]"}, "parameter access_control"),
        ({"phash": "maybe"}, "parameter phash: must be true or false"),
        ({"auto_tagging": "NaN"}, "parameter auto_tagging"),
        ({"notification_url": "ftp://x"}, "parameter notification_url"),
    ],
)
def test_a_change_that_makes_no_sense_is_refused(
    live_server: LiveServer, cat: Path, fields: dict[str, Any], message: str
) -> None:
    live_server.upload(cat, public_id="updates/odd")
    assert message in updated(live_server, "updates/odd", **fields)["error"]["message"]


def test_a_raw_file_has_nothing_to_see(live_server: LiveServer, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("note")
    live_server.upload(tmp_path / "note.txt", "raw", public_id="updates/note.txt")
    response = live_server.post(
        "raw/explicit",
        data={"public_id": "updates/note.txt", "type": "upload", "categorization": "local_tagging"},
        auth=live_server.basic,
    )
    assert response.status_code == 400
    assert "Only images and videos can be tagged" in response.json()["error"]["message"]
    tagged = live_server.post(
        "raw/explicit",
        data={"public_id": "updates/note.txt", "type": "upload", "tags": "note"},
        auth=live_server.basic,
    )
    assert tagged.json()["tags"] == ["note"]


@pytest.mark.parametrize(
    ("fields", "status", "message"),
    [
        ({"type": "upload"}, 400, "Missing required parameter - public_id"),
        ({"public_id": "nothing"}, 404, "Resource not found - nothing"),
        ({"public_id": "nothing", "type": "fetch"}, 400, "parameter type"),
        ({"public_id[]": ["a", "b"]}, 400, "Missing required parameter - public_id"),
    ],
)
def test_explicit_needs_an_asset(
    live_server: LiveServer, fields: dict[str, Any], status: int, message: str
) -> None:
    response = live_server.post("image/explicit", data=fields, auth=live_server.basic)
    assert response.status_code == status
    assert message in response.json()["error"]["message"]


def test_explicit_needs_a_signature(live_server: LiveServer) -> None:
    assert live_server.post("image/explicit", data={"public_id": "x"}).status_code == 401


def test_what_an_update_changed_is_told(open_server: LiveServer, web: WebServer, cat: Path) -> None:
    open_server.upload(cat, public_id="told/update", tags="a")
    fields = {
        "tags": "b",
        "context": "alt=x",
        "display_name": "New",
        "asset_folder": "elsewhere",
        "notification_url": web.serve("/hook", b""),
    }
    updated(open_server, "told/update", **fields)
    told = {json.loads(received.body)["notification_type"] for received in web.wait_for(4)}
    assert told == {
        "move",
        "resource_context_changed",
        "resource_display_name_changed",
        "resource_tags_changed",
    }


def test_the_end_of_a_video_s_second_tagging_is_told(
    open_server: LiveServer, web: WebServer, bikes: Path
) -> None:
    hook = web.serve("/hook", b"")
    open_server.upload(bikes, public_id="told/video")
    for _ in range(2):
        response = open_server.post(
            "video/explicit",
            data={
                "public_id": "told/video",
                "type": "upload",
                "categorization": "local_attributes",
                "notification_url": hook,
            },
            auth=open_server.basic,
        )
        open_server.wait_until_tagged(response.json())
    told = [json.loads(received.body) for received in web.wait_for(2)]
    assert [each["info_kind"] for each in told] == ["local_attributes", "local_attributes"]
