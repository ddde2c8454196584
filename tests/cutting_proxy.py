"""A connection that breaks: a proxy before a server that cuts what clients send."""

from __future__ import annotations

import socket
import struct
from contextlib import suppress
from threading import Event, Lock, Thread
from types import TracebackType

_PIECE = 1 << 16


class CuttingProxy:
    """Passes on `cut_after` bytes of what clients send, over all connections, then cuts the line.

    Whoever is connected then is reset; whoever connects afterwards is refused.
    """

    def __init__(self, port: int, cut_after: int) -> None:
        self._server_port = port
        self._left = cut_after
        self._lock = Lock()
        self._cut = Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> CuttingProxy:
        Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._cut.set()
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self._server_port))
                Thread(target=self._pass_on, args=(client, server), daemon=True).start()
                Thread(target=_pass_back, args=(server, client), daemon=True).start()

    def _pass_on(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while (piece := client.recv(_PIECE)) and self._may_pass(len(piece)):
                server.sendall(piece)
        if self._cut.is_set():
            self._listener.close()
            for end in (client, server):
                reset(end)

    def _may_pass(self, size: int) -> bool:
        with self._lock:
            self._left -= size
            if self._left < 0:
                self._cut.set()
            return not self._cut.is_set()


def _pass_back(server: socket.socket, client: socket.socket) -> None:
    with suppress(OSError):
        while piece := server.recv(_PIECE):
            client.sendall(piece)


def reset(end: socket.socket) -> None:
    """Close as a line that breaks does, without saying goodbye."""
    with suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        end.shutdown(socket.SHUT_RDWR)
        end.close()
