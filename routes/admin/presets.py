"""The Admin API: upload presets, as in Cloudinary's "upload_presets" (Admin API reference)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, jsonify, request

from routes.authorisation import refuse_other_sites, require_owner
from routes.fields import max_results, read_fields
from routes.responses import ApiError
from services.credentials import Credentials
from services.options.unsupported import IGNORED
from services.presets import NameTaken, Preset, PresetError, PresetStore
from services.uploads.options import ignored_options

_PRESETS = "/v1_1/<cloud:cloud_name>/upload_presets"
_OF_THE_PRESET = frozenset({"name", "unsigned"})
_NOT_SETTINGS = frozenset({"timestamp", "api_key", "signature"})
"""Fields that SDKs send beside the settings, as they do with an upload."""


def presets_api_blueprint(presets: PresetStore, credentials: Credentials) -> Blueprint:
    """The routes of upload presets, for the owner alone."""
    blueprint = Blueprint("admin_presets", __name__)

    @blueprint.before_request
    def _owner_alone() -> None:
        if request.method != "OPTIONS":
            require_owner(request, credentials)
            if request.method != "GET":
                refuse_other_sites(request)

    @blueprint.get(_PRESETS)
    def list_presets(cloud_name: str) -> Response:
        limit = max_results(request)
        after = request.args.get("next_cursor", "")
        found = [preset for preset in presets.all() if preset.name > after]
        answer: dict[str, Any] = {"presets": [preset.as_json() for preset in found[:limit]]}
        if len(found) > limit:
            answer["next_cursor"] = found[limit - 1].name
        return jsonify(answer)

    @blueprint.get(f"{_PRESETS}/<string:name>")
    def preset(cloud_name: str, name: str) -> Response:
        return jsonify(_existing(name).as_json())

    @blueprint.post(_PRESETS)
    def create_preset(cloud_name: str) -> Response:
        fields = read_fields(request)
        name = fields.get("name") or secrets.token_hex(4)
        try:
            created = presets.create(_values({**fields, "name": name}))
        except PresetError as error:
            raise _refused(error) from None
        return _answer("created", fields, name=created.name)

    @blueprint.put(f"{_PRESETS}/<string:name>")
    def update_preset(cloud_name: str, name: str) -> Response:
        kept = _existing(name).as_json()
        fields = read_fields(request)
        changes = _values(fields)
        settings = {**kept["settings"], **changes["settings"]}
        try:
            presets.replace(name, {**kept, **changes, "settings": settings})
        except PresetError as error:
            raise _refused(error) from None
        except KeyError:
            raise _not_found(name) from None
        return _answer("updated", fields)

    @blueprint.delete(f"{_PRESETS}/<string:name>")
    def delete_preset(cloud_name: str, name: str) -> Response:
        if not presets.delete(name):
            raise _not_found(name)
        return jsonify(message="deleted")

    def _existing(name: str) -> Preset:
        found = presets.get(name)
        if found is None:
            raise _not_found(name)
        return found

    return blueprint


def _values(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as the store takes a preset; an emptied setting is no longer set."""
    settings = {
        name: None if value == "" else value
        for name, value in fields.items()
        if name not in _OF_THE_PRESET | _NOT_SETTINGS | IGNORED.keys()
    }
    return {name: fields[name] for name in _OF_THE_PRESET & fields.keys()} | {"settings": settings}


def _answer(message: str, fields: Mapping[str, Any], **facts: str) -> Response:
    texts = {name: str(value) for name, value in fields.items()}
    warnings = ignored_options(texts)
    return jsonify({"message": message, **facts} | ({"warnings": warnings} if warnings else {}))


def _refused(error: PresetError) -> ApiError:
    problems = {field.removeprefix("settings."): text for field, text in error.problems.items()}
    message = "; ".join(f"{field} {text}" for field, text in problems.items())
    return ApiError(409 if isinstance(error, NameTaken) else 400, message)


def _not_found(name: str) -> ApiError:
    return ApiError(404, f"Can't find upload preset with name {name[:100]}")
