"""Stands between a page and the server and keeps the parts of files."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field

from playwright.sync_api import Page, Route

_CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Allow-Methods": "*",
    "Content-Type": "application/json",
}


@dataclass
class PartsServer:
    """Answers uploads in parts."""

    drop_next: int = 0
    """How many of the next parts are cut off."""
    break_after: int | None = None
    """How many parts arrive before all others are cut off."""
    hold_after: int | None = None
    """How many parts arrive before all others are left without an answer."""
    received: dict[str, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))
    """First byte and the one after the last, of every part that arrived, by upload."""
    given_up: list[str] = field(default_factory=list)
    """Uploads whose parts the widget does not want to be kept."""
    _held: list[Route] = field(default_factory=list)

    def attach(self, page: Page) -> None:
        """Answer this page's uploads from now on."""
        page.route("**/v1_1/*/*/upload", self._take)
        page.route("**/v1_1/*/uploads/*", self._tell)

    def let_go(self) -> None:
        """Cut off what has been left without an answer."""
        for route in self._held:
            route.abort()
        self._held.clear()

    def _take(self, route: Route) -> None:
        request = route.request
        arrived = sum(map(len, self.received.values()))
        if self.drop_next or arrived == self.break_after:
            self.drop_next = max(0, self.drop_next - 1)
            route.abort("connectionreset")
            return
        if arrived == self.hold_after:
            self._held.append(route)
            return
        upload = request.headers["x-unique-upload-id"]
        match = re.fullmatch(r"bytes (\d+)-(\d+)/(\d+)", request.headers["content-range"])
        assert match
        start, last, size = map(int, match.groups())
        self.received[upload].append((start, last + 1))
        whole = sum(end - start for start, end in set(self.received[upload])) == size
        asset = {"public_id": "whole", "version": 1, "resource_type": "image", "bytes": size}
        route.fulfill(headers=_CORS, body=json.dumps(asset if whole else {"done": False}))

    def _tell(self, route: Route) -> None:
        upload = route.request.url.rsplit("/", 1)[1]
        if route.request.method == "DELETE":
            self.given_up.append(upload)
        known = {"received": self.received.get(upload, []), "total": None}
        route.fulfill(headers=_CORS, body=json.dumps(known))
