"""The Admin API: one resource, resources by tag and by moderation, a resource's moderation decided,
and the progress of its tagging."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import cast

from flask import Blueprint, Request, Response, jsonify, render_template, request

from routes.authorisation import refuse_other_sites, require_owner
from routes.responses import ApiError, wants_page
from services.assets.catalogue import Catalogue
from services.assets.presentation import AssetPresenter
from services.assets.tables import Asset
from services.credentials import Credentials
from services.jobs import Jobs
from services.moderation.verdict import DECISIONS, MODERATION_KINDS, STATUSES, Decision
from services.signing import LinkError, Signer

_RESOURCES = "/v1_1/<cloud:cloud_name>/resources"
_RESOURCE_TYPE = "any(image, video, raw)"
_EVENT_INTERVAL = 0.3
_FOLLOWED_FOR = 300.0
"""Seconds after which an event stream ends; the browser then opens it again by itself."""
_FOLLOWERS = 24
"""Event streams at once, so that other requests find a thread."""
_DEFAULT_RESULTS = 10
_MAX_RESULTS = 500


def admin_blueprint(
    catalogue: Catalogue,
    presenter: AssetPresenter,
    jobs: Jobs,
    signer: Signer,
    credentials: Credentials,
    base_url: Callable[[Request], str],
) -> Blueprint:
    """The routes of the Admin API."""
    blueprint = Blueprint("admin", __name__)
    followers = threading.BoundedSemaphore(_FOLLOWERS)

    @blueprint.get(f"{_RESOURCES}/<{_RESOURCE_TYPE}:resource_type>/upload/<path:public_id>")
    def resource(cloud_name: str, resource_type: str, public_id: str) -> Response:
        asset = _readable(resource_type, public_id)
        shown = presenter.as_json(asset, base_url(request), request.args.get("token"))
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

    @blueprint.post(f"{_RESOURCES}/<{_RESOURCE_TYPE}:resource_type>/upload/<path:public_id>")
    def update(cloud_name: str, resource_type: str, public_id: str) -> Response:
        refuse_other_sites(request)
        require_owner(request, credentials)
        decision = _decision(request)
        asset = catalogue.decide_moderation(resource_type, "upload", public_id, decision)
        if asset is None:
            _readable(resource_type, public_id)
            raise ApiError(
                400, f"{public_id} is not under moderation. Upload it with moderation=manual."
            )
        jobs.notify_moderation(asset, base_url(request))
        return jsonify(presenter.as_json(asset, base_url(request)))

    @blueprint.get(
        f"{_RESOURCES}/<{_RESOURCE_TYPE}:resource_type>/moderations/<string:kind>/<string:status>"
    )
    def resources_by_moderation(
        cloud_name: str, resource_type: str, kind: str, status: str
    ) -> Response:
        require_owner(request, credentials)
        _check_choice("moderation kind", kind, MODERATION_KINDS)
        _check_choice("moderation status", status, STATUSES)
        found = catalogue.under_moderation(resource_type, kind, status, _max_results(request))
        return jsonify(resources=[presenter.as_json(asset, base_url(request)) for asset in found])

    @blueprint.get(f"{_RESOURCES}/<{_RESOURCE_TYPE}:resource_type>/tags/<path:tag>")
    def resources_by_tag(cloud_name: str, resource_type: str, tag: str) -> Response:
        require_owner(request, credentials)
        found = catalogue.with_tag(resource_type, tag, _max_results(request))
        return jsonify(resources=[presenter.as_json(asset, base_url(request)) for asset in found])

    @blueprint.get(
        f"/v1_1/<cloud:cloud_name>/events/<{_RESOURCE_TYPE}:resource_type>/upload/<path:public_id>"
    )
    def events(cloud_name: str, resource_type: str, public_id: str) -> Response:
        return _events(_readable(resource_type, public_id))

    def _readable(resource_type: str, public_id: str) -> Asset:
        """The asset, if the request may read it. Raises ApiError."""
        if "token" in request.args:
            return _opened_by_link(resource_type, public_id, request.args["token"])
        require_owner(request, credentials)
        asset = catalogue.find(resource_type, "upload", public_id)
        if asset is None:
            raise ApiError(404, f"Resource not found - {public_id}")
        return asset

    def _opened_by_link(resource_type: str, public_id: str, token: str) -> Asset:
        try:
            asset_id = signer.check_link(token)
        except LinkError as error:
            raise ApiError(403, str(error)) from None
        asset = catalogue.find(resource_type, "upload", public_id)
        if asset is None or asset.asset_id != asset_id:
            raise ApiError(404, f"Resource not found - {public_id}")
        return asset

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


def _decision(request: Request) -> Decision:
    """What an update asks for, in JSON as newer SDKs send it or in a form. Raises ApiError."""
    fields = request.get_json() if request.is_json else request.form
    if not isinstance(fields, Mapping):
        raise ApiError(400, "An update is a JSON object or a form")
    for name in fields:
        if name != "moderation_status":
            raise ApiError(
                400, f"{name[:100]} cannot be updated here; only moderation_status can be"
            )
    decision = fields.get("moderation_status")
    if decision is None:
        raise ApiError(400, "Missing required parameter - moderation_status")
    _check_choice("moderation_status", str(decision), DECISIONS)
    return cast(Decision, decision)


def _check_choice(name: str, value: str, choices: Sequence[str]) -> None:
    if value not in choices:
        raise ApiError(400, f"Invalid {name} {value[:100]!r}. There are: {', '.join(choices)}.")


def _max_results(request: Request) -> int:
    given = request.args.get("max_results", str(_DEFAULT_RESULTS))
    if not given.isdigit() or not 1 <= int(given) <= _MAX_RESULTS:
        raise ApiError(400, f"max_results must be a whole number from 1 to {_MAX_RESULTS}")
    return int(given)
