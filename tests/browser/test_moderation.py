"""Moderation on the pages: chosen in a preset, and shown with the asset."""

from __future__ import annotations

from pathlib import Path

import requests
from playwright.sync_api import Page, expect

from tests.conftest import LiveServer


def test_a_preset_that_moderates_and_the_page_of_what_it_rejected(
    page: Page, live_server: LiveServer, bikes: Path
) -> None:
    page.goto(f"{live_server.url}/login")
    page.get_by_label("API key").fill(live_server.api_key)
    page.get_by_label("API secret").fill(live_server.api_secret)
    page.get_by_role("button", name="Log in").click()

    page.goto(f"{live_server.url}/presets/new")
    page.get_by_label("Name", exact=True).fill("strictest")
    expect(page.get_by_label("Reject scores from")).to_be_hidden()
    page.get_by_label("By the model on this server").check()
    page.get_by_label("Approve scores below").fill("0")
    page.get_by_label("Reject scores from").fill("0")
    page.get_by_role("button", name="Create preset").click()
    expect(page.get_by_label("By the model on this server")).to_be_checked()
    expect(page.get_by_label("Reject scores from")).to_have_value("0")

    with bikes.open("rb") as file:
        uploaded = live_server.post(
            "video/upload", data={"upload_preset": "strictest"}, files={"file": file}
        ).json()
    live_server.wait_until_tagged(uploaded)

    page.goto(uploaded["info_url"])
    expect(page.locator("#moderation-status")).to_have_text("rejected")
    expect(page.get_by_text("Not delivered to the public")).to_be_visible()
    page.locator("#moderation").get_by_role("button", name="0:00.0 to ").click()
    expect(page.locator("#preview video")).to_be_visible()

    page.context.clear_cookies()
    page.goto(uploaded["info_url"])
    expect(page.get_by_text("Rejected by moderation")).to_be_visible()
    expect(page.get_by_role("link", name="Original")).to_be_hidden()
    assert requests.get(uploaded["thumbnail_url"], timeout=30).status_code == 404
