"""Which sites' pages may upload: as presets list them, and as the server's settings do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
import requests

from services.database import Database
from services.presets import PresetStore
from tests.conftest import LiveServer
from tests.routes.conftest import Sign

SHOP = "https://shop.example"


@pytest.fixture(scope="module")
def listing(live_server: LiveServer) -> Iterator[str]:
    """An unsigned preset that lists its sites."""
    database = Database(f"sqlite:///{live_server.data_dir / 'tagdrop.db'}")
    store = PresetStore(database, {})
    name = f"listing-{uuid4().hex}"
    origins = "https://Shop.example/, https://*.blog.example:8443"
    store.create({"name": name, "unsigned": True, "settings": {"allowed_origins": origins}})
    yield name
    store.delete(name)
    database.close()


def post(
    server: LiveServer, file: Path, origin: str | None, fields: dict[str, str], **arguments: object
) -> requests.Response:
    headers = {} if origin is None else {"Origin": origin}
    with file.open("rb") as opened:
        return server.post(
            "image/upload", data=fields, files={"file": opened}, headers=headers, **arguments
        )


@pytest.mark.parametrize("origin", [SHOP, "https://a.blog.example:8443"])
def test_a_preset_may_list_the_sites_that_may_use_it(
    live_server: LiveServer, listing: str, cat: Path, origin: str
) -> None:
    answer = post(live_server, cat, origin, {"upload_preset": listing})
    assert answer.ok
    assert answer.headers["Access-Control-Allow-Origin"] == origin
    assert "Origin" in answer.headers["Vary"]


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    "origin",
    [
        "https://other.example",
        "http://shop.example",
        "https://shop.example:444",
        "https://shop.example.evil.example",
        "https://blog.example:8443",
        "https://x@a.blog.example:8443",
        "null",
        None,
    ],
)
def test_other_sites_are_refused(
    live_server: LiveServer, listing: str, cat: Path, origin: str | None
) -> None:
    answer = post(live_server, cat, origin, {"upload_preset": listing})
    assert answer.status_code == 403
    assert "allowed_origins lists the sites" in answer.json()["error"]["message"]


def test_the_server_s_own_pages_and_signed_uploads_are_let_in(
    live_server: LiveServer, listing: str, signed: Sign, cat: Path
) -> None:
    assert post(live_server, cat, live_server.url, {"upload_preset": listing}).ok
    assert post(live_server, cat, "https://other.example", signed(upload_preset=listing)).ok
    owner = {"auth": live_server.basic}
    assert post(live_server, cat, None, {"upload_preset": listing}, **owner).ok


def test_the_settings_may_list_the_sites_for_everything(
    start_server: Callable[..., LiveServer], cat: Path
) -> None:
    server = start_server(TAGDROP_ALLOWED_ORIGINS=f"{SHOP}, https://*.blog.example")
    fields = {"upload_preset": "autotagging-preset"}
    for origin in (SHOP, "https://a.blog.example"):
        answer = post(server, cat, origin, fields)
        assert answer.ok
        assert answer.headers["Access-Control-Allow-Origin"] == origin
    refused = post(server, cat, "https://other.example", fields)
    assert refused.status_code == 403
    assert "TAGDROP_ALLOWED_ORIGINS" in refused.json()["error"]["message"]
    assert "Access-Control-Allow-Origin" not in refused.headers


def test_other_pages_may_read_why_an_upload_was_refused(live_server: LiveServer) -> None:
    answer = live_server.post("image/upload", headers={"Origin": SHOP})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "X-Cld-Error" in answer.headers["Access-Control-Expose-Headers"].split(", ")
