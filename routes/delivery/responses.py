"""What delivery answers: a file, a picture, or why there is none."""

from __future__ import annotations

import mimetypes
from typing import BinaryIO
from urllib.parse import quote

from flask import Request, Response
from werkzeug.http import dump_options_header
from werkzeug.wsgi import FileWrapper

from routes.responses import as_header
from services.assets.tables import Asset
from services.media.encoding import CONTENT_TYPES

_CONTENT_TYPES = CONTENT_TYPES | {"mkv": "video/x-matroska"}
"""Types that Python may not know unless the system has a list of them."""
_BLOCK = 1 << 18
_INERT = "default-src 'none'; sandbox"
"""What a browser that opens an asset by itself may do with it: nothing but show it."""


def original_response(request: Request, asset: Asset, file: BinaryIO) -> Response:
    """The asset's original, or the part of it that is asked for."""
    response = Response(
        FileWrapper(file, _BLOCK), mimetype=_content_type(asset), direct_passthrough=True
    )
    response.call_on_close(file.close)
    response.content_length = asset.bytes
    response.set_etag(asset.etag)
    response.last_modified = asset.created_at
    response.headers.update(asset.headers or {})
    if asset.resource_type == "raw":
        response.headers["Content-Disposition"] = attachment(file_name(asset))
    response.make_conditional(request, accept_ranges=True, complete_length=asset.bytes)
    return response


def picture_response(request: Request, picture: bytes, extension: str, etag: str) -> Response:
    """A derived picture."""
    response = Response(picture, mimetype=CONTENT_TYPES[extension])
    response.set_etag(etag)
    response.make_conditional(request)
    return response


def with_headers(response: Response, caching: str) -> Response:
    """Headers that every delivered file has."""
    response.headers["Cache-Control"] = caching
    response.headers["Content-Security-Policy"] = _INERT
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Timing-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def refused(status: int, message: str, text: str = "") -> Response:
    """Why there is no file, in short, and if need be at more length in the body."""
    response = Response(text or message, status=status, mimetype="text/plain")
    response.headers["X-Cld-Error"] = as_header(message)
    response.headers["Cache-Control"] = "no-store"
    return response


def not_found(path: str) -> Response:
    """There is nothing, or nothing for whoever asks."""
    return refused(404, "Resource not found", f"Resource not found - {path}")


def attachment(name: str) -> str:
    """A header that has a file saved as `name`, whatever its script (RFC 6266)."""
    plain = name.encode("ascii", "replace").decode("ascii")
    options = {"filename": plain}
    if plain != name:
        options["filename*"] = f"UTF-8''{quote(name, safe='')}"
    return dump_options_header("attachment", options)


def file_name(asset: Asset, extension: str = "", stem: str = "") -> str:
    """What the asset's file, or a picture of it with another extension, is saved as."""
    if asset.resource_type == "raw":
        return stem or asset.public_id.rpartition("/")[2]
    stem = stem or asset.public_id.rpartition("/")[2]
    return f"{stem}.{extension or asset.format}"


def _content_type(asset: Asset) -> str:
    if asset.resource_type == "raw":
        return "application/octet-stream"
    guessed, _ = mimetypes.guess_type(f"file.{asset.format}")
    return _CONTENT_TYPES.get(asset.format) or guessed or "application/octet-stream"
