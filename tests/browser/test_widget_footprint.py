"""What the widget costs a page: bytes until its first screen, and nothing once it is destroyed."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import Page, Response, expect

from tests.browser.widget_page import Open, drop, slow_down, wait_for

if TYPE_CHECKING:
    from tests.browser.conftest import LiveServer

FIRST_SCREEN = 40_000
"""Bytes, compressed, that may be loaded before the first screen shows."""

SOURCES = ["local", "url", "camera", "screen_capture"]


def responses_of(page: Page, server: LiveServer) -> list[Response]:
    """Everything that the page gets from the server, as it comes."""
    got: list[Response] = []
    page.on(
        "response",
        lambda response: got.append(response) if response.url.startswith(server.url) else None,
    )
    return got


def listeners(page: Page, server: LiveServer) -> list[str]:
    """The events of the window and the document that the widget's scripts listen to."""
    session = page.context.new_cdp_session(page)
    scripts: dict[str, str] = {}
    session.on(
        "Debugger.scriptParsed", lambda told: scripts.update({told["scriptId"]: told["url"]})
    )
    session.send("Debugger.enable")
    found = []
    for target in ("window", "document", "document.body"):
        handle = session.send("Runtime.evaluate", {"expression": target})["result"]["objectId"]
        answer = session.send("DOMDebugger.getEventListeners", {"objectId": handle})
        found += [
            f"{target}: {listener['type']}"
            for listener in answer["listeners"]
            if scripts[listener["scriptId"]].startswith(server.url)
        ]
    session.detach()
    return sorted(found)


def test_the_first_screen_is_light_and_begins_with_one_request(
    live_server: LiveServer, host: Open, page: Page
) -> None:
    got = responses_of(page, live_server)
    host(f"""
        window.create = (options) => cloudinary.openUploadWidget({{
            cloudName: "{live_server.cloud_name}", uploadPreset: "autotagging-preset", ...options,
        }}, (error, result) => {{
            if (result.info === "shown") window.shownAt = performance.now();
        }});
    """)
    assert [response.url for response in got] == [f"{live_server.url}/latest/global/all.js"]

    page.evaluate(f"create({{sources: {SOURCES}, cropping: true, multiple: false}}); null")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.wait_for_load_state("networkidle")
    before = page.evaluate("""
        performance.getEntriesByType("resource")
            .filter(({responseEnd}) => responseEnd <= shownAt).map(({name}) => name)
    """)
    sizes = {
        response.url: len(gzip.compress(response.body()))
        for response in got
        if response.url in before
    }
    assert len(sizes) > 10
    assert sum(sizes.values()) < FIRST_SCREEN, sizes
    later = ("camera", "crop", "url", "advanced", "results", "button", "uploads", "files-view")
    assert not [url for url in sizes if url.rsplit("/", 1)[1].removesuffix(".js") in later]


def test_a_second_widget_loads_nothing_more(
    live_server: LiveServer, open_widget: Open, page: Page
) -> None:
    open_widget()
    page.wait_for_load_state("networkidle")
    page.evaluate("widget.close()")
    got = responses_of(page, live_server)
    page.evaluate(f"cloudinary.openUploadWidget({{cloudName: '{live_server.cloud_name}'}})")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert got == []


def test_after_destroy_nobody_listens_and_no_address_of_a_blob_is_left(
    live_server: LiveServer, open_widget: Open, page: Page, pictures: Path, bikes: Path
) -> None:
    page.add_init_script("""
        window.blobs = new Set();
        const { createObjectURL, revokeObjectURL } = URL;
        URL.createObjectURL = (blob) => {
            const url = createObjectURL.call(URL, blob);
            blobs.add(url);
            return url;
        };
        URL.revokeObjectURL = (url) => {
            blobs.delete(url);
            revokeObjectURL.call(URL, url);
        };
    """)
    open_widget(sources=SOURCES, showAdvancedOptions=True, maxChunkSize=50_000)
    page.evaluate("widget.destroy()")
    expect(page.locator("tagdrop-upload-widget")).to_have_count(0)
    globals_before = page.evaluate("Object.keys(window)")

    page.evaluate(f"""
        window.widget = cloudinary.openUploadWidget({{
            cloudName: "{live_server.cloud_name}", uploadPreset: "autotagging-preset",
            sources: {SOURCES}, showAdvancedOptions: true, maxChunkSize: 50000,
        }}, record);
        null;
    """)
    expect(page.get_by_role("dialog")).to_be_visible()
    slow_down(page, 60_000)
    drop(page, pictures / "chelsea.png", pictures / "rocket.jpg")
    wait_for(page, "queues-start")
    assert listeners(page, live_server)
    page.evaluate("widget.minimize(); widget.show(); widget.update({folder: 'other'})")
    page.get_by_role("button", name="Close", exact=True).click()
    expect(page.get_by_role("button", name="Keep uploading")).to_be_visible()

    page.evaluate("widget.destroy()")
    expect(page.locator("tagdrop-upload-widget")).to_have_count(0)
    # Cancelled requests end in tasks of their own.
    page.wait_for_function("() => new Promise((resolve) => setTimeout(() => resolve(true), 300))")
    assert listeners(page, live_server) == []
    assert page.evaluate("Object.keys(window)") == globals_before
    assert page.evaluate("[...blobs]") == []
    assert page.evaluate("document.adoptedStyleSheets.length") == 0


def test_several_widgets_may_be_open_and_destroyed_in_any_order(
    live_server: LiveServer, host: Open, page: Page, pictures: Path
) -> None:
    host(f"""
        const make = (folder) => cloudinary.openUploadWidget({{
            cloudName: "{live_server.cloud_name}", uploadPreset: "autotagging-preset", folder,
        }}, record);
        window.below = make("below");
        window.above = make("above");
    """)
    expect(page.locator("tagdrop-upload-widget")).to_have_count(2)
    page.evaluate("below.destroy()")
    expect(page.locator("tagdrop-upload-widget")).to_have_count(1)
    drop(page, pictures / "rocket.jpg")
    assert wait_for(page, "success")["info"]["public_id"].startswith("above/")
    page.evaluate("above.destroy()")
    expect(page.locator("tagdrop-upload-widget")).to_have_count(0)
