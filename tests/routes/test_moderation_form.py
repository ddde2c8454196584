"""The form on an asset's page by which the owner decides its moderation."""

from __future__ import annotations

import re
from pathlib import Path
from uuid import uuid4

import pytest
import requests

from tests.conftest import LiveServer


@pytest.fixture
def owner(live_server: LiveServer) -> requests.Session:
    """The owner's browser, logged in."""
    browser = requests.Session()
    page = browser.get(f"{live_server.url}/login", timeout=30).text
    browser.post(
        f"{live_server.url}/login",
        data={
            "csrf_token": token_in(page),
            "api_key": live_server.api_key,
            "api_secret": live_server.api_secret,
        },
        timeout=30,
    )
    return browser


def token_in(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


def test_a_decision_needs_the_owner_a_token_and_a_sense(
    live_server: LiveServer, owner: requests.Session, cat: Path
) -> None:
    uploaded = live_server.upload(cat, moderation="manual")
    url = f"{live_server.url}/moderation/{uploaded['asset_id']}"
    page = {"Accept": "text/html"}
    token = token_in(owner.get(uploaded["info_url"], headers=page, timeout=30).text)
    form = {"csrf_token": token, "decision": "rejected"}

    assert requests.post(url, data=form, timeout=30).status_code == 400
    assert owner.post(url, data={"decision": "rejected"}, timeout=30).status_code == 400
    assert owner.post(url, data=form | {"decision": "maybe"}, timeout=30).status_code == 400
    gone = f"{live_server.url}/moderation/{uuid4().hex}"
    assert owner.post(gone, data=form, timeout=30).status_code == 404
    assert requests.get(uploaded["url"], timeout=30).status_code == 200

    answer = owner.post(url, data=form, allow_redirects=False, timeout=30)
    assert answer.status_code == 303
    assert "/resources/image/upload/" in answer.headers["Location"]
    assert requests.get(uploaded["url"], timeout=30).status_code == 404
    row = live_server.get(f"resources/image/upload/{uploaded['public_id']}").json()["moderation"][0]
    assert (row["status"], row["decided_by"]) == ("rejected", "owner")


def test_a_visitor_with_a_token_of_his_own_does_not_decide(
    live_server: LiveServer, cat: Path
) -> None:
    uploaded = live_server.upload(cat, moderation="manual")
    visitor = requests.Session()
    token = token_in(visitor.get(f"{live_server.url}/login", timeout=30).text)
    answer = visitor.post(
        f"{live_server.url}/moderation/{uploaded['asset_id']}",
        data={"csrf_token": token, "decision": "rejected"},
        timeout=30,
    )
    assert answer.status_code == 403


def test_what_is_under_no_moderation_cannot_be_decided(
    live_server: LiveServer, owner: requests.Session, cat: Path
) -> None:
    uploaded = live_server.upload(cat)
    page = owner.get(uploaded["info_url"], headers={"Accept": "text/html"}, timeout=30).text
    assert "Decide the moderation" not in page
    answer = owner.post(
        f"{live_server.url}/moderation/{uploaded['asset_id']}",
        data={"csrf_token": token_in(page), "decision": "approved"},
        timeout=30,
    )
    assert answer.status_code == 400
