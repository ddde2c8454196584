"""The Admin API: resources by tag and by moderation."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Request, Response, jsonify, request

from routes.admin.access import RESOURCE_TYPE, RESOURCES
from routes.authorisation import require_owner
from routes.fields import check_choice
from routes.responses import ApiError
from services.assets.catalogue import Catalogue
from services.assets.presentation import AssetPresenter
from services.credentials import Credentials
from services.moderation.verdict import MODERATION_KINDS, STATUSES

_DEFAULT_RESULTS = 10
_MAX_RESULTS = 500


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
        check_choice("moderation status", status, STATUSES)
        found = catalogue.under_moderation(resource_type, kind, status, _max_results(request))
        return jsonify(resources=[presenter.as_json(asset, base_url(request)) for asset in found])

    @blueprint.get(f"{RESOURCES}/{RESOURCE_TYPE}/tags/<path:tag>")
    def resources_by_tag(cloud_name: str, resource_type: str, tag: str) -> Response:
        require_owner(request, credentials)
        found = catalogue.with_tag(resource_type, tag, _max_results(request))
        return jsonify(resources=[presenter.as_json(asset, base_url(request)) for asset in found])

    return blueprint


def _max_results(request: Request) -> int:
    given = request.args.get("max_results", str(_DEFAULT_RESULTS))
    if (
        not (given.isascii() and given.isdigit() and len(given) < 5)
        or not 1 <= int(given) <= _MAX_RESULTS
    ):
        raise ApiError(400, f"max_results must be a whole number from 1 to {_MAX_RESULTS}")
    return int(given)
