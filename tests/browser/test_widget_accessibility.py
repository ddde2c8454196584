"""Every screen of the widget is held to WCAG 2.1 AA by axe: light, dark, from right to left."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.widget_page import Open, drop, slow_down, wait_for, wait_for_error

ALL = ["local", "url", "camera", "screen_capture"]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}


def violations(page: Page) -> list[str]:
    """What axe finds in the widget: the rule and the element, one line each."""
    page.evaluate("Promise.all(document.getAnimations().map(({finished}) => finished))")
    found = Axe().run(page, context="tagdrop-upload-widget", options=RULES)
    return [
        f"{violation['id']}: {node['html'][:160]} {node.get('failureSummary', '')}"
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ]


@pytest.fixture(
    params=[("light", "en"), ("dark", "en"), ("light", "ar"), ("dark", "he")],
    ids="-".join,
)
def show(request: pytest.FixtureRequest, open_widget: Open, page: Page) -> Open:
    """Opens the widget for a visitor with a colour scheme and a language."""
    scheme, language = request.param
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.context.grant_permissions(["camera", "microphone"])

    def load(**options: object) -> Page:
        return open_widget(language=language, **options)

    return load


def test_every_source_is_accessible(show: Open) -> None:
    page = show(sources=ALL, clientAllowedFormats=["image", "pdf"], maxFiles=5, maxFileSize=5e6)
    found = {"local": violations(page)}
    tabs = page.get_by_role("tab")
    tabs.nth(1).click()
    page.locator(".url input").press("Enter")
    expect(page.locator(".field-complaint")).not_to_be_empty()
    found["url"] = violations(page)
    tabs.nth(2).click()
    expect(page.locator(".capture[data-state=live]")).to_be_visible()
    found["camera"] = violations(page)
    page.locator(".capture-shutter").click()
    expect(page.locator(".capture[data-state=review] canvas")).to_be_visible()
    found["picture"] = violations(page)
    tabs.nth(3).click()
    expect(page.locator(".capture[data-state=idle]")).to_be_visible()
    found["screen"] = violations(page)
    assert found == {key: [] for key in found}


def test_the_editor_is_accessible(show: Open, cat: Path) -> None:
    page = show(
        multiple=False,
        cropping=True,
        croppingShowDimensions=True,
        croppingShowBackButton=True,
        croppingValidateDimensions=True,
        minImageWidth=400,
        croppingDefaultSelectionRatio=0.4,
    )
    page.locator("input[type=file]").set_input_files(cat)
    expect(page.locator(".crop-warning")).not_to_be_empty()
    assert violations(page) == []


def test_the_files_are_accessible_while_they_are_sent_and_afterwards(
    show: Open, pictures: Path, tmp_path: Path
) -> None:
    page = show(sources=["local", "url"], showAdvancedOptions=True, showCompletedButton=True)
    page.locator(".advanced summary").click()
    slow_down(page, 60_000)
    drop(page, pictures / "coffee.png", pictures / "chelsea.png")
    expect(page.get_by_role("progressbar").first).to_be_visible()
    found = {"sending": violations(page)}
    page.locator(".close").click()
    expect(page.locator(".prompt")).to_be_visible()
    found["question"] = violations(page)
    page.locator(".prompt .action-button").click()
    page.evaluate("widget.minimize()")
    found["minimized"] = violations(page)
    slow_down(page, -1)
    page.evaluate("widget.show()")
    wait_for(page, "queues-end")
    fake = tmp_path / "fake.jpg"
    fake.write_text("no picture")
    page.locator("input[type=file]").set_input_files(fake)
    wait_for_error(page)
    found["done and failed"] = violations(page)
    assert found == {key: [] for key in found}


@pytest.mark.parametrize("theme", ["default", "minimal", "purple", "white"])
def test_every_theme_is_accessible(open_widget: Open, theme: str, cat: Path) -> None:
    page = open_widget(theme=theme, sources=ALL)
    page.locator("input[type=file]").set_input_files(cat)
    wait_for(page, "success")
    assert violations(page) == []


def test_the_focus_stays_in_the_dialog_and_goes_back_to_where_it_was(open_widget: Open) -> None:
    page = open_widget(sources=ALL)
    inside = "document.activeElement.matches('tagdrop-upload-widget, body')"
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate(inside)
    page.keyboard.press("Escape")
    expect(page.locator("#upload_widget_opener")).to_be_focused()


def test_who_wants_less_motion_sees_none(open_widget: Open, page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    open_widget()
    style = "node => getComputedStyle(node).animationName"
    assert page.get_by_role("dialog").evaluate(style) == "none"
