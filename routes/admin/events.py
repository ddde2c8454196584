"""The progress of a resource's tagging, as server-sent events."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator

from flask import Blueprint, Request, Response, jsonify, request

from routes.admin.access import NAMED_RESOURCE, ResourceAccess
from services.assets.catalogue import Catalogue
from services.assets.presentation import AssetPresenter
from services.assets.tables import Asset

_EVENT_INTERVAL = 0.3
_FOLLOWED_FOR = 300.0
"""Seconds after which an event stream ends; the browser then opens it again by itself."""
_FOLLOWERS = 24
"""Event streams at once, so that other requests find a thread."""


def events_blueprint(
    access: ResourceAccess,
    catalogue: Catalogue,
    presenter: AssetPresenter,
    base_url: Callable[[Request], str],
) -> Blueprint:
    """The route of `GET /events/<resource type>/<delivery type>/<public ID>`."""
    blueprint = Blueprint("events", __name__)
    followers = threading.BoundedSemaphore(_FOLLOWERS)

    @blueprint.get(f"/v1_1/<cloud:cloud_name>/events/{NAMED_RESOURCE}")
    def events(cloud_name: str, resource_type: str, delivery_type: str, public_id: str) -> Response:
        return _events(access.readable(request, resource_type, delivery_type, public_id))

    def _events(asset: Asset) -> Response:
        if not followers.acquire(blocking=False):
            response = jsonify(error={"message": "Too many are following. Try again soon."})
            response.status_code = 503
            response.headers["Retry-After"] = "5"
            return response
        response = Response(
            _follow(asset.asset_id, base_url(request), request.args.get("token")),
            mimetype="text/event-stream",
        )
        response.headers.update({"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        response.call_on_close(followers.release)
        return response

    def _follow(asset_id: str, base: str, token: str | None) -> Iterator[str]:
        ends_at = time.monotonic() + _FOLLOWED_FOR
        while time.monotonic() < ends_at:
            asset = catalogue.get(asset_id)
            if asset is None:
                return
            if asset.tagging_status not in {"pending", "processing"}:
                yield _event("complete", presenter.as_json(asset, base, token))
                return
            yield _event(
                "progress", {"status": asset.tagging_status, "progress": asset.tagging_progress}
            )
            time.sleep(_EVENT_INTERVAL)

    return blueprint


def _event(name: str, data: object) -> str:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"
