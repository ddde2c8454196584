"""What a notification says beside its type, by event.

Fields as in Cloudinary's "Webhook notifications", section "Notification response". Of uploads and
of what background work finds, the asset's own JSON is told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from services.assets.changes import Change
from services.assets.tables import Asset

Value = TypeVar("Value")


def moderated(resource: Mapping[str, Any]) -> dict[str, Any]:
    """`moderation`, of an asset's JSON; fields as in Cloudinary's "Moderate assets"."""
    moderation = max(resource["moderation"], key=lambda row: str(row["updated_at"]))
    return {
        **resource,
        "moderation_kind": moderation["kind"],
        "moderation_status": moderation["status"],
        "moderation_response": moderation.get("response"),
        "moderation_updated_at": moderation["updated_at"],
    }


def info_found(resource: Mapping[str, Any], engine: str) -> dict[str, Any]:
    """`info`: what one engine found, of an asset's JSON."""
    result = next(answers[engine] for answers in resource["info"].values() if engine in answers)
    return {
        **resource,
        "info_kind": engine,
        "info_status": result["status"],
        "info_data": result.get("data"),
    }


def deleted(assets: Sequence[Asset]) -> dict[str, Any]:
    """`delete` and `delete_by_token`."""
    return {
        "resources": [
            {
                **_reference(asset),
                "version": asset.version,
                "asset_folder": asset.asset_folder,
                "display_name": asset.display_name,
            }
            for asset in assets
        ]
    }


def renamed(asset: Asset, from_public_id: str) -> dict[str, Any]:
    """`rename`; `asset` has its new name."""
    return {
        "resource_type": asset.resource_type,
        "type": asset.delivery_type,
        "asset_id": asset.asset_id,
        "asset_folder": asset.asset_folder,
        "display_name": asset.display_name,
        "from_public_id": from_public_id,
        "to_public_id": asset.public_id,
    }


def moved(changes: Sequence[Change[str]]) -> dict[str, Any]:
    """`move`, from asset folder to asset folder."""
    return _by_public_id(
        changes,
        lambda change: {
            "display_name": change.asset.display_name,
            "from_asset_folder": change.before,
            "to_asset_folder": change.after,
        },
    )


def folder_changed(path: str) -> dict[str, Any]:
    """`create_folder` and `delete_folder`."""
    return {"folder_name": path.rpartition("/")[2], "folder_path": path}


def folder_moved(from_path: str, to_path: str) -> dict[str, Any]:
    """`move_or_rename_asset_folder`."""
    return {"from_path": from_path, "to_path": to_path}


def tags_changed(changes: Sequence[Change[Sequence[str]]]) -> dict[str, Any]:
    """`resource_tags_changed`."""
    return {
        "resources": [
            {
                **_reference(change.asset),
                "added": [tag for tag in change.after if tag not in change.before],
                "removed": [tag for tag in change.before if tag not in change.after],
                "updated": [],
            }
            for change in changes
        ]
    }


def context_changed(changes: Sequence[Change[Mapping[str, str]]]) -> dict[str, Any]:
    """`resource_context_changed`."""
    return _by_public_id(changes, lambda change: _pairs_changed(change.before, change.after))


def metadata_changed(changes: Sequence[Change[Mapping[str, Any]]]) -> dict[str, Any]:
    """`resource_metadata_changed`, of structured metadata."""
    return _by_public_id(
        changes,
        lambda change: {
            "previous_metadata": dict(change.before),
            "new_metadata": dict(change.after),
        },
    )


def display_name_changed(changes: Sequence[Change[str]]) -> dict[str, Any]:
    """`resource_display_name_changed`."""
    return _by_public_id(
        changes,
        lambda change: {
            "asset_folder": change.asset.asset_folder,
            "previous_display_name": change.before,
            "new_display_name": change.after,
        },
    )


def access_control_changed(
    changes: Sequence[Change[Sequence[Mapping[str, Any]]]],
) -> dict[str, Any]:
    """`access_control_changed`."""
    return {
        "resources": [
            {
                **_reference(change.asset),
                "previous_access_control": list(change.before),
                "new_access_control": list(change.after),
            }
            for change in changes
        ]
    }


def eager_completed(
    asset: Asset, derived: Sequence[Mapping[str, Any]], batch_id: str
) -> dict[str, Any]:
    """`eager`; `derived` are the entries of `eager` in the response of an upload."""
    return {**_reference(asset), "batch_id": batch_id, "eager": list(derived)}


def _pairs_changed(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, Any]:
    return {
        "added": _pairs({key: after[key] for key in after if key not in before}),
        "removed": _pairs({key: before[key] for key in before if key not in after}),
        "updated": _pairs(
            {key: after[key] for key in after if key in before and before[key] != after[key]}
        ),
    }


def _pairs(values: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in values.items()]


def _by_public_id(
    changes: Sequence[Change[Value]], what: Callable[[Change[Value]], Mapping[str, Any]]
) -> dict[str, Any]:
    return {
        "resources": {
            change.asset.public_id: {**_reference(change.asset), **what(change)}
            for change in changes
        }
    }


def _reference(asset: Asset) -> dict[str, Any]:
    return {
        "resource_type": asset.resource_type,
        "type": asset.delivery_type,
        "asset_id": asset.asset_id,
        "public_id": asset.public_id,
    }
