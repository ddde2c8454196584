"""Who is asking: the owner by basic authorisation, or the bearer of a signed link."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from flask import Request, redirect, session, url_for
from flask.typing import ResponseReturnValue

from routes.fields import signed_text
from routes.responses import ApiError
from services.credentials import Credentials
from services.origins import origin_of
from services.uploads.authorisation import BasicAuthorisation, Gate, Requester


def basic_authorisation(request: Request) -> BasicAuthorisation | None:
    """The API key and secret of the request's Authorization header, if it has one."""
    authorization = request.authorization
    if authorization is None or authorization.type != "basic":
        return None
    return BasicAuthorisation(authorization.username or "", authorization.password or "")


def requester(request: Request, base_url: str) -> Requester:
    """Who sends the request; `base_url` is where its sender reaches this server."""
    return Requester(
        basic_authorisation(request),
        request.headers.get("Origin"),
        origin_of(base_url),
        request.headers.get("Accept-Language", "")[:255] or None,
    )


def is_owner(request: Request, credentials: Credentials) -> bool:
    """Whether the request comes with the right key and secret, or from the owner's own browser."""
    basic = basic_authorisation(request)
    if basic is None:
        return bool(session.get("owner"))
    return credentials.matches(basic.api_key, basic.api_secret)


def send_others_to_the_login() -> ResponseReturnValue | None:
    """For the owner's pages, before each request: lets the owner's browser pass."""
    return None if session.get("owner") else redirect(url_for("pages.login"), 303)


def refuse_other_sites(request: Request) -> None:
    """Raise ApiError (403) where another site's page made the browser send what it remembers."""
    if request.headers.get("Sec-Fetch-Site", "none") not in {"none", "same-origin"}:
        raise ApiError(403, "Pages of other sites may not do this")


def require_owner(request: Request, credentials: Credentials) -> None:
    """Raise ApiError (401) unless the request comes with the right key and secret."""
    basic = basic_authorisation(request)
    if basic is None:
        raise ApiError(401, "API key and API secret are needed, as basic authorisation")
    if not credentials.matches(basic.api_key, basic.api_secret):
        raise ApiError(401, "Wrong API key or API secret")


def require_signature_or_owner(
    request: Request, gate: Gate, fields: Mapping[str, Any], left_unsigned: Collection[str] = ()
) -> None:
    """Let a method of the Upload API pass that is signed, or comes with the right key and secret.

    `fields` are the request's own, `left_unsigned` those that SDKs do not sign in this method.
    Raises ApiError, Unauthorized.
    """
    basic = basic_authorisation(request)
    if basic is not None:
        refuse_other_sites(request)
    gate.require_owner(signed_text(fields), basic, left_unsigned)
