"""The pages: the demo, the owner's login, presets and notifications."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Blueprint, Request, redirect, render_template, request, session, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from routes.notifications import notifications_page_blueprint
from routes.presets import presets_blueprint
from routes.snippets import code_samples
from routes.teach import teach_blueprint
from services.assets.catalogue import Catalogue
from services.assets.presentation import AssetPresenter
from services.credentials import Credentials
from services.learning.application import Application
from services.learning.lessons import Lessons
from services.logins import LoginTokens
from services.notifications.notifications import Notifications
from services.notifications.triggers import Triggers
from services.presets import PresetStore
from services.tagging.engine import Engine

SHIPPED_PRESET = "autotagging-preset"


def pages_blueprint(
    *,
    cloud_name: str,
    credentials: Credentials,
    logins: LoginTokens,
    presets: PresetStore,
    notifications: Notifications,
    triggers: Triggers,
    engines: Mapping[str, Engine],
    lessons: Lessons,
    application: Application,
    catalogue: Catalogue,
    presenter: AssetPresenter,
    base_url: Callable[[Request], str],
) -> Blueprint:
    """The pages under `/`, `/login`, `/logout`, `/presets`, `/teach` and `/notifications`."""
    pages = Blueprint("pages", __name__)
    pages.register_blueprint(
        presets_blueprint(
            cloud_name=cloud_name,
            presets=presets,
            engines=engines,
            catalogue=catalogue,
            presenter=presenter,
            base_url=base_url,
        )
    )

    pages.register_blueprint(notifications_page_blueprint(notifications, triggers))
    pages.register_blueprint(teach_blueprint(lessons, application, catalogue, presenter, base_url))

    @pages.record_once
    def keep_the_order_of_json(state: BlueprintSetupState) -> None:
        """Templates would sort the fields of JSON; the pages show it as the API gives it."""
        state.app.jinja_env.policies["json.dumps_kwargs"] = {}

    @pages.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> ResponseReturnValue:
        return render_template("error.html", error=error), error.code or 500

    @pages.get("/")
    def home() -> str:
        names = [preset.name for preset in presets.all() if preset.unsigned]
        wanted = request.args.get("preset", SHIPPED_PRESET)
        chosen = wanted if wanted in names else next(iter(names), "")
        return render_template(
            "home.html",
            cloud_name=cloud_name,
            preset_name=chosen,
            preset_names=names,
            samples=code_samples(base_url(request), cloud_name, chosen or "your-preset"),
        )

    @pages.get("/login")
    def login() -> ResponseReturnValue:
        token = request.args.get("token")
        if token is None or request.method == "HEAD":
            return render_template("login.html", error=None)
        if logins.redeem(token):
            return _logged_in()
        return render_template(
            "login.html",
            error="This link was used already or is too old. Log in with the API key and secret, "
            "or start the server again for a new link.",
        ), 403

    @pages.post("/login")
    def login_with_credentials() -> ResponseReturnValue:
        if credentials.matches(request.form.get("api_key", ""), request.form.get("api_secret", "")):
            return _logged_in()
        return render_template(
            "login.html", error="The API key and the API secret do not belong together."
        ), 403

    @pages.post("/logout")
    def logout() -> ResponseReturnValue:
        session.clear()
        return redirect(url_for("pages.home"), 303)

    return pages


def _logged_in() -> ResponseReturnValue:
    session.clear()
    session["owner"] = True
    return redirect(url_for("pages.presets.list_presets"), 303)
