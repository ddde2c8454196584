"""Webhooks are signed as the official SDK verifies them."""

from __future__ import annotations

import json

import cloudinary.utils
import pytest

from services.credentials import Credentials
from services.notifications.sender import NotificationError, NotificationSender
from services.outbound import AllowList, ForbiddenAddressError, guarded_session
from services.signing import Signer
from tests.web_server import WebServer

NOTIFICATION = {"notification_type": "upload", "public_id": "größe/🐕", "tags": ["a", "b"]}
BODY = json.dumps(NOTIFICATION, ensure_ascii=False)


def sender(*allowed: str) -> NotificationSender:
    signer = Signer(Credentials("key", "the-secret"))
    return NotificationSender(guarded_session(AllowList(allowed)), signer)


def test_the_official_sdk_verifies_a_notification(web: WebServer) -> None:
    web.serve("/hook", b"")
    sender("127.0.0.1").send(f"{web.url}/hook", BODY)
    received = web.requests[0]
    assert received.method == "POST"
    assert received.headers["Content-Type"] == "application/json"
    assert json.loads(received.body) == NOTIFICATION
    cloudinary.reset_config()
    cloudinary.config(api_secret="the-secret")
    assert cloudinary.utils.verify_notification_signature(
        received.body.decode(),
        int(received.headers["X-Cld-Timestamp"]),
        received.headers["X-Cld-Signature"],
    )


@pytest.mark.parametrize("status", [302, 404, 500])
def test_a_receiver_that_does_not_take_it_is_an_error(web: WebServer, status: int) -> None:
    web.serve("/hook", b"", status=status, headers={"Location": "/elsewhere"})
    with pytest.raises(NotificationError, match=f"answered {status}"):
        sender("127.0.0.1").send(f"{web.url}/hook", BODY)
    assert [received.path for received in web.requests] == ["/hook"]


def test_a_receiver_that_is_not_there_is_an_error(web: WebServer) -> None:
    web.close()
    with pytest.raises(NotificationError, match="could not be reached"):
        sender("127.0.0.1").send(f"{web.url}/hook", BODY)


def test_a_private_address_never_hears_of_it(web: WebServer) -> None:
    web.serve("/hook", b"")
    with pytest.raises(ForbiddenAddressError):
        sender().send(f"{web.url}/hook", BODY)
    assert web.requests == []
