"""Pages as people have them: the article's, a React application's; changed is only the host."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.browser.widget_page import drop, pick

if TYPE_CHECKING:
    from tests.browser.conftest import HostSite, LiveServer

NODE_MODULES = Path(__file__).parent / "node" / "node_modules"

ARTICLE_PAGE = """<!doctype html>
<html>
<head>
  <title>Video auto-tagging</title>
  <script src="{server}/v2.0/global/all.js" type="text/javascript"></script>
  <script src="/jquery.js"></script>
</head>
<body>
  <h1>Video auto-tagging</h1>
  <button id="upload_widget_opener">Upload video file</button>
  <a id="info_link" href="#">Click to get info</a>
  <script src="/article.js"></script>
</body>
</html>
"""

ARTICLE_SCRIPT = """
var $infoLink = $('#info_link');

function uploadCallback(error, result) {
    if (!error && result && result.event === "success") {
        // Cloudinary API info
        const apiKey = '%(api_key)s';
        const apiSecret = '%(api_secret)s';
        const baseUrl ='%(host)s/v1_1/%(cloud)s/resources/video/upload/';
        const url = 'http://' + apiKey +':' + apiSecret
            + '@' + baseUrl + result.info.public_id;
        $infoLink.attr("href", url);
    }
}

var uploadWidget = cloudinary.createUploadWidget({
    cloudName: '%(cloud)s',
    uploadPreset: 'autotagging-preset',
    sources: [
        "local",
        "url"
    ],
    cropping: false,
    multiple: false,
    styles: {
        palette: {
            window: "#10173a",
            sourceBg: "#20304b",
            windowBorder: "#7171D0",
            tabIcon: "#79F7FF",
            inactiveTabIcon: "#8E9FBF",
            menuIcons: "#CCE8FF",
            link: "#72F1FF",
            action: "#5333FF",
            inProgress: "#00ffcc",
            complete: "#33ff00",
            error: "#cc3333",
            textDark: "#000000",
            textLight: "#ffffff"
        }
    }
}, (error, result) => uploadCallback(error, result));

$('#upload_widget_opener').click(() => {
    uploadWidget.open();
});
"""

REACT_PAGE = """<!doctype html>
<html lang="en">
<title>A gallery</title>
<div id="root"></div>
<script src="{server}/latest/global/all.js"></script>
<script src="/react.js"></script>
<script src="/react-dom.js"></script>
<script src="/app.js"></script>
</html>
"""

REACT_APPLICATION = """
const { createElement, StrictMode, useEffect, useRef, useState } = React;

function UploadButton({ onUpload, children }) {
  const widget = useRef(null);
  const latest = useRef(onUpload);
  latest.current = onUpload;
  useEffect(() => {
    const created = window.cloudinary.createUploadWidget(
      { cloudName: "%(cloud)s", uploadPreset: "autotagging-preset" },
      (error, result) => {
        if (!error && result.event === "success") latest.current(result.info);
      },
    );
    widget.current = created;
    return () => void created.destroy();
  }, []);
  return createElement("button", { onClick: () => widget.current.open() }, children);
}

function Gallery() {
  const [pictures, setPictures] = useState([]);
  const [shown, setShown] = useState(true);
  return createElement(
    "main",
    null,
    shown && createElement(
      UploadButton,
      { onUpload: (info) => setPictures((before) => [...before, info]) },
      "Add pictures",
    ),
    createElement("button", { onClick: () => setShown(false) }, "Finish"),
    createElement("ol", null, pictures.map(({ public_id, original_filename, tags }) =>
      createElement("li", { key: public_id }, `${original_filename}: ${tags.join(", ")}`))),
  );
}

ReactDOM.createRoot(document.getElementById("root")).render(
  createElement(StrictMode, null, createElement(Gallery)),
);
"""


def module(path: str) -> str:
    """The text of a file of an npm package."""
    file = NODE_MODULES / path
    if not file.exists():
        pytest.fail(f"{path} is missing: tools/prepare_tests.sh installs the npm packages")
    return file.read_text()


def test_the_page_of_the_video_tagging_article_works_with_the_host_changed(
    live_server: LiveServer, other_origin: HostSite, page: Page, bikes: Path
) -> None:
    values = {
        "api_key": live_server.api_key,
        "api_secret": live_server.api_secret,
        "host": live_server.url.removeprefix("http://"),
        "cloud": live_server.cloud_name,
    }
    other_origin.add("/jquery.js", module("jquery/dist/jquery.min.js"), "text/javascript")
    other_origin.add("/article.js", ARTICLE_SCRIPT % values, "text/javascript")
    page.goto(other_origin.add("/", ARTICLE_PAGE.format(server=live_server.url)))
    page.get_by_role("button", name="Upload video file").click()
    pick(page, bikes)

    page.wait_for_function("document.getElementById('info_link').href.includes('@')")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.get_by_role("link", name="Click to get info").click()
    page.wait_for_url("**/resources/video/upload/*")
    expect(page.get_by_role("main")).to_contain_text("bikes")


def test_a_react_component_uses_the_widget_through_the_global(
    live_server: LiveServer, other_origin: HostSite, page: Page, pictures: Path
) -> None:
    application = REACT_APPLICATION % {"cloud": live_server.cloud_name}
    other_origin.add("/app.js", application, "text/javascript")
    for name in ("react", "react-dom"):
        script = module(f"{name}/umd/{name}.development.js")
        other_origin.add(f"/{name}.js", script, "text/javascript")
    page.goto(other_origin.add("/", REACT_PAGE.format(server=live_server.url)))
    page.get_by_role("button", name="Add pictures").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    drop(page, pictures / "chelsea.png", pictures / "rocket.jpg")

    items = page.locator("#root li")
    expect(items).to_have_count(2)
    assert any(text.startswith("chelsea: cat") for text in items.all_inner_texts())
    # The component leaves the page while its dialog is open, and takes everything with it.
    page.get_by_role("button", name="Finish", exact=True, include_hidden=True).evaluate(
        "node => node.click()"
    )
    expect(page.locator("tagdrop-upload-widget")).to_have_count(0)
