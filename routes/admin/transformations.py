"""The Admin API: transformations, those with a name and those that addresses have used."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, Request, Response, jsonify, request

from routes.authorisation import refuse_other_sites, require_owner
from routes.fields import Fields, read_fields, read_query
from routes.responses import ApiError
from services.assets.derived_rows import DerivedPresenter, transformation_info
from services.assets.named_transformations import NamedTransformation, NamedTransformations
from services.assets.renditions import Renditions
from services.credentials import Credentials
from services.media.transformations.errors import TransformationError

_TRANSFORMATIONS = "/v1_1/<cloud:cloud_name>/transformations"
_USUAL_RESULTS = 10
_MOST_RESULTS = 500
_AT_ONCE = 500
_Value = TypeVar("_Value")


def transformations_blueprint(
    transformations: NamedTransformations,
    shown: DerivedPresenter,
    renditions: Renditions,
    credentials: Credentials,
    base_url: Callable[[Request], str],
) -> Blueprint:
    """The routes of transformations."""
    blueprint = Blueprint("transformations", __name__)

    @blueprint.before_request
    def require_the_owner() -> None:
        refuse_other_sites(request)
        require_owner(request, credentials)

    @blueprint.get(_TRANSFORMATIONS)
    def listed_or_one(cloud_name: str) -> Response:
        fields = read_query(request)
        limit, after = _limit(fields), _text(fields, "next_cursor")
        if "transformation" in fields:
            return _one(_text(fields, "transformation"), limit, after)
        return _listed(limit, after, named_only=_flag(fields, "named") is True)

    @blueprint.get(f"{_TRANSFORMATIONS}/<path:text>")
    def one(cloud_name: str, text: str) -> Response:
        fields = read_query(request)
        return _one(text, _limit(fields), _text(fields, "next_cursor"))

    @blueprint.post(_TRANSFORMATIONS)
    @blueprint.post(f"{_TRANSFORMATIONS}/<string:name>")
    def create(cloud_name: str, name: str = "") -> Response:
        fields = read_fields(request)
        name = (name or _text(fields, "name")).removeprefix("t_")
        _attempt(lambda: transformations.create(name, _text(fields, "transformation")))
        return jsonify(message="created")

    @blueprint.put(_TRANSFORMATIONS)
    @blueprint.put(f"{_TRANSFORMATIONS}/<path:text>")
    def update(cloud_name: str, text: str = "") -> Response:
        fields = read_fields(request)
        text = text or _text(fields, "transformation")
        definition = _text(fields, "unsafe_update") or None
        allowed = _flag(fields, "allowed_for_strict")
        name = text.removeprefix("t_")
        updated = _attempt(
            lambda: transformations.update(name, allowed_for_strict=allowed, definition=definition)
        )
        if updated is None:
            raise _not_found(text)
        return jsonify(message="updated")

    @blueprint.delete(_TRANSFORMATIONS)
    @blueprint.delete(f"{_TRANSFORMATIONS}/<path:text>")
    def delete(cloud_name: str, text: str = "") -> Response:
        text = text or _text(read_query(request) | read_fields(request), "transformation")
        named = transformations.get(text.removeprefix("t_"))
        if named is None and text.startswith("t_"):
            raise _not_found(text)
        made = _forget_made_by(named.definition if named else text)
        if not (named and transformations.delete(named.name)) and not made:
            raise _not_found(text)
        return jsonify(message="deleted")

    def _forget_made_by(text: str) -> int:
        canonical = str(_attempt(lambda: transformations.read(text)))
        deleted = 0
        while rows := renditions.derived.made_by(canonical, _AT_ONCE):
            deleted += renditions.forget([row.id for row in rows])
        return deleted

    def _one(text: str, limit: int, after: str) -> Response:
        named = transformations.get(text.removeprefix("t_"))
        if named is None and text.startswith("t_"):
            raise _not_found(text)
        definition = named.definition if named else text
        canonical = str(_attempt(lambda: transformations.read(definition)))
        made = shown.made_by(canonical, base_url(request), limit, after)
        if named is None and not made["derived"] and not after:
            raise _not_found(text)
        row = _row(named) if named else _used(canonical)
        return jsonify(row | {"info": transformation_info(definition)} | made)

    def _listed(limit: int, after: str, *, named_only: bool) -> Response:
        rows = []
        if not after.startswith("made:"):
            rows = [_row(named) for named in transformations.listed(limit + 1, after)]
        if not named_only and len(rows) <= limit:
            made_after = after.removeprefix("made:") if after.startswith("made:") else ""
            more = renditions.derived.transformations(limit + 1 - len(rows), made_after)
            rows += [_used(text) for text in more]
        answer: dict[str, Any] = {"transformations": rows[:limit]}
        if len(rows) > limit:
            last = rows[limit - 1]
            cursor = last["name"].removeprefix("t_") if last["named"] else f"made:{last['name']}"
            answer["next_cursor"] = cursor
        return jsonify(answer)

    def _row(named: NamedTransformation) -> dict[str, Any]:
        canonical = str(transformations.read(named.definition))
        return {
            "name": f"t_{named.name}",
            "allowed_for_strict": named.allowed_for_strict,
            "used": bool(renditions.derived.made_by(canonical, 1)),
            "named": True,
        }

    return blueprint


def _not_found(text: str) -> ApiError:
    return ApiError(404, f"Can't find transformation - {text[:200]}")


def _used(text: str) -> dict[str, Any]:
    return {"name": text, "allowed_for_strict": False, "used": True, "named": False}


def _attempt(work: Callable[[], _Value]) -> _Value:
    """What `work` gives. Raises ApiError where a transformation is not one."""
    try:
        return work()
    except TransformationError as error:
        raise ApiError(400, str(error)) from None


def _text(fields: Fields, name: str) -> str:
    value = fields.get(name) or ""
    if not isinstance(value, str):
        raise ApiError(400, f"{name} must be text")
    return value


def _flag(fields: Fields, name: str) -> bool | None:
    value = str(fields.get(name, "")).lower()
    if value not in {"", "true", "1", "false", "0"}:
        raise ApiError(400, f"{name} must be true or false")
    return value in {"true", "1"} if value else None


def _limit(fields: Fields) -> int:
    given = _text(fields, "max_results") or str(_USUAL_RESULTS)
    if not (given.isascii() and given.isdigit() and len(given) < 5):
        raise ApiError(400, f"max_results must be a whole number from 1 to {_MOST_RESULTS}")
    if not 1 <= int(given) <= _MOST_RESULTS:
        raise ApiError(400, f"max_results must be a whole number from 1 to {_MOST_RESULTS}")
    return int(given)
