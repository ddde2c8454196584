"""The official Python SDK asks about the server as a whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import cloudinary.api
import cloudinary.exceptions
import pytest

from tests.conftest import LiveServer


def test_the_server_says_how_it_is() -> None:
    assert cloudinary.api.ping() == {"status": "ok"}
    assert cloudinary.api.config() == {"cloud_name": "demo"}
    assert cloudinary.api.config(settings=True)["settings"] == {"folder_mode": "dynamic"}
    with pytest.raises(cloudinary.exceptions.AuthorizationRequired):
        cloudinary.api.ping(api_secret="wrong")


def test_usage_counts_what_is_stored(
    start_server: Callable[..., LiveServer], monkeypatch: pytest.MonkeyPatch, cat: Path
) -> None:
    server = start_server()
    monkeypatch.setenv("CLOUDINARY_URL", server.cloudinary_url)
    cloudinary.reset_config()
    assert cloudinary.api.usage()["storage"]["usage"] == 0
    server.upload(cat, public_id="counted", eager="w_20,c_scale", backup="true")
    server.upload(cat, public_id="counted")
    usage = cloudinary.api.usage(date=datetime.now(UTC).date())
    assert (usage["resources"], usage["objects"]["usage"]) == (1, 2)
    assert usage["storage"]["usage"] == 2 * cat.stat().st_size
    server.upload(cat, public_id="another", eager="w_20,c_scale")
    assert cloudinary.api.usage()["derived_resources"] == 1


@pytest.mark.parametrize("day", [date.today() - timedelta(days=3), "2020-01", "soon"])
def test_usage_of_another_day_is_refused(day: object) -> None:
    with pytest.raises(cloudinary.exceptions.BadRequest, match="today"):
        cloudinary.api.usage(date=day)


def test_upload_mappings_are_refused_and_not_pretended() -> None:
    assert cloudinary.api.upload_mappings() == {"mappings": []}
    with pytest.raises(cloudinary.exceptions.BadRequest, match="not done here"):
        cloudinary.api.create_upload_mapping("wiki", template="https://example.com/")
    for ask in ("upload_mapping", "update_upload_mapping", "delete_upload_mapping"):
        with pytest.raises(cloudinary.exceptions.NotFound, match="wiki"):
            getattr(cloudinary.api, ask)("wiki")
