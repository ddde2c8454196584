"""Signed addresses by which originals are downloaded: `download` and `download_backup`.

As the SDKs' `private_download_url` and `download_backedup_asset` make them. They open whatever the
delivery type and the access control are, until they expire.
"""

from __future__ import annotations

from flask import Blueprint, Response, request

from routes.authorisation import is_owner
from routes.delivery.responses import (
    attachment,
    file_name,
    original_response,
    picture_response,
    with_headers,
)
from routes.fields import Fields, read_query, signed_text
from routes.responses import ApiError
from services.assets.access import STORED_TYPES
from services.assets.catalogue import Catalogue
from services.assets.renditions import Renditions
from services.assets.tables import Asset
from services.assets.versions import AssetVersions
from services.credentials import Credentials
from services.media.encoding import PICTURE_FORMATS
from services.media.errors import UnreadableMedia
from services.media.transformations.components import Transformation
from services.options.values import usual_format
from services.signing import SignatureError, Signer
from services.storage import Storage

_NOT_KEPT = "private, no-store"


def downloads_blueprint(
    catalogue: Catalogue,
    versions: AssetVersions,
    storage: Storage,
    renditions: Renditions,
    signer: Signer,
    credentials: Credentials,
) -> Blueprint:
    """The routes of downloads."""
    blueprint = Blueprint("downloads", __name__)

    @blueprint.get("/v1_1/<cloud:cloud_name>/<any(image, video, raw):resource_type>/download")
    def download(cloud_name: str, resource_type: str) -> Response:
        fields = _signed_query()
        public_id, delivery_type = _text(fields, "public_id"), _text(fields, "type") or "upload"
        if delivery_type not in STORED_TYPES:
            raise ApiError(400, f"Invalid type {delivery_type[:100]!r}")
        asset = catalogue.find(resource_type, delivery_type, public_id)
        if asset is None:
            raise ApiError(404, f"Resource not found - {public_id}")
        response, extension = _file(asset, usual_format(_text(fields, "format")))
        wanted = _text(fields, "attachment")
        if wanted.lower() not in {"", "false", "0"}:
            stem = "" if wanted.lower() in {"true", "1"} else wanted
            response.headers["Content-Disposition"] = attachment(
                stem or file_name(asset, extension)
            )
        return with_headers(response, _NOT_KEPT)

    @blueprint.get("/v1_1/<cloud:cloud_name>/download_backup")
    def download_backup(cloud_name: str) -> Response:
        fields = _signed_query()
        asset_id, version_id = _text(fields, "asset_id"), _text(fields, "version_id")
        asset = catalogue.get(asset_id)
        if asset is None or asset.version_id != version_id:
            asset = versions.kept(asset_id, version_id)
        if asset is None:
            raise ApiError(404, f"Resource not found - {version_id}")
        response = original_response(request, asset, storage.open(asset.storage_key))
        response.headers["Content-Disposition"] = attachment(file_name(asset))
        return with_headers(response, _NOT_KEPT)

    def _file(asset: Asset, wanted: str) -> tuple[Response, str]:
        """The original, or the picture in the format that is asked for. Raises ApiError."""
        if wanted in {"", asset.format} or asset.resource_type == "raw":
            file = storage.open(asset.storage_key)
            return original_response(request, asset, file), asset.format
        for format_ in PICTURE_FORMATS:
            if format_ == wanted and asset.width:
                try:
                    picture = renditions.picture(asset, Transformation(), format_)
                except UnreadableMedia as error:
                    raise ApiError(404, f"Resource not found - {error}") from None
                etag = f"{asset.etag}-{format_}"
                return picture_response(request, picture, format_, etag), format_
        raise ApiError(400, f"{asset.public_id} cannot be downloaded as {wanted[:20]!r}")

    def _signed_query() -> Fields:
        fields = read_query(request)
        if "signature" not in fields and is_owner(request, credentials):
            return fields
        try:
            signer.check_download(signed_text(fields))
        except SignatureError as error:
            raise ApiError(401, str(error)) from None
        return fields

    return blueprint


def _text(fields: Fields, name: str) -> str:
    value = fields.get(name, "")
    if not isinstance(value, str):
        raise ApiError(400, f"{name} must be text")
    return value
