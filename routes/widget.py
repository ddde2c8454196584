"""The upload widget's script and what it loads, for pages of any origin.

The script answers at the paths of Cloudinary's widget (`/latest/global/all.js`,
`/v2.0/global/all.js`), so that a page changes the host of its script tag and nothing else.
"""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, send_from_directory

CACHE_SECONDS = 300


def widget_blueprint(folder: Path) -> Blueprint:
    """Serve the widget from `folder`, which holds `all.js` and the modules and styles beside it.

    Every response may be read by any origin, carries an ETag and may be kept for five minutes, so
    that the pages that embed a server see its update soon.
    """
    blueprint = Blueprint("widget", __name__)

    @blueprint.get("/latest/global/all.js")
    @blueprint.get("/v2.<int:minor>/global/all.js")
    def script(minor: int | None = None) -> Response:
        return _shared_file(folder, "all.js")

    @blueprint.get("/static/widget/<path:filename>")
    def part(filename: str) -> Response:
        return _shared_file(folder, filename)

    return blueprint


def _shared_file(folder: Path, filename: str) -> Response:
    response = send_from_directory(folder, filename, max_age=CACHE_SECONDS)
    if filename.endswith(".js"):
        response.content_type = "text/javascript; charset=utf-8"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
