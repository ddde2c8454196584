"""Delivery of originals and of pictures, under `/<cloud>/<resource type>/<delivery type>/…`."""

from __future__ import annotations

import mimetypes
from datetime import UTC, datetime
from urllib.parse import quote

from flask import Blueprint, Response, request
from werkzeug.http import dump_options_header
from werkzeug.wsgi import FileWrapper

from routes.authorisation import is_owner
from services.assets.access import DELIVERY_TYPES, is_closed, needs_signature
from services.assets.addresses import (
    DeliveryPath,
    Transformation,
    readings,
    split_signature,
)
from services.assets.catalogue import Catalogue
from services.assets.moderations import is_withheld
from services.assets.renditions import FORMATS, PictureFormat, Renditions
from services.assets.tables import Asset
from services.credentials import Credentials
from services.media.errors import UnreadableMedia
from services.signing import LinkError, Signer
from services.storage import Storage

_BLOCK = 1 << 18
_NEWER_TYPES = {"avif": "image/avif", "mkv": "video/x-matroska", "webp": "image/webp"}
"""Content types that Python 3.11 does not know unless the system has a list of them."""

_IMMUTABLE = "public, max-age=31536000, immutable"
_CHECK_AGAIN = "public, no-cache"
_FOR_ONE_READER = "private, no-cache"
_OWNERS_ALONE = "private, no-store"
_INERT = "default-src 'none'; sandbox"
"""What a browser that opens an asset by itself may do with it: nothing but show it."""


def delivery_blueprint(
    catalogue: Catalogue,
    storage: Storage,
    renditions: Renditions,
    credentials: Credentials,
    signer: Signer,
) -> Blueprint:
    """The routes of delivery. What moderation rejected is there for the owner alone."""
    blueprint = Blueprint("delivery", __name__)

    @blueprint.get(
        "/<cloud:cloud_name>/<any(image, video, raw):resource_type>"
        f"/<any({', '.join(DELIVERY_TYPES)}):delivery_type>/<path:path>"
    )
    def deliver(cloud_name: str, resource_type: str, delivery_type: str, path: str) -> Response:
        signature, rest = split_signature(path)
        found = _find(resource_type, delivery_type, rest)
        if found is None:
            return _not_found(path)
        asset, asked, extension = found
        signed = signature is not None and signer.is_delivery_signature(
            signature, asked.signed_text
        )
        if signature is not None and not signed:
            return _refused(401, "Invalid signature in URL")
        original = asked.transformation is None
        if not _may_see(asset, original=original, signed=signed):
            return _not_found(path)
        caching = _caching(asset, asked, original=original)
        if original and extension in {"", asset.format}:
            return _with_headers(_original(asset), caching)
        if extension not in FORMATS or asset.resource_type == "raw" or not asset.width:
            return _not_found(path)
        return _with_headers(
            _rendition(asset, asked.transformation or Transformation(), extension), caching
        )

    def _may_see(asset: Asset, *, original: bool, signed: bool) -> bool:
        """Whether whoever asks gets the original, or what is derived of it.

        The owner is looked for last: a look at the session keeps caches from sharing the answer.
        """
        if not is_withheld(asset):
            closed = is_closed(asset, datetime.now(UTC))
            if not closed and (signed or not needs_signature(asset, original=original)):
                return True
            if _came_by_link(asset):
                return True
        return is_owner(request, credentials)

    def _came_by_link(asset: Asset) -> bool:
        """Whether the request has the token of the asset's info link, which its page passes on."""
        try:
            return signer.check_link(request.args.get("token", "")) == asset.asset_id
        except LinkError:
            return False

    def _find(
        resource_type: str, delivery_type: str, path: str
    ) -> tuple[Asset, DeliveryPath, str] | None:
        """The asset that `path` means, and the extension that it asks for.

        A folder may look like a transformation or a version, and a public ID may end like a
        file name, so the more literal reading follows the usual one.
        """
        for asked in readings(path):
            stem, dot, extension = asked.name.rpartition(".")
            if dot and (asset := catalogue.find(resource_type, delivery_type, stem)):
                return asset, asked, extension.lower()
            if asset := catalogue.find(resource_type, delivery_type, asked.name):
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
        response.headers.update(asset.headers or {})
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
        response = Response(picture, mimetype=_type_of(extension))
        response.set_etag(f"{asset.etag}-{transformation}-{extension}")
        response.make_conditional(request)
        return response

    return blueprint


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
    return _type_of(asset.format)


def _type_of(extension: str) -> str:
    guessed, _ = mimetypes.guess_type(f"file.{extension}")
    return _NEWER_TYPES.get(extension) or guessed or "application/octet-stream"


def _caching(asset: Asset, asked: DeliveryPath, *, original: bool) -> str:
    """How long others may keep the answer: an address with the current version never changes.

    What is under moderation may be withheld at any time, so whoever keeps it has to ask again.
    """
    if is_withheld(asset):
        return _OWNERS_ALONE
    if asset.access_control or needs_signature(asset, original=original):
        return _FOR_ONE_READER
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
    response = _refused(404, "Resource not found")
    response.set_data(f"Resource not found - {path}")
    return response


def _refused(status: int, message: str) -> Response:
    response = Response(message, status=status, mimetype="text/plain")
    response.headers["X-Cld-Error"] = message
    response.headers["Cache-Control"] = "no-store"
    return response
