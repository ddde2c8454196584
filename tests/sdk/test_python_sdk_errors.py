"""The official Python SDK raises its own exceptions, and reads the limits."""

from __future__ import annotations

from collections.abc import Callable

import cloudinary.api
import cloudinary.exceptions
import pytest
import requests

from tests.conftest import LiveServer


def test_an_answer_says_how_many_requests_are_left() -> None:
    first, second = cloudinary.api.ping(), cloudinary.api.resources()
    assert first.rate_limit_allowed == 50_000
    assert 0 < second.rate_limit_remaining < first.rate_limit_allowed
    assert second.rate_limit_reset_at is not None


def test_too_many_requests_are_refused_until_the_next_hour(
    start_server: Callable[..., LiveServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = start_server(TAGDROP_ADMIN_REQUESTS_PER_HOUR="2")
    monkeypatch.setenv("CLOUDINARY_URL", server.cloudinary_url)
    cloudinary.reset_config()
    assert server.get("ping", auth=("1", "wrong")).status_code == 401
    assert cloudinary.api.ping().rate_limit_remaining == 1
    assert cloudinary.api.tags().rate_limit_remaining == 0
    with pytest.raises(cloudinary.exceptions.RateLimited, match="Limit of 2 api operations"):
        cloudinary.api.root_folders()
    refused = server.get("ping", headers={"Accept": "text/html"})
    assert (refused.status_code, refused.headers["X-FeatureRateLimit-Remaining"]) == (420, "0")
    assert "Rate Limit Exceeded" in refused.text
    delivered = requests.get(f"{server.url}/healthz", timeout=30)
    assert "X-FeatureRateLimit-Limit" not in delivered.headers


def test_each_refusal_is_an_exception_of_its_own(live_server: LiveServer) -> None:
    with pytest.raises(cloudinary.exceptions.BadRequest):
        cloudinary.api.resources(max_results=501)
    with pytest.raises(cloudinary.exceptions.AuthorizationRequired):
        cloudinary.api.resources(api_key="1")
    with pytest.raises(cloudinary.exceptions.NotFound):
        cloudinary.api.resource("errors/none")
    with pytest.raises(cloudinary.exceptions.NotAllowed):
        cloudinary.api.create_folder("x", extra_headers={"Sec-Fetch-Site": "cross-site"})
    cloudinary.api.create_upload_preset(name="errors-taken")
    with pytest.raises(cloudinary.exceptions.AlreadyExists):
        cloudinary.api.create_upload_preset(name="errors-taken")
    cloudinary.api.delete_upload_preset("errors-taken")
