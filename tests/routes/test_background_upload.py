"""`async`: the answer comes at once, the asset or what was wrong with it is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.conftest import LiveServer
from tests.routes.conftest import contents
from tests.web_server import WebServer


def send(server: LiveServer, file: Path | str, **fields: str) -> requests.Response:
    fields = {"async": "true", **fields}
    if isinstance(file, str):
        return server.post("auto/upload", data={**fields, "file": file}, auth=server.basic)
    with file.open("rb") as opened:
        return server.post(
            "auto/upload", data=fields, files={"file": (file.name, opened)}, auth=server.basic
        )


def first_told(web: WebServer, path: str) -> dict[str, Any]:
    """What came to `path`, the first of all."""
    heard = 0
    while True:
        heard += 1
        received = web.wait_for(heard)[heard - 1]
        if received.path == path:
            notification: dict[str, Any] = json.loads(received.body)
            return notification


def test_the_answer_comes_at_once_and_the_asset_is_told(
    open_server: LiveServer, web: WebServer, cat: Path
) -> None:
    answer = send(
        open_server,
        cat,
        public_id="in-background",
        categorization="local_tagging",
        auto_tagging="0.5",
        notification_url=web.serve("/hook", b""),
    ).json()
    batch_id = answer["batch_id"]
    assert answer == {
        "status": "pending",
        "resource_type": "auto",
        "type": "upload",
        "public_id": "in-background",
        "batch_id": batch_id,
    }
    notification = first_told(web, "/hook")
    assert notification["notification_type"] == "upload"
    assert (notification["batch_id"], notification["public_id"]) == (batch_id, "in-background")
    assert "cat" in notification["tags"]
    assert requests.get(notification["url"], timeout=30).content == cat.read_bytes()


def test_what_is_wrong_with_the_file_is_told_and_nothing_is_left(
    open_server: LiveServer, web: WebServer, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\n and nothing more")
    before = contents(open_server)
    answer = send(
        open_server, broken, allowed_formats="jpg", notification_url=web.serve("/hook", b"")
    )
    assert answer.json()["status"] == "pending"
    notification = first_told(web, "/hook")
    assert notification["notification_type"] == "error"
    assert notification["status"] == "failed"
    assert notification["batch_id"] == answer.json()["batch_id"]
    assert notification["error"]["message"]
    assert contents(open_server) == before


def test_a_remote_file_is_fetched_after_the_answer(
    open_server: LiveServer, web: WebServer, cat: Path
) -> None:
    source = web.serve("/cat.png", cat.read_bytes())
    assert send(open_server, source, notification_url=web.serve("/hook", b"")).ok
    assert first_told(web, "/hook")["original_filename"] == "cat"
    gone = send(open_server, web.url + "/gone.png", notification_url=web.serve("/failed", b""))
    assert gone.ok
    assert "404" in first_told(web, "/failed")["error"]["message"]


def test_a_video_is_tagged_after_it_was_stored(
    open_server: LiveServer, web: WebServer, bikes: Path
) -> None:
    hook = web.serve("/hook", b"")
    fields = {"categorization": "local_tagging", "auto_tagging": "0.5", "notification_url": hook}
    assert send(open_server, bikes, **fields).ok
    stored, tagged = (json.loads(each.body) for each in web.wait_for(2))
    assert (stored["notification_type"], stored["status"]) == ("upload", "pending")
    assert (tagged["notification_type"], tagged["info_status"]) == ("info", "complete")
    assert {"bicycle", "person"} & set(tagged["tags"])


@pytest.mark.usefixtures("unchanged")
def test_what_can_be_known_at_once_is_refused_at_once(live_server: LiveServer, cat: Path) -> None:
    assert send(live_server, "ftp://example.com/cat.png").status_code == 400
    assert send(live_server, cat, public_id="a?b").status_code == 400
    with cat.open("rb") as opened:
        unsigned = live_server.post(
            "auto/upload",
            data={"async": "true", "upload_preset": "autotagging-preset"},
            files={"file": opened},
        )
    assert unsigned.status_code == 400
    assert "not allowed when using unsigned upload" in unsigned.json()["error"]["message"]


def test_what_was_taken_is_done_though_the_server_be_killed(
    start_server: Callable[..., LiveServer], web: WebServer, bikes: Path
) -> None:
    server = start_server(TAGDROP_FETCH_ALLOW="127.0.0.1")
    hook = web.serve("/hook", b"")
    answers = [send(server, bikes, notification_url=hook).json() for _ in range(4)]
    server.kill()
    server.start()
    expected = {answer["batch_id"] for answer in answers}
    told: set[str] = set()
    heard = 0
    while told != expected:
        # What was told when the server was killed may be told again.
        heard += 1
        told.add(json.loads(web.wait_for(heard)[heard - 1].body)["batch_id"])
    assert len(server.files()) == 4, "each is there once, and nothing waits any more"
