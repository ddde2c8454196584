"""The Search API: assets and folders by expression, and signed addresses of a search."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from flask import Blueprint, Request, Response, jsonify, request

from routes.admin.access import RESOURCES
from routes.authorisation import refuse_other_sites, require_owner
from routes.fields import check_text, read_fields, read_query
from routes.responses import ApiError
from services.assets.cursors import CursorError
from services.assets.presentation import AssetPresenter
from services.credentials import Credentials
from services.search.expression import ExpressionError
from services.search.folders import FOLDER_FIELDS, FOLDER_SORT_FIELDS, FolderSearch, folder_row
from services.search.ordering import SORT_FIELDS
from services.search.request import SearchRequest, SearchRequestError, read_search_request
from services.search.rows import ROW_FIELDS, row, wanted_fields
from services.search.search import AssetSearch
from services.signing import Signer

_LONGEST_LIFE = 366 * 24 * 3600
_Answer = TypeVar("_Answer")
_FOLDERS = "/v1_1/<cloud:cloud_name>/folders"


def search_blueprint(
    assets: AssetSearch,
    folders: FolderSearch,
    presenter: AssetPresenter,
    credentials: Credentials,
    signer: Signer,
    base_url: Callable[[Request], str],
) -> Blueprint:
    """`/resources/search` and `/folders/search`, for the owner; `/<cloud>/search/…`, for whoever
    has an address that the owner signed."""
    blueprint = Blueprint("search", __name__)

    @blueprint.route(f"{RESOURCES}/search", methods=["GET", "POST"])
    def search(cloud_name: str) -> Response:
        began = time.monotonic()
        asked = _read(_owners_fields(), (*SORT_FIELDS, "score"), ROW_FIELDS)
        return jsonify(_found(asked, began, public=False))

    @blueprint.route(f"{_FOLDERS}/search", methods=["GET", "POST"])
    def search_folders(cloud_name: str) -> Response:
        began = time.monotonic()
        asked = _read(_owners_fields(), FOLDER_SORT_FIELDS, FOLDER_FIELDS)
        if asked.query.aggregate:
            raise ApiError(400, "Folders cannot be aggregated")
        found = _answered(lambda: folders.find(asked.query))
        return jsonify(
            total_count=found.total,
            time=_milliseconds(began),
            folders=[folder_row(folder) for folder in found.folders],
            **_cursor(found.next_cursor),
        )

    @blueprint.get("/<cloud:cloud_name>/search/<signature>/<int:ttl>/<encoded>")
    @blueprint.get("/<cloud:cloud_name>/search/<signature>/<int:ttl>/<encoded>/<next_cursor>")
    def signed_search(
        cloud_name: str, signature: str, ttl: int, encoded: str, next_cursor: str | None = None
    ) -> Response:
        began = time.monotonic()
        if not signer.is_search_signature(signature, ttl, encoded):
            raise ApiError(401, "The signature does not hold for this search")
        fields = _decoded(encoded)
        if next_cursor is not None:
            fields["next_cursor"] = next_cursor
        asked = _read(fields, (*SORT_FIELDS, "score"), ROW_FIELDS)
        response = jsonify(_found(asked, began, public=True))
        response.headers["Cache-Control"] = f"public, max-age={min(ttl, _LONGEST_LIFE)}"
        return response

    def _owners_fields() -> Mapping[str, Any]:
        refuse_other_sites(request)
        require_owner(request, credentials)
        return read_query(request) if request.method == "GET" else read_fields(request)

    def _found(asked: SearchRequest, began: float, *, public: bool) -> dict[str, Any]:
        found = _answered(lambda: assets.find(asked.query))
        wanted = wanted_fields(asked.fields, asked.with_field)
        segments = assets.segments(found.assets) if "segments" in wanted else {}
        rows = [
            row(
                presenter,
                asset,
                base_url(request),
                wanted,
                segments.get(asset.asset_id, ()),
                public=public,
            )
            for asset in found.assets
        ]
        counted = {"aggregations": found.aggregations} if found.aggregations else {}
        return {
            "total_count": found.total,
            "time": _milliseconds(began),
            **counted,
            "resources": rows,
            **_cursor(found.next_cursor),
        }

    return blueprint


def _read(
    fields: Mapping[str, Any], sort_fields: tuple[str, ...], row_fields: tuple[str, ...]
) -> SearchRequest:
    try:
        return read_search_request(fields, sort_fields, row_fields)
    except SearchRequestError as error:
        raise ApiError(400, str(error)) from None


def _answered(find: Callable[[], _Answer]) -> _Answer:
    try:
        return find()
    except (ExpressionError, CursorError) as error:
        raise ApiError(400, str(error)) from None


def _decoded(encoded: str) -> dict[str, Any]:
    """The fields of a signed search, in base64 as the SDKs write it. Raises ApiError."""
    try:
        padded = encoded.rstrip("=") + "=" * (-len(encoded.rstrip("=")) % 4)
        fields = json.loads(base64.b64decode(padded, b"-_", validate=True))
    except (ValueError, RecursionError):
        fields = None
    if not isinstance(fields, dict):
        raise ApiError(400, "The search in this address cannot be read")
    check_text(fields)
    return fields


def _cursor(next_cursor: str | None) -> dict[str, str]:
    return {"next_cursor": next_cursor} if next_cursor else {}


def _milliseconds(began: float) -> int:
    return round((time.monotonic() - began) * 1000)
