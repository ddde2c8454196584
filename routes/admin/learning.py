"""Teaching tags: `/taught_tags`, beyond what Cloudinary's Admin API has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast, get_args

from flask import Blueprint, Request, Response, jsonify, request

from routes.authorisation import refuse_other_sites, require_owner
from routes.fields import check_choice, read_fields
from routes.responses import ApiError, error_response
from services.assets.catalogue import Catalogue
from services.assets.presentation import AssetPresenter, moment_text
from services.credentials import Credentials
from services.learning.application import Application
from services.learning.lessons import LessonError, Lessons, UnknownTaughtTag
from services.learning.tables import TaughtTagRecord
from services.tagging.tags import Kind

_TAUGHT = "/v1_1/<cloud:cloud_name>/taught_tags"
_MOST_SUGGESTIONS = 100


def learning_blueprint(
    lessons: Lessons,
    application: Application,
    catalogue: Catalogue,
    presenter: AssetPresenter,
    credentials: Credentials,
    base_url: Callable[[Request], str],
) -> Blueprint:
    """The routes by which the owner teaches tags."""
    blueprint = Blueprint("learning", __name__)

    @blueprint.before_request
    def let_the_owner_in() -> None:
        refuse_other_sites(request)
        require_owner(request, credentials)

    @blueprint.errorhandler(LessonError)
    def refuse(error: LessonError) -> Response:
        return error_response(404 if isinstance(error, UnknownTaughtTag) else 400, str(error))

    @blueprint.get(_TAUGHT)
    def taught_tags(cloud_name: str) -> Response:
        return jsonify(taught_tags=[as_json(record) for record in lessons.all()])

    @blueprint.post(_TAUGHT)
    def create(cloud_name: str) -> Response:
        fields = _only(read_fields(request), {"name", "kind"})
        kind = str(fields.get("kind", "object"))
        check_choice("kind", kind, get_args(Kind))
        return jsonify(as_json(lessons.create(str(fields.get("name", "")), cast(Kind, kind))))

    @blueprint.get(f"{_TAUGHT}/<string:name>")
    def taught_tag(cloud_name: str, name: str) -> Response:
        examples = lessons.examples(name)
        assets = catalogue.get_all([example.asset_id for example in examples])
        shown = [
            {
                "asset_id": example.asset_id,
                "public_id": assets[example.asset_id].public_id,
                "resource_type": assets[example.asset_id].resource_type,
                "positive": example.positive,
                "moment": example.moment,
                "confidence": example.confidence,
            }
            for example in examples
            if example.asset_id in assets
        ]
        return jsonify(as_json(lessons.get(name)) | {"examples": shown})

    @blueprint.delete(f"{_TAUGHT}/<string:name>")
    def forget(cloud_name: str, name: str) -> Response:
        lessons.forget(name)
        return jsonify(message="ok")

    @blueprint.post(f"{_TAUGHT}/<string:name>/examples")
    def show(cloud_name: str, name: str) -> Response:
        fields = _only(read_fields(request), {"asset_ids", "positive", "moment"})
        asset_ids = _asset_ids(fields)
        examples = dict.fromkeys(asset_ids, _is_true(fields.get("positive", True)))
        moments = _moments(asset_ids, fields.get("moment"))
        return jsonify(as_json(lessons.show(name, examples, moments)))

    @blueprint.delete(f"{_TAUGHT}/<string:name>/examples/<string:asset_id>")
    def withdraw(cloud_name: str, name: str, asset_id: str) -> Response:
        return jsonify(as_json(lessons.withdraw(name, asset_id)))

    @blueprint.post(f"{_TAUGHT}/<string:name>/learn")
    def learn(cloud_name: str, name: str) -> Response:
        return jsonify(as_json(lessons.learn(name)))

    @blueprint.post(f"{_TAUGHT}/<string:name>/apply")
    def apply(cloud_name: str, name: str) -> Response:
        return jsonify(application.start(name))

    @blueprint.get(f"{_TAUGHT}/<string:name>/suggestions")
    def suggestions(cloud_name: str, name: str) -> Response:
        suggested = lessons.suggestions(name, _MOST_SUGGESTIONS)
        assets = catalogue.get_all([each.asset_id for each in suggested])
        return jsonify(
            suggestions=[
                {
                    "resource": presenter.as_json(assets[each.asset_id], base_url(request)),
                    "moment": each.moment,
                    "confidence": each.confidence,
                }
                for each in suggested
                if each.asset_id in assets
            ]
        )

    return blueprint


def as_json(record: TaughtTagRecord) -> dict[str, Any]:
    """A taught tag as the API shows it."""
    report = {name: value for name, value in (record.report or {}).items() if name != "held_out"}
    return {
        "name": record.name,
        "kind": record.kind,
        "status": report.pop("status", "learning"),
        "report": report,
        "application": record.application,
        "created_at": moment_text(record.created_at),
        "learnt_at": moment_text(record.learnt_at) if record.learnt_at else None,
    }


def _only(fields: Mapping[str, Any], known: set[str]) -> Mapping[str, Any]:
    for name in fields:
        if name not in known:
            raise ApiError(
                400, f"Unknown parameter {name[:100]}. There are: {', '.join(sorted(known))}."
            )
    return fields


def _asset_ids(fields: Mapping[str, Any]) -> list[str]:
    asset_ids = fields.get("asset_ids")
    if isinstance(asset_ids, str):
        asset_ids = asset_ids.split(",")
    if not isinstance(asset_ids, list) or not all(isinstance(each, str) for each in asset_ids):
        raise ApiError(400, "asset_ids must be a list of asset IDs")
    if not asset_ids:
        raise ApiError(400, "Missing required parameter - asset_ids")
    return asset_ids


def _is_true(value: object) -> bool:
    text = str(value).lower()
    check_choice("positive", text, ("true", "false"))
    return text == "true"


def _moments(asset_ids: list[str], given: object) -> dict[str, float]:
    if given is None:
        return {}
    try:
        moment = float(str(given))
    except ValueError:
        moment = -1.0
    if not 0 <= moment < 1e6:
        raise ApiError(400, "moment must be the seconds from the start of a video")
    if len(asset_ids) > 1:
        raise ApiError(400, "moment goes with one asset ID")
    return {asset_ids[0]: moment}
