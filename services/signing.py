"""Request signatures as the SDKs make them, and links that carry their own permission.

Sources: Cloudinary's "Generating authentication signatures" and "Signatures" pages. A string is
made of the sorted parameters and the secret, and its SHA-1 or SHA-256 is the signature.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from services.credentials import Credentials

SIGNATURE_LIFETIME = 3600
"""Seconds from its timestamp for which a signed request is good."""
INFO_LINK_LIFETIME = 24 * 3600
"""Seconds for which an `info_url` opens."""

_UNSIGNED_FIELDS = frozenset({"file", "cloud_name", "resource_type", "api_key", "signature"})
_DIGESTS = {40: hashlib.sha1, 64: hashlib.sha256}
_CLOCK_TOLERANCE = 300


class SignatureError(Exception):
    """A request's signature does not hold; the message may be shown."""


class LinkError(Exception):
    """A signed link does not open; the message may be shown."""


class Signer:
    """Makes and checks everything that the API secret vouches for."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials
        self._links = URLSafeTimedSerializer(credentials.api_secret, salt="tagdrop.info-link")

    def check_request(self, fields: Mapping[str, str], now: float | None = None) -> None:
        """Raise SignatureError unless key, signature and timestamp of `fields` are right."""
        if not hmac.compare_digest(
            fields.get("api_key", "").encode(), self._credentials.api_key.encode()
        ):
            raise SignatureError("Unknown API key")
        _check_timestamp(fields.get("timestamp", ""), time.time() if now is None else now)
        signature = fields.get("signature", "")
        digest = _DIGESTS.get(len(signature))
        to_sign = string_to_sign(fields) + self._credentials.api_secret
        accepted = digest is not None and hmac.compare_digest(
            digest(to_sign.encode()).hexdigest().encode(), signature.lower().encode()
        )
        if not accepted:
            raise SignatureError(
                f"Invalid Signature {_printable(signature)}. "
                f"String to sign - '{_printable(string_to_sign(fields))}'."
            )

    def sign_response(self, public_id: str, version: int) -> str:
        """The `signature` of an upload response, by which a site's back end knows it is ours."""
        return self._sha1(f"public_id={public_id}&version={version}")

    def sign_notification(self, body: str, timestamp: int) -> str:
        """The `X-Cld-Signature` of a webhook: body, timestamp and secret, hashed together."""
        return self._sha1(f"{body}{timestamp}")

    def link_token(self, asset_id: str) -> str:
        """A token that lets its bearer read one asset for INFO_LINK_LIFETIME seconds."""
        return self._links.dumps(asset_id)

    def check_link(self, token: str) -> str:
        """The asset ID that `token` opens. Raises LinkError."""
        try:
            asset_id: Any = self._links.loads(token, max_age=INFO_LINK_LIFETIME)
        except SignatureExpired:
            raise LinkError("This link has expired. Ask the site for a new one.") from None
        except BadSignature:
            raise LinkError("This link is not valid.") from None
        return str(asset_id)

    def _sha1(self, message: str) -> str:
        """The hash by which Cloudinary's SDKs check what a server says."""
        signed = message + self._credentials.api_secret
        return hashlib.sha1(signed.encode()).hexdigest()  # noqa: S324 - the protocol's choice


def string_to_sign(fields: Mapping[str, str]) -> str:
    """`fields` as the SDKs sign them: sorted, joined by `&`, without the ones that are never
    signed.

    An `&` inside a field is signed as `%26` (version 2 of the signature). The older form, without
    that, is not accepted: it lets "a=1&b=2" be sent as one field "a", so that "b" is dropped
    unnoticed.
    """
    return "&".join(
        sorted(
            f"{name}={value}".replace("&", "%26")
            for name, value in fields.items()
            if name not in _UNSIGNED_FIELDS and value
        )
    )


def _check_timestamp(timestamp: str, now: float) -> None:
    if not re.fullmatch(r"[0-9]{1,10}", timestamp):
        raise SignatureError("Missing required parameter - timestamp (in seconds since 1970)")
    signed_at = datetime.fromtimestamp(int(timestamp), UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    if now - int(timestamp) > SIGNATURE_LIFETIME:
        raise SignatureError(
            f"Stale request - reported time is {signed_at} which is more than 1 hour ago"
        )
    if int(timestamp) - now > _CLOCK_TOLERANCE:
        raise SignatureError(f"The request's timestamp, {signed_at}, is in the future")


def _printable(text: str) -> str:
    return "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}"
        for character in text[:500]
    )
