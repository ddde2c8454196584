"""The owner's page of notifications: what was told to whom, trying again, and triggers."""

from __future__ import annotations

import json
from collections.abc import Mapping

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from services.notifications.events import EVENT_TYPES, EVERY_EVENT
from services.notifications.notifications import STATUSES, Notifications
from services.notifications.triggers import TriggerError, Triggers

_SHOWN = 50


def notifications_page_blueprint(notifications: Notifications, triggers: Triggers) -> Blueprint:
    """The pages under `/notifications`, for the owner alone."""
    blueprint = Blueprint("notifications", __name__, url_prefix="/notifications")

    @blueprint.before_request
    def send_others_to_the_login() -> ResponseReturnValue | None:
        return None if session.get("owner") else redirect(url_for("pages.login"), 303)

    @blueprint.get("")
    def list_notifications() -> str:
        return _page()

    @blueprint.get("/<notification_id>")
    def show_notification(notification_id: str) -> str:
        found = notifications.get(notification_id)
        if found is None:
            abort(404)
        body = json.dumps(json.loads(found.body), indent=2, ensure_ascii=False)
        return render_template("notifications/one.html", notification=found, body=body)

    @blueprint.post("/<notification_id>/resend")
    def resend(notification_id: str) -> ResponseReturnValue:
        if not notifications.resend(notification_id):
            abort(404)
        flash("It is being sent again.")
        return redirect(url_for(".show_notification", notification_id=notification_id), 303)

    @blueprint.post("/triggers")
    def create_trigger() -> ResponseReturnValue:
        typed = {name: request.form.get(name, "").strip() for name in ("uri", "event_type")}
        try:
            triggers.create(**typed)
        except TriggerError as error:
            return _page(typed, str(error)), 422
        flash(f"{typed['uri']} is told from now on.")
        return redirect(url_for(".list_notifications"), 303)

    @blueprint.post("/triggers/<trigger_id>/delete")
    def delete_trigger(trigger_id: str) -> ResponseReturnValue:
        if not triggers.delete(trigger_id):
            abort(404)
        flash("It is not told any more.")
        return redirect(url_for(".list_notifications"), 303)

    def _page(typed: Mapping[str, str] | None = None, problem: str = "") -> str:
        status = request.args.get("status", "")
        chosen = status if status in STATUSES else None
        return render_template(
            "notifications/list.html",
            notifications=notifications.newest(_SHOWN, chosen),
            counts=notifications.counts(),
            statuses=STATUSES,
            chosen=chosen,
            most=_SHOWN,
            triggers=triggers.all(),
            event_types=(EVERY_EVENT, *EVENT_TYPES),
            typed=typed or {},
            problem=problem,
        )

    return blueprint
