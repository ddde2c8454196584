"""What an update of an asset tells others: one notification for each thing that it changed."""

from __future__ import annotations

from services.assets.changes import Change
from services.assets.updates import Description
from services.notifications.notifications import Notifications
from services.notifications.payloads import (
    access_control_changed,
    context_changed,
    display_name_changed,
    metadata_changed,
    moved,
    tags_changed,
)


def announce_update(
    notifications: Notifications, change: Change[Description], notification_url: str | None
) -> None:
    """Tell `notification_url`, or else the triggers, what people said differently afterwards."""
    asset, before, after = change.asset, change.before, change.after
    if before.tags != after.tags:
        notifications.announce(
            "resource_tags_changed",
            tags_changed([Change(asset, before.tags, after.tags)]),
            notification_url=notification_url,
        )
    if before.context != after.context:
        notifications.announce(
            "resource_context_changed",
            context_changed([Change(asset, before.context, after.context)]),
            notification_url=notification_url,
        )
    if before.metadata != after.metadata:
        notifications.announce(
            "resource_metadata_changed",
            metadata_changed([Change(asset, before.metadata, after.metadata)]),
            notification_url=notification_url,
        )
    if before.display_name != after.display_name:
        notifications.announce(
            "resource_display_name_changed",
            display_name_changed([Change(asset, before.display_name, after.display_name)]),
            notification_url=notification_url,
        )
    if before.asset_folder != after.asset_folder:
        notifications.announce(
            "move",
            moved([Change(asset, before.asset_folder, after.asset_folder)]),
            notification_url=notification_url,
        )
    if before.access_control != after.access_control:
        notifications.announce(
            "access_control_changed",
            access_control_changed([Change(asset, before.access_control, after.access_control)]),
            notification_url=notification_url,
        )
