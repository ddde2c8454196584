"""The types of events that notifications tell of, as in Cloudinary's "triggers" (Admin API)."""

from __future__ import annotations

from typing import Literal, get_args

EventType = Literal[
    "access_control_changed",
    "create_folder",
    "delete",
    "delete_by_token",
    "delete_folder",
    "eager",
    "error",
    "explode",
    "generate_archive",
    "info",
    "moderation",
    "moderation_summary",
    "move",
    "move_or_rename_asset_folder",
    "multi",
    "publish",
    "rename",
    "resource_context_changed",
    "resource_display_name_changed",
    "resource_metadata_changed",
    "resource_tags_changed",
    "restore_asset_version",
    "sprite",
    "upload",
]
EVENT_TYPES: tuple[str, ...] = get_args(EventType)
EVERY_EVENT = "all"
"""The `event_type` of a trigger that is told of everything."""
