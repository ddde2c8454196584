"""The owner's presets with every setting, and hostile names wherever a page shows them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from tests.conftest import LiveServer


@pytest.fixture
def owner(page: Page, live_server: LiveServer) -> Page:
    """The owner's page, logged in with key and secret."""
    page.goto(f"{live_server.url}/login")
    page.get_by_label("API key").fill(live_server.api_key)
    page.get_by_label("API secret").fill(live_server.api_secret)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Presets")).to_be_visible()
    return page


def test_a_setting_that_few_need_is_found_by_its_theme_and_kept(
    owner: Page, live_server: LiveServer
) -> None:
    owner.goto(f"{live_server.url}/presets/new")
    owner.get_by_label("Name", exact=True).fill("measured")
    expect(owner.get_by_label("quality_analysis")).to_be_hidden()
    theme = owner.locator("summary", has_text="Measurements and detection")
    theme.focus()
    theme.press("Enter")
    owner.get_by_label("quality_analysis").select_option("Yes")
    owner.get_by_label("detection").fill("local_faces")
    owner.get_by_role("button", name="Create preset").click()
    expect(owner.get_by_role("heading", name="measured")).to_be_visible()
    expect(owner.locator("summary", has_text="2 set")).to_be_visible()
    [kept] = [
        preset
        for preset in live_server.get("upload_presets?max_results=500").json()["presets"]
        if preset["name"] == "measured"
    ]
    assert kept["settings"]["quality_analysis"] is True
    assert kept["settings"]["detection"] == ["local_faces"]


def test_a_mistake_in_a_closed_theme_opens_it_and_is_focused(
    owner: Page, live_server: LiveServer
) -> None:
    owner.goto(f"{live_server.url}/presets/autotagging-preset")
    owner.locator("summary", has_text="Description").click()
    owner.get_by_label("context").fill("no pairs")
    owner.get_by_role("button", name="Save").click()
    expect(owner.get_by_role("alert")).to_contain_text("1 field needs another look")
    field = owner.get_by_label("context")
    expect(field).to_be_focused()
    expect(field).to_have_value("no pairs")
    expect(field).to_have_accessible_description(
        re.compile("must be key=value pairs, separated by |")
    )


def test_the_form_of_a_preset_fits_a_telephone_with_every_theme_open(
    owner: Page, live_server: LiveServer
) -> None:
    owner.set_viewport_size({"width": 390, "height": 844})
    owner.goto(f"{live_server.url}/presets/new")
    for theme in owner.locator("details > summary").all():
        theme.click()
    assert owner.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )


HOSTILE = '"><img src=x onerror="window.hacked = true">.png'


def test_a_hostile_file_name_is_only_text_wherever_it_is_shown(
    owner: Page, live_server: LiveServer, cat: Path
) -> None:
    response = live_server.post(
        "image/upload",
        data={
            "public_id": "hostile-name",
            "use_filename_as_display_name": "true",
            "tags": HOSTILE,
            "context": f"alt={HOSTILE}".replace('="', '\\="'),
            "moderation": "manual",
        },
        files={"file": (HOSTILE, cat.open("rb"))},
        auth=live_server.basic,
    )
    assert response.status_code == 200, response.text
    uploaded = response.json()
    owner.goto(uploaded["info_url"])
    expect(owner.get_by_text(HOSTILE).first).to_be_visible()
    as_json = owner.request.get(f"{uploaded['info_url']}&format=json")
    assert as_json.headers["content-type"] == "application/json"
    assert as_json.headers["x-content-type-options"] == "nosniff"
    for path in ("/", "/presets/new", "/presets/autotagging-preset", "/notifications"):
        owner.goto(f"{live_server.url}{path}")
    assert owner.evaluate("window.hacked") is None


def test_a_hostile_setting_is_only_text_on_the_pages_of_presets(
    owner: Page, live_server: LiveServer
) -> None:
    live_server.post(
        "upload_presets",
        json={"name": "hostile", "unsigned": True, "tags": [HOSTILE], "context": {"alt": HOSTILE}},
        auth=live_server.basic,
    ).raise_for_status()
    owner.goto(f"{live_server.url}/presets")
    expect(owner.get_by_text(f"tagged {HOSTILE}")).to_be_visible()
    owner.goto(f"{live_server.url}/presets/hostile")
    expect(owner.get_by_label("Tags", exact=True)).to_have_value(HOSTILE)
    assert owner.evaluate("window.hacked") is None
