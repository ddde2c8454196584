"""Webhooks of uploads and of their tagging, on a live server."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

import cloudinary.utils

from tests.conftest import LiveServer
from tests.web_server import ReceivedRequest, WebServer


def verified(server: LiveServer, received: ReceivedRequest) -> dict[str, Any]:
    """The notification, whose signature the official SDK verifies."""
    cloudinary.reset_config()
    cloudinary.config(api_secret=server.api_secret)
    assert cloudinary.utils.verify_notification_signature(
        received.body.decode(),
        int(received.headers["X-Cld-Timestamp"]),
        received.headers["X-Cld-Signature"],
    )
    notification: dict[str, Any] = json.loads(received.body)
    return notification


def test_an_upload_and_the_end_of_its_tagging_are_told(
    open_server: LiveServer, web: WebServer, bikes: Path
) -> None:
    uploaded = open_server.upload(
        bikes,
        categorization="local_tagging",
        auto_tagging="0.5",
        notification_url=web.serve("/hook", b""),
    )
    told = [verified(open_server, received) for received in web.wait_for(2)]
    upload = next(each for each in told if each["notification_type"] == "upload")
    info = next(each for each in told if each["notification_type"] == "info")
    assert upload["public_id"] == info["public_id"] == uploaded["public_id"]
    assert upload["etag"] == uploaded["etag"]
    assert (info["info_kind"], info["info_status"]) == ("local_tagging", "complete")
    assert info["info_data"]
    assert info["tags"]


def test_a_receiver_that_fails_is_told_again(
    open_server: LiveServer, web: WebServer, cat: Path
) -> None:
    web.serve("/hook", b"", status=500)
    hook = web.serve("/hook", b"")
    uploaded = open_server.upload(cat, notification_url=hook)
    first, second = web.wait_for(2)
    assert verified(open_server, first) == verified(open_server, second)
    assert json.loads(second.body)["public_id"] == uploaded["public_id"]


def test_receivers_that_hang_do_not_keep_others_from_being_told(
    open_server: LiveServer, web: WebServer, cat: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as hanging:
        port = hanging.getsockname()[1]
        for _ in range(3):
            open_server.upload(cat, notification_url=f"http://127.0.0.1:{port}/hook")
        uploaded = open_server.upload(cat, notification_url=web.serve("/hook", b""))
        assert json.loads(web.wait_for(1)[0].body)["public_id"] == uploaded["public_id"]
