"""Delivery of originals and of small pictures, under `/<cloud>/<resource type>/upload/…`."""

from __future__ import annotations

import mimetypes
from urllib.parse import quote

from flask import Blueprint, Response, request
from werkzeug.http import dump_options_header
from werkzeug.wsgi import FileWrapper

from routes.authorisation import is_owner
from services.assets.addresses import DeliveryPath, Transformation, parse_delivery_path
from services.assets.catalogue import Catalogue
from services.assets.moderations import is_withheld
from services.assets.renditions import FORMATS, PictureFormat, Renditions
from services.assets.tables import Asset
from services.credentials import Credentials
from services.media.errors import UnreadableMedia
from services.storage import Storage

_BLOCK = 1 << 18
_IMMUTABLE = "public, max-age=31536000, immutable"
_CHECK_AGAIN = "public, no-cache"
_OWNERS_ALONE = "private, no-store"
_INERT = "default-src 'none'; sandbox"
"""What a browser that opens an asset by itself may do with it: nothing but show it."""


def delivery_blueprint(
    catalogue: Catalogue, storage: Storage, renditions: Renditions, credentials: Credentials
) -> Blueprint:
    """The routes of delivery. What moderation rejected is there for the owner alone."""
    blueprint = Blueprint("delivery", __name__)

    @blueprint.get("/<cloud:cloud_name>/<any(image, video, raw):resource_type>/upload/<path:path>")
    def deliver(cloud_name: str, resource_type: str, path: str) -> Response:
        found = _find(resource_type, path)
        if found is None:
            return _not_found(path)
        asset, asked, extension = found
        if is_withheld(asset) and not is_owner(request, credentials):
            return _not_found(path)
        caching = _caching(asset, asked)
        if _is_original(asset, asked, extension):
            return _with_headers(_original(asset), caching)
        if extension not in FORMATS or asset.resource_type == "raw" or not asset.width:
            return _not_found(path)
        return _with_headers(
            _rendition(asset, asked.transformation or Transformation(), extension), caching
        )

    def _find(resource_type: str, path: str) -> tuple[Asset, DeliveryPath, str] | None:
        """The asset that `path` means, and the extension that it asks for.

        A folder may look like a transformation or a version, and a public ID may end like a
        file name, so the more literal reading follows the usual one.
        """
        for asked in (parse_delivery_path(path), DeliveryPath(None, None, path)):
            stem, dot, extension = asked.name.rpartition(".")
            if dot and (asset := catalogue.find(resource_type, "upload", stem)):
                return asset, asked, extension.lower()
            if asset := catalogue.find(resource_type, "upload", asked.name):
                return asset, asked, ""
        return None

    def _original(asset: Asset) -> Response:
        file = storage.open(asset.storage_key)
        response = Response(
            FileWrapper(file, _BLOCK),
            mimetype=_content_type(asset),
            direct_passthrough=True,
        )
        response.call_on_close(file.close)
        response.content_length = asset.bytes
        response.set_etag(asset.etag)
        response.last_modified = asset.created_at
        if asset.resource_type == "raw":
            name = asset.public_id.rpartition("/")[2]
            response.headers["Content-Disposition"] = _attachment(name)
        response.make_conditional(request, accept_ranges=True, complete_length=asset.bytes)
        return response

    def _rendition(
        asset: Asset, transformation: Transformation, extension: PictureFormat
    ) -> Response:
        try:
            picture = renditions.picture(asset, transformation, extension)
        except UnreadableMedia:
            return _not_found(asset.public_id)
        response = Response(picture, mimetype=mimetypes.types_map[f".{extension}"])
        response.set_etag(f"{asset.etag}-{transformation}-{extension}")
        response.make_conditional(request)
        return response

    return blueprint


def _is_original(asset: Asset, asked: DeliveryPath, extension: str) -> bool:
    return asked.transformation is None and extension in {"", asset.format}


def _attachment(name: str) -> str:
    """A header that has a file saved as `name`, whatever its script (RFC 6266)."""
    plain = name.encode("ascii", "replace").decode("ascii")
    options = {"filename": plain}
    if plain != name:
        options["filename*"] = f"UTF-8''{quote(name, safe='')}"
    return dump_options_header("attachment", options)


def _content_type(asset: Asset) -> str:
    if asset.resource_type == "raw":
        return "application/octet-stream"
    guessed, _ = mimetypes.guess_type(f"file.{asset.format}")
    return guessed or "application/octet-stream"


def _caching(asset: Asset, asked: DeliveryPath) -> str:
    """How long others may keep the answer: an address with the current version never changes.

    What is under moderation may be withheld at any time, so whoever keeps it has to ask again.
    """
    if is_withheld(asset):
        return _OWNERS_ALONE
    if asked.version == asset.version and asset.moderation is None:
        return _IMMUTABLE
    return _CHECK_AGAIN


def _with_headers(response: Response, caching: str) -> Response:
    """Headers that every delivered file has."""
    response.headers["Cache-Control"] = caching
    response.headers["Content-Security-Policy"] = _INERT
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Timing-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _not_found(path: str) -> Response:
    response = Response(f"Resource not found - {path}", status=404, mimetype="text/plain")
    response.headers["X-Cld-Error"] = "Resource not found"
    response.headers["Cache-Control"] = "no-store"
    return response
