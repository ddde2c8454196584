"""An upload with an option that is wrong is refused, and nothing of it is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.options.unsupported import REFUSED
from tests.bad_options import BAD_OPTIONS
from tests.conftest import LiveServer
from tests.routes.conftest import contents


def refusal(server: LiveServer, file: Path, name: str, text: str) -> str:
    """What the server says to an upload with that option, before or behind the file."""
    response = server.post(
        "auto/upload",
        data={name: text},
        files={"file": (file.name, file.open("rb"))},
        auth=server.basic,
    )
    assert response.status_code == 400, (name, text[:100], response.text)
    message: str = response.json()["error"]["message"]
    assert response.headers["X-Cld-Error"]
    return message


def test_no_wrong_value_leaves_anything_behind(live_server: LiveServer, cat: Path) -> None:
    before = contents(live_server)
    for name, text in BAD_OPTIONS:
        assert name in refusal(live_server, cat, name, text)
    assert contents(live_server) == before


@pytest.mark.usefixtures("unchanged")
def test_no_refused_option_leaves_anything_behind(live_server: LiveServer, cat: Path) -> None:
    for name in sorted(REFUSED):
        assert f"{name} is not supported here: " in refusal(live_server, cat, name, "x")


@pytest.mark.usefixtures("unchanged")
def test_an_option_that_is_not_known_is_told_the_nearest(
    live_server: LiveServer, cat: Path
) -> None:
    assert "Did you mean quality_analysis?" in refusal(live_server, cat, "quality_analisys", "true")
