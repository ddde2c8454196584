"""The upload widget's script and what it loads, for pages of any origin.

The script answers at the paths of Cloudinary's widget (`/latest/global/all.js`, `/global/all.js`,
`/v2.0/global/all.js`, `/2.73.0/global/all.js`), so that a page changes the host of its script tag
and nothing else.
"""

from __future__ import annotations

import gzip
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Response, request, send_from_directory

CACHE_SECONDS = 300


def widget_blueprint(folder: Path) -> Blueprint:
    """Serve the widget from `folder`, which holds `all.js` and the modules and styles beside it.

    Every response may be read by any origin, is compressed for browsers that take gzip, carries
    an ETag and may be kept for five minutes, so that pages that embed a server see its update soon.
    """
    blueprint = Blueprint("widget", __name__)

    @blueprint.get("/latest/global/all.js")
    @blueprint.get("/global/all.js")
    @blueprint.get("/v2.<int:minor>/global/all.js")
    @blueprint.get("/2.<int:minor>.<int:patch>/global/all.js")
    def script(minor: int | None = None, patch: int | None = None) -> Response:
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
    return _compressed(response, folder / filename)


def _compressed(response: Response, file: Path) -> Response:
    response.vary.add("Accept-Encoding")
    # Weak: both encodings of a file have the same one.
    response.set_etag(response.get_etag()[0] or "", weak=True)
    if response.status_code == 200 and request.accept_encodings.quality("gzip"):
        content = _gzipped(file, file.stat().st_mtime_ns)
        response.direct_passthrough = False
        response.set_data(content)
        response.content_encoding = "gzip"
    return response


@lru_cache(maxsize=256)
def _gzipped(file: Path, modified: int) -> bytes:
    """The file's bytes, compressed; `modified` is part of the cache's key."""
    return gzip.compress(file.read_bytes(), mtime=0)
