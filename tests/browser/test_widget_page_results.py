"""What uploads leave on the page that holds the widget: a form's fields, thumbnails, a button."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from cloudinary.utils import api_sign_request
from playwright.sync_api import Page, expect

from tests.browser.widget_page import drop, wait_for

if TYPE_CHECKING:
    from tests.browser.conftest import HostSite, LiveServer

FORM_PAGE = """<!doctype html>
<html lang="en">
<title>A new post</title>
<form id="post" action="/posts"><input name="title" value="Sea"><p id="opener">Pictures</p>
<button>Publish</button></form>
<ul id="elsewhere"></ul>
<script src="{server}/latest/global/all.js"></script>
<script src="/site.js"></script>
</html>
"""

SCRIPT = """
window.results = [];
const record = (error, result) => results.push({{error, event: result?.event, info: result?.info}});
window.widget = cloudinary.applyUploadWidget(document.getElementById("opener"), {{
    cloudName: "{cloud}", uploadPreset: "autotagging-preset", {options}
}}, record);
"""


def load(
    page: Page,
    server: LiveServer,
    site: HostSite,
    options: str = "",
    headers: dict[str, str] | None = None,
) -> Page:
    site.add("/site.js", SCRIPT.format(cloud=server.cloud_name, options=options), "text/javascript")
    page.goto(site.add("/", FORM_PAGE.format(server=server.url), headers=headers))
    return page


def test_a_form_receives_hidden_fields_that_a_back_end_can_check(
    live_server: LiveServer, other_origin: HostSite, page: Page, pictures: Path
) -> None:
    load(page, live_server, other_origin)
    expect(page.locator("#opener")).to_be_hidden()
    button = page.get_by_role("button", name="Upload image")
    assert button.get_attribute("class") == "cloudinary-button"
    button.click()
    drop(page, pictures / "rocket.jpg", pictures / "coffee.png")
    wait_for(page, "queues-end")
    page.get_by_role("button", name="Done").click()

    fields = page.locator("form input[type=hidden][name=image]")
    expect(fields).to_have_count(2)
    for field in fields.all():
        value = field.get_attribute("value") or ""
        match = re.fullmatch(r"image/upload/v(\d+)/([^.]+)\.(jpg|png)#(\w+)", value)
        assert match, value
        version, public_id, _, signature = match.groups()
        assert field.get_attribute("data-cloudinary-public-id") == public_id
        to_sign = {"public_id": public_id, "version": version}
        assert signature == api_sign_request(to_sign, live_server.api_secret)
    thumbnails = page.locator("form .cloudinary-thumbnails .cloudinary-thumbnail img")
    expect(thumbnails).to_have_count(2)
    assert thumbnails.first.evaluate("image => image.decode().then(() => image.naturalWidth)") == 90

    with page.expect_navigation(url="**/posts*"):
        page.get_by_role("button", name="Publish").click()
    assert page.url.count("image=image%2Fupload%2F") == 2


def test_a_field_is_there_when_the_site_hears_of_the_success(
    live_server: LiveServer, other_origin: HostSite, page: Page, pictures: Path
) -> None:
    load(
        page, live_server, other_origin, "fieldName: 'picture', thumbnails: null, multiple: false,"
    )
    page.evaluate("""() => {
        const push = results.push.bind(results);
        results.push = (result) => {
            if (result.event === "success") {
                window.values = new FormData(document.getElementById("post")).getAll("picture");
            }
            return push(result);
        };
    }""")
    page.get_by_role("button", name="Upload image").click()
    drop(page, pictures / "rocket.jpg")
    info = wait_for(page, "success")["info"]
    assert page.evaluate("values") == [f"image/upload/{info['path']}#{info['signature']}"]
    expect(page.locator(".cloudinary-thumbnail")).to_have_count(0)

    # A widget for one file leaves one field.
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.get_by_role("button", name="Upload image").click()
    drop(page, pictures / "coffee.png")
    page.wait_for_function("results.filter(({event}) => event === 'success').length === 2")
    expect(page.locator("input[name=picture]")).to_have_count(1)


def test_the_button_and_the_places_may_be_the_sites_own(
    live_server: LiveServer, other_origin: HostSite, page: Page, pictures: Path
) -> None:
    options = {
        "button_caption": "Add a picture",
        "buttonClass": "my-button",
        "thumbnails": "#elsewhere",
        "form": "#post",
        "thumbnailTransformation": "c_fill,h_50,w_50",
    }
    load(page, live_server, other_origin, json.dumps(options)[1:-1])
    button = page.get_by_role("button", name="Add a picture")
    assert button.get_attribute("class") == "my-button"
    button.click()
    drop(page, pictures / "rocket.jpg")
    wait_for(page, "success")
    image = page.locator("#elsewhere .cloudinary-thumbnail img")
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") == 50
    assert image.get_attribute("alt") == "rocket"


def test_destroy_gives_the_page_back(
    live_server: LiveServer, other_origin: HostSite, page: Page, pictures: Path
) -> None:
    load(page, live_server, other_origin)
    page.get_by_role("button", name="Upload image").click()
    drop(page, pictures / "rocket.jpg")
    wait_for(page, "success")
    page.evaluate("widget.destroy()")
    expect(page.locator("#opener")).to_be_visible()
    expect(page.locator(".cloudinary-button")).to_have_count(0)
    # The form keeps what was uploaded, unless it is to go as well.
    expect(page.locator("form input[name=image]")).to_have_count(1)

    load(page, live_server, other_origin)
    before = page.evaluate("document.getElementById('post').outerHTML")
    page.get_by_role("button", name="Upload image").click()
    drop(page, pictures / "rocket.jpg")
    wait_for(page, "success")
    page.evaluate("widget.destroy({removeThumbnails: true})")
    page.wait_for_function("document.adoptedStyleSheets.length === 0")
    after = page.evaluate("document.getElementById('post').outerHTML")
    assert "cloudinary" not in after
    assert "tagdrop" not in page.evaluate("document.documentElement.outerHTML").replace(
        live_server.url, ""
    )
    assert before.startswith('<form id="post"')


def test_a_hostile_name_is_only_text_in_a_thumbnail(
    live_server: LiveServer, other_origin: HostSite, page: Page, pictures: Path
) -> None:
    load(page, live_server, other_origin)
    page.get_by_role("button", name="Upload image").click()
    name = '"><img src=x onerror="window.hacked = 1">'
    content = (pictures / "rocket.jpg").read_bytes()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Browse").click()
    chooser.value.set_files({"name": f"{name}.jpg", "mimeType": "image/jpeg", "buffer": content})
    wait_for(page, "success")
    expect(page.locator("form img")).to_have_count(1)
    assert "onerror" in (page.locator("form img").get_attribute("alt") or "")
    assert page.evaluate("window.hacked") is None


def test_the_policy_that_the_guide_gives_lets_everything_work(
    live_server: LiveServer, other_origin: HostSite, page: Page, pictures: Path, bikes: Path
) -> None:
    server = live_server.url
    policy = (
        f"default-src 'none'; script-src 'self' {server}; connect-src {server}; img-src {server}; "
        "media-src blob:; require-trusted-types-for 'script'"
    )
    page.add_init_script("""
        window.violations = [];
        document.addEventListener("securitypolicyviolation", (event) =>
            violations.push([event.violatedDirective, event.blockedURI, event.sourceFile]));
    """)
    options = "showAdvancedOptions: true, maxChunkSize: 200000, sources: ['local', 'url'],"
    load(page, live_server, other_origin, options, {"Content-Security-Policy": policy})
    page.get_by_role("button", name="Upload image").click()
    page.get_by_text("Advanced").click()
    expect(page.get_by_label("Public ID")).to_be_visible()
    drop(page, pictures / "rocket.jpg", pictures / "coffee.png")
    wait_for(page, "queues-end")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Browse").click()
    chooser.value.set_files(bikes)
    expect(page.locator("tagdrop-upload-widget canvas")).to_have_count(3)
    thumbnails = page.locator(".cloudinary-thumbnail img")
    expect(thumbnails).to_have_count(3)
    for image in thumbnails.all():
        assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    assert page.evaluate("violations") == []
