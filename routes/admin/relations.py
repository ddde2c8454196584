"""The Admin API: relating assets to each other."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from routes.admin.access import NAMED_RESOURCE, RESOURCE_BY_ID, RESOURCES, ResourceAccess
from routes.authorisation import refuse_other_sites, require_owner
from routes.fields import Fields, read_fields, read_query
from routes.typed_fields import read_texts
from services.assets.access import STORED_TYPES
from services.assets.relations import Relations
from services.assets.tables import Asset

_MOST = 10
"""Assets of one request, as in Cloudinary's "Relate assets"."""
_RELATED = f"{RESOURCES}/related_assets"
_RESOURCE_TYPES = ("image", "video", "raw")


def relations_blueprint(access: ResourceAccess, relations: Relations) -> Blueprint:
    """The routes that relate assets and that end relations, for the owner alone."""
    blueprint = Blueprint("relations", __name__)

    @blueprint.before_request
    def require_the_owner() -> None:
        refuse_other_sites(request)
        require_owner(request, access.credentials)

    @blueprint.post(f"{_RELATED}/{NAMED_RESOURCE}")
    def relate(cloud_name: str, resource_type: str, delivery_type: str, public_id: str) -> Response:
        asset = access.owned(request, resource_type, delivery_type, public_id)
        return _relate(asset, _by_names(_given("assets_to_relate")))

    @blueprint.post(f"{_RELATED}/{RESOURCE_BY_ID}")
    def relate_by_asset_id(cloud_name: str, asset_id: str) -> Response:
        asset = access.owned_by_id(request, asset_id)
        return _relate(asset, _by_ids(_given("assets_to_relate")))

    @blueprint.delete(f"{_RELATED}/{NAMED_RESOURCE}")
    def unrelate(
        cloud_name: str, resource_type: str, delivery_type: str, public_id: str
    ) -> Response:
        asset = access.owned(request, resource_type, delivery_type, public_id)
        return _unrelate(asset, _by_names(_given("assets_to_unrelate")))

    @blueprint.delete(f"{_RELATED}/{RESOURCE_BY_ID}")
    def unrelate_by_asset_id(cloud_name: str, asset_id: str) -> Response:
        asset = access.owned_by_id(request, asset_id)
        return _unrelate(asset, _by_ids(_given("assets_to_unrelate")))

    def _relate(asset: Asset, others: dict[str, str | None]) -> Response:
        there = [other for other in others.values() if other and other != asset.asset_id]
        if there:
            relations.relate(asset.asset_id, there)
        return _answer(others, set(there))

    def _unrelate(asset: Asset, others: dict[str, str | None]) -> Response:
        there = [other for other in others.values() if other]
        return _answer(others, set(relations.unrelate(asset.asset_id, there)))

    def _by_ids(asset_ids: list[str]) -> dict[str, str | None]:
        found = access.catalogue.get_all(asset_ids)
        return {asset_id: asset_id if asset_id in found else None for asset_id in asset_ids}

    def _by_names(names: list[str]) -> dict[str, str | None]:
        return {name: _asset_id(name) for name in names}

    def _asset_id(name: str) -> str | None:
        resource_type, _, rest = name.partition("/")
        delivery_type, _, public_id = rest.partition("/")
        if resource_type not in _RESOURCE_TYPES or delivery_type not in STORED_TYPES:
            return None
        asset = access.catalogue.find(resource_type, delivery_type, public_id)
        return asset.asset_id if asset else None

    return blueprint


def _given(name: str) -> list[str]:
    fields: Fields = read_query(request) | read_fields(request)
    return list(dict.fromkeys(read_texts(fields, name, _MOST)))


def _answer(others: dict[str, str | None], done: set[str]) -> Response:
    """What became of each asset, as it was named."""
    success: list[dict[str, Any]] = []
    failed: list[dict[str, Any]] = []
    for name, asset_id in others.items():
        if asset_id in done:
            row = {"message": "success", "code": "success_ids", "asset": name, "status": 200}
            success.append(row)
        elif asset_id is None:
            row = {"message": "resource does not exist", "code": "non_existing_ids"}
            failed.append(row | {"asset": name, "status": 404})
        else:
            row = {"message": "resource cannot be related or is not", "code": "invalid_ids"}
            failed.append(row | {"asset": name, "status": 400})
    return jsonify(failed=failed, success=success)
