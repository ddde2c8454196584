"""The Admin API: deleting resources by their IDs, by prefix, by tag, or all of a type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, jsonify, request

from routes.admin.access import DELIVERY_TYPE, RESOURCE_TYPE, RESOURCES
from routes.authorisation import refuse_other_sites, require_owner
from routes.fields import Fields, read_fields, read_query
from routes.responses import ApiError
from routes.typed_fields import need_text, read_cursor_text, read_flag, read_text, read_texts
from services.assets.cursors import CursorError
from services.assets.deleting import Deleted, Deleting
from services.assets.eager import read_eager
from services.assets.listing import Criteria, Listings
from services.assets.named_transformations import NamedTransformations
from services.assets.tables import Asset
from services.credentials import Credentials
from services.media.transformations.errors import TransformationError
from services.notifications.notifications import Notifications
from services.notifications.payloads import deleted as deleted_payload

_MOST_IDS = 100
_BATCH = 1_000
"""Assets that one request looks at where it names none, as in Cloudinary's "Delete resources"."""


def deletion_blueprint(
    listings: Listings,
    deleting: Deleting,
    transformations: NamedTransformations,
    notifications: Notifications,
    credentials: Credentials,
) -> Blueprint:
    """The routes that delete resources, for the owner alone."""
    blueprint = Blueprint("deletion", __name__)

    @blueprint.before_request
    def require_the_owner() -> None:
        refuse_other_sites(request)
        require_owner(request, credentials)

    @blueprint.delete(RESOURCES)
    def delete_by_asset_ids(cloud_name: str) -> Response:
        fields = _fields()
        asset_ids = read_texts(fields, "asset_ids", _MOST_IDS)
        found = {asset.asset_id: asset for asset in listings.identified(asset_ids)}
        return _delete_named(fields, {name: found.get(name) for name in asset_ids})

    @blueprint.delete(f"{RESOURCES}/{RESOURCE_TYPE}/{DELIVERY_TYPE}")
    def delete(cloud_name: str, resource_type: str, delivery_type: str) -> Response:
        fields = _fields()
        ways = [name for name in ("public_ids", "prefix", "all") if fields.get(name)]
        if len(ways) != 1:
            raise ApiError(400, "Say which resources: public_ids, prefix, or all=true; one of them")
        if "public_ids" in ways:
            public_ids = read_texts(fields, "public_ids", _MOST_IDS)
            named = listings.named(resource_type, delivery_type, public_ids)
            found = {asset.public_id: asset for asset in named}
            return _delete_named(fields, {name: found.get(name) for name in public_ids})
        if "prefix" in ways:
            prefix = need_text(fields, "prefix")
            return _delete_matching(fields, Criteria(resource_type, delivery_type, prefix=prefix))
        if not read_flag(fields, "all"):
            raise ApiError(400, "all must be true")
        return _delete_matching(fields, Criteria(resource_type, delivery_type))

    @blueprint.delete(f"{RESOURCES}/{RESOURCE_TYPE}/tags/<path:tag>")
    def delete_by_tag(cloud_name: str, resource_type: str, tag: str) -> Response:
        return _delete_matching(_fields(), Criteria(resource_type, tag=tag))

    def _delete_named(fields: Fields, named: Mapping[str, Asset | None]) -> Response:
        done = _delete(fields, [asset for asset in named.values() if asset])
        gone = {each.asset.asset_id: each for each in done}
        outcomes = {
            name: gone.get(asset.asset_id) if asset else None for name, asset in named.items()
        }
        return jsonify(_answer(outcomes) | {"partial": False})

    def _delete_matching(fields: Fields, criteria: Criteria) -> Response:
        try:
            page = listings.page(criteria, _BATCH, read_cursor_text(fields), "asc")
        except CursorError as error:
            raise ApiError(400, str(error)) from None
        outcomes = {each.asset.public_id: each for each in _delete(fields, page.assets)}
        more: dict[str, Any] = {"partial": page.next_cursor is not None}
        if page.next_cursor is not None:
            more["next_cursor"] = page.next_cursor
        return jsonify(_answer(outcomes) | more)

    def _delete(fields: Fields, assets: Sequence[Asset]) -> list[Deleted]:
        asset_ids = [asset.asset_id for asset in assets]
        texts = _canonical(fields)
        if texts is not None or read_flag(fields, "keep_original"):
            return deleting.delete_derived(asset_ids, texts)
        done = deleting.delete(asset_ids)
        if done:
            url = read_text(fields, "notification_url", longest=2_000)
            payload = deleted_payload([each.asset for each in done])
            notifications.announce("delete", payload, notification_url=url or None)
        return done

    def _canonical(fields: Fields) -> list[str] | None:
        """The transformations whose files are to be deleted, as they are recorded."""
        given = fields.get("transformations")
        texts = [given] if isinstance(given, str) else given or []
        if not any(texts):
            return None
        if not all(isinstance(text, str) for text in texts):
            raise ApiError(400, "transformations must be texts")
        try:
            items = [item for text in texts for item in read_eager(text)]
            return [str(transformations.read(item.transformation)) for item in items]
        except (TransformationError, ValueError) as error:
            raise ApiError(400, str(error)) from None

    return blueprint


def _fields() -> Fields:
    return read_query(request) | read_fields(request)


def _answer(outcomes: Mapping[str, Deleted | None]) -> dict[str, Any]:
    return {
        "deleted": {name: "deleted" if done else "not_found" for name, done in outcomes.items()},
        "deleted_counts": {
            name: {"original": done.original if done else 0, "derived": done.derived if done else 0}
            for name, done in outcomes.items()
        },
    }
