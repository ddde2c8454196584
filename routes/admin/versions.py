"""The Admin API: bringing earlier versions back, and keeping them no longer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, Request, Response, jsonify, request

from routes.admin.access import DELIVERY_TYPE, RESOURCE_TYPE, RESOURCES
from routes.authorisation import refuse_other_sites, require_owner
from routes.fields import Fields, read_fields
from routes.responses import ApiError
from routes.typed_fields import read_texts
from services.assets.discarding import Discarding
from services.assets.names import AssetName
from services.assets.presentation import AssetPresenter
from services.assets.versions import AssetVersions
from services.credentials import Credentials
from services.jobs import Jobs
from services.notifications.notifications import Notifications

_MOST = 100


def versions_blueprint(
    versions: AssetVersions,
    discarding: Discarding,
    jobs: Jobs,
    presenter: AssetPresenter,
    notifications: Notifications,
    credentials: Credentials,
    base_url: Callable[[Request], str],
) -> Blueprint:
    """The routes of kept versions."""
    blueprint = Blueprint("versions", __name__)

    @blueprint.before_request
    def require_the_owner() -> None:
        refuse_other_sites(request)
        require_owner(request, credentials)

    @blueprint.post(f"{RESOURCES}/{RESOURCE_TYPE}/{DELIVERY_TYPE}/restore")
    def restore(cloud_name: str, resource_type: str, delivery_type: str) -> Response:
        fields = read_fields(request)
        public_ids = read_texts(fields, "public_ids", _MOST)
        wanted = _versions(fields, "public_ids")
        names = [AssetName(resource_type, delivery_type, public_id) for public_id in public_ids]
        return _restored(public_ids, names, wanted)

    @blueprint.post(f"{RESOURCES}/restore")
    def restore_by_asset_ids(cloud_name: str) -> Response:
        fields = read_fields(request)
        asset_ids, wanted = read_texts(fields, "asset_ids", _MOST), _versions(fields, "asset_ids")
        names = [versions.last_name(asset_id) for asset_id in asset_ids]
        return _restored(asset_ids, names, wanted)

    @blueprint.delete(f"{RESOURCES}/backup/<string:asset_id>")
    def delete_backed_up(cloud_name: str, asset_id: str) -> Response:
        version_ids = read_texts(read_fields(request), "version_ids", _MOST)
        for storage_key in versions.forget(asset_id, version_ids):
            discarding.discard(storage_key)
        return jsonify(result="ok")

    def _restored(
        keys: Sequence[str], names: Sequence[AssetName | None], wanted: Sequence[str | None]
    ) -> Response:
        return jsonify(
            {
                key: _restore(name, version_id)
                for key, name, version_id in zip(keys, names, wanted, strict=True)
            }
        )

    def _restore(name: AssetName | None, version_id: str | None) -> dict[str, Any]:
        asset = versions.restore(name, version_id) if name else None
        if asset is None:
            return {"error": "no_backup"}
        if asset.tagging_status in {"pending", "processing"}:
            jobs.tag(asset)
        shown = presenter.as_json(asset, base_url(request))
        notifications.announce("restore_asset_version", shown)
        return shown

    return blueprint


def _versions(fields: Fields, of: str) -> list[str | None]:
    """The version asked for of each asset, where one is. Raises ApiError."""
    count = len(read_texts(fields, of, _MOST))
    if not fields.get("versions"):
        return [None] * count
    versions = read_texts(fields, "versions", _MOST)
    if len(versions) != count:
        raise ApiError(400, f"versions must be as many as {of}")
    return list(versions)
