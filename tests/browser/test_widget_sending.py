"""Large files on weak lines: sent in parts, tried again, resumed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.parts_server import PartsServer
from tests.browser.widget_page import Open, pick, results, wait_for, wait_for_error

if TYPE_CHECKING:
    from tests.browser.conftest import LiveServer

PART = 100_000
"""Bytes; coffee.png has 466,706."""

PARTS = [(0, 100_000), (100_000, 200_000), (200_000, 300_000), (300_000, 400_000)]


@pytest.fixture
def parts(page: Page) -> PartsServer:
    server = PartsServer()
    server.attach(page)
    return server


@pytest.fixture
def coffee(pictures: Path) -> Path:
    return pictures / "coffee.png"


def the_only(received: dict[str, list[tuple[int, int]]]) -> list[tuple[int, int]]:
    """The parts of the one upload that there was."""
    [parts] = received.values()
    return parts


def test_a_large_file_goes_in_parts_of_the_size_that_the_site_chose(
    open_widget: Open, parts: PartsServer, coffee: Path
) -> None:
    page = open_widget(maxChunkSize=PART)
    pick(page, coffee)
    assert wait_for(page, "success")["info"]["public_id"] == "whole"
    assert the_only(parts.received) == [*PARTS, (400_000, coffee.stat().st_size)]


def test_a_part_that_is_cut_off_is_sent_again_without_anybody_noticing(
    open_widget: Open, parts: PartsServer, coffee: Path
) -> None:
    parts.drop_next = 2
    page = open_widget(maxChunkSize=PART)
    pick(page, coffee)
    wait_for(page, "success")
    assert the_only(parts.received) == [*PARTS, (400_000, coffee.stat().st_size)]
    assert not any(result["error"] for result in page.evaluate("results"))


def test_an_upload_fails_when_the_line_stays_cut_and_retry_sends_only_what_is_missing(
    open_widget: Open, parts: PartsServer, coffee: Path
) -> None:
    page = open_widget(maxChunkSize=PART, maxRetries=0)
    parts.break_after = 3
    pick(page, coffee)
    assert wait_for_error(page)["status"] == "connection"

    parts.break_after = None
    page.get_by_role("button", name="Retry upload of coffee.png").click()
    wait_for(page, "success")
    assert the_only(parts.received) == [*PARTS, (400_000, coffee.stat().st_size)]


def test_an_upload_goes_on_after_a_reload_when_the_same_file_is_chosen_again(
    open_widget: Open, parts: PartsServer, coffee: Path
) -> None:
    parts.break_after = 2
    page = open_widget(maxChunkSize=PART, maxRetries=0)
    pick(page, coffee)
    wait_for_error(page)
    assert the_only(parts.received) == PARTS[:2]

    parts.break_after = None
    page = open_widget(maxChunkSize=PART)
    pick(page, coffee)
    wait_for(page, "success")
    assert the_only(parts.received) == [*PARTS, (400_000, coffee.stat().st_size)]
    assert page.evaluate("Object.keys(localStorage)") == []


def test_a_canceled_upload_sends_nothing_more(
    open_widget: Open, parts: PartsServer, coffee: Path
) -> None:
    page = open_widget(maxChunkSize=PART)
    parts.hold_after = 2
    pick(page, coffee)
    progress = page.get_by_role("progressbar", name="Upload progress of coffee.png")
    expect(progress).to_have_attribute("aria-valuenow", "42")
    page.get_by_role("button", name="Cancel upload of coffee.png").click()

    wait_for(page, "queues-end")
    parts.let_go()
    assert results(page, "success") == []
    assert the_only(parts.received) == PARTS[:2]
    [upload] = parts.received
    assert parts.given_up == [upload]
    assert page.evaluate("Object.keys(localStorage)") == []


def test_two_uploads_of_one_file_at_the_same_time_do_not_mix(
    open_widget: Open, parts: PartsServer, coffee: Path
) -> None:
    page = open_widget(maxChunkSize=PART)
    pick(page, coffee)
    pick(page, coffee)
    page.wait_for_function("results.filter(({event}) => event === 'success').length === 2")
    assert [len(sent) for sent in parts.received.values()] == [5, 5]


def test_a_page_that_may_not_store_anything_uploads_all_the_same(
    open_widget: Open, parts: PartsServer, page: Page, coffee: Path
) -> None:
    page.add_init_script("""
        Object.defineProperty(window, "localStorage", {get() { throw new Error("forbidden"); }});
    """)
    open_widget(maxChunkSize=PART)
    pick(page, coffee)
    wait_for(page, "success")
    assert len(the_only(parts.received)) == 5


def test_a_large_file_arrives_whole_and_its_parts_add_up(
    live_server: LiveServer, open_widget: Open, coffee: Path
) -> None:
    page = open_widget(maxChunkSize=PART, publicId="in parts")
    pick(page, coffee)
    info = wait_for(page, "success")["info"]
    assert info["public_id"] == "in parts"
    assert page.request.get(info["secure_url"]).body() == coffee.read_bytes()


def test_a_broken_upload_goes_on_with_the_server_after_a_reload(
    open_widget: Open, page: Page, coffee: Path
) -> None:
    sent: list[str] = []

    def cut_after_two(route: Route) -> None:
        if len(sent) == 2:
            route.abort("connectionreset")
        else:
            sent.append(route.request.headers["content-range"])
            route.continue_()

    page.route("**/v1_1/*/*/upload", cut_after_two)
    open_widget(maxChunkSize=PART, maxRetries=0, tags="resumed")
    pick(page, coffee)
    wait_for_error(page)
    page.unroute("**/v1_1/*/*/upload")

    again: list[str] = []
    page.on(
        "request",
        lambda request: (
            again.append(request.headers.get("content-range", ""))
            if request.method == "POST"
            else None
        ),
    )
    open_widget(maxChunkSize=PART, tags="resumed")
    pick(page, coffee)
    info = wait_for(page, "success")["info"]
    assert [range_.split("-")[0] for range_ in sent] == ["bytes 0", "bytes 100000"]
    assert [range_.split("-")[0] for range_ in again] == [
        "bytes 200000",
        "bytes 300000",
        "bytes 400000",
    ]
    assert page.request.get(info["secure_url"]).body() == coffee.read_bytes()
