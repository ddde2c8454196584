"""A server where strangers cannot have any picture made that they like."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cloudinary
import cloudinary.api
import cloudinary.utils
import pytest
import requests

from tests.conftest import LiveServer, running


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    settings = {"TAGDROP_STRICT_TRANSFORMATIONS": "true"}
    with running(LiveServer(tmp_path_factory.mktemp("strict"), settings)) as server:
        yield server


@pytest.fixture(autouse=True)
def configured(strict: LiveServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("CLOUDINARY_URL", strict.cloudinary_url)
    cloudinary.reset_config()
    yield
    cloudinary.reset_config()


@pytest.fixture(scope="module")
def picture(strict: LiveServer, rocket: Path) -> dict[str, Any]:
    return strict.upload(rocket, public_id="strict/rocket", eager="c_fit,w_40")


def status(strict: LiveServer, path: str, **arguments: Any) -> int:
    url = f"{strict.url}/demo/image/upload/{path}"
    return requests.get(url, timeout=30, **arguments).status_code


def test_the_original_and_what_was_made_before_are_for_everybody(
    strict: LiveServer, picture: dict[str, Any]
) -> None:
    assert status(strict, "strict/rocket.jpg") == 200
    assert status(strict, "fl_attachment/strict/rocket") == 200
    assert status(strict, "w_40,c_fit/strict/rocket.jpg") == 200


@pytest.mark.parametrize(
    "path", ["w_41/strict/rocket.jpg", "strict/rocket.png", "q_3/strict/rocket"]
)
def test_nothing_else_is_made_for_strangers(
    strict: LiveServer, picture: dict[str, Any], path: str
) -> None:
    assert status(strict, path) == 401
    assert status(strict, path) == 401
    token = picture["info_url"].partition("?token=")[2]
    assert status(strict, f"{path}?token={token}") == 200


def test_signed_addresses_have_pictures_made(strict: LiveServer, picture: dict[str, Any]) -> None:
    built, _ = cloudinary.utils.cloudinary_url(
        "strict/rocket", sign_url=True, width=42, crop="scale", secure=True
    )
    url = strict.url + built.partition("res.cloudinary.com")[2]
    assert requests.get(url, timeout=30).status_code == 200
    assert "/s--" in picture["thumbnail_url"]
    assert requests.get(picture["thumbnail_url"], timeout=30).status_code == 200
    assert status(strict, "w_43/strict/rocket.jpg", auth=strict.basic) == 200


def test_named_transformations_are_for_everybody_while_they_are_allowed(
    strict: LiveServer, picture: dict[str, Any]
) -> None:
    cloudinary.api.create_transformation("forty_four", {"width": 44, "crop": "scale"})
    cloudinary.api.update_transformation("t_forty_four", allowed_for_strict=False)
    assert status(strict, "t_forty_four/strict/rocket.jpg") == 401
    cloudinary.api.update_transformation("t_forty_four", allowed_for_strict=True)
    assert status(strict, "t_forty_four/e_sepia/strict/rocket.jpg") == 401
    assert status(strict, "t_forty_four/strict/rocket.jpg") == 200
