"""The Admin API: notifications that were sent or are to be, and triggers.

Triggers as in Cloudinary's "triggers" (Admin API reference); the list of notifications is ours.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, Request, Response, jsonify, request

from routes.authorisation import refuse_other_sites, require_owner
from routes.fields import check_choice, max_results, read_fields
from routes.responses import ApiError
from services.credentials import Credentials
from services.notifications.notifications import STATUSES, Notifications, notification_json
from services.notifications.triggers import TriggerError, Triggers, trigger_json

_NOTIFICATIONS = "/v1_1/<cloud:cloud_name>/notifications"
_TRIGGERS = "/v1_1/<cloud:cloud_name>/triggers"


def notifications_blueprint(
    notifications: Notifications, triggers: Triggers, credentials: Credentials
) -> Blueprint:
    """The routes of notifications and triggers, for the owner alone."""
    blueprint = Blueprint("admin_notifications", __name__)

    @blueprint.before_request
    def _owner_alone() -> None:
        if request.method != "OPTIONS":
            require_owner(request, credentials)
            if request.method != "GET":
                refuse_other_sites(request)

    @blueprint.get(_NOTIFICATIONS)
    def list_notifications(cloud_name: str) -> Response:
        status = request.args.get("status")
        if status is not None:
            check_choice("status", status, STATUSES)
        limit = max_results(request)
        found = notifications.newest(limit + 1, status, _cursor(request))
        answer: dict[str, Any] = {
            "notifications": [notification_json(each) for each in found[:limit]]
        }
        if len(found) > limit:
            answer["next_cursor"] = found[limit - 1].created_at.isoformat()
        return jsonify(answer)

    @blueprint.get(f"{_NOTIFICATIONS}/<string:notification_id>")
    def notification(cloud_name: str, notification_id: str) -> Response:
        found = notifications.get(notification_id)
        if found is None:
            raise ApiError(404, f"There is no notification {notification_id[:100]!r}")
        return jsonify(notification_json(found))

    @blueprint.post(f"{_NOTIFICATIONS}/<string:notification_id>/resend")
    def resend(cloud_name: str, notification_id: str) -> Response:
        if not notifications.resend(notification_id):
            raise ApiError(404, f"There is no notification {notification_id[:100]!r}")
        return jsonify(message="The notification is sent again")

    @blueprint.get(_TRIGGERS)
    def list_triggers(cloud_name: str) -> Response:
        found = triggers.all(request.args.get("event_type"))
        return jsonify(triggers=[trigger_json(each) for each in found], total=len(found))

    @blueprint.post(_TRIGGERS)
    def create_trigger(cloud_name: str) -> Response:
        fields = read_fields(request)
        uri_type = _text(fields, "uri_type", "webhook")
        if uri_type != "webhook":
            raise ApiError(400, f"uri_type {uri_type[:100]!r} is not supported, only webhook is")
        try:
            trigger = triggers.create(_text(fields, "uri"), _text(fields, "event_type"))
        except TriggerError as error:
            raise ApiError(400, str(error)) from None
        return jsonify(trigger_json(trigger))

    @blueprint.put(f"{_TRIGGERS}/<string:trigger_id>")
    def update_trigger(cloud_name: str, trigger_id: str) -> Response:
        try:
            known = triggers.readdress(trigger_id, _text(read_fields(request), "new_uri"))
        except TriggerError as error:
            raise ApiError(400, str(error)) from None
        _check_known(known, trigger_id)
        return jsonify(message="updated")

    @blueprint.delete(f"{_TRIGGERS}/<string:trigger_id>")
    def delete_trigger(cloud_name: str, trigger_id: str) -> Response:
        _check_known(triggers.delete(trigger_id), trigger_id)
        return jsonify(message="deleted")

    return blueprint


def _check_known(known: bool, trigger_id: str) -> None:
    if not known:
        raise ApiError(404, f"There is no trigger {trigger_id[:100]!r}")


def _text(fields: dict[str, Any], name: str, default: str = "") -> str:
    value = fields.get(name) or default
    if not isinstance(value, str) or not value:
        raise ApiError(400, f"Missing required parameter - {name}")
    return value


def _cursor(request: Request) -> datetime | None:
    given = request.args.get("next_cursor")
    if given is None:
        return None
    try:
        cursor = datetime.fromisoformat(given)
    except ValueError:
        cursor = None
    if cursor is None or cursor.tzinfo is None:
        raise ApiError(400, "next_cursor is not one that this list gave")
    return cursor
