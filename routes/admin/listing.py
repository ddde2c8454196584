"""The Admin API: resources by tag and by moderation."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Request, Response, jsonify, request

from routes.admin.access import RESOURCE_TYPE, RESOURCES
from routes.authorisation import require_owner
from routes.fields import check_choice, max_results
from services.assets.catalogue import Catalogue
from services.assets.presentation import AssetPresenter
from services.credentials import Credentials
from services.moderation.verdict import MODERATION_KINDS, STANDINGS


def listing_blueprint(
    catalogue: Catalogue,
    presenter: AssetPresenter,
    credentials: Credentials,
    base_url: Callable[[Request], str],
) -> Blueprint:
    """The routes that list resources."""
    blueprint = Blueprint("listing", __name__)

    @blueprint.get(f"{RESOURCES}/{RESOURCE_TYPE}/moderations/<string:kind>/<string:status>")
    def resources_by_moderation(
        cloud_name: str, resource_type: str, kind: str, status: str
    ) -> Response:
        require_owner(request, credentials)
        check_choice("moderation kind", kind, MODERATION_KINDS)
        check_choice("moderation status", status, STANDINGS)
        found = catalogue.under_moderation(resource_type, kind, status, max_results(request))
        return jsonify(resources=[presenter.as_json(asset, base_url(request)) for asset in found])

    @blueprint.get(f"{RESOURCES}/{RESOURCE_TYPE}/tags/<path:tag>")
    def resources_by_tag(cloud_name: str, resource_type: str, tag: str) -> Response:
        require_owner(request, credentials)
        found = catalogue.with_tag(resource_type, tag, max_results(request))
        return jsonify(resources=[presenter.as_json(asset, base_url(request)) for asset in found])

    return blueprint
