"""The Admin API: the fields of structured metadata, and the rules between them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from flask import Blueprint, Response, jsonify, request

from routes.authorisation import refuse_other_sites, require_owner
from routes.fields import check_choice, read_fields
from routes.responses import ApiError, error_response
from services.credentials import Credentials
from services.structured_metadata.store import Direction, MetadataStore
from services.structured_metadata.values import MetadataError

_FIELDS = "/v1_1/<cloud:cloud_name>/metadata_fields"
_RULES = "/v1_1/<cloud:cloud_name>/metadata_rules"


def structured_metadata_blueprint(store: MetadataStore, credentials: Credentials) -> Blueprint:
    """The routes under `/metadata_fields` and `/metadata_rules`."""
    blueprint = Blueprint("structured_metadata", __name__)

    @blueprint.before_request
    def require_the_owner() -> None:
        refuse_other_sites(request)
        require_owner(request, credentials)

    @blueprint.errorhandler(MetadataError)
    def refused(error: MetadataError) -> Response:
        return error_response(400, str(error))

    @blueprint.get(_FIELDS)
    def list_fields(cloud_name: str) -> Response:
        return jsonify(metadata_fields=store.fields())

    @blueprint.post(_FIELDS)
    def add_field(cloud_name: str) -> Response:
        return jsonify(store.add_field(read_fields(request)))

    @blueprint.put(f"{_FIELDS}/order")
    def order_fields(cloud_name: str) -> Response:
        by, direction = _order("label", "external_id", "created_at")
        return jsonify(metadata_fields=store.order_fields(cast(Any, by), direction))

    @blueprint.get(f"{_FIELDS}/<string:external_id>")
    def field(cloud_name: str, external_id: str) -> Response:
        return jsonify(_found(external_id, lambda: store.field(external_id)))

    @blueprint.put(f"{_FIELDS}/<string:external_id>")
    def update_field(cloud_name: str, external_id: str) -> Response:
        values = read_fields(request)
        return jsonify(_found(external_id, lambda: store.update_field(external_id, values)))

    @blueprint.delete(f"{_FIELDS}/<string:external_id>")
    def delete_field(cloud_name: str, external_id: str) -> Response:
        _found(external_id, lambda: store.delete_field(external_id))
        return jsonify(message="ok")

    @blueprint.put(f"{_FIELDS}/<string:external_id>/datasource")
    def update_datasource(cloud_name: str, external_id: str) -> Response:
        values = read_fields(request).get("values")
        return jsonify(_found(external_id, lambda: store.update_entries(external_id, values)))

    @blueprint.delete(f"{_FIELDS}/<string:external_id>/datasource")
    def delete_entries(cloud_name: str, external_id: str) -> Response:
        ids = _external_ids()
        return jsonify(_found(external_id, lambda: store.set_state(external_id, ids, "inactive")))

    @blueprint.post(f"{_FIELDS}/<string:external_id>/datasource_restore")
    def restore_entries(cloud_name: str, external_id: str) -> Response:
        ids = _external_ids()
        return jsonify(_found(external_id, lambda: store.set_state(external_id, ids, "active")))

    @blueprint.post(f"{_FIELDS}/<string:external_id>/datasource/order")
    def order_datasource(cloud_name: str, external_id: str) -> Response:
        _, direction = _order("value")
        return jsonify(_found(external_id, lambda: store.order_entries(external_id, direction)))

    @blueprint.get(_RULES)
    def list_rules(cloud_name: str) -> Response:
        return jsonify(metadata_rules=store.rules())

    @blueprint.post(_RULES)
    def add_rule(cloud_name: str) -> Response:
        return jsonify(store.add_rule(read_fields(request)))

    @blueprint.put(f"{_RULES}/<string:external_id>")
    def update_rule(cloud_name: str, external_id: str) -> Response:
        values = read_fields(request)
        return jsonify(_found(external_id, lambda: store.update_rule(external_id, values)))

    @blueprint.delete(f"{_RULES}/<string:external_id>")
    def delete_rule(cloud_name: str, external_id: str) -> Response:
        _found(external_id, lambda: store.delete_rule(external_id))
        return jsonify(success=True)

    return blueprint


def _found(external_id: str, act: Callable[[], Any]) -> Any:
    """What `act` gives. Raises ApiError (404) where there is nothing of that external ID."""
    try:
        return act()
    except KeyError:
        raise ApiError(404, f"External ID {external_id[:100]} does not exist") from None


def _order(*choices: str) -> tuple[str, Direction]:
    """By what to sort, and in which direction. Raises ApiError."""
    fields = read_fields(request)
    by, direction = str(fields.get("order_by")), str(fields.get("direction") or "asc")
    check_choice("order_by", by, choices)
    check_choice("direction", direction, ("asc", "desc"))
    return by, cast(Direction, direction)


def _external_ids() -> list[str]:
    given = read_fields(request).get("external_ids")
    ids = [given] if isinstance(given, str) else given
    if not isinstance(ids, list) or not ids or not all(isinstance(each, str) for each in ids):
        raise ApiError(400, "external_ids must be a list of external IDs")
    return ids
