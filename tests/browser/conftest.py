"""A real browser, and a web site of another origin that embeds the widget."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Protocol

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.widget_page import HOST_PAGE, RECORD, Open


class LiveServer(Protocol):
    """A server process with its own data folder; the fixture `live_server` starts it."""

    url: str
    cloud_name: str
    api_key: str
    api_secret: str


class HostSite:
    """A web site that embeds the widget: pages and scripts by path, each with its own headers."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[str, str, dict[str, str]]] = {}
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                found = site.files.get(self.path)
                if found is None:
                    self.send_error(404)
                    return
                content_type, body, headers = found
                self.send_response(200)
                self.send_header("Content-Type", content_type)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                """Stay silent: the tests' output is for failures."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://localhost:{self.server.server_port}"
        self.add("/favicon.ico", "", "image/x-icon")

    def add(
        self,
        path: str,
        body: str,
        content_type: str = "text/html; charset=utf-8",
        headers: dict[str, str] | None = None,
    ) -> str:
        """Serve `body` at `path` from now on; return its address."""
        self.files[path] = (content_type, body, headers or {})
        return self.url + path


def _chromium() -> str:
    found = (
        os.environ.get("CHROMIUM")
        or shutil.which("chromium")
        or shutil.which("chromium-browser")
        or shutil.which("google-chrome")
    )
    if not found:
        pytest.fail(
            "The browser tests need Chromium: install the package `chromium`, "
            "or set CHROMIUM to the path of a Chromium or Chrome executable."
        )
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium; closed after each module, so that its event loop never meets another test's."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=_chromium(),
            args=[
                "--no-sandbox",
                "--use-fake-device-for-media-stream",
                "--use-fake-ui-for-media-stream",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a fresh browser profile; an uncaught exception in it fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    exceptions: list[str] = []
    page.on("pageerror", lambda error: exceptions.append(str(error)))
    yield page
    context.close()
    assert exceptions == []


@pytest.fixture
def other_origin() -> Iterator[HostSite]:
    """A web site of another origin than the server's."""
    site = HostSite()
    thread = Thread(target=site.server.serve_forever)
    thread.start()
    yield site
    site.server.shutdown()
    thread.join()
    site.server.server_close()


@pytest.fixture(scope="session")
def pictures() -> Path:
    """The pictures that scikit-image ships: chelsea.png (a cat), coffee.png, rocket.jpg."""
    package = importlib.util.find_spec("skimage")
    assert package is not None
    assert package.origin is not None
    return Path(package.origin).parent / "data"


@pytest.fixture
def host(live_server: LiveServer, other_origin: HostSite, page: Page) -> Callable[..., Page]:
    """Load a page of another origin that embeds the widget and runs `script` after it."""

    def load(script: str = "", style: str = "", headers: dict[str, str] | None = None) -> Page:
        other_origin.add("/site.js", RECORD + script, "text/javascript")
        body = HOST_PAGE.format(server=live_server.url, style=style)
        page.goto(other_origin.add("/", body, headers=headers))
        return page

    return load


@pytest.fixture
def open_widget(live_server: LiveServer, host: Open) -> Open:
    """Load such a page and click its button, which opens a widget with the given options."""

    def load(style: str = "", headers: dict[str, str] | None = None, **options: object) -> Page:
        given = {"cloudName": live_server.cloud_name, "uploadPreset": "autotagging-preset"}
        script = f"""
            window.widget = cloudinary.createUploadWidget({json.dumps(given | options)}, record);
            document.getElementById("upload_widget_opener").onclick = () => widget.open();
        """
        page = host(script, style, headers)
        page.locator("#upload_widget_opener").click()
        expect(page.get_by_role("dialog")).to_be_visible()
        return page

    return load
