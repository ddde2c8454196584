"""The owner's presets: list, create, edit, duplicate, delete."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import (
    Blueprint,
    Request,
    abort,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from routes.authorisation import send_others_to_the_login
from routes.preset_fields import common_fields, further_fields
from routes.preset_form import KINDS, PresetForm, engine_choices, field_errors, preset_summary
from routes.snippets import code_samples
from services.assets.catalogue import Catalogue
from services.assets.presentation import AssetPresenter
from services.presets import Preset, PresetError, PresetStore
from services.tagging.engine import Engine

RECENT_SHOWN = 8


def presets_blueprint(
    *,
    cloud_name: str,
    presets: PresetStore,
    engines: Mapping[str, Engine],
    catalogue: Catalogue,
    presenter: AssetPresenter,
    base_url: Callable[[Request], str],
) -> Blueprint:
    """The pages under `/presets`, for the owner alone."""
    blueprint = Blueprint("presets", __name__, url_prefix="/presets")

    blueprint.before_request(send_others_to_the_login)

    @blueprint.get("")
    def list_presets() -> ResponseReturnValue:
        listed = [(preset, preset_summary(preset)) for preset in presets.all()]
        return render_template("presets/list.html", presets=listed)

    @blueprint.get("/new")
    def new_preset() -> ResponseReturnValue:
        return _form_page(PresetForm(engines=frozenset({"local_tagging"})), kept=None)

    @blueprint.post("/new")
    def create_preset() -> ResponseReturnValue:
        form = PresetForm.of_request(request.form)
        try:
            preset = presets.create(form.values())
        except PresetError as error:
            return _form_page(form, kept=None, problems=error.problems), 422
        flash(f"Preset {preset.name} is ready: the widget can use it now.")
        return redirect(url_for(".edit_preset", name=preset.name), 303)

    @blueprint.get("/<name>")
    def edit_preset(name: str) -> ResponseReturnValue:
        preset = _existing(name)
        return _form_page(PresetForm.of_preset(preset), kept=preset)

    @blueprint.post("/<name>")
    def save_preset(name: str) -> ResponseReturnValue:
        kept = _existing(name)
        form = PresetForm.of_request(request.form)
        try:
            preset = presets.replace(name, form.values())
        except PresetError as error:
            return _form_page(form, kept=kept, problems=error.problems), 422
        except KeyError:
            abort(404)
        flash("Saved.")
        return redirect(url_for(".edit_preset", name=preset.name), 303)

    @blueprint.post("/<name>/duplicate")
    def duplicate_preset(name: str) -> ResponseReturnValue:
        original = _existing(name)
        values = original.as_json()
        values["name"] = _free_name(f"{name}-copy", [preset.name for preset in presets.all()])
        copy = presets.create(values)
        flash(f"This is a copy of {name}.")
        return redirect(url_for(".edit_preset", name=copy.name), 303)

    @blueprint.post("/<name>/delete")
    def delete_preset(name: str) -> ResponseReturnValue:
        if not presets.delete(name):
            abort(404)
        flash(f"Preset {name} is gone.")
        return redirect(url_for(".list_presets"), 303)

    def _existing(name: str) -> Preset:
        preset = presets.get(name)
        if preset is None:
            abort(404)
        return preset

    def _recently_tagged() -> list[dict[str, Any]]:
        newest = catalogue.recently_tagged(RECENT_SHOWN)
        return [presenter.as_json(asset, base_url(request)) for asset in newest]

    def _form_page(
        form: PresetForm, kept: Preset | None, problems: Mapping[str, str] | None = None
    ) -> str:
        return render_template(
            "presets/edit.html",
            form=form,
            kept=kept,
            errors=field_errors(problems or {}),
            engines=engine_choices(engines, "categorization"),
            kinds=KINDS,
            common=common_fields(),
            further=further_fields(),
            detections=engine_choices(engines, "detection"),
            recent=_recently_tagged(),
            samples=(
                code_samples(base_url(request), cloud_name, kept.name)
                if kept and kept.unsigned
                else []
            ),
        )

    return blueprint


def _free_name(wanted: str, taken: Sequence[str]) -> str:
    """`wanted`, with a number behind it when it is taken."""
    number, name = 1, wanted
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    return name
