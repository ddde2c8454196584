"""Assets that are not open to everybody are shown to whoever has the link to them."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import LiveServer

TOKEN_ONLY = '[{"access_type": "token"}]'
EVERY_PICTURE_SHOWS = (
    "() => [...document.images].length > 0 &&"
    " [...document.images].every(image => image.complete && image.naturalWidth > 0)"
)


@pytest.mark.parametrize(
    "fields",
    [{"type": "authenticated"}, {"type": "private"}, {"access_control": TOKEN_ONLY}],
    ids=["authenticated", "private", "token"],
)
def test_the_page_of_a_protected_picture_shows_it(
    page: Page, live_server: LiveServer, cat: Path, fields: dict[str, str]
) -> None:
    uploaded = live_server.upload(cat, categorization="local_tagging", **fields)
    page.goto(uploaded["info_url"])
    expect(page.get_by_role("img").first).to_be_visible()
    page.wait_for_function(EVERY_PICTURE_SHOWS)
    original = page.locator("#original")
    address = original.get_attribute("href")
    assert address
    assert page.request.get(address).status == 200


@pytest.mark.parametrize("fields", [{"type": "authenticated"}, {"access_control": TOKEN_ONLY}])
def test_the_page_of_a_protected_video_shows_it(
    page: Page, live_server: LiveServer, bikes: Path, fields: dict[str, str]
) -> None:
    uploaded = live_server.upload(bikes, "video", **fields)
    page.goto(uploaded["info_url"])
    page.wait_for_function(
        "() => [...document.querySelectorAll('video')].every(video => video.readyState > 0)"
    )
    page.wait_for_function(EVERY_PICTURE_SHOWS)
