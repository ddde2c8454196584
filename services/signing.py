"""Request signatures as the SDKs make them, and links that carry their own permission.

Sources: Cloudinary's "Generating authentication signatures" and "Signatures" pages. A string is
made of the sorted parameters and the secret, and its SHA-1 or SHA-256 is the signature. Delivery
addresses are signed as in "Signed delivery URLs".
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from services.credentials import Credentials

SIGNATURE_LIFETIME = 3600
"""Seconds from its timestamp for which a signed request is good."""
INFO_LINK_LIFETIME = 24 * 3600
"""Seconds for which an `info_url` opens."""
DELETE_TOKEN_LIFETIME = 600
"""Seconds for which a `delete_token` deletes (Cloudinary, "Upload API reference")."""

_UNSIGNED_FIELDS = frozenset({"file", "cloud_name", "resource_type", "api_key", "signature"})
_DIGESTS = {40: hashlib.sha1, 64: hashlib.sha256}
_CLOCK_TOLERANCE = 300
_SHORT_DELIVERY_SIGNATURE = 8
_DELIVERY_DIGESTS: dict[int, tuple[Callable[..., Any], ...]] = {
    _SHORT_DELIVERY_SIGNATURE: (hashlib.sha1, hashlib.sha256),
    32: (hashlib.sha256,),
}
"""By the length of a delivery address's signature, how it may have been made."""
_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9_.\-/:]+")


class SignatureError(Exception):
    """A request's signature does not hold; the message may be shown."""


class LinkError(Exception):
    """A signed link does not open; the message may be shown."""


class Signer:
    """Makes and checks everything that the API secret vouches for."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials
        self._links = URLSafeTimedSerializer(credentials.api_secret, salt="tagdrop.info-link")
        self._delete_tokens = URLSafeTimedSerializer(
            credentials.api_secret, salt="tagdrop.delete-token"
        )

    def check_request(self, fields: Mapping[str, str], now: float | None = None) -> None:
        """Raise SignatureError unless key, signature and timestamp of `fields` are right."""
        self._check_key(fields)
        _check_timestamp(fields.get("timestamp", ""), time.time() if now is None else now)
        self._check_signature(fields)

    def check_download(self, fields: Mapping[str, str], now: float | None = None) -> None:
        """The same of an address, which is good until its `expires_at`, where it has one."""
        now = time.time() if now is None else now
        self._check_key(fields)
        if "expires_at" in fields:
            _check_expiry(fields["expires_at"], now)
        else:
            _check_timestamp(fields.get("timestamp", ""), now)
        self._check_signature(fields)

    def _check_key(self, fields: Mapping[str, str]) -> None:
        if not hmac.compare_digest(
            fields.get("api_key", "").encode(), self._credentials.api_key.encode()
        ):
            raise SignatureError("Unknown API key")

    def _check_signature(self, fields: Mapping[str, str]) -> None:
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

    def sign_request(self, fields: Mapping[str, str], now: float | None = None) -> str:
        """The SHA-256 signature over `fields`, which have a `timestamp`. Raises SignatureError."""
        _check_timestamp(fields.get("timestamp", ""), time.time() if now is None else now)
        to_sign = string_to_sign(fields) + self._credentials.api_secret
        return hashlib.sha256(to_sign.encode()).hexdigest()

    def sign_response(self, public_id: str, version: int) -> str:
        """The `signature` of an upload response, by which a site's back end knows it is ours."""
        return self._sha1(f"public_id={public_id}&version={version}")

    def sign_notification(self, body: str, timestamp: int) -> str:
        """The `X-Cld-Signature` of a webhook: body, timestamp and secret, hashed together."""
        return self._sha1(f"{body}{timestamp}")

    def sign_delivery(self, text: str) -> str:
        """The short signature of a delivery address, of what `delivery_signed_text` says."""
        return self._delivery_signature(hashlib.sha1, text)[:_SHORT_DELIVERY_SIGNATURE]

    def is_delivery_signature(self, signature: str, text: str) -> bool:
        """Whether `signature` vouches for the address of which `text` is to be signed.

        It may be short, with either of the SDKs' algorithms, or long.
        """
        digests = _DELIVERY_DIGESTS.get(len(signature), ())
        return any(
            hmac.compare_digest(
                self._delivery_signature(digest, text)[: len(signature)].encode(),
                signature.encode(),
            )
            for digest in digests
        )

    def is_search_signature(self, signature: str, ttl: int, query: str) -> bool:
        """Whether `signature` vouches for the search of a signed address, as the SDKs make it."""
        signed = hashlib.sha256(f"{ttl}{query}{self._credentials.api_secret}".encode())
        return hmac.compare_digest(signed.hexdigest().encode(), signature.lower().encode())

    def link_token(self, asset_id: str) -> str:
        """A token that lets its bearer read one asset for INFO_LINK_LIFETIME seconds."""
        return self._links.dumps(asset_id)

    def check_link(self, token: str) -> str:
        """The asset ID that `token` opens. Raises LinkError."""
        return str(_opened(self._links, token, INFO_LINK_LIFETIME))

    def delete_token(self, asset_id: str, version_id: str) -> str:
        """A token that lets its bearer delete this version of an asset, for ten minutes."""
        return self._delete_tokens.dumps([asset_id, version_id])

    def check_delete_token(self, token: str) -> tuple[str, str]:
        """The asset ID and the version ID that `token` may delete. Raises LinkError."""
        asset_id, version_id = _opened(self._delete_tokens, token, DELETE_TOKEN_LIFETIME)
        return str(asset_id), str(version_id)

    def _delivery_signature(self, digest: Callable[..., Any], text: str) -> str:
        signed = digest((text + self._credentials.api_secret).encode()).digest()
        return base64.urlsafe_b64encode(signed).decode()

    def _sha1(self, message: str) -> str:
        """The hash by which Cloudinary's SDKs check what a server says."""
        signed = message + self._credentials.api_secret
        return hashlib.sha1(signed.encode()).hexdigest()  # noqa: S324 - the protocol's choice


def delivery_signed_text(transformation: str, name: str) -> str:
    """What the signature of a delivery address is made of: everything but the version.

    `name` is the public ID with its extension, which SDKs escape before they sign.
    """
    escaped = _NOT_IN_A_NAME.sub(
        lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), name
    )
    return f"{transformation}/{escaped}" if transformation else escaped


def _opened(serializer: URLSafeTimedSerializer, token: str, lifetime: int) -> Any:
    """What `token` vouches for. Raises LinkError."""
    try:
        return serializer.loads(token, max_age=lifetime)
    except SignatureExpired:
        raise LinkError("This link has expired. Ask the site for a new one.") from None
    except BadSignature:
        raise LinkError("This link is not valid.") from None


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


def _check_expiry(expires_at: str, now: float) -> None:
    if not re.fullmatch(r"[0-9]{1,10}", expires_at):
        raise SignatureError("expires_at must be a number of seconds since 1970")
    if now >= int(expires_at):
        raise SignatureError("This address has expired. Ask the site for a new one.")


def _printable(text: str) -> str:
    return "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}"
        for character in text[:500]
    )
