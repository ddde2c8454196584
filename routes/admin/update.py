"""The Admin API: updating a resource."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Request, Response, jsonify, request

from routes.admin.access import NAMED_RESOURCE, RESOURCE_BY_ID, RESOURCES, ResourceAccess
from routes.authorisation import refuse_other_sites
from routes.fields import read_fields
from services.assets.moderations import OWNER
from services.assets.presentation import AssetPresenter
from services.assets.tables import Asset
from services.jobs import Jobs
from services.notifications.notifications import Notifications
from services.notifications.updates import announce_update
from services.uploads.changes import read_changes
from services.uploads.updating import Updating


def update_blueprint(
    access: ResourceAccess,
    updating: Updating,
    presenter: AssetPresenter,
    jobs: Jobs,
    notifications: Notifications,
    base_url: Callable[[Request], str],
) -> Blueprint:
    """The routes that update a resource, by its name or by its asset ID."""
    blueprint = Blueprint("update", __name__)

    @blueprint.post(f"{RESOURCES}/{NAMED_RESOURCE}")
    def update(cloud_name: str, resource_type: str, delivery_type: str, public_id: str) -> Response:
        refuse_other_sites(request)
        return _update(access.owned(request, resource_type, delivery_type, public_id))

    @blueprint.put(f"{RESOURCES}/{RESOURCE_BY_ID}")
    def update_by_asset_id(cloud_name: str, asset_id: str) -> Response:
        refuse_other_sites(request)
        return _update(access.owned_by_id(request, asset_id))

    def _update(asset: Asset) -> Response:
        asked = read_changes(read_fields(request), "update")
        change = updating.update(asset, asked, OWNER)
        announce_update(notifications, change, asked.options.notification_url)
        if asked.decision is not None:
            jobs.notify_moderation(change.asset, base_url(request))
        answer: dict[str, Any] = presenter.as_json(change.asset, base_url(request))
        return jsonify(answer | ({"warnings": asked.warnings} if asked.warnings else {}))

    return blueprint
