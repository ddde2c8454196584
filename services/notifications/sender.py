"""One try to deliver a notification: a signed POST.

Shape and signature as in Cloudinary's "Notifications" and "Verifying notification signatures": a
JSON body, its SHA-1 with timestamp and secret in `X-Cld-Signature`, the timestamp in
`X-Cld-Timestamp`.
"""

from __future__ import annotations

import time

import requests

from services.outbound import ForbiddenAddressError
from services.signing import Signer

_TIMEOUT = (5, 15)
"""Seconds to connect and to answer; a receiver that hangs must not hold others up for long."""


class NotificationError(Exception):
    """The receiver did not take a notification; another try may help.

    `status` is what it answered, if it did.
    """

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class NotificationSender:
    """Sends notifications to the addresses that requests and triggers named."""

    def __init__(self, session: requests.Session, signer: Signer) -> None:
        self._session = session
        self._signer = signer

    def send(self, url: str, body: str) -> int:
        """POST the JSON `body` to `url` once; the status of the answer, from 200 to 299.

        A redirect is not followed. Raises NotificationError, ForbiddenAddressError.
        """
        timestamp = int(time.time())
        headers = {
            "Content-Type": "application/json",
            "X-Cld-Timestamp": str(timestamp),
            "X-Cld-Signature": self._signer.sign_notification(body, timestamp),
        }
        try:
            # The body of the answer is of no interest, and a stranger chooses how long it is.
            with self._session.post(
                url,
                data=body.encode(),
                headers=headers,
                timeout=_TIMEOUT,
                allow_redirects=False,
                stream=True,
            ) as response:
                status = response.status_code
        except ForbiddenAddressError:
            raise
        except (requests.RequestException, ValueError) as error:
            raise NotificationError(f"could not be reached: {type(error).__name__}") from None
        if not 200 <= status < 300:
            redirect = ", a redirect, which is not followed" if 300 <= status < 400 else ""
            raise NotificationError(f"answered {status}{redirect}", status)
        return status
