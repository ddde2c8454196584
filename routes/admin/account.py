"""The Admin API: whether the server is there, how it is set up, and how much is stored."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Blueprint, Response, jsonify, request

from routes.authorisation import require_owner
from routes.fields import read_query
from routes.responses import ApiError
from routes.typed_fields import read_flag, read_text
from services.assets.usage import Usage
from services.credentials import Credentials
from services.media.probe import Limits

_API = "/v1_1/<cloud:cloud_name>"
_DATE_FORMATS = ("%d-%m-%Y", "%Y-%m-%d")
"""As the Python SDK writes a date into the address, and as the reference does."""


def account_blueprint(
    usage_now: Callable[[], Usage], limits: Limits, size_limit: int, credentials: Credentials
) -> Blueprint:
    """The routes of the server as a whole, for the owner alone."""
    blueprint = Blueprint("account", __name__)

    @blueprint.before_request
    def require_the_owner() -> None:
        require_owner(request, credentials)

    @blueprint.get(f"{_API}/ping")
    def ping(cloud_name: str) -> Response:
        return jsonify(status="ok")

    @blueprint.get(f"{_API}/config")
    def config(cloud_name: str) -> Response:
        # Where people find an asset is set apart from its public ID.
        settings = {"settings": {"folder_mode": "dynamic"}}
        return jsonify(
            {"cloud_name": cloud_name}
            | (settings if read_flag(read_query(request), "settings") else {})
        )

    @blueprint.get(f"{_API}/usage")
    @blueprint.get(f"{_API}/usage/<string:date>")
    def usage(cloud_name: str, date: str = "") -> Response:
        today = datetime.now(UTC).date()
        asked = date or read_text(read_query(request), "date") or ""
        if asked and asked not in {today.strftime(form) for form in _DATE_FORMATS}:
            raise ApiError(400, "Only today's usage is known; earlier usage is not recorded")
        now = usage_now()
        return jsonify(
            plan="self-hosted",
            last_updated=today.isoformat(),
            date_requested=f"{today.isoformat()}T00:00:00Z",
            objects={"usage": now.assets + now.derived + now.versions},
            storage={"usage": now.bytes},
            resources=now.assets,
            derived_resources=now.derived,
            media_limits={
                "image_max_size_bytes": size_limit,
                "video_max_size_bytes": size_limit,
                "raw_max_size_bytes": size_limit,
                "image_max_px": limits.pixels,
            },
        )

    return blueprint
