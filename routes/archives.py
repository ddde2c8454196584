"""The Upload API's method `generate_archive`, and the signed addresses of archives."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Request, Response, jsonify, request

from routes.authorisation import basic_authorisation, require_signature_or_owner
from routes.delivery.responses import attachment
from routes.fields import Fields, read_fields, read_query, signed_text
from services.assets.presentation import AssetPresenter
from services.notifications.notifications import Notifications
from services.signing import SignatureError, Signer
from services.uploads.archive_request import read_archive_request
from services.uploads.archiving import Archive, Archiving
from services.uploads.authorisation import Gate
from services.uploads.errors import Unauthorized

_TYPES = "<any(image, video, raw, all):resource_type>"


def archives_blueprint(
    gate: Gate,
    signer: Signer,
    archiving: Archiving,
    presenter: AssetPresenter,
    notifications: Notifications,
    base_url: Callable[[Request], str],
) -> Blueprint:
    """The routes of archives."""
    blueprint = Blueprint("archives", __name__)

    @blueprint.post(f"/v1_1/<cloud:cloud_name>/{_TYPES}/generate_archive")
    def generate_archive(cloud_name: str, resource_type: str) -> Response:
        fields = read_fields(request)
        require_signature_or_owner(request, gate, fields)
        asked = read_archive_request(fields)
        archive = archiving.archive(asked, resource_type)
        if asked.mode == "download":
            return _download(archive)
        stored = archiving.store(archive, asked)
        answer = presenter.as_json(stored.asset, base_url(request))
        answer |= {"resource_count": archive.resource_count, "file_count": archive.file_count}
        notifications.announce("generate_archive", answer, notification_url=asked.notification_url)
        return jsonify(answer)

    @blueprint.get(f"/v1_1/<cloud:cloud_name>/{_TYPES}/generate_archive")
    def download_archive(cloud_name: str, resource_type: str) -> Response:
        asked = read_archive_request(_signed_query() | {"mode": "download"})
        return _download(archiving.archive(asked, resource_type))

    @blueprint.get(f"/v1_1/<cloud:cloud_name>/{_TYPES}/download_tag.zip")
    def download_tag(cloud_name: str, resource_type: str) -> Response:
        fields = _signed_query()
        tag, transformation = fields.pop("tag", ""), fields.pop("transformation", "")
        tagged = {"tags": [tag], "transformations": transformation, "mode": "download"}
        asked = read_archive_request(fields | tagged)
        return _download(archiving.archive(asked, resource_type))

    def _signed_query() -> Fields:
        """The fields of an address that is signed, or that the owner opens. Raises ApiError."""
        fields = read_query(request)
        basic = basic_authorisation(request)
        if basic is not None:
            gate.require_owner({}, basic)
            return fields
        try:
            signer.check_download(signed_text(fields))
        except SignatureError as error:
            raise Unauthorized(str(error)) from None
        return fields

    return blueprint


def _download(archive: Archive) -> Response:
    response = Response(archive.chunks, mimetype="application/zip")
    response.headers["Content-Disposition"] = attachment(archive.name.rpartition("/")[2])
    response.headers["Cache-Control"] = "private, no-store"
    return response
