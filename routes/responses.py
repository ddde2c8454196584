"""Answers and errors as the SDKs expect them: JSON, and `X-Cld-Error` beside an error's status."""

from __future__ import annotations

import logging
from typing import Any

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException

from services.uploads.errors import UploadError

_LOG = logging.getLogger(__name__)


class ApiError(Exception):
    """A request to the API that cannot be answered; the message may be shown."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def error_response(status: int, message: str) -> Response:
    """An error as JSON."""
    response = jsonify(error={"message": message})
    response.status_code = status
    response.headers["X-Cld-Error"] = _as_header(message)
    if status == 401:
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
        if request.path.startswith("/v1_1/"):
            return error_response(error.code or 500, error.description or error.name)
        return error

    @app.errorhandler(Exception)
    def _unexpected(error: Exception) -> Response:
        _LOG.error("%s %s failed", request.method, request.path, exc_info=error)
        return error_response(500, "The server failed unexpectedly; its log says why.")


def _as_header(message: str) -> str:
    """`message` in the characters that a header may have."""
    printable = "".join(character if character.isprintable() else " " for character in message)
    return printable.encode("ascii", "replace").decode("ascii")[:500]
