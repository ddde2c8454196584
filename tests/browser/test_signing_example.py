"""The page of the example of a signing endpoint, in a browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect


@pytest.mark.parametrize("button", ["Upload, signed by /sign", "Upload, prepared by /prepare"])
def test_the_example_s_page_uploads(page: Page, site: str, cat: Path, button: str) -> None:
    page.goto(site)
    page.get_by_role("button", name=button).click()
    page.locator('input[type="file"]').first.set_input_files(cat)
    expect(page.locator("#uploaded li")).to_have_count(1, timeout=30_000)
