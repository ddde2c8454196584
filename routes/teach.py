"""The owner's page for teaching tags: show examples, see how well it was learnt, look for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, get_args

from flask import Blueprint, Request, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from routes.authorisation import send_others_to_the_login
from services.assets.catalogue import Catalogue
from services.assets.presentation import AssetPresenter
from services.assets.tables import Asset
from services.learning.application import Application
from services.learning.lessons import LessonError, Lessons, UnknownTaughtTag
from services.learning.training import FEWEST_EXAMPLES
from services.tagging.tags import Kind

_ASKED_AT_ONCE = 48
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True)
class Tile:
    """An asset as the page shows it. `confidence` is from 0 to 1, `moment` in seconds."""

    asset_id: str
    name: str
    picture_url: str
    info_url: str
    moment: float | None
    confidence: float | None
    positive: bool = True


def teach_blueprint(
    lessons: Lessons,
    application: Application,
    catalogue: Catalogue,
    presenter: AssetPresenter,
    base_url: Callable[[Request], str],
) -> Blueprint:
    """The pages under `/teach`, for the owner alone."""
    blueprint = Blueprint("teach", __name__, url_prefix="/teach")
    blueprint.before_request(send_others_to_the_login)

    @blueprint.errorhandler(UnknownTaughtTag)
    def unknown(error: UnknownTaughtTag) -> ResponseReturnValue:
        flash(f"{error}.", "error")
        return redirect(url_for(".list_taught"), 303)

    @blueprint.get("")
    def list_taught() -> ResponseReturnValue:
        return render_template("teach/list.html", taught=lessons.all(), kinds=KINDS)

    @blueprint.post("")
    def create() -> ResponseReturnValue:
        name, kind = request.form.get("name", ""), request.form.get("kind", "object")
        try:
            if kind not in KINDS:
                raise LessonError("Choose one of the kinds")
            record = lessons.create(name, kind)
        except LessonError as error:
            return render_template(
                "teach/list.html", taught=lessons.all(), kinds=KINDS, name=name, error=str(error)
            ), 422
        return redirect(url_for(".show_taught", name=record.name), 303)

    @blueprint.get("/<name>")
    def show_taught(name: str) -> ResponseReturnValue:
        record = lessons.get(name)
        return render_template(
            "teach/tag.html",
            record=record,
            report=record.report or {},
            examples=_example_tiles(name),
            suggestions=_suggestion_tiles(name),
            fewest=FEWEST_EXAMPLES,
        )

    @blueprint.post("/<name>/examples")
    def judge(name: str) -> ResponseReturnValue:
        examples, moments = _judgements(request.form)
        if examples:
            try:
                lessons.show(name, examples, moments)
            except LessonError as error:
                flash(f"{error}.", "error")
        return redirect(url_for(".show_taught", name=name), 303)

    @blueprint.post("/<name>/withdraw")
    def withdraw(name: str) -> ResponseReturnValue:
        try:
            lessons.withdraw(name, request.form.get("asset_id", ""))
        except LessonError as error:
            flash(f"{error}.", "error")
        return redirect(url_for(".show_taught", name=name), 303)

    @blueprint.post("/<name>/apply")
    def apply(name: str) -> ResponseReturnValue:
        try:
            application.start(name)
        except LessonError as error:
            flash(f"{error}.", "error")
        return redirect(url_for(".show_taught", name=name), 303)

    @blueprint.get("/<name>/application")
    def progress(name: str) -> ResponseReturnValue:
        return jsonify(lessons.get(name).application)

    @blueprint.post("/<name>/forget")
    def forget(name: str) -> ResponseReturnValue:
        lessons.forget(name)
        flash(f"{name} is not taught any more. Assets that have the tag keep it.")
        return redirect(url_for(".list_taught"), 303)

    def _example_tiles(name: str) -> list[Tile]:
        examples = lessons.examples(name)
        assets = catalogue.get_all([each.asset_id for each in examples])
        return [
            _tile(assets[each.asset_id], each.moment, each.confidence, each.positive)
            for each in examples
            if each.asset_id in assets
        ]

    def _suggestion_tiles(name: str) -> list[Tile]:
        suggested = lessons.suggestions(name, _ASKED_AT_ONCE)
        assets = catalogue.get_all([each.asset_id for each in suggested])
        return [
            _tile(assets[each.asset_id], each.moment, each.confidence)
            for each in suggested
            if each.asset_id in assets
        ]

    def _tile(
        asset: Asset, moment: float | None, confidence: float | None, positive: bool = True
    ) -> Tile:
        is_video = asset.resource_type == "video"
        base = base_url(request)
        return Tile(
            asset_id=asset.asset_id,
            name=asset.original_filename or asset.display_name or asset.public_id,
            picture_url=presenter.tile_url(asset, base, moment if is_video else None),
            info_url=presenter.as_json(asset, base)["info_url"],
            moment=moment if is_video else None,
            confidence=confidence,
            positive=positive,
        )

    return blueprint


def _judgements(form: MultiDict[str, Any]) -> tuple[dict[str, bool], dict[str, float]]:
    """What was answered, by asset ID, and the moments of the videos among them."""
    examples: dict[str, bool] = {}
    moments: dict[str, float] = {}
    for field, answer in form.items():
        kind, _, asset_id = field.partition("-")
        if kind == "has" and answer in {"yes", "no"}:
            examples[asset_id] = answer == "yes"
    for asset_id in examples:
        moment = form.get(f"moment-{asset_id}", "")
        if moment.replace(".", "", 1).isdigit():
            moments[asset_id] = float(moment)
    return examples, moments
