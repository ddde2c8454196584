"""Uploads that cost the client next to nothing: bodies built before, or sent by the kernel."""

from __future__ import annotations

import base64
import json
import threading
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tools.bench.server import ServerProcess

_BOUNDARY = "tagdrop-bench-5b1d7c3e"
_PRESET = "autotagging-preset"
_TIMEOUT = 300.0


class Client:
    """Uploads from many threads, each over a connection of its own that stays open."""

    def __init__(self, server: ServerProcess) -> None:
        self._port = server.port
        key_and_secret = ":".join(server.key_and_secret).encode()
        self._basic = f"Basic {base64.b64encode(key_and_secret).decode()}"
        self._threads = threading.local()

    def upload(self, body: bytes) -> dict[str, Any]:
        """Upload a `multipart_body` unsigned, through the preset that ships."""
        connection = self._connection()
        connection.request("POST", "/v1_1/demo/auto/upload", body, _headers(len(body)))
        return _answer(connection)

    def upload_raw(self, file: Path) -> dict[str, Any]:
        """Upload a file of any size as it is, with key and secret, sent by the kernel."""
        head, tail = _around(file.name, {})
        connection = self._connection()
        connection.putrequest("POST", "/v1_1/demo/raw/upload")
        length = len(head) + file.stat().st_size + len(tail)
        for name, value in (_headers(length) | {"Authorization": self._basic}).items():
            connection.putheader(name, value)
        connection.endheaders(head)
        with file.open("rb") as opened:
            connection.sock.sendfile(opened)
        connection.send(tail)
        return _answer(connection)

    def upload_until_tagged(self, body: bytes) -> dict[str, Any]:
        """Upload, follow the events until the tagging has ended, and return the resource."""
        uploaded = self.upload(body)
        if uploaded["status"] != "pending":
            return uploaded
        address = urlsplit(uploaded["events_url"])
        connection = HTTPConnection("127.0.0.1", self._port, timeout=_TIMEOUT)
        connection.request("GET", f"{address.path}?{address.query}")
        is_complete = False
        for line in connection.getresponse():
            if is_complete and line.startswith(b"data: "):
                resource: dict[str, Any] = json.loads(line.removeprefix(b"data: "))
                connection.close()
                return resource
            is_complete = is_complete or line.startswith(b"event: complete")
        raise RuntimeError("the events ended before the tagging")

    def _connection(self) -> HTTPConnection:
        if not hasattr(self._threads, "connection"):
            self._threads.connection = HTTPConnection("127.0.0.1", self._port, timeout=_TIMEOUT)
        connection: HTTPConnection = self._threads.connection
        return connection


def multipart_body(filename: str, content: bytes) -> bytes:
    """The form of an unsigned upload."""
    head, tail = _around(filename, {"upload_preset": _PRESET})
    return head + content + tail


def _around(filename: str, fields: dict[str, str]) -> tuple[bytes, bytes]:
    """What stands before and behind the file in a form."""
    parts = [
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    parts.append(
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{filename}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    return "".join(parts).encode(), f"\r\n--{_BOUNDARY}--\r\n".encode()


def _headers(length: int) -> dict[str, str]:
    return {
        "Content-Type": f"multipart/form-data; boundary={_BOUNDARY}",
        "Content-Length": str(length),
    }


def _answer(connection: HTTPConnection) -> dict[str, Any]:
    response = connection.getresponse()
    content = response.read()
    if response.status != 200:
        raise RuntimeError(f"the upload was refused ({response.status}): {content[:300]!r}")
    answer: dict[str, Any] = json.loads(content)
    return answer
