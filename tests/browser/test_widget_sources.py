"""Where files come from: addresses, the camera, the screen, beside the visitor's own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.widget_page import HOST_PAGE, RECORD, Open, results, wait_for
from tests.web_server import WebServer

if TYPE_CHECKING:
    from tests.browser.conftest import HostSite, LiveServer

ALL = ["local", "url", "camera", "screen_capture"]


@pytest.fixture
def allowed(page: Page) -> BrowserContext:
    """A browser whose visitor lets pages use the camera and the microphone."""
    page.context.grant_permissions(["camera", "microphone"])
    return page.context


def source(page: Page, name: str) -> None:
    """Open a source by its tab."""
    page.get_by_role("tab", name=name).click()


def test_the_server_fetches_what_lies_at_an_address(
    start_server: Callable[..., LiveServer],
    other_origin: HostSite,
    web: WebServer,
    page: Page,
    pictures: Path,
) -> None:
    server = start_server(TAGDROP_FETCH_ALLOW="127.0.0.1")
    options = {
        "cloudName": server.cloud_name,
        "uploadPreset": "autotagging-preset",
        "sources": ["url"],
    }
    other_origin.add(
        "/site.js",
        f"{RECORD} window.widget = cloudinary.openUploadWidget({json.dumps(options)}, record);",
        "text/javascript",
    )
    page.goto(other_origin.add("/", HOST_PAGE.format(server=server.url, style="")))
    address = web.serve("/pets/chelsea.png", (pictures / "chelsea.png").read_bytes())
    page.get_by_label("Public URL of the file to upload").fill(address)
    page.get_by_role("button", name="Upload", exact=True).click()

    info = wait_for(page, "success")["info"]
    assert "cat" in info["tags"]
    assert info["original_filename"] == "chelsea"
    assert [request.path for request in web.requests] == ["/pets/chelsea.png"]
    expect(page.get_by_role("listitem").filter(has_text="chelsea.png")).to_contain_text("Uploaded")


@pytest.mark.parametrize("written", ["", "holiday", "javascript:alert(1)", "file:///etc/passwd"])
def test_what_is_no_web_address_is_refused_in_words(open_widget: Open, written: str) -> None:
    page = open_widget(sources=["url"])
    field = page.get_by_label("Public URL of the file to upload")
    field.fill(written)
    field.press("Enter")
    expect(page.get_by_role("alert").first).to_contain_text("This is not a web address")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    assert results(page, "upload-added") == []


def test_a_picture_from_the_camera_is_looked_at_and_then_uploaded(
    open_widget: Open, allowed: BrowserContext
) -> None:
    page = open_widget(sources=ALL)
    source(page, "Camera")
    page.get_by_role("button", name="Take a picture").click()
    expect(page.get_by_role("img", name="This is your picture.")).to_be_visible()
    page.get_by_role("button", name="Retake").click()
    page.get_by_role("button", name="Take a picture").click()
    page.get_by_role("button", name="Upload", exact=True).click()

    info = wait_for(page, "success")["info"]
    assert (info["resource_type"], info["format"]) == ("image", "jpg")
    assert info["original_filename"].startswith("Camera_")
    expect(page.get_by_role("button", name="Add more files")).to_be_visible()


def test_a_video_from_the_camera_is_recorded_and_uploaded(
    open_widget: Open, allowed: BrowserContext
) -> None:
    page = open_widget(sources=["camera"], clientAllowedFormats=["video"])
    expect(page.get_by_role("radio")).to_have_count(0)
    page.get_by_role("button", name="Start recording").click()
    expect(page.get_by_role("timer")).to_have_text("Recording 0:01")
    page.get_by_role("button", name="Stop recording").click()
    page.get_by_role("button", name="Upload", exact=True).click()

    info = wait_for(page, "success")["info"]
    assert info["resource_type"] == "video"
    assert info["duration"] > 0


def test_the_camera_is_off_whenever_nobody_sees_it(
    open_widget: Open, allowed: BrowserContext
) -> None:
    allowed.add_init_script("""
        window.tracks = [];
        const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
        navigator.mediaDevices.getUserMedia = async (wanted) => {
            const stream = await ask(wanted);
            window.tracks.push(...stream.getTracks());
            return stream;
        };
    """)
    page = open_widget(sources=ALL)
    live = "() => tracks.filter(({readyState}) => readyState === 'live').length"
    for leave in (lambda: source(page, "My Files"), lambda: page.evaluate("widget.hide()")):
        source(page, "Camera")
        expect(page.get_by_role("button", name="Take a picture")).to_be_enabled()
        assert page.evaluate(live) == 1
        leave()
        assert page.evaluate(live) == 0
    page.evaluate("widget.show()")
    for mode in ("Video", "Photo", "Video", "Photo"):
        page.get_by_text(mode, exact=True).click()
    expect(page.get_by_role("button", name="Take a picture")).to_be_enabled()
    page.wait_for_function(f"({live})() === 1")
    page.evaluate("widget.close()")
    assert page.evaluate(live) == 0


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("NotAllowedError", "The camera may not be used."),
        ("NotFoundError", "No camera was found."),
        ("NotReadableError", "The camera is in use by another program."),
    ],
)
def test_why_there_is_no_camera_is_explained_and_can_be_tried_again(
    open_widget: Open, page: Page, error: str, words: str
) -> None:
    page.add_init_script(f"""
        window.asked = 0;
        navigator.mediaDevices.getUserMedia = () => {{
            window.asked += 1;
            return Promise.reject(new DOMException("", "{error}"));
        }};
    """)
    open_widget(sources=["camera"])
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()
    before = page.evaluate("asked")
    page.get_by_role("button", name="Try again").click()
    page.wait_for_function("before => asked > before", arg=before)


def test_a_page_without_a_secure_connection_is_told_why(open_widget: Open, page: Page) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'mediaDevices', {value: undefined})")
    open_widget(sources=ALL)
    source(page, "Camera")
    expect(page.get_by_text("It needs a page with a secure connection (HTTPS).")).to_be_visible()
    source(page, "Screen")
    page.get_by_role("button", name="Choose what to show").click()
    expect(page.get_by_text("This browser cannot take pictures of the screen.")).to_be_visible()


def test_a_picture_of_the_screen_is_taken_once_the_visitor_has_chosen(open_widget: Open) -> None:
    page = open_widget(sources=["screen_capture"])
    page.get_by_role("button", name="Choose what to show").click()
    page.get_by_role("button", name="Take a picture").click()
    page.get_by_role("button", name="Upload", exact=True).click()

    info = wait_for(page, "success")["info"]
    assert (info["resource_type"], info["format"]) == ("image", "jpg")
    assert info["original_filename"].startswith("Screen_")


def test_sources_that_are_not_there_are_named_on_the_console(open_widget: Open, page: Page) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    open_widget(sources=["local", "dropbox", "google_drive", "shutterstock"])
    assert any(
        "sources that are not available: dropbox, google_drive, shutterstock" in text
        for text in said
    )
    expect(page.get_by_role("tab")).to_have_count(0)


def test_the_default_source_is_shown_first(open_widget: Open) -> None:
    page = open_widget(sources=ALL, defaultSource="url")
    expect(page.get_by_role("tab", name="Web Address")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("tabpanel")).to_contain_text("Public URL")


def test_the_tabs_are_walked_with_the_arrow_keys(open_widget: Open) -> None:
    page = open_widget(sources=ALL)
    first = page.get_by_role("tab", name="My Files")
    first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Web Address")).to_be_focused()
    page.keyboard.press("End")
    expect(page.get_by_role("tab", name="Screen")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(first).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_role("tabpanel")).to_contain_text("Public URL")
    assert results(page, "source-changed")[-1]["info"] == {"source": "url"}


def test_a_pasted_picture_is_uploaded(open_widget: Open, pictures: Path) -> None:
    page = open_widget()
    page.evaluate(
        """content => {
            const clipboardData = new DataTransfer();
            const type = "image/png";
            clipboardData.items.add(new File([new Uint8Array(content)], "image.png", {type}));
            document.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true}));
        }""",
        list((pictures / "coffee.png").read_bytes()),
    )
    assert wait_for(page, "success")["info"]["format"] == "png"
    page.evaluate("widget.close()")
    page.evaluate("document.dispatchEvent(new ClipboardEvent('paste', {bubbles: true}))")
    assert len(results(page, "upload-added")) == 1


def drop_folder(page: Page, tree: dict[str, Any]) -> None:
    """Drop a folder; a value of `tree` is a picture's bytes, or another folder."""
    page.get_by_role("dialog").evaluate(
        """(dialog, tree) => {
            const entryOf = ([name, value]) => Array.isArray(value)
                ? {name, isFile: true, file: (found) => found(
                    new File([new Uint8Array(value)], name, {type: "image/png"}))}
                : {name, isDirectory: true, createReader: () => {
                    const rest = Object.entries(value).map(entryOf);
                    return {readEntries: (found) => found(rest.splice(0, 1))};
                }};
            const item = {kind: "file", getAsFile: () => null,
                          webkitGetAsEntry: () => entryOf(["holiday", tree])};
            const event = new Event("drop", {bubbles: true, cancelable: true});
            event.dataTransfer = {types: ["Files"], items: [item], files: []};
            dialog.dispatchEvent(event);
        }""",
        tree,
    )


