"""Several servers on one PostgreSQL database and one store of files are one Tagdrop."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
import requests

from tests.conftest import LiveServer
from tests.web_server import WebServer

StartServer = Callable[..., LiveServer]


@pytest.fixture
def shared(postgresql: str, tmp_path: Path) -> dict[str, str]:
    """The settings of servers that share everything."""
    name = f"shared_{uuid4().hex}"
    with psycopg.connect(f"{postgresql}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    return {
        "TAGDROP_DATABASE_URL": f"{postgresql}/{name}",
        "TAGDROP_STORAGE_URL": (tmp_path / "files").as_uri(),
        "TAGDROP_API_KEY": "key",
        "TAGDROP_API_SECRET": "secret99",
    }


def test_what_one_server_stores_the_other_delivers(
    start_server: StartServer, shared: dict[str, str], cat: Path, bikes: Path
) -> None:
    one, two = start_server(**shared), start_server(**shared)
    picture = one.upload(
        cat, public_id="größe/cat", categorization="local_tagging", auto_tagging="0.5"
    )
    video = one.upload(bikes, categorization="local_tagging", auto_tagging="0.5")
    found = two.get("resources/image/upload/größe/cat").json()
    assert found["tags"] == picture["tags"]
    assert requests.get(found["url"], timeout=30).content == cat.read_bytes()
    assert two.upload(cat, public_id="größe/cat", overwrite="false")["existing"]
    info_url = video["info_url"].replace(one.url, two.url)
    tagged = two.wait_until_tagged({**video, "info_url": info_url})
    assert {"bicycle", "person"} & set(tagged["tags"])
    assert two.get("resources/image/tags/cat").json()["resources"]


def test_tagging_goes_on_after_a_kill_on_postgresql_too(
    start_server: StartServer, shared: dict[str, str], bikes: Path
) -> None:
    server = start_server(**shared)
    uploads = [server.upload(bikes, categorization="local_tagging") for _ in range(2)]
    server.kill()
    server.start()
    assert {server.wait_until_tagged(each)["status"] for each in uploads} == {"complete"}


def test_a_nul_in_an_address_is_refused(start_server: StartServer, shared: dict[str, str]) -> None:
    server = start_server(**shared)
    for path in ("demo/image/upload/a%00b", "v1_1/demo/resources/image/tags/a%00b"):
        response = requests.get(f"{server.url}/{path}", auth=server.basic, timeout=30)
        assert response.status_code == 400


def test_parts_background_work_and_notifications_on_postgresql_too(
    start_server: StartServer, shared: dict[str, str], web: WebServer, cat: Path
) -> None:
    server = start_server(**shared, TAGDROP_FETCH_ALLOW="127.0.0.1")
    hook = web.serve("/hook", b"")
    content = cat.read_bytes()
    half = len(content) // 2
    for start, end in ((half, len(content)), (0, half)):
        answer = server.post(
            "image/upload",
            data={"async": "true", "notification_url": hook},
            files={"file": ("cat.png", content[start:end])},
            headers={
                "X-Unique-Upload-Id": "in-parts",
                "Content-Range": f"bytes {start}-{end - 1}/{len(content)}",
            },
            auth=server.basic,
        ).json()
    assert answer["status"] == "pending"
    told = json.loads(web.wait_for(1)[0].body)
    assert (told["batch_id"], told["bytes"]) == (answer["batch_id"], len(content))
    kept = server.get("notifications").json()["notifications"]
    assert [each["url"] for each in kept] == [hook]
