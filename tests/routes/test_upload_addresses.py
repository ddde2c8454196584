"""The addresses of the Upload API."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import LiveServer


@pytest.mark.parametrize("address", ["image/upload", "auto/upload", "upload"])
def test_an_address_takes_the_upload_itself_so_that_no_file_is_sent_twice(
    live_server: LiveServer, cat: Path, address: str
) -> None:
    response = live_server.post(
        address,
        files={"file": (cat.name, cat.read_bytes())},
        auth=live_server.basic,
        allow_redirects=False,
    )

    assert response.status_code == 200, response.text
    assert response.json()["resource_type"] == "image"
