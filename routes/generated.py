"""The Upload API's methods `text` and `multi`, and those that make what is not made here."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Request, Response, jsonify, request

from routes.authorisation import basic_authorisation, require_signature_or_owner
from routes.delivery.responses import attachment
from routes.fields import read_fields, read_query, signed_text
from routes.responses import ApiError
from services.assets.presentation import AssetPresenter
from services.media.encoding import CONTENT_TYPES
from services.notifications.notifications import Notifications
from services.signing import SignatureError, Signer
from services.uploads.authorisation import Gate
from services.uploads.errors import Unauthorized
from services.uploads.generated import Animation, Generating, TextRequest, read_multi_request
from services.uploads.methods import read_method

_NOT_MADE = {
    "create_slideshow": "slideshows are not made here",
    "explode": "ask for a page with pg_<number> in the address of the picture",
    "sprite": "sprites of several pictures are not made here",
}


def generated_blueprint(
    gate: Gate,
    signer: Signer,
    generating: Generating,
    presenter: AssetPresenter,
    notifications: Notifications,
    base_url: Callable[[Request], str],
) -> Blueprint:
    """The routes of these methods."""
    blueprint = Blueprint("generated", __name__)

    @blueprint.post("/v1_1/<cloud:cloud_name>/image/text")
    def text(cloud_name: str) -> Response:
        fields = read_fields(request)
        require_signature_or_owner(request, gate, fields)
        stored = generating.text(read_method(fields, TextRequest))
        return jsonify(presenter.as_json(stored.asset, base_url(request)))

    @blueprint.post("/v1_1/<cloud:cloud_name>/image/multi")
    def multi(cloud_name: str) -> Response:
        fields = read_fields(request)
        require_signature_or_owner(request, gate, fields)
        asked = read_multi_request(fields)
        animation = generating.animation(asked)
        if asked.mode == "download":
            return _download(animation)
        answer = presenter.as_json(generating.store(animation).asset, base_url(request))
        notifications.announce("multi", answer, notification_url=asked.notification_url)
        return jsonify(answer)

    @blueprint.get("/v1_1/<cloud:cloud_name>/image/multi")
    def download_multi(cloud_name: str) -> Response:
        fields = read_query(request)
        basic = basic_authorisation(request)
        if basic is not None:
            gate.require_owner({}, basic)
        else:
            try:
                signer.check_download(signed_text(fields))
            except SignatureError as error:
                raise Unauthorized(str(error)) from None
        return _download(generating.animation(read_multi_request(fields)))

    @blueprint.route(
        "/v1_1/<cloud:cloud_name>/<any(image, video):resource_type>"
        f"/<any({', '.join(_NOT_MADE)}):method>",
        methods=["GET", "POST"],
    )
    def not_made(cloud_name: str, resource_type: str, method: str) -> Response:
        raise ApiError(400, f"{method} is not supported here: {_NOT_MADE[method]}.")

    return blueprint


def _download(animation: Animation) -> Response:
    response = Response(animation.content, mimetype=CONTENT_TYPES[animation.format])
    name = f"{animation.name.rpartition('/')[2]}.{animation.format}"
    response.headers["Content-Disposition"] = attachment(name)
    response.headers["Cache-Control"] = "private, no-store"
    return response
