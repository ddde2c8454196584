"""Uploads that the site's own server vouches for: signatures and parameters from its back end."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from cloudinary.utils import api_sign_request
from playwright.sync_api import Page, Route, expect

from tests.browser.widget_page import RECORD, Open, drop, results, wait_for, wait_for_error

if TYPE_CHECKING:
    from tests.browser.conftest import LiveServer
    from tests.conftest import LiveServer as OwnServer


@pytest.fixture
def signed_widget(live_server: LiveServer, host: Open, page: Page) -> Callable[[str], Page]:
    """Open a widget with these options, on a page whose back end signs what it is asked to."""

    def sign(parameters: dict[str, str]) -> str:
        return str(api_sign_request(parameters, live_server.api_secret))

    def answer(route: Route) -> None:
        asked = json.loads(route.request.post_data or "{}")
        page.evaluate("asked => { window.asked = asked }", asked)
        parameters = asked.get("paramsToSign") or {
            "timestamp": str(asked["timestamp"]),
            "source": asked["source"],
            "public_id": "named by the back end",
            "tags": "vouched",
        }
        body: dict[str, Any] = {"signature": sign(parameters)}
        if "paramsToSign" not in asked:
            body |= {
                "apiKey": live_server.api_key,
                "publicId": "named by the back end",
                "tags": "vouched",
            }
        route.fulfill(json=body)

    page.expose_function("sign", sign)
    page.route("**/my-back-end", answer)

    def load(options: str) -> Page:
        return host(f"""
            window.widget = cloudinary.openUploadWidget({{
                cloudName: "{live_server.cloud_name}", apiKey: "{live_server.api_key}", {options}
            }}, record);
        """)

    return load


@pytest.mark.parametrize(
    "signature",
    [
        "(callback, toSign) => sign(toSign).then(callback)",
        """async (callback, toSign) => {
            callback({signature: await sign(toSign), timestamp: toSign.timestamp});
        }""",
        '"/my-back-end"',
    ],
    ids=["a function", "an asynchronous function", "an endpoint"],
)
def test_a_signature_of_the_site_makes_the_upload_a_signed_one(
    signed_widget: Callable[[str], Page], pictures: Path, signature: str
) -> None:
    page = signed_widget(f"publicId: 'vouched for', uploadSignature: {signature}")
    drop(page, pictures / "rocket.jpg")
    assert wait_for(page, "success")["info"]["public_id"] == "vouched for"


def test_an_endpoint_is_asked_for_what_is_sent(
    signed_widget: Callable[[str], Page], pictures: Path
) -> None:
    page = signed_widget(
        "publicId: 'vouched for', tags: ['a', 'b'], uploadSignature: '/my-back-end'"
    )
    drop(page, pictures / "rocket.jpg")
    wait_for(page, "success")
    asked = page.evaluate("asked.paramsToSign")
    assert asked.pop("timestamp").isdigit()
    assert asked == {"public_id": "vouched for", "tags": "a,b", "source": "uw"}


def test_a_signature_made_beforehand_is_sent_with_its_time(
    live_server: LiveServer, signed_widget: Callable[[str], Page], pictures: Path
) -> None:
    # Any time of the last hour does; the server's clock is this machine's.
    page = signed_widget("")
    page.evaluate("widget.destroy()")
    timestamp = page.evaluate("Math.floor(Date.now() / 1000)")
    to_sign = {"source": "uw", "timestamp": timestamp}
    signature = api_sign_request(to_sign, live_server.api_secret)
    page = signed_widget(f"uploadSignature: '{signature}', uploadSignatureTimestamp: {timestamp}")
    drop(page, pictures / "rocket.jpg")
    wait_for(page, "success")


@pytest.mark.parametrize(
    "prepare",
    [
        "'/my-back-end'",
        """(callback, params) => {
            const [asked] = [params].flat();
            fetch("/my-back-end", {method: "POST", body: JSON.stringify(asked)})
                .then((response) => response.json()).then(callback);
        }""",
    ],
    ids=["an endpoint", "a function"],
)
def test_the_site_may_prepare_parameters_and_signature_of_each_file(
    signed_widget: Callable[[str], Page], pictures: Path, prepare: str
) -> None:
    page = signed_widget(f"prepareUploadParams: {prepare}")
    drop(page, pictures / "rocket.jpg")
    info = wait_for(page, "success")["info"]
    assert info["public_id"] == "named by the back end"
    assert "vouched" in info["tags"]


def test_the_site_may_refuse_a_file_while_it_prepares_it(
    signed_widget: Callable[[str], Page], pictures: Path
) -> None:
    page = signed_widget("prepareUploadParams: (callback) => callback({cancel: true})")
    drop(page, pictures / "rocket.jpg")
    assert wait_for_error(page)["statusText"] == "This site did not take this file."
    assert results(page, "success") == []


@pytest.mark.parametrize(
    ("signature", "status"),
    [
        ("'/no-such-endpoint'", 501),
        ("(callback) => callback('')", "signature"),
        ("async () => { throw new Error('down'); }", "signature"),
        ("(callback) => callback('0000')", 401),
    ],
)
def test_without_a_good_signature_nothing_is_stored_and_the_visitor_is_told(
    signed_widget: Callable[[str], Page], pictures: Path, signature: str, status: object
) -> None:
    page = signed_widget(f"maxRetries: 0, uploadSignature: {signature}")
    drop(page, pictures / "rocket.jpg")
    error = wait_for_error(page)
    assert error["status"] == status
    assert error["statusText"]
    assert results(page, "success") == []


@pytest.mark.parametrize("button", ["Upload, signed by /sign", "Upload, prepared by /prepare"])
def test_the_example_of_a_signing_back_end_works_in_a_browser(
    live_server: LiveServer, site: str, page: Page, pictures: Path, button: str
) -> None:
    page.goto(site)
    page.get_by_role("button", name=button).click()
    with page.expect_response("**/v1_1/*/*/upload") as uploaded:
        drop(page, pictures / "rocket.jpg")
    answer = uploaded.value.json()
    assert answer["public_id"].startswith("visitors/") == ("prepare" in button)
    expect(page.locator("#uploaded li")).to_have_text(answer["public_id"])


def test_the_owners_pages_have_the_server_sign_for_them(
    start_server: Callable[[], OwnServer], page: Page, pictures: Path
) -> None:
    server = start_server()

    def open_widget() -> None:
        page.add_script_tag(url=f"{server.url}/latest/global/all.js")
        # A preset that only signed uploads may use, so that a success proves the signature.
        page.evaluate(f"""() => {{
            {RECORD}
            cloudinary.openUploadWidget({{
                cloudName: "{server.cloud_name}", uploadPreset: "photos-signed",
                publicId: "by the owner", uploadSignature: "/sign",
            }}, record);
        }}""")
        expect(page.get_by_role("dialog")).to_be_visible()
        drop(page, pictures / "rocket.jpg")

    page.goto(server.url)
    open_widget()
    assert wait_for_error(page)["status"] == 401

    page.goto(server.login_url)
    page.goto(f"{server.url}/presets")
    open_widget()
    assert wait_for(page, "success")["info"]["public_id"] == "photos/by the owner"
