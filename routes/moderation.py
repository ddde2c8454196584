"""The owner's word on an asset under moderation, given on its page."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Request, abort, redirect, request, session
from flask.typing import ResponseReturnValue

from services.assets.catalogue import Catalogue
from services.assets.moderations import OWNER
from services.assets.presentation import AssetPresenter
from services.jobs import Jobs
from services.moderation.verdict import DECISIONS
from services.notifications.notifications import Notifications
from services.notifications.updates import announce_update
from services.uploads.changes import read_changes
from services.uploads.errors import UploadError
from services.uploads.updating import Updating


def moderation_blueprint(
    catalogue: Catalogue,
    updating: Updating,
    presenter: AssetPresenter,
    jobs: Jobs,
    notifications: Notifications,
    base_url: Callable[[Request], str],
) -> Blueprint:
    """The form's route, under `/moderation`; it is for the owner's browser, with a CSRF token."""
    blueprint = Blueprint("moderation", __name__)

    @blueprint.post("/moderation/<string(length=32):asset_id>")
    def decide(asset_id: str) -> ResponseReturnValue:
        if not session.get("owner"):
            abort(403, "Only the owner decides. Log in first.")
        decision = request.form.get("decision", "")
        if decision not in DECISIONS:
            abort(400, f"The decision is one of {', '.join(DECISIONS)}.")
        asset = catalogue.get(asset_id)
        if asset is None:
            abort(404, "There is no such asset any more.")
        asked = read_changes({"moderation_status": decision}, "update")
        try:
            change = updating.update(asset, asked, OWNER)
        except UploadError as error:
            abort(400, str(error))
        announce_update(notifications, change, None)
        jobs.notify_moderation(change.asset, base_url(request))
        page = presenter.as_json(change.asset, base_url(request))["info_url"]
        return redirect(page, 303)

    return blueprint
