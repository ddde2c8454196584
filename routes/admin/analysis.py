"""The Analyze API: what an engine sees in a picture elsewhere."""

from __future__ import annotations

from uuid import uuid4

from flask import Blueprint, Response, jsonify, request

from routes.authorisation import refuse_other_sites, require_owner
from routes.fields import read_fields
from routes.typed_fields import need_text
from services.credentials import Credentials
from services.uploads.analysis import Analyzing

_LONGEST_URI = 10_000_000
"""A data URI may hold the picture itself."""


def analysis_blueprint(analyzing: Analyzing, credentials: Credentials) -> Blueprint:
    """The route of `POST /v2/<cloud name>/analysis/analyze/uri`, for the owner alone."""
    blueprint = Blueprint("analysis", __name__)

    @blueprint.before_request
    def require_the_owner() -> None:
        refuse_other_sites(request)
        require_owner(request, credentials)

    @blueprint.post("/v2/<cloud:cloud_name>/analysis/analyze/uri")
    def analyze(cloud_name: str) -> Response:
        fields = read_fields(request)
        uri = need_text(fields, "uri", _LONGEST_URI)
        analysis = analyzing.analyze(uri, need_text(fields, "analysis_type"))
        entity = uri if len(uri) <= 2_000 else f"{uri[:100]}…"
        return jsonify(data={"entity": entity, "analysis": analysis}, request_id=uuid4().hex)

    return blueprint
