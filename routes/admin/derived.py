"""The Admin API: deleting derived files."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from routes.admin.access import DELIVERY_TYPE, RESOURCE_TYPE, RESOURCES
from routes.authorisation import refuse_other_sites, require_owner
from routes.fields import Fields, read_fields, read_query
from routes.responses import ApiError
from services.assets.catalogue import Catalogue
from services.assets.eager import read_eager
from services.assets.named_transformations import NamedTransformations
from services.assets.renditions import Renditions
from services.credentials import Credentials
from services.media.transformations.errors import TransformationError

_MOST = 100


def derived_blueprint(
    catalogue: Catalogue,
    transformations: NamedTransformations,
    renditions: Renditions,
    credentials: Credentials,
) -> Blueprint:
    """The routes of derived files."""
    blueprint = Blueprint("derived", __name__)

    @blueprint.before_request
    def require_the_owner() -> None:
        refuse_other_sites(request)
        require_owner(request, credentials)

    @blueprint.delete("/v1_1/<cloud:cloud_name>/derived_resources")
    def delete_by_ids(cloud_name: str) -> Response:
        ids = _texts(_fields(), "derived_resource_ids")
        deleted = {id_: "deleted" if renditions.forget([id_]) else "not_found" for id_ in ids}
        return jsonify(deleted=deleted)

    @blueprint.delete(f"{RESOURCES}/{RESOURCE_TYPE}/{DELIVERY_TYPE}")
    def delete_by_transformation(
        cloud_name: str, resource_type: str, delivery_type: str
    ) -> Response:
        fields = _fields()
        if str(fields.get("keep_original", "")).lower() not in {"true", "1"}:
            raise ApiError(
                400,
                "Only derived files are deleted here, with keep_original=true. Delete assets "
                "one by one, with destroy.",
            )
        public_ids = _texts(fields, "public_ids")
        texts = _canonical(fields.get("transformations"))
        found = {
            public_id: catalogue.find(resource_type, delivery_type, public_id)
            for public_id in public_ids
        }
        asset_ids = [asset.asset_id for asset in found.values() if asset]
        renditions.forget([row.id for row in renditions.derived.of_assets(asset_ids, texts)])
        deleted = {name: "deleted" if asset else "not_found" for name, asset in found.items()}
        return jsonify(deleted=deleted, partial=False)

    def _canonical(given: Any) -> list[str]:
        if not isinstance(given, str) or not given:
            raise ApiError(400, "Missing required parameter - transformations")
        try:
            items = read_eager(given)
            return [str(transformations.read(item.transformation)) for item in items]
        except (TransformationError, ValueError) as error:
            raise ApiError(400, str(error)) from None

    return blueprint


def _fields() -> Fields:
    return read_query(request) | read_fields(request)


def _texts(fields: Fields, name: str) -> list[str]:
    values = fields.get(name)
    values = [values] if isinstance(values, str) else values
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise ApiError(400, f"{name} must be a list of texts")
    if not 1 <= len(values) <= _MOST:
        raise ApiError(400, f"{name} must be from 1 to {_MOST}")
    return values
