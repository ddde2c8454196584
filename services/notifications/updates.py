"""What an update of an asset tells others: one notification for each thing that it changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from services.assets.changes import Change
from services.assets.updates import Description
from services.notifications.events import EventType
from services.notifications.notifications import Notifications
from services.notifications.payloads import (
    access_control_changed,
    context_changed,
    display_name_changed,
    metadata_changed,
    moved,
    tags_changed,
)

_TOLD: Final[Sequence[tuple[EventType, str, Callable[..., dict[str, Any]]]]] = (
    ("resource_tags_changed", "tags", tags_changed),
    ("resource_context_changed", "context", context_changed),
    ("resource_metadata_changed", "metadata", metadata_changed),
    ("resource_display_name_changed", "display_name", display_name_changed),
    ("move", "asset_folder", moved),
    ("access_control_changed", "access_control", access_control_changed),
)
"""The event, the part of the description that it tells of, and what it says."""


def announce_update(
    notifications: Notifications, change: Change[Description], notification_url: str | None
) -> None:
    """Tell `notification_url`, or else the triggers, what people said differently afterwards."""
    for event, part, payload in _TOLD:
        before, after = getattr(change.before, part), getattr(change.after, part)
        if before != after:
            notifications.announce(
                event,
                payload([Change(change.asset, before, after)]),
                notification_url=notification_url,
            )
