"""The HTTP server: threads, streamed request bodies, and a bound on what is read for nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

from cheroot.server import HTTPConnection, HTTPRequest
from cheroot.wsgi import Server as WSGIServer

THREADS = 48
"""Requests served at once; an event stream occupies one for as long as it is followed."""

_DISCARD_BYTES = 64 << 20
_DISCARD_SECONDS = 5.0
_CHUNK = 1 << 18

WSGIApplication = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class _Request(HTTPRequest):
    """A request whose refused body is discarded piece by piece, and only so much of it.

    A client that is still sending when the connection closes may never see why, so a good deal is
    read and thrown away before the answer; cheroot would read all of it, at once, into memory.
    """

    def send_headers(self) -> None:
        deadline = time.monotonic() + _DISCARD_SECONDS
        discarded = 0
        while self._unread() and discarded < _DISCARD_BYTES and time.monotonic() < deadline:
            piece = self.rfile.read(min(_CHUNK, self._unread()))
            if not piece:
                break
            discarded += len(piece)
        if self._unread():
            self.close_connection = True
        super().send_headers()

    def _unread(self) -> int:
        return int(getattr(self.rfile, "remaining", 0))


class _Connection(HTTPConnection):
    RequestHandlerClass = _Request


class Server(WSGIServer):
    """Bound first and given its application afterwards, so that a taken port is known early."""

    ConnectionClass = _Connection

    def __init__(self, host: str, port: int) -> None:
        super().__init__((host, port), None, numthreads=THREADS, request_queue_size=256, timeout=60)
        self.version = "Tagdrop"

    def serve_application(self, application: WSGIApplication) -> None:
        """Answer requests with `application` until stopped."""
        self.wsgi_app = application
        self.serve()
