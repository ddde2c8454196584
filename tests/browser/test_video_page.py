"""The page of a video: its two sets of tags, the evidence of its actions, and its shots."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.conftest import LiveServer


def test_actions_stand_apart_with_their_evidence_and_the_shots_are_shown(
    page: Page, live_server: LiveServer, bikes: Path
) -> None:
    uploaded = live_server.upload(bikes, categorization="local_tagging", moderation="local")
    live_server.wait_until_tagged(uploaded)
    page.goto(uploaded["info_url"])
    expect(page.get_by_role("heading", name="Objects, scenes and attributes")).to_be_visible()
    expect(page.get_by_role("heading", name="Actions")).to_be_visible()
    cycling = page.locator(".detected li", has=page.locator("[data-tag=cycling]"))
    expect(cycling.locator(".evidence")).to_contain_text("A person on a bicycle in 2 frames")
    cycling.locator(".evidence button").first.click()
    assert page.locator("#preview video").evaluate("(video) => video.currentTime") > 3
    expect(page.locator(".score-bar")).to_have_count(10)

    sheet = page.get_by_alt_text("The shots of the video with their times")
    sheet.scroll_into_view_if_needed()
    expect(sheet).to_have_js_property("complete", True)
    assert sheet.evaluate("(image) => image.naturalWidth") > 1000
    expect(page.get_by_role("link", name="Animated preview")).to_have_attribute(
        "href", re.compile(r"e_preview.*\.webp$")
    )
    expect(page.get_by_role("button", name="Reject")).to_have_count(0)


def test_who_does_not_want_motion_gets_a_link_instead_of_the_animation(
    page: Page, live_server: LiveServer, bikes: Path
) -> None:
    uploaded = live_server.upload(bikes)
    page.emulate_media(reduced_motion="reduce")
    page.goto(uploaded["info_url"])
    expect(page.get_by_role("link", name="Animated preview")).to_be_visible()
    expect(page.locator(".animated img")).to_have_count(0)
