"""The Upload API: `POST /v1_1/<cloud>/<resource type>/upload`."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

import requests
from flask import Blueprint, Request, Response, jsonify, request
from werkzeug.http import parse_content_range_header

from routes.authorisation import basic_authorisation
from routes.forms import FormField, read_form
from routes.responses import ApiError
from services.assets.presentation import AssetPresenter
from services.jobs import Jobs
from services.presets import Preset
from services.signing import Signer
from services.uploads.authorisation import Gate
from services.uploads.errors import UploadError, too_large
from services.uploads.intake import AskedType, Intake
from services.uploads.source import open_source
from services.uploads.staging import StagedFile, Staging


@dataclass(frozen=True)
class _Form:
    """A form whose file has arrived, when it came as a file part."""

    fields: dict[str, str]
    preset: Preset | None
    """The preset, when its name came before the file."""
    staged: StagedFile | None


def upload_blueprint(
    gate: Gate,
    staging: Staging,
    intake: Intake,
    jobs: Jobs,
    presenter: AssetPresenter,
    signer: Signer,
    outbound: requests.Session,
    base_url: Callable[[Request], str],
) -> Blueprint:
    """The routes of the Upload API."""
    blueprint = Blueprint("upload", __name__)

    @blueprint.post("/v1_1/<cloud:cloud_name>/<any(image, video, raw, auto):resource_type>/upload")
    @blueprint.post("/v1_1/<cloud:cloud_name>/upload")
    def upload(cloud_name: str, resource_type: AskedType = "auto") -> Response:
        _refuse_a_part(request)
        with ExitStack() as stack:
            form = _receive(stack)
            preset = form.preset or gate.preset(form.fields)
            admission = gate.admit(form.fields, preset, basic_authorisation(request))
            limit = gate.limit_of(admission.options.max_file_size)
            staged = form.staged or _fetch(stack, form.fields.get("file", ""), limit)
            if staged.bytes > limit:
                raise too_large(limit, staged.bytes)
            stored = intake.store(staged, resource_type, admission.options)
        warnings = {"warnings": admission.warnings} if admission.warnings else {}
        if stored.existing:
            # Somebody else's asset may have the name; a stranger learns no more than it is there.
            show = presenter.as_json if admission.signed else presenter.as_public_json
            return jsonify(show(stored.asset, base_url(request)) | {"existing": True} | warnings)
        jobs.notify(stored.asset, base_url(request))
        answer = presenter.as_json(stored.asset, base_url(request)) | warnings
        if admission.options.return_delete_token:
            answer["delete_token"] = signer.delete_token(
                stored.asset.asset_id, stored.asset.version_id
            )
        return jsonify(answer)

    @blueprint.post("/v1_1/<string:name>/<any(image, video, raw, auto):resource_type>/upload")
    def upload_to_another_cloud(name: str, resource_type: AskedType) -> Response:
        # A route of its own, so that pages of other origins may read why it failed.
        raise ApiError(
            404, f"There is no cloud {name[:100]!r} here. TAGDROP_CLOUD_NAME names this server's."
        )

    def _receive(stack: ExitStack) -> _Form:
        """Read the form to its end; a file part is staged while it arrives."""
        fields: dict[str, str] = {}
        preset: Preset | None = None
        staged: StagedFile | None = None
        for part in read_form(request):
            if isinstance(part, FormField):
                _add_field(fields, part)
            elif part.name == "file" and staged is None:
                preset = gate.preset(fields)
                limit = gate.size_limit(preset, basic_authorisation(request))
                staged = stack.enter_context(staging.receive(part.chunks, part.filename, limit))
            else:
                raise UploadError(
                    f"Only one file is expected, in the field file, not {part.name!r}"
                )
        return _Form(fields, preset, staged)

    def _fetch(stack: ExitStack, file: str, limit: int) -> StagedFile:
        if not file:
            raise UploadError("Missing required parameter - file")
        source = stack.enter_context(open_source(file, outbound, limit))
        return stack.enter_context(staging.receive(source.chunks, source.filename, limit))

    return blueprint


def _refuse_a_part(request: Request) -> None:
    """Raise UploadError where the request brings one part of a file; it would be kept as a whole.

    SDKs send files over 20 MB or more in parts when `upload_large` is asked to, and announce a
    file that fits into one part in the same way.
    """
    announced = request.headers.get("Content-Range")
    if announced is None:
        return
    part = parse_content_range_header(announced)
    if part is None or part.start != 0 or part.stop != part.length:
        raise UploadError(
            "Files in several parts are not taken. Send the file in one request: with upload, or "
            "with upload_large and a chunk_size above the file's size."
        )


def _add_field(fields: dict[str, str], field: FormField) -> None:
    """Add a field; the values of a list, `name[]`, are joined by commas, as they are signed."""
    name = field.name.removesuffix("[]")
    if "\0" in field.value:
        raise UploadError(f"The field {name[:100]} has a NUL character in its text")
    if name in fields:
        if name == field.name:
            raise UploadError(f"The field {name[:100]} is there twice")
        fields[name] = f"{fields[name]},{field.value}"
    else:
        fields[name] = field.value
