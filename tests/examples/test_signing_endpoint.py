"""The example of a signing endpoint lets visitors upload what it signs, and nothing else."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.conftest import LiveServer

PRESET = "autotagging-preset"


@pytest.fixture
def visitor(site: str) -> Iterator[requests.Session]:
    """A visitor who has opened the page."""
    with requests.Session() as session:
        assert session.get(site, timeout=30).ok
        yield session


def parameters(**more: str) -> dict[str, str]:
    """What the widget asks to have signed."""
    return {
        "upload_preset": PRESET,
        "source": "uw",
        "timestamp": str(int(time.time())),
        **more,
    }


def upload(server: LiveServer, file: Path, fields: dict[str, str]) -> requests.Response:
    with file.open("rb") as opened:
        return server.post("image/upload", data=fields, files={"file": (file.name, opened)})


def test_what_was_signed_is_uploaded(
    live_server: LiveServer, site: str, visitor: requests.Session, cat: Path
) -> None:
    asked = parameters(folder="visitors", tags="one,two & three")
    answer = visitor.post(f"{site}/sign", json={"paramsToSign": asked}, timeout=30).json()
    signature = {"signature": answer["signature"], "api_key": answer["apiKey"]}
    assert answer["timestamp"] == int(asked["timestamp"])
    uploaded = upload(live_server, cat, asked | signature).json()
    assert uploaded["public_id"].startswith("visitors/")
    assert set(uploaded["tags"]) >= {"one", "two & three"}
    changed = upload(live_server, cat, asked | signature | {"folder": "staff"})
    assert changed.status_code == 401
    assert "Invalid Signature" in changed.json()["error"]["message"]


def test_what_was_prepared_is_uploaded(
    live_server: LiveServer, site: str, visitor: requests.Session, cat: Path
) -> None:
    told = {"uploadPreset": PRESET, "folder": "staff", "source": "uw", "timestamp": 1}
    prepared = visitor.post(f"{site}/prepare", json=told, timeout=30).json()
    fields = {
        "upload_preset": PRESET,
        "folder": prepared["folder"],
        "source": "uw",
        "timestamp": str(prepared["timestamp"]),
        "signature": prepared["signature"],
        "api_key": prepared["apiKey"],
    }
    assert upload(live_server, cat, fields).json()["public_id"].startswith("visitors/")


@pytest.mark.parametrize(
    "change",
    [
        lambda asked: asked | {"public_id": "somebody-else-s"},
        lambda asked: asked | {"timestamp": str(int(time.time()) + 3600)},
        lambda asked: asked | {"timestamp": "now"},
        lambda asked: [],
    ],
)
def test_nothing_else_is_signed(
    site: str, visitor: requests.Session, change: Callable[[dict[str, str]], Any]
) -> None:
    question = {"paramsToSign": change(parameters())}
    assert visitor.post(f"{site}/sign", json=question, timeout=30).status_code == 400


def test_nothing_is_signed_for_strangers_or_for_forms_of_other_sites(
    site: str, visitor: requests.Session
) -> None:
    question = {"paramsToSign": parameters()}
    assert requests.post(f"{site}/sign", json=question, timeout=30).status_code == 401
    assert requests.post(f"{site}/prepare", json={}, timeout=30).status_code == 401
    assert visitor.post(f"{site}/sign", data=parameters(), timeout=30).status_code == 415
    assert visitor.post(f"{site}/sign", json=[], timeout=30).status_code == 400
