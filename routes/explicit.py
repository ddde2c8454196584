"""The Upload API's method `explicit`: changing what is stored, and looking at it again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Request, Response, jsonify, request

from routes.authorisation import require_signature_or_owner
from routes.fields import read_fields
from routes.responses import ApiError
from services.assets.access import STORED_TYPES
from services.assets.catalogue import Catalogue
from services.assets.moderations import OWNER
from services.assets.presentation import AssetPresenter
from services.derivations import Derivations
from services.media.transformations.errors import TransformationError
from services.notifications.notifications import Notifications
from services.notifications.updates import announce_update
from services.uploads.authorisation import Gate
from services.uploads.changes import read_changes
from services.uploads.errors import UploadError
from services.uploads.updating import Updating


def explicit_blueprint(
    gate: Gate,
    catalogue: Catalogue,
    updating: Updating,
    derivations: Derivations,
    presenter: AssetPresenter,
    notifications: Notifications,
    base_url: Callable[[Request], str],
) -> Blueprint:
    """The route of this method."""
    blueprint = Blueprint("explicit", __name__)

    @blueprint.post("/v1_1/<cloud:cloud_name>/<any(image, video, raw):resource_type>/explicit")
    def explicit(cloud_name: str, resource_type: str) -> Response:
        fields = read_fields(request)
        require_signature_or_owner(request, gate, fields)
        public_id, delivery_type = fields.get("public_id"), fields.get("type") or "upload"
        if not isinstance(public_id, str) or not public_id:
            raise UploadError("Missing required parameter - public_id")
        if delivery_type not in STORED_TYPES:
            raise UploadError(
                f"Invalid value {str(delivery_type)[:100]!r} for parameter type: must be one of "
                f"{', '.join(STORED_TYPES)}"
            )
        asked = read_changes(fields, "explicit")
        asset = catalogue.find(resource_type, delivery_type, public_id)
        if asset is None:
            raise ApiError(404, f"Resource not found - {public_id}")
        try:
            derivations.check(asked.options, resource_type, asset.width, asset.height)
        except TransformationError as error:
            raise UploadError(str(error)) from None
        change = updating.update(asset, asked, OWNER)
        announce_update(notifications, change, asked.options.notification_url)
        answer: dict[str, Any] = presenter.as_json(change.asset, base_url(request))
        answer |= derivations.derive(change.asset, asked.options, base_url(request))
        return jsonify(answer | ({"warnings": asked.warnings} if asked.warnings else {}))

    return blueprint
