"""A second shared server with other settings; the check that a refusal leaves nothing behind."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing

import cloudinary.utils
import pytest

from tests.conftest import LiveServer, running

Sign = Callable[..., dict[str, str]]


@pytest.fixture(scope="session")
def open_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A server that may reach 127.0.0.1 and whose local engine answers for itself alone."""
    settings = {"TAGDROP_FETCH_ALLOW": "127.0.0.1", "TAGDROP_ENGINE_FALLBACK": "none"}
    with running(LiveServer(tmp_path_factory.mktemp("open"), settings)) as server:
        yield server


@pytest.fixture
def signed(live_server: LiveServer) -> Sign:
    """Signs fields as the official SDK does: `signed(public_id="dog", algorithm="sha256")`."""

    def sign(algorithm: str = "sha1", **fields: str) -> dict[str, str]:
        fields = {"timestamp": str(int(time.time())), **fields}
        signature = cloudinary.utils.api_sign_request(fields, live_server.api_secret, algorithm)
        return {**fields, "api_key": live_server.api_key, "signature": signature}

    return sign


def contents(server: LiveServer) -> tuple[set[str], int]:
    """Every file and the number of records that a server has."""
    database = f"file:{server.data_dir / 'tagdrop.db'}?mode=ro"
    with closing(sqlite3.connect(database, uri=True)) as connection:
        [count] = connection.execute("SELECT count(*) FROM assets").fetchone()
    return server.files(), count


@pytest.fixture
def unchanged(live_server: LiveServer) -> Iterator[None]:
    """What a test does to the shared server must leave no file and no record behind."""
    before = contents(live_server)
    yield
    assert contents(live_server) == before
