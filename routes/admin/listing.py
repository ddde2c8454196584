"""The Admin API: listing resources and tags."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flask import Blueprint, Request, Response, jsonify, request

from routes.admin.access import DELIVERY_TYPE, RESOURCE_TYPE, RESOURCES
from routes.authorisation import require_owner
from routes.fields import Fields, check_choice, read_query
from routes.responses import ApiError
from routes.typed_fields import (
    need_text,
    read_cursor_text,
    read_flag,
    read_limit,
    read_moment,
    read_text,
    read_texts,
)
from services.assets.cursors import CursorError
from services.assets.listed_rows import ListedRows, Shown
from services.assets.listing import Criteria, Direction, Listings
from services.assets.tables import Asset
from services.credentials import Credentials
from services.moderation.verdict import MODERATION_KINDS, STANDINGS

_MOST_IDS = 100
_DIRECTIONS: dict[str, Direction] = {
    "": "desc",
    "desc": "desc",
    "-1": "desc",
    "asc": "asc",
    "1": "asc",
}


def listing_blueprint(
    listings: Listings,
    rows: ListedRows,
    credentials: Credentials,
    base_url: Callable[[Request], str],
) -> Blueprint:
    """The routes that list resources and tags, for the owner alone."""
    blueprint = Blueprint("listing", __name__)

    @blueprint.before_request
    def require_the_owner() -> None:
        require_owner(request, credentials)

    @blueprint.get(RESOURCES)
    def resource_types(cloud_name: str) -> Response:
        return jsonify(resource_types=["image", "raw", "video"])

    @blueprint.get(f"{RESOURCES}/{RESOURCE_TYPE}")
    def resources(cloud_name: str, resource_type: str) -> Response:
        if "public_ids" in read_query(request):
            return _named(resource_type, "upload")
        return _of_types(resource_type, None)

    @blueprint.get(f"{RESOURCES}/{RESOURCE_TYPE}/{DELIVERY_TYPE}")
    def resources_of_delivery_type(
        cloud_name: str, resource_type: str, delivery_type: str
    ) -> Response:
        if "public_ids" in read_query(request):
            return _named(resource_type, delivery_type)
        return _of_types(resource_type, delivery_type)

    @blueprint.get(f"{RESOURCES}/by_asset_ids")
    def resources_by_asset_ids(cloud_name: str) -> Response:
        fields = read_query(request)
        return _all(fields, listings.identified(read_texts(fields, "asset_ids", _MOST_IDS)))

    @blueprint.get(f"{RESOURCES}/by_asset_folder")
    def resources_by_asset_folder(cloud_name: str) -> Response:
        fields = read_query(request)
        folder = read_text(fields, "asset_folder")
        if folder is None:
            raise ApiError(400, "Missing required parameter - asset_folder")
        return _page(fields, Criteria(asset_folder=folder.strip("/")))

    @blueprint.get(f"{RESOURCES}/{RESOURCE_TYPE}/moderations/<string:kind>/<string:status>")
    def resources_by_moderation(
        cloud_name: str, resource_type: str, kind: str, status: str
    ) -> Response:
        check_choice("moderation kind", kind, MODERATION_KINDS)
        check_choice("moderation status", status, STANDINGS)
        return _page(
            read_query(request), Criteria(resource_type=resource_type, moderation=(kind, status))
        )

    @blueprint.get(f"{RESOURCES}/{RESOURCE_TYPE}/tags/<path:tag>")
    def resources_by_tag(cloud_name: str, resource_type: str, tag: str) -> Response:
        return _page(read_query(request), Criteria(resource_type=resource_type, tag=tag))

    @blueprint.get(f"{RESOURCES}/{RESOURCE_TYPE}/context")
    def resources_by_context(cloud_name: str, resource_type: str) -> Response:
        fields = read_query(request)
        pair = need_text(fields, "key"), read_text(fields, "value", longest=10_000)
        return _page(fields, Criteria(resource_type=resource_type, context=pair))

    @blueprint.get(f"/v1_1/<cloud:cloud_name>/tags/{RESOURCE_TYPE}")
    def tags(cloud_name: str, resource_type: str) -> Response:
        fields = read_query(request)
        prefix = read_text(fields, "prefix") or ""
        try:
            found = listings.tags(
                resource_type, prefix, read_limit(fields), read_cursor_text(fields)
            )
        except CursorError as error:
            raise ApiError(400, str(error)) from None
        return _answer({"tags": found.tags}, found.next_cursor)

    def _named(resource_type: str, delivery_type: str) -> Response:
        fields = read_query(request)
        public_ids = read_texts(fields, "public_ids", _MOST_IDS)
        return _all(fields, listings.named(resource_type, delivery_type, public_ids))

    def _of_types(resource_type: str, delivery_type: str | None) -> Response:
        fields = read_query(request)
        prefix, since = read_text(fields, "prefix"), read_moment(fields, "start_at")
        if prefix and since:
            raise ApiError(400, "start_at is of listings without a prefix")
        criteria = Criteria(resource_type, delivery_type, prefix=prefix or None, since=since)
        return _page(fields, criteria)

    def _page(fields: Fields, criteria: Criteria) -> Response:
        direction = str(fields.get("direction", "")).lower()
        check_choice("direction", direction, tuple(_DIRECTIONS))
        limit, cursor = read_limit(fields), read_cursor_text(fields)
        shown = _shown(fields)
        try:
            page = listings.page(criteria, limit, cursor, _DIRECTIONS[direction])
        except CursorError as error:
            raise ApiError(400, str(error)) from None
        return _answer({"resources": _rows(page.assets, shown)}, page.next_cursor)

    def _all(fields: Fields, found: Sequence[Asset]) -> Response:
        return _answer({"resources": _rows(found, _shown(fields))}, None)

    def _rows(found: Iterable[Asset], shown: Shown) -> list[dict[str, Any]]:
        return [rows.row(asset, base_url(request), shown) for asset in found]

    return blueprint


def _shown(fields: Fields) -> Shown:
    named = fields.get("fields", "")
    named = ",".join(map(str, named)) if isinstance(named, list) else str(named)
    return Shown(
        tags=read_flag(fields, "tags"),
        context=read_flag(fields, "context"),
        metadata=read_flag(fields, "metadata"),
        moderations=read_flag(fields, "moderations"),
        fields=tuple(name.strip() for name in named.split(",") if name.strip()),
    )


def _answer(listed: dict[str, Any], next_cursor: str | None) -> Response:
    return jsonify(listed | ({"next_cursor": next_cursor} if next_cursor else {}))