def test_a_dropped_folder_gives_the_files_in_it_and_below(
    open_widget: Open, pictures: Path
) -> None:
    page = open_widget()
    picture = list((pictures / "coffee.png").read_bytes())
    drop_folder(page, {"a.png": picture, ".hidden": picture, "more": {"b.png": picture}})
    files = wait_for(page, "queues-end")["info"]["files"]
    assert [file["name"] for file in files] == ["a.png", "b.png"]


def test_an_empty_folder_is_said_to_be_empty(open_widget: Open) -> None:
    page = open_widget()
    drop_folder(page, {})
    expect(page.get_by_role("alert").first).to_have_text("This folder has no files.")


def test_every_source_and_the_editor_work_under_a_strict_policy(
    live_server: LiveServer, open_widget: Open, allowed: BrowserContext, page: Page, pictures: Path
) -> None:
    server = live_server.url
    policy = (
        f"default-src 'none'; script-src 'self' {server}; connect-src {server}; "
        "media-src blob:; require-trusted-types-for 'script'"
    )
    page.add_init_script("""
        window.violations = [];
        document.addEventListener("securitypolicyviolation", ({violatedDirective, sourceFile}) =>
            violations.push(`${violatedDirective} ${sourceFile}`));
    """)
    open_widget(
        headers={"Content-Security-Policy": policy},
        sources=ALL,
        multiple=False,
        cropping=True,
        singleUploadAutoClose=False,
    )
    source(page, "Web Address")
    expect(page.get_by_label("Public URL of the file to upload")).to_be_visible()
    source(page, "Screen")
    expect(page.get_by_role("button", name="Choose what to show")).to_be_visible()
    source(page, "Camera")
    page.get_by_text("Video", exact=True).click()
    page.get_by_role("button", name="Start recording").click()
    expect(page.get_by_role("timer")).to_have_text("Recording 0:01")
    page.get_by_role("button", name="Stop recording").click()
    page.get_by_label("Recording Camera_").wait_for()
    page.get_by_role("button", name="Retake").click()
    source(page, "My Files")
    page.locator("input[type=file]").set_input_files(pictures / "chelsea.png")
    page.get_by_role("button", name="Crop", exact=True).click()
    wait_for(page, "success")
    assert [text for text in page.evaluate("violations") if "/static/widget/" in text] == []
