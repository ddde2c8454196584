"""The Upload API's methods by which people describe assets: `tags`, `context`, `metadata`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, jsonify, request

from routes.authorisation import require_signature_or_owner
from routes.fields import Fields, read_fields
from services.assets.changes import Change
from services.assets.editing import AssetEditor, Selection
from services.assets.moderations import OWNER
from services.notifications.notifications import Notifications
from services.notifications.payloads import context_changed, metadata_changed, tags_changed
from services.structured_metadata.values import MetadataError
from services.uploads.authorisation import Gate
from services.uploads.errors import UploadError
from services.uploads.methods import (
    NOT_SIGNED,
    ContextRequest,
    MetadataRequest,
    TagsRequest,
    read_method,
)

_METHOD = "/v1_1/<cloud:cloud_name>/<any(image, video, raw):resource_type>"


def description_blueprint(
    gate: Gate, editor: AssetEditor, notifications: Notifications
) -> Blueprint:
    """The routes of these methods. Assets that are not there are left out of their answers."""
    blueprint = Blueprint("description", __name__)

    @blueprint.post(f"{_METHOD}/tags")
    def tags(cloud_name: str, resource_type: str) -> Response:
        asked = read_method(_signed_fields(), TagsRequest)
        if not asked.tag and asked.command != "remove_all":
            raise UploadError("Missing required parameter - tag")
        selection = Selection(resource_type, asked.type, asked.public_ids)
        changes = editor.edit_tags(asked.command, asked.tag, selection, OWNER)
        if changes:
            notifications.announce(
                "resource_tags_changed",
                tags_changed(changes),
                notification_url=asked.notification_url,
            )
        return _answer(selection, changes)

    @blueprint.post(f"{_METHOD}/context")
    def context(cloud_name: str, resource_type: str) -> Response:
        asked = read_method(_signed_fields(), ContextRequest)
        if not asked.context and asked.command == "add":
            raise UploadError("Missing required parameter - context")
        selection = Selection(resource_type, asked.type, asked.public_ids)
        changes = editor.edit_context(asked.command, asked.context, selection)
        if changes:
            notifications.announce(
                "resource_context_changed",
                context_changed(changes),
                notification_url=asked.notification_url,
            )
        return _answer(selection, changes)

    @blueprint.post(f"{_METHOD}/metadata")
    def metadata(cloud_name: str, resource_type: str) -> Response:
        asked = read_method(_signed_fields(), MetadataRequest)
        selection = Selection(resource_type, asked.type, asked.public_ids)
        try:
            changes = editor.edit_metadata(
                asked.metadata, selection, clear_invalid=asked.clear_invalid
            )
        except MetadataError as error:
            raise UploadError(str(error)) from None
        if changes:
            notifications.announce(
                "resource_metadata_changed",
                metadata_changed(changes),
                notification_url=asked.notification_url,
            )
        return _answer(selection, changes)

    def _signed_fields() -> Fields:
        fields = read_fields(request)
        require_signature_or_owner(request, gate, fields, NOT_SIGNED)
        return fields

    return blueprint


def _answer(selection: Selection, changes: Sequence[Change[Any]]) -> Response:
    """The public IDs that were there, in the order of the request."""
    there = {change.asset.public_id for change in changes}
    return jsonify(public_ids=[name for name in selection.public_ids if name in there])
