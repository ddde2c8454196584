"""The Upload API: `POST /v1_1/<cloud>/<resource type>/upload`."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

import requests
from flask import Blueprint, Request, Response, g, jsonify, request

from routes.authorisation import basic_authorisation, requester
from routes.forms import FormField, add_field, read_form
from routes.responses import ApiError
from routes.upload_parts import PartReader, announced_part, part_json, progress_json
from services.assets.catalogue import Stored
from services.assets.presentation import AssetPresenter
from services.derivations import Derivations
from services.jobs import Jobs
from services.presets import Preset
from services.signing import Signer
from services.uploads.authorisation import Admission, Gate
from services.uploads.background import BackgroundUploads, Order
from services.uploads.chunked.content_range import ContentRange
from services.uploads.errors import UploadError, too_large
from services.uploads.intake import AskedType, Intake
from services.uploads.source import is_remote, open_source
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
    parts: PartReader,
    intake: Intake,
    derivations: Derivations,
    background: BackgroundUploads,
    jobs: Jobs,
    presenter: AssetPresenter,
    signer: Signer,
    outbound: requests.Session,
    base_url: Callable[[Request], str],
) -> Blueprint:
    """The routes of the Upload API."""
    blueprint = Blueprint("upload", __name__)

    @blueprint.after_request
    def _answer_listed_sites_alone(response: Response) -> Response:
        """Name the site that a preset lists, in the place of the CORS header for every site."""
        if "listed_origin" in g:
            response.headers["Access-Control-Allow-Origin"] = g.listed_origin
            response.headers.add("Vary", "Origin")
        return response

    @blueprint.post("/v1_1/<cloud:cloud_name>/<any(image, video, raw, auto):resource_type>/upload")
    @blueprint.post("/v1_1/<cloud:cloud_name>/upload")
    def upload(cloud_name: str, resource_type: AskedType = "auto") -> Response:
        part = announced_part(request)
        if part is not None:
            return _add_part(part, resource_type)
        with ExitStack() as stack:
            form = _receive(stack)
            preset = form.preset or gate.preset(form.fields)
            admission = gate.admit(form.fields, preset, requester(request, base_url(request)))
            _note_site(admission)
            limit = gate.limit_of(admission.options.max_file_size)
            order = Order(resource_type, admission.options, limit, base_url(request))
            file = form.fields.get("file", "")
            if form.staged is None and admission.options.in_background and is_remote(file):
                return _answer_at_once(file, order)
            staged = form.staged or _fetch(stack, file, limit)
            if staged.bytes > limit:
                raise too_large(limit, staged.bytes)
            if admission.options.in_background:
                return _answer_at_once(staged, order)
            stored = intake.store(staged, resource_type, admission.options)
        return _answer(stored, admission)

    @blueprint.get("/v1_1/<cloud:cloud_name>/uploads/<path:upload_id>")
    def progress_of_an_upload(cloud_name: str, upload_id: str) -> Response:
        # The ID is known to its sender alone, and says nothing about the file.
        progress = parts.chunked.progress(upload_id)
        if progress is None:
            raise ApiError(404, "There is no upload with this ID, or it was given up. Begin anew.")
        response = jsonify(progress_json(progress))
        response.headers["Cache-Control"] = "no-store"
        return response

    @blueprint.delete("/v1_1/<cloud:cloud_name>/uploads/<path:upload_id>")
    def give_up_an_upload(cloud_name: str, upload_id: str) -> Response:
        parts.chunked.discard(upload_id)
        return jsonify(result="ok")

    def _add_part(part: ContentRange, resource_type: AskedType) -> Response:
        received = parts.read(request, part, resource_type, base_url(request))
        _note_site(received.admission)
        if received.progress.to_assemble:
            options = received.admission.options
            with parts.chunked.assembled(received.upload_id, received.filename) as staged:
                if options.in_background:
                    limit = gate.limit_of(options.max_file_size)
                    order = Order(resource_type, options, limit, base_url(request))
                    return _answer_at_once(staged, order)
                stored = intake.store(staged, resource_type, options)
            return _answer(stored, received.admission)
        asset = parts.chunked.asset(received.upload_id) if received.progress.complete else None
        if asset is not None:
            return jsonify(presenter.as_json(asset, base_url(request)))
        return jsonify(part_json(received))

    def _note_site(admission: Admission) -> None:
        if admission.options.allowed_origins and "Origin" in request.headers:
            g.listed_origin = request.headers["Origin"]

    def _answer_at_once(file: StagedFile | str, order: Order) -> Response:
        return jsonify(background.take(file, order))

    def _answer(stored: Stored, admission: Admission) -> Response:
        warnings = {"warnings": admission.warnings} if admission.warnings else {}
        if stored.existing:
            # Somebody else's asset may have the name; a stranger learns no more than it is there.
            show = presenter.as_json if admission.signed else presenter.as_public_json
            return jsonify(show(stored.asset, base_url(request)) | {"existing": True} | warnings)
        derived = derivations.derive(stored.asset, admission.options, base_url(request))
        jobs.notify(stored.asset, base_url(request), derived)
        answer = presenter.as_json(stored.asset, base_url(request)) | warnings | derived
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
                add_field(fields, part)
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
