"""The owner's pages have uploads signed; nobody else does."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.conftest import LiveServer
from tests.routes.test_notifications import Owner


@pytest.fixture
def owner(live_server: LiveServer) -> Owner:
    return Owner(live_server)


def ask(owner: Owner, question: Any, **headers: str) -> requests.Response:
    return owner.session.post(f"{owner.url}/sign", json=question, headers=headers, timeout=30)


def test_what_the_owner_had_signed_is_uploaded(
    live_server: LiveServer, owner: Owner, cat: Path
) -> None:
    parameters = {"public_id": "signed-by-the-page", "source": "uw", "tags": ["a", "b"]}
    timestamp = str(int(time.time()))
    answer = ask(owner, {"paramsToSign": {**parameters, "timestamp": timestamp}}).json()
    assert answer["api_key"] == live_server.api_key
    fields = {**parameters, "tags": "a,b", **answer}
    with cat.open("rb") as opened:
        uploaded = live_server.post("image/upload", data=fields, files={"file": opened})
    assert uploaded.json()["public_id"] == "signed-by-the-page"


def test_a_timestamp_is_added_where_there_is_none(owner: Owner) -> None:
    answer = ask(owner, {"paramsToSign": {"source": "uw"}}).json()
    assert abs(answer["timestamp"] - time.time()) < 60


@pytest.mark.parametrize(
    "question", [{}, [], {"paramsToSign": "text"}, {"paramsToSign": {"timestamp": "1"}}]
)
def test_what_cannot_be_signed_is_refused(owner: Owner, question: Any) -> None:
    assert ask(owner, question).status_code == 400


def test_pages_of_other_sites_have_nothing_signed(live_server: LiveServer, owner: Owner) -> None:
    question = {"paramsToSign": {"source": "uw"}}
    assert ask(owner, question, **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
    as_form = owner.session.post(f"{owner.url}/sign", data={"source": "uw"}, timeout=30)
    assert as_form.status_code == 400
    stranger = requests.post(f"{live_server.url}/sign", json=question, timeout=30)
    assert stranger.status_code == 401
    assert "Access-Control-Allow-Origin" not in stranger.headers
