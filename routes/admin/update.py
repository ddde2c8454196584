"""The Admin API: updating a resource."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from flask import Blueprint, Request, Response, jsonify, request

from routes.admin.access import NAMED_RESOURCE, RESOURCES, ResourceAccess
from routes.authorisation import refuse_other_sites, require_owner
from routes.fields import check_choice, read_fields
from routes.responses import ApiError
from services.assets.catalogue import Catalogue
from services.assets.presentation import AssetPresenter
from services.credentials import Credentials
from services.jobs import Jobs
from services.moderation.verdict import DECISIONS, Decision


def update_blueprint(
    access: ResourceAccess,
    catalogue: Catalogue,
    presenter: AssetPresenter,
    jobs: Jobs,
    credentials: Credentials,
    base_url: Callable[[Request], str],
) -> Blueprint:
    """The route of `POST /resources/<resource type>/<delivery type>/<public ID>`."""
    blueprint = Blueprint("update", __name__)

    @blueprint.post(f"{RESOURCES}/{NAMED_RESOURCE}")
    def update(cloud_name: str, resource_type: str, delivery_type: str, public_id: str) -> Response:
        refuse_other_sites(request)
        require_owner(request, credentials)
        decision = _decision(read_fields(request))
        asset = catalogue.decide_moderation(resource_type, delivery_type, public_id, decision)
        if asset is None:
            access.readable(request, resource_type, delivery_type, public_id)
            raise ApiError(
                400, f"{public_id} is not under moderation. Upload it with moderation=manual."
            )
        jobs.notify_moderation(asset, base_url(request))
        return jsonify(presenter.as_json(asset, base_url(request)))

    return blueprint


def _decision(fields: Mapping[str, Any]) -> Decision:
    """What an update asks for. Raises ApiError."""
    for name in fields:
        if name != "moderation_status":
            raise ApiError(
                400, f"{name[:100]} cannot be updated here; only moderation_status can be"
            )
    decision = fields.get("moderation_status")
    if decision is None:
        raise ApiError(400, "Missing required parameter - moderation_status")
    check_choice("moderation_status", str(decision), DECISIONS)
    return cast(Decision, decision)
