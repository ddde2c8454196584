"""The Admin API's visual search, and what looks like a resource."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import requests
from flask import Blueprint, Request, Response, jsonify, request

from routes.admin.access import NAMED_RESOURCE, not_found
from routes.authorisation import is_owner, refuse_other_sites, require_owner
from routes.forms import FormField, read_form
from routes.responses import ApiError
from services.assets.catalogue import Catalogue
from services.assets.presentation import AssetPresenter
from services.credentials import Credentials
from services.learning.similarity import Similar, Similarity
from services.media.errors import UnreadableMedia
from services.media.pictures import Picture
from services.tagging.engine import Engine
from services.uploads.source import open_source
from services.uploads.staging import StagedFile, Staging

_WAYS = ("image_url", "image_asset_id", "image_file", "text")
_LARGEST_PICTURE = 50 << 20
_RESULTS = 50
_SHOWN_ON_A_PAGE = 12


def visual_search_blueprint(
    similarity: Similarity,
    catalogue: Catalogue,
    presenter: AssetPresenter,
    credentials: Credentials,
    engine: Engine,
    staging: Staging,
    outbound: requests.Session,
    base_url: Callable[[Request], str],
) -> Blueprint:
    """`/resources/visual_search` and `/similar/<resource type>/<delivery type>/<public ID>`.

    `engine` is the local one, whose views can be compared with those that are kept.
    """
    blueprint = Blueprint("visual_search", __name__)

    @blueprint.route("/v1_1/<cloud:cloud_name>/resources/visual_search", methods=["GET", "POST"])
    def visual_search(cloud_name: str) -> Response:
        refuse_other_sites(request)
        require_owner(request, credentials)
        with ExitStack() as stack:
            fields, staged = _read(stack)
            ways = [way for way in _WAYS if fields.get(way)] + (["image_file"] if staged else [])
            if len(ways) != 1:
                raise ApiError(400, f"Give exactly one of {', '.join(_WAYS)}")
            found = _find(stack, fields, staged)
        return _listed(found)

    @blueprint.get(f"/v1_1/<cloud:cloud_name>/similar/{NAMED_RESOURCE}")
    def similar(
        cloud_name: str, resource_type: str, delivery_type: str, public_id: str
    ) -> Response:
        # A link to one resource opens that one alone, not those that look like it.
        if not is_owner(request, credentials):
            require_owner(request, credentials)
        asset = catalogue.find(resource_type, delivery_type, public_id)
        if asset is None:
            raise not_found(public_id)
        return _listed(similarity.like_asset(asset.asset_id, _SHOWN_ON_A_PAGE))

    def _read(stack: ExitStack) -> tuple[dict[str, str], StagedFile | None]:
        fields = dict(request.args.items())
        staged: StagedFile | None = None
        if request.method == "GET":
            return fields, None
        if request.is_json:
            body = request.get_json()
            if not isinstance(body, dict):
                raise ApiError(400, "The body is not a JSON object")
            return {str(name): str(value) for name, value in body.items() if value}, None
        for part in read_form(request):
            if isinstance(part, FormField):
                fields[part.name] = part.value
            elif part.name == "image_file" and staged is None:
                staged = stack.enter_context(
                    staging.receive(part.chunks, part.filename, _LARGEST_PICTURE)
                )
            else:
                raise ApiError(400, "Only one file is expected, in the field image_file")
        return fields, staged

    def _find(stack: ExitStack, fields: dict[str, str], staged: StagedFile | None) -> list[Similar]:
        if text := fields.get("text"):
            tagged = catalogue.with_tag("image", text.strip(), _RESULTS)
            return [Similar(asset, _confidence(asset, text.strip()), 0.0) for asset in tagged]
        if asset_id := fields.get("image_asset_id"):
            if catalogue.get(asset_id) is None:
                raise ApiError(404, f"Resource not found - {asset_id[:100]}")
            return similarity.like_asset(asset_id, _RESULTS)
        if staged is None:
            place = fields.get("image_url") or fields["image_file"]
            source = stack.enter_context(open_source(place, outbound, _LARGEST_PICTURE))
            staged = stack.enter_context(
                staging.receive(source.chunks, source.filename, _LARGEST_PICTURE)
            )
        try:
            with staged.path.open("rb") as file:
                [view] = engine.look_at_picture(Picture(file)).views
        except UnreadableMedia as error:
            raise ApiError(400, str(error)) from None
        return similarity.like_embedding(view.embedding, _RESULTS)

    def _listed(found: list[Similar]) -> Response:
        seen, there = similarity.coverage()
        return jsonify(
            resources=[
                presenter.as_json(each.asset, base_url(request))
                | {"tile_url": _tile_url(each)}
                | _likeness(each)
                for each in found
            ],
            searched=seen,
            total=there,
        )

    def _tile_url(found: Similar) -> str:
        moment = found.at if found.asset.resource_type == "video" else None
        return presenter.tile_url(found.asset, base_url(request), moment)

    return blueprint


def _likeness(found: Similar) -> dict[str, Any]:
    likeness: dict[str, Any] = {"similarity": round(found.similarity, 4)}
    if found.asset.resource_type == "video":
        likeness["moment"] = round(found.at, 3)
    if found.hash_distance is not None:
        likeness["hash_distance"] = found.hash_distance
    return likeness


def _confidence(asset: Any, tag: str) -> float:
    return next((float(each.confidence) for each in asset.tags if each.tag == tag), 0.0)
