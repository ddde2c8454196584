"""`POST /sign`: signatures for the widget on the owner's own pages.

The question and the answer are those of the widget's `uploadSignature` with an address:
`{"paramsToSign": {…}}` and `{"signature", "api_key", "timestamp"}`.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, jsonify, request, session
from flask_wtf import CSRFProtect

from routes.authorisation import refuse_other_sites
from routes.fields import read_fields, signed_text
from routes.responses import ApiError
from services.credentials import Credentials
from services.signing import SignatureError, Signer


def signing_blueprint(signer: Signer, credentials: Credentials, csrf: CSRFProtect) -> Blueprint:
    """The route, for the owner's browser alone.

    A page of another site cannot have it sign, although the widget sends no token: it could neither
    send JSON nor look like this site's.
    """
    blueprint = Blueprint("signing", __name__)
    csrf.exempt(blueprint)

    @blueprint.post("/sign")
    def sign() -> Response:
        refuse_other_sites(request)
        if not session.get("owner"):
            raise ApiError(401, "Log in to have uploads signed")
        if not request.is_json:
            raise ApiError(400, 'Send JSON: {"paramsToSign": {…}}')
        parameters = read_fields(request).get("paramsToSign")
        if not isinstance(parameters, Mapping):
            raise ApiError(400, "Missing required parameter - paramsToSign")
        fields = _fields(parameters)
        try:
            signature = signer.sign_request(fields)
        except SignatureError as error:
            raise ApiError(400, str(error)) from None
        return jsonify(
            signature=signature, api_key=credentials.api_key, timestamp=int(fields["timestamp"])
        )

    return blueprint


def _fields(parameters: Mapping[str, Any]) -> dict[str, str]:
    return {"timestamp": str(int(time.time())), **signed_text(parameters)}
