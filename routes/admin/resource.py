"""The Admin API: one resource, as JSON for programs and as a page for people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Request, Response, jsonify, render_template, request

from routes.admin.access import NAMED_RESOURCE, RESOURCE_BY_ID, RESOURCES, ResourceAccess
from routes.responses import ApiError, wants_page
from services.assets.derived_rows import DerivedPresenter
from services.assets.presentation import AssetPresenter, version_rows
from services.assets.tables import Asset
from services.assets.versions import AssetVersions

_MOST_DERIVED = 500


def resource_blueprint(
    access: ResourceAccess,
    versions: AssetVersions,
    presenter: AssetPresenter,
    derived: DerivedPresenter,
    base_url: Callable[[Request], str],
) -> Blueprint:
    """The routes of one resource, by its name or by its asset ID."""
    blueprint = Blueprint("resource", __name__)

    @blueprint.get(f"{RESOURCES}/{NAMED_RESOURCE}")
    def resource(
        cloud_name: str, resource_type: str, delivery_type: str, public_id: str
    ) -> Response:
        asset = access.readable(request, resource_type, delivery_type, public_id)
        shown = presenter.as_json(asset, base_url(request), request.args.get("token"))
        shown |= _versions(asset) | _derived(asset)
        if wants_page(request):
            page = render_template(
                "resource.html",
                resource=shown,
                events_url=shown["events_url"],
                json_url=f"{shown['info_url']}&format=json",
                cloud_name=cloud_name,
            )
            return Response(page, headers={"Vary": "Accept", "Cache-Control": "no-store"})
        response = jsonify(shown)
        response.headers.update({"Vary": "Accept", "Cache-Control": "no-store"})
        return response

    @blueprint.get(f"{RESOURCES}/{RESOURCE_BY_ID}")
    def resource_by_asset_id(cloud_name: str, asset_id: str) -> Response:
        asset = access.owned_by_id(request, asset_id)
        response = jsonify(
            presenter.as_json(asset, base_url(request)) | _versions(asset) | _derived(asset)
        )
        response.headers["Cache-Control"] = "no-store"
        return response

    def _derived(asset: Asset) -> dict[str, Any]:
        given = request.args.get("max_results", "10")
        if not (given.isascii() and given.isdigit() and 1 <= int(given[:5]) <= _MOST_DERIVED):
            raise ApiError(400, f"max_results must be a whole number from 1 to {_MOST_DERIVED}")
        after = request.args.get("derived_next_cursor", "")
        return derived.of_asset(asset, base_url(request), int(given), after)

    def _versions(asset: Asset) -> dict[str, Any]:
        if request.args.get("versions", "").lower() not in {"true", "1"}:
            return {}
        return {"versions": version_rows(asset, versions.of(asset.asset_id))}

    return blueprint
