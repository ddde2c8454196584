"""What the widget's tests do on a page that embeds it, and what that page's script was told."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

Open = Callable[..., Page]
"""Loads a page of another origin with the widget on it."""

HOST_PAGE = """<!doctype html>
<html lang="en">
<title>Holiday photos</title>
<style>{style}</style>
<button id="upload_widget_opener">Upload files</button>
<a id="info">Click to get info</a>
<script src="{server}/latest/global/all.js"></script>
<script src="/site.js"></script>
</html>
"""

RECORD = """
window.results = [];
window.record = (error, result) => window.results.push({error, event: result?.event,
                                                        info: result?.info});
"""


def drop(page: Page, *files: Path) -> None:
    """Drop files from the desktop on the open dialog."""
    contents = [
        {"name": file.name, "base64": base64.b64encode(file.read_bytes()).decode()}
        for file in files
    ]
    page.get_by_role("dialog").evaluate(
        """(dialog, contents) => {
            const types = {png: "image/png", jpg: "image/jpeg"};
            const dataTransfer = new DataTransfer();
            for (const {name, base64} of contents) {
                const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
                const type = types[name.split(".").pop()] ?? "";
                dataTransfer.items.add(new File([bytes], name, {type}));
            }
            for (const type of ["dragenter", "dragover", "drop"]) {
                const bubbles = true, cancelable = true;
                dialog.dispatchEvent(new DragEvent(type, {bubbles, cancelable, dataTransfer}));
            }
        }""",
        contents,
    )


def pick(page: Page, *files: Path | dict[str, Any]) -> None:
    """Choose files in the picker that the button "Browse" opens."""
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Browse").click()
    chooser.value.set_files(list(files))  # type: ignore[arg-type]


def results(page: Page, event: str) -> list[Any]:
    """What the site's callback was told with this event's name."""
    return [result for result in page.evaluate("results") if result["event"] == event]


def wait_for(page: Page, event: str) -> Any:
    """The first result of this name, as soon as there is one."""
    page.wait_for_function("name => results.some(({event}) => event === name)", arg=event)
    return results(page, event)[0]


def wait_for_error(page: Page) -> Any:
    """The first error that the callback was given."""
    page.wait_for_function("() => results.some(({error}) => error)")
    return next(result["error"] for result in page.evaluate("results") if result["error"])


def slow_down(page: Page, bytes_per_second: int) -> None:
    """Limit how fast the page may send; -1 lifts the limit."""
    page.context.new_cdp_session(page).send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": 0,
            "downloadThroughput": -1,
            "uploadThroughput": bytes_per_second,
        },
    )
