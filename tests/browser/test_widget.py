"""The upload widget on a page of another origin, as a visitor and as that page's script see it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from cloudinary.utils import api_sign_request
from playwright.sync_api import Browser, Page, expect

from tests.browser.widget_page import (
    Open,
    drop,
    pick,
    results,
    slow_down,
    wait_for,
    wait_for_error,
)

if TYPE_CHECKING:
    from tests.browser.conftest import HostSite, LiveServer

PALETTE = {
    "window": "#10173a",
    "sourceBg": "#20304b",
    "windowBorder": "#7171D0",
    "tabIcon": "#79F7FF",
    "inactiveTabIcon": "#8E9FBF",
    "menuIcons": "#CCE8FF",
    "link": "#72F1FF",
    "action": "#5333FF",
    "inProgress": "#00ffcc",
    "complete": "#33ff00",
    "error": "#cc3333",
    "textDark": "#000000",
    "textLight": "#ffffff",
}


def test_the_code_of_the_video_tagging_article_works_with_the_host_changed(
    live_server: LiveServer, host: Open, pictures: Path
) -> None:
    page = host(
        f"""
        const uploadWidget = cloudinary.createUploadWidget({{
            cloudName: "{live_server.cloud_name}",
            uploadPreset: "autotagging-preset",
            sources: ["local"],
            cropping: false,
            multiple: false,
            styles: {{palette: {json.dumps(PALETTE)}}},
        }}, (error, result) => {{
            record(error, result);
            if (!error && result && result.event === "success") {{
                document.getElementById("info").href = "#" + result.info.public_id;
            }}
        }});
        document.getElementById("upload_widget_opener").onclick = () => uploadWidget.open();
        """
    )
    page.get_by_role("button", name="Upload files").click()
    drop(page, pictures / "chelsea.png")

    info = wait_for(page, "success")["info"]
    assert info["public_id"]
    assert info["original_filename"] == "chelsea"
    assert {"id", "batchId", "path", "thumbnail_url", "secure_url"} <= info.keys()
    expect(page.locator("#info")).to_have_attribute("href", f"#{info['public_id']}")
    expect(page.get_by_role("dialog")).to_be_hidden()
    events = [result["event"] for result in page.evaluate("results")]
    assert events == [
        "display-changed",
        "source-changed",
        "upload-added",
        "queues-start",
        "success",
        "queues-end",
        "close",
        "display-changed",
    ]


def test_an_uploaded_picture_shows_its_tags(open_widget: Open, pictures: Path) -> None:
    page = open_widget()
    drop(page, pictures / "chelsea.png")

    tags = wait_for(page, "success")["info"]["tags"]
    assert "cat" in tags
    row = page.get_by_role("listitem").filter(has_text="chelsea.png")
    expect(row).to_contain_text("Uploaded")
    shown = row.get_by_role("list", name="Tags of chelsea.png").get_by_role("listitem")
    assert shown.all_inner_texts()[:6] == tags[:6]


def test_the_picker_takes_several_files_and_reports_them_as_one_batch(
    open_widget: Open, pictures: Path
) -> None:
    page = open_widget()
    pick(page, pictures / "coffee.png", pictures / "rocket.jpg")

    files = wait_for(page, "queues-end")["info"]["files"]
    assert [file["name"] for file in files] == ["coffee.png", "rocket.jpg"]
    assert all(file["done"] and not file["failed"] for file in files)
    assert all(file["uploadInfo"]["public_id"] for file in files)
    assert len({file["batchId"] for file in files}) == 1
    expect(page.get_by_text("2 of 2 uploaded")).to_be_visible()


def test_progress_is_real_and_an_upload_can_be_canceled_and_tried_again(
    open_widget: Open, pictures: Path
) -> None:
    page = open_widget()
    slow_down(page, 60_000)
    drop(page, pictures / "coffee.png")

    progress = page.get_by_role("progressbar", name="Upload progress of coffee.png")
    expect(progress).to_have_attribute("aria-valuenow", re.compile("^[1-9]"))
    page.get_by_role("button", name="Cancel upload of coffee.png").click()

    abort = wait_for(page, "abort")["info"]
    assert abort == {"ids": [results(page, "upload-added")[0]["info"]["file"]["id"]], "all": False}
    expect(page.get_by_text("Canceled", exact=True)).to_be_visible()
    assert results(page, "success") == []

    slow_down(page, -1)
    page.get_by_role("button", name="Retry upload of coffee.png").click()
    wait_for(page, "success")


def test_a_refusal_by_the_server_is_shown_in_its_own_words(
    open_widget: Open, tmp_path: Path
) -> None:
    page = open_widget()
    fake = tmp_path / "holiday.jpg"
    fake.write_text("I am no picture.")
    pick(page, fake)

    error = wait_for_error(page)
    assert error["status"] == 400
    assert error["statusText"]
    row = page.get_by_role("listitem").filter(has_text="holiday.jpg")
    expect(row).to_contain_text(error["statusText"])
    assert results(page, "success") == []
    assert wait_for(page, "queues-end")["info"]["files"][0]["failed"]


def test_an_upload_waits_while_the_visitor_is_offline_and_then_goes_on(
    open_widget: Open, pictures: Path
) -> None:
    page = open_widget()
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    drop(page, pictures / "coffee.png")
    expect(page.get_by_role("listitem").first).to_contain_text("Paused")

    page.context.set_offline(False)
    assert wait_for(page, "success")["info"]["public_id"]
    expect(page.get_by_role("listitem").first).not_to_contain_text("Paused")
    assert not any(result["error"] for result in page.evaluate("results"))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"clientAllowedFormats": ["png"]}, "be uploaded. Allowed: PNG."),
        ({"client_allowed_formats": ["video"]}, "Allowed: videos."),
        ({"maxFileSize": 1000}, "This file is larger than 1 kB."),
    ],
)
def test_what_the_site_does_not_allow_is_refused_before_it_is_sent(
    open_widget: Open, pictures: Path, options: dict[str, object], message: str
) -> None:
    page = open_widget(**options)
    drop(page, pictures / "rocket.jpg")

    expect(page.get_by_role("listitem").first).to_contain_text(message)
    assert message in wait_for_error(page)["statusText"]
    assert results(page, "queues-start") == []
    expect(page.get_by_role("button", name=re.compile("^Retry upload"))).to_have_count(0)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"maxFiles": 1, "multiple": True}, "Too many files: 2 chosen, 1 allowed in all."),
        ({"multiple": False}, "One file at a time, please."),
    ],
)
def test_a_batch_of_too_many_files_is_refused_as_a_whole(
    open_widget: Open, pictures: Path, options: dict[str, object], message: str
) -> None:
    page = open_widget(**options)
    drop(page, pictures / "coffee.png", pictures / "rocket.jpg")

    expect(page.get_by_role("alert")).to_have_text(message)
    assert wait_for(page, "batch-cancelled")["info"] == {"reason": "MAX_EXCEEDED"}
    assert results(page, "upload-added") == []


def test_options_of_an_upload_reach_the_server(open_widget: Open, pictures: Path) -> None:
    page = open_widget(folder="summer", public_id="on the beach", tags=["sea", "sand"])
    drop(page, pictures / "rocket.jpg")

    info = wait_for(page, "success")["info"]
    assert info["public_id"] == "summer/on the beach"
    assert {"sea", "sand"} <= set(info["tags"])


def test_a_signature_from_the_site_makes_the_upload_a_signed_one(
    live_server: LiveServer, host: Open, page: Page, pictures: Path
) -> None:
    signed: list[dict[str, str]] = []

    def sign(parameters: dict[str, str]) -> str:
        signed.append(parameters)
        signature = api_sign_request(parameters, live_server.api_secret)
        return str(signature)

    page.expose_function("sign", sign)
    host(f"""
        cloudinary.openUploadWidget({{
            cloudName: "{live_server.cloud_name}",
            apiKey: "{live_server.api_key}",
            publicId: "signed by the site",
            uploadSignature: (callback, paramsToSign) => sign(paramsToSign).then(callback),
        }}, record);
    """)
    drop(page, pictures / "rocket.jpg")

    assert wait_for(page, "success")["info"]["public_id"] == "signed by the site"
    assert signed[0].keys() == {"public_id", "source", "timestamp"}


def test_everything_can_be_done_with_the_keyboard(open_widget: Open, pictures: Path) -> None:
    page = open_widget()
    page.on("filechooser", lambda chooser: chooser.set_files(pictures / "rocket.jpg"))
    page.evaluate("widget.close()")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.locator("#upload_widget_opener").focus()
    page.keyboard.press("Enter")
    browse = page.get_by_role("button", name="Browse")
    expect(browse).to_be_focused()
    page.keyboard.press("Enter")
    wait_for(page, "success")

    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Done")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator("#upload_widget_opener")).to_be_focused()


def test_what_happens_is_announced(open_widget: Open, pictures: Path, tmp_path: Path) -> None:
    page = open_widget()
    announced = page.locator("[aria-live=polite]")
    drop(page, pictures / "chelsea.png")
    expect(announced).to_contain_text("chelsea.png uploaded. Tags: ")
    empty = tmp_path / "empty.png"
    empty.touch()
    drop(page, empty)
    expect(announced).to_contain_text("empty.png failed: This file is empty.")


def test_closing_while_uploads_run_asks_first(open_widget: Open, pictures: Path) -> None:
    page = open_widget()
    slow_down(page, 20_000)
    drop(page, pictures / "coffee.png")
    wait_for(page, "queues-start")

    page.keyboard.press("Escape")
    keep = page.get_by_role("button", name="Keep uploading")
    expect(keep).to_be_focused()
    keep.click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.get_by_role("button", name="Close", exact=True).click()
    page.get_by_role("button", name="Stop and close").click()

    expect(page.get_by_role("dialog")).to_be_hidden()
    assert wait_for(page, "abort")["info"]["all"]
    wait_for(page, "close")


def test_a_minimized_widget_goes_on_uploading(open_widget: Open, pictures: Path) -> None:
    page = open_widget()
    slow_down(page, 200_000)
    drop(page, pictures / "coffee.png")
    page.get_by_role("button", name="Minimize").click()
    assert page.evaluate("[widget.isShowing(), widget.isMinimized()]") == [False, True]
    expect(page.get_by_role("dialog")).to_be_hidden()
    wait_for(page, "success")
    page.get_by_role("button", name="Uploads finished").click()

    expect(page.get_by_role("listitem").filter(has_text="coffee.png")).to_contain_text("Uploaded")
    shown = [result["info"] for result in results(page, "display-changed")]
    assert shown == ["shown", "minimized", "expanded"]


def test_a_hostile_file_name_is_only_text(open_widget: Open, pictures: Path) -> None:
    page = open_widget()
    name = '<img src=x onerror="window.hacked = 1">\u202egnp.png'
    content = (pictures / "coffee.png").read_bytes()
    pick(page, {"name": name, "mimeType": "image/png", "buffer": content})

    wait_for(page, "success")
    expect(page.get_by_role("listitem").first).to_contain_text(name)
    assert page.evaluate("window.hacked") is None
    assert page.locator("tagdrop-upload-widget img").count() == 0


def test_a_page_with_a_strict_policy_only_has_to_allow_the_server(
    live_server: LiveServer, open_widget: Open, page: Page, pictures: Path
) -> None:
    server = live_server.url
    policy = (
        f"default-src 'none'; script-src 'self' {server}; connect-src {server}; "
        f"style-src {server}; img-src blob:; require-trusted-types-for 'script'"
    )
    page.add_init_script("""
        window.violations = [];
        document.addEventListener("securitypolicyviolation", ({violatedDirective}) =>
            violations.push(violatedDirective));
    """)
    open_widget(headers={"Content-Security-Policy": policy})
    drop(page, pictures / "chelsea.png")

    wait_for(page, "success")
    expect(page.locator("tagdrop-upload-widget canvas")).to_be_visible()
    assert page.get_by_role("dialog").evaluate("node => getComputedStyle(node).borderRadius") == (
        "14px"
    )
    page_style_only = {"style-src-elem"}
    assert set(page.evaluate("violations")) <= page_style_only


def test_a_page_that_restyles_everything_does_not_reach_the_widget(open_widget: Open) -> None:
    page = open_widget(
        style="""
            div, dialog, tagdrop-upload-widget { display: none !important }
            * { color: lime !important; font-size: 40px !important; border: 3px solid !important }
        """
    )
    browse = page.get_by_role("button", name="Browse")
    expect(browse).to_be_visible()
    style = "node => [getComputedStyle(node).fontSize, getComputedStyle(node).color]"
    assert browse.evaluate(style) == ["15px", "rgb(255, 255, 255)"]


@pytest.mark.parametrize(
    ("scheme", "palette", "colors"),
    [
        ("light", {}, ["rgb(255, 255, 255)", "rgb(24, 32, 44)"]),
        ("dark", {}, ["rgb(23, 27, 34)", "rgb(238, 241, 245)"]),
        ("light", PALETTE, ["rgb(16, 23, 58)", "rgb(255, 255, 255)"]),
        (
            "dark",
            {"window": "#fff", "link": "url(x)", "nonsense": "#000"},
            ["rgb(255, 255, 255)", "rgb(24, 32, 44)"],
        ),
    ],
)
def test_the_colors_follow_the_palette_or_else_the_visitor(
    open_widget: Open,
    page: Page,
    scheme: Any,
    palette: dict[str, str],
    colors: list[str],
) -> None:
    page.emulate_media(color_scheme=scheme)
    open_widget(styles={"palette": palette})
    style = "node => [getComputedStyle(node).backgroundColor, getComputedStyle(node).color]"
    assert page.get_by_role("dialog").evaluate(style) == colors


def test_a_site_may_put_its_own_words(open_widget: Open) -> None:
    page = open_widget(language="eo", text={"eo": {"local": {"browse": "Foliumi"}}})
    expect(page.get_by_role("button", name="Foliumi")).to_be_visible()
    expect(page.get_by_text("Drag and drop files here")).to_be_visible()


def test_two_widgets_of_a_page_keep_apart(
    live_server: LiveServer, host: Open, pictures: Path
) -> None:
    page = host(f"""
        window.told = {{first: [], second: []}};
        const create = (name, folder) => cloudinary.createUploadWidget({{
            cloudName: "{live_server.cloud_name}", uploadPreset: "autotagging-preset", folder,
        }}, (error, result) => {{
            told[name].push(result.event);
            if (result.event === "success") record(error, result);
        }});
        window.first = create("first", "one");
        window.second = create("second", "two");
        first.open();
    """)
    drop(page, pictures / "rocket.jpg")
    assert wait_for(page, "success")["info"]["public_id"].startswith("one/")
    page.evaluate("first.close(); second.open()")
    drop(page, pictures / "coffee.png")
    page.wait_for_function("results.length === 2")
    assert results(page, "success")[1]["info"]["public_id"].startswith("two/")
    assert page.evaluate("told.first").count("success") == 1
    assert page.evaluate("told.second").count("success") == 1


def test_destroy_leaves_nothing_on_the_page(open_widget: Open, page: Page, pictures: Path) -> None:
    open_widget()
    page.evaluate("widget.close()")
    before = page.evaluate("document.documentElement.outerHTML")
    page.evaluate("widget.open()")
    slow_down(page, 20_000)
    drop(page, pictures / "coffee.png")
    wait_for(page, "queues-start")
    told = len(page.evaluate("results"))

    page.evaluate("widget.destroy().then(() => widget.open())")

    assert page.evaluate("document.documentElement.outerHTML") == before
    assert page.evaluate("[widget.isDestroyed(), widget.isShowing()]") == [True, False]
    late = page.evaluate("results")[told:]
    assert [result["event"] for result in late if result["event"] == "success"] == []


def test_the_script_keeps_what_else_the_page_calls_cloudinary(
    live_server: LiveServer, other_origin: HostSite, browser: Browser
) -> None:
    page = browser.new_page()
    page.add_init_script("window.cloudinary = {Cloudinary: 'the SDK'}")
    page.goto(
        other_origin.add("/", f'<script src="{live_server.url}/v2.0/global/all.js"></script>')
    )
    assert page.evaluate("cloudinary.Cloudinary") == "the SDK"
    assert page.evaluate("typeof cloudinary.createUploadWidget") == "function"
    page.close()


def test_what_an_option_cannot_be_is_said_on_the_console(open_widget: Open, page: Page) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    open_widget(sources=["local", "facebook"], colour="red", maxFile=3, max_files="many")
    assert any('"colour" is unknown.' in text for text in said)
    assert any('"maxFile" is unknown. Did you mean "maxFiles"?' in text for text in said)
    assert any('"maxFiles" must be a whole number above 0' in text for text in said)
    assert any("sources that are not available: facebook" in text for text in said)
