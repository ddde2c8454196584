"""The record of an asset: who may read it, as what, and how its tagging is followed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.conftest import LiveServer

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.fixture(scope="module")
def cat_asset(live_server: LiveServer, cat: Path) -> dict[str, Any]:
    return live_server.upload(
        cat,
        public_id="records/größe 🐈",
        categorization="local_tagging",
        auto_tagging="0.5",
        tags="recorded",
    )


def resource_url(server: LiveServer, userinfo: str = "") -> str:
    host = server.url.replace("http://", f"http://{userinfo}")
    return f"{host}/v1_1/demo/resources/image/upload/records/größe 🐈"


def test_the_link_of_the_article_with_key_and_secret_in_it_opens(
    live_server: LiveServer, cat_asset: dict[str, Any]
) -> None:
    url = resource_url(live_server, f"{live_server.api_key}:{live_server.api_secret}@")
    found = requests.get(url, timeout=30).json()
    assert found["asset_id"] == cat_asset["asset_id"]
    assert "cat" in found["tags"]


def test_without_key_and_secret_a_browser_is_told_to_ask_for_them(
    live_server: LiveServer, cat_asset: dict[str, Any]
) -> None:
    for auth in (None, ("wrong", "wrong"), (live_server.api_key, "wrong")):
        response = requests.get(resource_url(live_server), auth=auth, timeout=30)
        assert response.status_code == 401
        assert response.headers["WWW-Authenticate"].startswith('Basic realm="Tagdrop"')
        assert response.json()["error"]["message"] == response.headers["X-Cld-Error"]
        assert "etag" not in response.text


def test_a_program_gets_json(live_server: LiveServer, cat_asset: dict[str, Any]) -> None:
    for accept in ("*/*", "application/json", "application/json, text/html;q=0.5"):
        response = requests.get(cat_asset["info_url"], headers={"Accept": accept}, timeout=30)
        assert response.headers["Content-Type"] == "application/json"
        assert response.json()["public_id"] == cat_asset["public_id"]
        assert "Accept" in response.headers["Vary"]


def test_a_browser_gets_a_page_and_json_when_it_asks_for_it(cat_asset: dict[str, Any]) -> None:
    page = requests.get(cat_asset["info_url"], headers=BROWSER, timeout=30)
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    as_json = requests.get(cat_asset["info_url"] + "&format=json", headers=BROWSER, timeout=30)
    assert as_json.json()["public_id"] == cat_asset["public_id"]


def test_the_info_link_needs_no_key_and_neither_do_its_own_links(
    cat_asset: dict[str, Any],
) -> None:
    found = requests.get(cat_asset["info_url"], timeout=30).json()
    assert requests.get(found["info_url"], timeout=30).status_code == 200
    assert requests.get(found["events_url"], timeout=30).status_code == 200


@pytest.mark.parametrize("token", ["", "forged", "a.b.c", "🐈"])
def test_a_forged_info_link_does_not_open(
    live_server: LiveServer, cat_asset: dict[str, Any], token: str
) -> None:
    url = cat_asset["info_url"].split("?")[0]
    response = requests.get(url, params={"token": token}, timeout=30)
    assert response.status_code == 403
    assert "not valid" in response.json()["error"]["message"]
    assert "WWW-Authenticate" not in response.headers
    page = requests.get(url, params={"token": token}, headers={"Accept": "text/html"}, timeout=30)
    assert page.status_code == 403
    assert "This link is not valid" in page.text


def test_an_info_link_is_given_no_longer_life_by_what_it_opens(
    cat_asset: dict[str, Any],
) -> None:
    opened = requests.get(cat_asset["info_url"], timeout=30).json()
    assert opened["info_url"] == cat_asset["info_url"]
    assert opened["events_url"] == cat_asset["events_url"]


def test_an_info_link_opens_its_own_asset_alone(
    live_server: LiveServer, cat_asset: dict[str, Any], cat: Path
) -> None:
    other = live_server.upload(cat, public_id="records/other")
    token = cat_asset["info_url"].split("?")[1]
    for url in (other["info_url"], other["events_url"]):
        assert requests.get(f"{url.split('?')[0]}?{token}", timeout=30).status_code == 404


def test_an_info_link_of_a_replaced_asset_shows_the_new_version(
    live_server: LiveServer, cat: Path, rocket: Path
) -> None:
    first = live_server.upload(cat, public_id="records/replaced")
    second = live_server.upload(rocket, public_id="records/replaced")
    assert requests.get(first["info_url"], timeout=30).json()["etag"] == second["etag"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("resources/image/upload/nothing", 404),
        ("resources/video/upload/records/größe 🐈", 404),
        ("resources/image/private/records/größe 🐈", 404),
        ("resources/sound/upload/x", 404),
    ],
)
def test_a_missing_resource_is_404_with_the_message_that_sdks_show(
    live_server: LiveServer, path: str, status: int
) -> None:
    response = live_server.get(path)
    assert response.status_code == status
    assert response.json()["error"]["message"]
    assert response.headers["X-Cld-Error"]


def test_a_record_is_not_kept_by_caches(live_server: LiveServer, cat_asset: dict[str, Any]) -> None:
    assert requests.get(cat_asset["info_url"], timeout=30).headers["Cache-Control"] == "no-store"


def test_resources_are_listed_by_tag(
    live_server: LiveServer, cat_asset: dict[str, Any], rocket: Path
) -> None:
    live_server.upload(rocket, public_id="records/sure", tags="listed tag/1")
    found = live_server.get("resources/image/tags/listed tag/1").json()["resources"]
    assert [each["public_id"] for each in found] == ["records/sure"]
    assert live_server.get("resources/video/tags/listed tag/1").json() == {"resources": []}
    [recorded] = live_server.get("resources/image/tags/recorded?tags=true").json()["resources"]
    assert "recorded" in recorded["tags"]


@pytest.mark.parametrize("value", ["0", "501", "-1", "many", ""])
def test_a_senseless_number_of_results_is_refused(live_server: LiveServer, value: str) -> None:
    response = live_server.get("resources/image/tags/x", params={"max_results": value})
    assert response.status_code == 400
    assert "from 1 to 500" in response.json()["error"]["message"]


def test_resources_are_listed_for_the_owner_alone(live_server: LiveServer) -> None:
    assert live_server.get("resources/image/tags/recorded", auth=None).status_code == 401


def events(url: str) -> Iterator[tuple[str, Any]]:
    """The server-sent events of a stream, until it ends."""
    with requests.get(url, stream=True, timeout=60) as response:
        assert response.status_code == 200
        assert response.headers["Content-Type"].startswith("text/event-stream")
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        name = ""
        for line in response.iter_lines(chunk_size=1, decode_unicode=True):
            if line.startswith("event: "):
                name = line.removeprefix("event: ")
            elif line.startswith("data: "):
                yield name, json.loads(line.removeprefix("data: "))


def test_the_tagging_of_a_video_can_be_followed_to_its_end(
    live_server: LiveServer, bikes: Path
) -> None:
    uploaded = live_server.upload(bikes, categorization="local_tagging", auto_tagging="0.5")
    *progress, (last, resource) = events(uploaded["events_url"])
    assert progress, "at least the state at the beginning"
    assert {name for name, _ in progress} == {"progress"}
    shares = [data["progress"] for _, data in progress]
    assert shares == sorted(shares)
    assert all(0 <= share <= 1 for share in shares)
    assert {data["status"] for _, data in progress} <= {"pending", "processing"}
    assert (last, resource["status"]) == ("complete", "complete")
    assert resource["tags"]


def test_whoever_comes_late_gets_the_end_at_once(cat_asset: dict[str, Any]) -> None:
    [(name, resource)] = events(cat_asset["events_url"])
    assert name == "complete"
    assert resource["tags"] == cat_asset["tags"]


def test_an_event_stream_is_for_those_who_may_read_the_asset(cat_asset: dict[str, Any]) -> None:
    assert requests.get(cat_asset["events_url"].split("?")[0], timeout=30).status_code == 401


def test_the_slashes_of_a_public_id_may_be_escaped(live_server: LiveServer, cat: Path) -> None:
    live_server.upload(cat, public_id="größe/hund")
    for written in ("gr%C3%B6%C3%9Fe/hund", "gr%C3%B6%C3%9Fe%2Fhund", "gr%C3%B6%C3%9Fe%2fhund"):
        answer = live_server.get(f"resources/image/upload/{written}")
        assert answer.json()["public_id"] == "größe/hund"
