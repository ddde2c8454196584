"""The Flask application before its routes: cookies, cloud names, headers, errors, other origins."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, jsonify, request
from flask_cors import CORS
from werkzeug.routing import BaseConverter

from routes.admin.rate_limit import RATE_LIMIT_HEADERS
from routes.responses import register_errors
from services.credentials import Credentials
from services.origins import origin_patterns
from services.settings import Settings

_ROOT = Path(__file__).parent.parent

_CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "media-src 'self' blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


def bare_application(settings: Settings, credentials: Credentials) -> Flask:
    """An application that answers `/healthz` and protects whatever is added to it."""
    app = Flask(__name__, root_path=str(_ROOT))
    app.secret_key = hashlib.sha256(f"tagdrop.session{credentials.api_secret}".encode()).digest()
    app.config.update(
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.base_url.startswith("https://"),
        WTF_CSRF_SSL_STRICT=False,
    )
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.url_map.converters["cloud"] = _cloud_converter(settings.cloud_name)
    register_errors(app)

    @app.get("/healthz")
    def healthz() -> Response:
        return jsonify(status="ok")

    @app.before_request
    def _refuse_nul() -> None:
        # No name has one, and PostgreSQL would not even look for it.
        if "\0" in request.path:
            abort(400, "The address has a NUL character")

    @app.after_request
    def _protect(response: Response) -> Response:
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
        if response.mimetype == "text/html":
            response.headers.setdefault("Content-Security-Policy", _CONTENT_SECURITY_POLICY)
        return response

    return app


def let_other_sites_call(api: Blueprint, settings: Settings) -> None:
    """Have browsers let pages of the origins that the settings list, or of all, use the API."""
    CORS(
        api,
        origins=origin_patterns(settings.allowed_origins) or "*",
        send_wildcard=not settings.allowed_origins,
        expose_headers=["X-Cld-Error", *RATE_LIMIT_HEADERS],
    )


def _cloud_converter(cloud_name: str) -> type[BaseConverter]:
    class CloudName(BaseConverter):
        regex = re.escape(cloud_name)
        # Before the routes that take any name and say that it is not this one.
        weight = 50

    return CloudName
