"""The owner teaches a tag in a browser: by mouse, by keys, and with what is learnt in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import LiveServer, running
from tests.marked_pictures import marked, saved, views_of_photos


@pytest.fixture(scope="module")
def teaching_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    with running(LiveServer(tmp_path_factory.mktemp("teach"))) as server:
        yield server


@pytest.fixture(scope="module")
def library(
    teaching_server: LiveServer, tmp_path_factory: pytest.TempPathFactory
) -> list[tuple[dict[str, Any], bool]]:
    """Eighteen pictures, and whether each has the mark."""
    folder = tmp_path_factory.mktemp("photos")
    stored = []
    for number, (photo, has_it) in enumerate(views_of_photos()):
        image = marked(photo, number) if has_it else photo
        file = saved(image, folder / f"<b>photo {number}.jpg")
        stored.append((teaching_server.upload(file, categorization="local_tagging"), has_it))
    return stored


@pytest.fixture
def page(browser: Browser, teaching_server: LiveServer) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda each: errors.append(each.text) if each.type == "error" else None)
    page.goto(f"{teaching_server.url}/login")
    page.get_by_label("API key").fill(teaching_server.api_key)
    page.get_by_label("API secret").fill(teaching_server.api_secret)
    page.locator("main").get_by_role("button").click()
    yield page
    context.close()
    assert errors == []


def test_a_tag_is_taught_found_and_forgotten(
    page: Page, teaching_server: LiveServer, library: list[tuple[dict[str, Any], bool]]
) -> None:
    page.goto(f"{teaching_server.url}/teach")
    expect(page.get_by_text("Nothing is taught yet")).to_be_visible()
    page.get_by_label("New tag").fill("our <mark>")
    page.get_by_role("button", name="Teach it").click()
    expect(page.get_by_role("heading", name="our <mark>", exact=True)).to_be_visible()
    for asset, has_it in library:
        answer = "yes" if has_it else "no"
        page.locator(f'[name="has-{asset["asset_id"]}"][value={answer}]').check(force=True)
    page.get_by_role("button", name="Learn from the answers").click()
    expect(page.get_by_text("Of 12 examples it finds")).to_be_visible()
    expect(page.get_by_role("heading", name="Counterexamples 6")).to_be_visible()
    page.get_by_role("button", name="Look for it in the library").click()
    expect(page.get_by_text("18 of 18 looked at")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Remove").first.click()
    expect(page.get_by_role("heading", name="Examples 11", exact=True)).to_be_visible()
    page.get_by_role("button", name="Forget", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Forget").click()
    expect(page.get_by_text("is not taught any more")).to_be_visible()


@pytest.mark.usefixtures("library")
def test_questions_are_answered_by_one_key(page: Page, teaching_server: LiveServer) -> None:
    page.goto(f"{teaching_server.url}/teach")
    page.get_by_label("New tag").fill("by keys")
    page.get_by_role("button", name="Teach it").click()
    page.locator("#judge input[type=radio]").first.focus()
    for key in "ynyy":
        page.keyboard.press(key)
    answers = page.locator("#judge input:checked").evaluate_all("all => all.map(one => one.value)")
    assert answers == ["yes", "no", "yes", "yes"]
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("n")
    assert page.locator("#judge input:checked").last.get_attribute("value") == "no"


def test_what_looks_alike_is_shown_to_the_owner_alone(
    page: Page,
    browser: Browser,
    teaching_server: LiveServer,
    library: list[tuple[dict[str, Any], bool]],
) -> None:
    asset = library[0][0]
    page.goto(asset["info_url"])
    expect(page.get_by_role("heading", name="Similar")).to_be_visible()
    expect(page.locator("#similar img").first).to_be_visible()
    stranger = browser.new_page()
    stranger.goto(asset["info_url"])
    expect(stranger.get_by_role("heading", name="Details")).to_be_visible()
    expect(stranger.get_by_role("heading", name="Similar")).to_have_count(0)
    stranger.close()


def test_strangers_are_sent_to_the_login(browser: Browser, teaching_server: LiveServer) -> None:
    stranger = browser.new_page()
    stranger.goto(f"{teaching_server.url}/teach")
    assert stranger.url.endswith("/login")
    stranger.close()
