"""The Admin API: deleting derived files."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from routes.authorisation import refuse_other_sites, require_owner
from routes.fields import read_fields, read_query
from routes.typed_fields import read_texts
from services.assets.renditions import Renditions
from services.credentials import Credentials

_MOST = 100


def derived_blueprint(renditions: Renditions, credentials: Credentials) -> Blueprint:
    """The route that deletes derived files."""
    blueprint = Blueprint("derived", __name__)

    @blueprint.before_request
    def require_the_owner() -> None:
        refuse_other_sites(request)
        require_owner(request, credentials)

    @blueprint.delete("/v1_1/<cloud:cloud_name>/derived_resources")
    def delete_by_ids(cloud_name: str) -> Response:
        fields = read_query(request) | read_fields(request)
        ids = read_texts(fields, "derived_resource_ids", _MOST)
        deleted = {id_: "deleted" if renditions.forget([id_]) else "not_found" for id_ in ids}
        return jsonify(deleted=deleted)

    return blueprint
