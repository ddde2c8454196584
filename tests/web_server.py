"""A web server on this machine: what remote files come from, and what webhooks reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Thread
from typing import Any

_HEARD_WITHIN = 30


@dataclass(frozen=True)
class ReceivedRequest:
    """A request as it came in."""

    method: str
    path: str
    headers: Message
    body: bytes


@dataclass
class Answer:
    """What a path answers with."""

    body: bytes
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)


class WebServer:
    """Answers each path as it was told to, and remembers what it was asked."""

    def __init__(self) -> None:
        self._answers: dict[str, list[Answer]] = {}
        self._heard = Condition()
        self.requests: list[ReceivedRequest] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.port: int = self._server.server_port
        self.url = f"http://127.0.0.1:{self.port}"
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def serve(
        self,
        path: str,
        body: bytes,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
    ) -> str:
        """Answer `path` so from now on; said again, after the answers before. Its address."""
        self._answers.setdefault(path, []).append(Answer(body, status, headers or {}))
        return self.url + path

    def redirect(self, path: str, to: str) -> str:
        """Redirect `path` to another address from now on; its own address."""
        return self.serve(path, b"", 302, {"Location": to})

    def wait_for(self, count: int) -> list[ReceivedRequest]:
        """The requests, once there are `count` of them."""
        with self._heard:
            heard = self._heard.wait_for(lambda: len(self.requests) >= count, _HEARD_WITHIN)
            assert heard, f"{len(self.requests)} of {count} requests came"
            return list(self.requests)

    def close(self) -> None:
        """Stop answering."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _hear(self, request: ReceivedRequest) -> Answer:
        with self._heard:
            self.requests.append(request)
            self._heard.notify_all()
        answers = self._answers.get(request.path) or [Answer(b"", 404)]
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        web = self

        class Handler(BaseHTTPRequestHandler):
            def _answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                answer = web._hear(ReceivedRequest(self.command, self.path, self.headers, body))
                self.send_response(answer.status)
                headers = {"Content-Length": str(len(answer.body)), **answer.headers}
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer.body)

            def do_GET(self) -> None:
                self._answer()

            def do_POST(self) -> None:
                self._answer()

            def log_message(self, *_args: Any) -> None:
                """Stay silent: the tests' output is for failures."""

        return Handler
