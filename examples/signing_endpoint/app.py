"""A site whose visitors upload with signatures that its own back end makes.

The API secret stays here. The back end decides which visitors may upload, and what: it signs the
parameters that it knows and that it finds right, and nothing else.

    pip install flask cloudinary
    export CLOUDINARY_URL='cloudinary://<key>:<secret>@demo?upload_prefix=http://127.0.0.1:8000&cname=127.0.0.1:8000'
    flask --app examples/signing_endpoint/app run
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Mapping
from typing import Any

import cloudinary
from cloudinary.utils import api_sign_request
from flask import Flask, Response, abort, jsonify, render_template, request, session

SIGNED_FOR_VISITORS = frozenset({"upload_preset", "folder", "tags", "source", "timestamp"})
"""What visitors may have signed. A signature over `public_id` and `overwrite`, say, would let them
replace what others uploaded."""
SIGNED_FOR_SECONDS = 60


def create_app() -> Flask:
    """The site. CLOUDINARY_URL says which server it uploads to."""
    app = Flask(__name__)
    app.secret_key = os.environ.get("SECRET_KEY") or secrets.token_hex()
    settings = cloudinary.Config()

    def sign(parameters: Mapping[str, str]) -> dict[str, Any]:
        """What the widget needs to send `parameters` as a signed upload."""
        return {
            "signature": api_sign_request(dict(parameters), settings.api_secret, "sha256"),
            "apiKey": settings.api_key,
            "timestamp": int(parameters["timestamp"]),
        }

    @app.get("/")
    def page() -> str:
        # A site with accounts has a login here.
        session["visitor"] = session.get("visitor") or secrets.token_hex(4)
        return render_template(
            "page.html", server=settings.upload_prefix, cloud_name=settings.cloud_name
        )

    @app.post("/sign")
    def sign_upload() -> Response:
        """`uploadSignature: "/sign"` posts {"paramsToSign": {…}}."""
        visitor()
        parameters = question().get("paramsToSign")
        if not isinstance(parameters, dict) or not parameters.keys() <= SIGNED_FOR_VISITORS:
            abort(400, f"Only {', '.join(sorted(SIGNED_FOR_VISITORS))} are signed here")
        check_age(parameters.get("timestamp"))
        return jsonify(sign({name: str(value) for name, value in parameters.items()}))

    @app.post("/prepare")
    def prepare_upload() -> Response:
        """`prepareUploadParams: "/prepare"` posts the parameters, and sends what is answered."""
        told = question()
        parameters = {
            "upload_preset": str(told.get("uploadPreset", "")),
            "folder": f"visitors/{visitor()}",
            "source": "uw",
            "timestamp": str(int(time.time())),
        }
        signed = sign(parameters)
        return jsonify(folder=parameters["folder"], **signed)

    return app


def visitor() -> str:
    """Who asks; nobody else gets a signature."""
    name = session.get("visitor")
    if not name:
        abort(401, "Open the page first")
    return str(name)


def question() -> dict[str, Any]:
    """The JSON object that the widget posted. A form of another site cannot send JSON."""
    asked = request.get_json()
    if not isinstance(asked, dict):
        abort(400, "A JSON object is expected")
    return asked


def check_age(timestamp: Any) -> None:
    """Refuse to sign for later: a signature is good for an hour from its timestamp."""
    text = str(timestamp)
    if not text.isdigit() or abs(int(text) - time.time()) > SIGNED_FOR_SECONDS:
        abort(400, "The timestamp is not now")
