"""Answers and errors as the SDKs expect them: JSON, and `X-Cld-Error` beside an error's status."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import Flask, Request, Response, jsonify, render_template, request
from werkzeug.exceptions import HTTPException

from services.uploads.errors import UploadError

_PHRASES = {420: "Rate Limit Exceeded"}
"""Of statuses that are not HTTP's own."""
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Shown:
    """An error as the error page shows it."""

    status: int
    description: str

    @property
    def name(self) -> str:
        """The status in words."""
        return _PHRASES.get(self.status) or HTTPStatus(self.status).phrase


class ApiError(Exception):
    """A request to the API that cannot be answered; the message may be shown."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def wants_page(request: Request) -> bool:
    """Whether a person's browser is asking, not a program."""
    if request.args.get("format") == "json":
        return False
    best = request.accept_mimetypes.best_match(["application/json", "text/html"])
    return (
        best == "text/html" and request.accept_mimetypes["text/html"] > 0 and _names_html(request)
    )


def _names_html(request: Request) -> bool:
    """Whether the client lists text/html itself; `*/*` is what programs send."""
    return any(accepted == "text/html" for accepted, _ in request.accept_mimetypes)


def error_response(status: int, message: str) -> Response:
    """An error: a page where a person opened an address, else JSON.

    Only an address that was opened asks the browser for key and secret; a page's script that sends
    a wrong signature must not have the browser ask its visitor for them.
    """
    opened = request.method in {"GET", "HEAD"}
    if opened and wants_page(request):
        response = Response(render_template("error.html", error=_Shown(status, message)))
    else:
        response = jsonify(error={"message": message})
    response.status_code = status
    response.headers["X-Cld-Error"] = as_header(message)
    if status == 401 and opened:
        response.headers["WWW-Authenticate"] = 'Basic realm="Tagdrop", charset="UTF-8"'
    return response


def register_errors(app: Flask) -> None:
    """Have every error of the API answered as JSON, without a stack trace."""

    @app.errorhandler(UploadError)
    @app.errorhandler(ApiError)
    def _refused(error: UploadError | ApiError) -> Response:
        return error_response(error.status, str(error))

    @app.errorhandler(HTTPException)
    def _http_error(error: HTTPException) -> Any:
        if request.path.startswith(("/v1_1/", "/v2/")):
            return error_response(error.code or 500, error.description or error.name)
        return error

    @app.errorhandler(Exception)
    def _unexpected(error: Exception) -> Response:
        _LOG.error("%s %s failed", request.method, request.path, exc_info=error)
        return error_response(500, "The server failed unexpectedly; its log says why.")


def as_header(message: str) -> str:
    """`message` in the characters that a header may have."""
    printable = "".join(character if character.isprintable() else " " for character in message)
    return printable.encode("ascii", "replace").decode("ascii")[:500]
