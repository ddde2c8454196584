"""The official Python SDK, told where the server is by the printed line and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import cloudinary
import pytest

from tests.conftest import LiveServer


@pytest.fixture(autouse=True)
def configured(live_server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The SDK reads CLOUDINARY_URL and nothing else."""
    monkeypatch.setenv("CLOUDINARY_URL", live_server.cloudinary_url)
    cloudinary.reset_config()
    yield
    cloudinary.reset_config()
