"""The HTTP server: threads, streamed request bodies, and a bound on what is read for nothing."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, BinaryIO
from urllib.parse import unquote

from cheroot.server import HTTPConnection, HTTPRequest
from cheroot.wsgi import Server as WSGIServer
from werkzeug.exceptions import ClientDisconnected

THREADS = 48
"""Requests served at once; an event stream occupies one for as long as it is followed."""

_DISCARD_BYTES = 64 << 20
_DISCARD_SECONDS = 5.0
_DISCARDED_AT_ONCE = 1 << 14
_SILENCE_SECONDS = 0.5
_CHUNK = 1 << 18
_LINE_BYTES = 8192
_HEADER_BYTES = 64 << 10

WSGIApplication = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class _ChunkedBody(io.RawIOBase):
    """A request body in chunks (RFC 9112, section 7.1), each read piece by piece.

    cheroot's own reader takes a chunk into memory whole, and clients choose how large it is.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._left = 0
        self.ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._left and not self.ended:
            self._begin_chunk()
        if self.ended:
            return 0
        piece = self._stream.read(min(self._left, len(buffer)))
        if not piece:
            raise ClientDisconnected
        buffer[: len(piece)] = piece
        self._left -= len(piece)
        if not self._left:
            self._line()
        return len(piece)

    def _begin_chunk(self) -> None:
        size = self._line().partition(b";")[0].strip()
        if not re.fullmatch(rb"[0-9A-Fa-f]{1,15}", size):
            raise ClientDisconnected
        self._left = int(size, 16)
        if self._left == 0:
            self._pass_over_trailers()
            self.ended = True

    def _pass_over_trailers(self) -> None:
        while self._line():
            pass

    def _line(self) -> bytes:
        return self._stream.readline(_LINE_BYTES).rstrip(b"\r\n")


class _Request(HTTPRequest):
    """A request whose refused body is discarded piece by piece, and only so much of it.

    A client that is still sending when the connection closes may never see why, so a good deal is
    read and thrown away before the answer; cheroot would read all of it, at once, into memory.
    """

    def read_request_headers(self) -> bool:
        if not super().read_request_headers():  # type: ignore[no-untyped-call]
            return False
        # cheroot takes a negative length for a length and fails when it reads that much.
        if self.inheaders.get(b"Content-Length", b"0").strip().isdigit():
            return True
        self.simple_response("400 Bad Request", "Malformed Content-Length Header.")
        return False

    def respond(self) -> None:
        if not self.chunked_read:
            super().respond()
            return
        self.rfile = io.BufferedReader(_ChunkedBody(self.conn.rfile), _CHUNK)
        self.server.gateway(self).respond()
        if self.ready:
            self.ensure_headers_sent()
        if self.chunked_write:
            self.conn.wfile.write(b"0\r\n\r\n")

    def send_headers(self) -> None:
        if not self._body_has_ended():
            self._discard_body()
        if not self._body_has_ended():
            self.close_connection = True
        super().send_headers()

    def _body_has_ended(self) -> bool:
        raw = getattr(self.rfile, "raw", None)
        if isinstance(raw, _ChunkedBody):
            return raw.ended
        return not getattr(self.rfile, "remaining", 0)

    def _discard_body(self) -> None:
        # A client that waits for the answer before it sends more must get it soon.
        self.conn.socket.settimeout(_SILENCE_SECONDS)
        deadline = time.monotonic() + _DISCARD_SECONDS
        discarded = 0
        with suppress(OSError, ClientDisconnected):
            while discarded < _DISCARD_BYTES and time.monotonic() < deadline:
                piece = self.rfile.read(_DISCARDED_AT_ONCE)
                if not piece:
                    break
                discarded += len(piece)
        self.conn.socket.settimeout(self.server.timeout)


class _Connection(HTTPConnection):
    RequestHandlerClass = _Request


class Server(WSGIServer):
    """Bound first and given its application afterwards, so that a taken port is known early."""

    ConnectionClass = _Connection

    def __init__(self, host: str, port: int) -> None:
        super().__init__((host, port), None, numthreads=THREADS, request_queue_size=256, timeout=60)
        self.version = "Tagdrop"
        self.max_request_header_size = _HEADER_BYTES

    def serve_application(self, application: WSGIApplication) -> None:
        """Answer requests with `application` until stopped."""

        def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
            # Werkzeug takes the mere presence of this for a promise that a body that breaks off
            # is told from one that ends.
            if not environ["wsgi.input_terminated"]:
                del environ["wsgi.input_terminated"]
            address = environ["REQUEST_URI"]
            if address.startswith("/"):
                # cheroot leaves the %2F in which the Node SDK writes the slashes of a public ID.
                environ["PATH_INFO"] = unquote(address.partition("?")[0], "latin-1")
            return application(environ, start_response)

        self.wsgi_app = answer
        self.serve()
