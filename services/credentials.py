"""The API key and secret: given, or made at the first start and kept in the data folder."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from services.settings import Settings

FILE_NAME = "credentials.json"


class CredentialsError(Exception):
    """The kept credentials cannot be read; the message is one line for the owner."""


@dataclass(frozen=True)
class Credentials:
    """What an SDK signs with."""

    api_key: str
    api_secret: str

    def matches(self, api_key: str, api_secret: str) -> bool:
        """Whether both are right, in a time that does not tell which or how much of them."""
        key_matches = secrets.compare_digest(self.api_key.encode(), api_key.encode())
        secret_matches = secrets.compare_digest(self.api_secret.encode(), api_secret.encode())
        return key_matches and secret_matches


def cloudinary_url(credentials: Credentials, settings: Settings) -> str:
    """The value of CLOUDINARY_URL by which the official SDKs find this server.

    `upload_prefix` is where they call the API. The addresses of delivery, which they make
    themselves, begin with `cname`, or under https with `secure_distribution`.
    """
    scheme, _, host = settings.base_url.partition("://")
    delivery = f"secure=true&secure_distribution={host}" if scheme == "https" else f"cname={host}"
    return (
        f"cloudinary://{credentials.api_key}:{credentials.api_secret}@{settings.cloud_name}"
        f"?upload_prefix={settings.base_url}&{delivery}"
    )


def load_credentials(settings: Settings) -> Credentials:
    """The given credentials, else the kept ones, else new ones that are kept from now on.

    Raises CredentialsError.
    """
    if settings.api_key and settings.api_secret:
        return Credentials(settings.api_key, settings.api_secret)
    kept = settings.data_dir / FILE_NAME
    if not kept.exists():
        _keep(kept, Credentials(str(secrets.randbelow(9 * 10**14) + 10**14), secrets.token_hex(20)))
    try:
        return Credentials(**json.loads(kept.read_text()))
    except (OSError, ValueError, TypeError):
        raise CredentialsError(
            f"{kept} does not hold an API key and secret. Without it new ones are made."
        ) from None


def _keep(path: Path, credentials: Credentials) -> None:
    """Write for the owner's eyes only, whole or not at all."""
    unfinished = path.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(asdict(credentials), file)
    unfinished.replace(path)
