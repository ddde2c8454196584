"""The Admin API: upload mappings, which are not done here, and say so."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from routes.authorisation import refuse_other_sites, require_owner
from routes.fields import read_fields, read_query
from routes.responses import ApiError
from routes.typed_fields import need_text
from services.credentials import Credentials

_MAPPINGS = "/v1_1/<cloud:cloud_name>/upload_mappings"


def upload_mappings_blueprint(credentials: Credentials) -> Blueprint:
    """The routes of upload mappings: there are none, and none can be made."""
    blueprint = Blueprint("upload_mappings", __name__)

    @blueprint.before_request
    def require_the_owner() -> None:
        refuse_other_sites(request)
        require_owner(request, credentials)

    @blueprint.get(_MAPPINGS)
    def listed_or_one(cloud_name: str) -> Response:
        if "folder" in request.args:
            raise _not_found()
        return jsonify(mappings=[])

    @blueprint.post(_MAPPINGS)
    def create(cloud_name: str) -> Response:
        raise ApiError(
            400,
            "Upload mappings are not done here: no file is fetched when its address is first "
            "opened. Upload the files by their addresses.",
        )

    @blueprint.put(_MAPPINGS)
    @blueprint.delete(_MAPPINGS)
    def change(cloud_name: str) -> Response:
        raise _not_found()

    return blueprint


def _not_found() -> ApiError:
    folder = need_text(read_query(request) | read_fields(request), "folder", longest=10_000)
    return ApiError(404, f"Can't find upload mapping for folder {folder[:255]}")
