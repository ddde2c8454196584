"""Signed webhooks.

Shape and signature as in Cloudinary's "Notifications" and "Verifying notification signatures": a
JSON body, its SHA-1 with timestamp and secret in `X-Cld-Signature`, the timestamp in
`X-Cld-Timestamp`.
"""

from __future__ import annotations

import json
import time
from typing import Any

import requests

from services.outbound import TIMEOUT, ForbiddenAddressError
from services.signing import Signer


class NotificationError(Exception):
    """The receiver did not take a notification; another try may help."""


class Notifier:
    """Sends notifications to the addresses that uploads named."""

    def __init__(self, session: requests.Session, signer: Signer) -> None:
        self._session = session
        self._signer = signer

    def send(self, url: str, notification: dict[str, Any]) -> None:
        """POST `notification` to `url` once. Raises NotificationError, ForbiddenAddressError."""
        body = json.dumps(notification, ensure_ascii=False, separators=(",", ":"))
        timestamp = int(time.time())
        headers = {
            "Content-Type": "application/json",
            "X-Cld-Timestamp": str(timestamp),
            "X-Cld-Signature": self._signer.sign_notification(body, timestamp),
        }
        try:
            response = self._session.post(
                url, data=body.encode(), headers=headers, timeout=TIMEOUT, allow_redirects=False
            )
        except ForbiddenAddressError:
            raise
        except requests.RequestException as error:
            raise NotificationError(f"{url} could not be reached: {type(error).__name__}") from None
        if not 200 <= response.status_code < 300:
            raise NotificationError(f"{url} answered {response.status_code}")
