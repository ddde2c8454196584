"""Moderation on the pages: chosen in a preset, and shown with the asset."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import requests
from playwright.sync_api import Page, expect

from tests.conftest import LiveServer


def test_a_preset_that_moderates_and_the_page_of_what_it_rejected(
    page: Page, start_server: Callable[[], LiveServer], bikes: Path, cat: Path
) -> None:
    server = start_server()
    page.goto(f"{server.url}/login")
    page.get_by_label("API key").fill(server.api_key)
    page.get_by_label("API secret").fill(server.api_secret)
    page.get_by_role("button", name="Log in").click()

    page.goto(f"{server.url}/presets/new")
    page.get_by_label("Name", exact=True).fill("strictest")
    expect(page.get_by_label("Reject scores from")).to_be_hidden()
    page.get_by_label("By the model on this server").check()
    page.get_by_label("Approve scores below").fill("0")
    page.get_by_label("Reject scores from").fill("0")
    page.get_by_role("button", name="Create preset").click()
    expect(page.get_by_label("By the model on this server")).to_be_checked()
    expect(page.get_by_label("Reject scores from")).to_have_value("0")

    with bikes.open("rb") as file:
        uploaded = server.post(
            "video/upload", data={"upload_preset": "strictest"}, files={"file": file}
        ).json()
    server.wait_until_tagged(uploaded)

    page.goto(uploaded["info_url"])
    expect(page.locator("#moderation-status")).to_have_text("rejected")
    expect(page.get_by_text("Not delivered to the public")).to_be_visible()
    page.locator("#moderation").get_by_role("button", name="0:00.0 to ").click()
    expect(page.locator("#preview video")).to_be_visible()

    page.get_by_role("button", name="Approve").click()
    expect(page.locator("#moderation-status")).to_have_text("approved")
    expect(page.get_by_text("Decided by the owner.")).to_be_visible()
    assert requests.get(uploaded["thumbnail_url"], timeout=30).status_code == 200
    page.get_by_role("button", name="Reject").click()
    expect(page.locator("#moderation-status")).to_have_text("rejected")

    page.context.clear_cookies()
    page.goto(uploaded["info_url"])
    expect(page.get_by_text("Rejected by moderation")).to_be_visible()
    expect(page.get_by_role("link", name="Original")).to_be_hidden()
    assert requests.get(uploaded["thumbnail_url"], timeout=30).status_code == 404

    page.goto(f"{server.url}/?preset=strictest")
    page.locator("#upload_widget_opener").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Browse").click()
    chooser.value.set_files(cat)
    card = page.locator(".upload").first
    expect(card.get_by_text("Rejected by moderation")).to_be_visible(timeout=30_000)
    expect(card.locator("img")).to_have_count(0)
