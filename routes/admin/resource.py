"""The Admin API: one resource, as JSON for programs and as a page for people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Request, Response, jsonify, render_template, request

from routes.admin.access import NAMED_RESOURCE, RESOURCE_BY_ID, RESOURCES, ResourceAccess
from routes.fields import read_query
from routes.responses import ApiError, wants_page
from routes.typed_fields import read_flag, read_limit, read_text
from services.assets.cursors import CursorError
from services.assets.derived_rows import DerivedPresenter
from services.assets.listed_rows import ListedRows, Shown
from services.assets.presentation import AssetPresenter, version_rows
from services.assets.relations import Relations
from services.assets.tables import Asset
from services.assets.versions import AssetVersions

_MOST_DERIVED = 500


def resource_blueprint(
    access: ResourceAccess,
    versions: AssetVersions,
    presenter: AssetPresenter,
    derived: DerivedPresenter,
    relations: Relations,
    rows: ListedRows,
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
        if "token" not in request.args:
            # A link to one resource opens that one alone.
            shown |= _related(asset)
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
        shown = presenter.as_json(asset, base_url(request))
        response = jsonify(shown | _versions(asset) | _derived(asset) | _related(asset))
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

    def _related(asset: Asset) -> dict[str, Any]:
        fields = read_query(request)
        if not read_flag(fields, "related"):
            return {}
        cursor = read_text(fields, "related_next_cursor", longest=5_000) or ""
        try:
            page = relations.related(asset.asset_id, read_limit(fields), cursor)
        except CursorError:
            raise ApiError(400, "related_next_cursor is not one that this resource gave") from None
        found = [rows.row(each, base_url(request), Shown()) for each in page.assets]
        more = {"related_next_cursor": page.next_cursor} if page.next_cursor else {}
        return {"related_assets": found} | more

    return blueprint
