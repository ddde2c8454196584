"""A server process of its own, and what the kernel says about it."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).parents[2]
_READY_WITHIN = 60.0


class ServerProcess:
    """`python app.py` with a data folder and a port of its own."""

    def __init__(self, data_dir: Path) -> None:
        """Start it and wait until it answers. Raises RuntimeError when it does not."""
        self.port = _free_port()
        self._log = data_dir.with_suffix(".log")
        started = time.perf_counter()
        with self._log.open("w") as log:
            self._process = subprocess.Popen(
                [sys.executable, str(ROOT / "app.py")],
                cwd=data_dir.parent,
                env=_environment(data_dir, self.port),
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        self._printed = self._read_welcome()
        self._wait_until_ready()
        self.seconds_to_ready = time.perf_counter() - started

    @property
    def key_and_secret(self) -> tuple[str, str]:
        """The API key and secret, as printed at the start."""
        found = re.search(r"cloudinary://([^:]+):([^@]+)@", self._printed)
        if found is None:
            raise RuntimeError(f"the server printed no key:\n{self._printed}")
        return found[1], found[2]

    def stop(self) -> None:
        """Ask it to stop, and wait."""
        self._process.terminate()
        self._process.wait(120)

    def cpu_seconds(self) -> float:
        """Processor time that it has used, on Linux; NaN elsewhere."""
        try:
            # Fields 14 and 15 of proc_pid_stat(5); the second may hold spaces, but ends with ")".
            stat = Path(f"/proc/{self._process.pid}/stat").read_text()
        except OSError:
            return float("nan")
        fields = stat.rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def peak_memory(self) -> int | None:
        """The most bytes of memory that it has ever held, on Linux; None elsewhere."""
        try:
            status = Path(f"/proc/{self._process.pid}/status").read_text()
        except OSError:
            return None
        found = re.search(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)
        return int(found[1]) << 10 if found else None

    def _read_welcome(self) -> str:
        assert self._process.stdout
        lines = []
        for line in self._process.stdout:
            lines.append(line)
            if line.startswith("Unsigned preset:"):
                return "".join(lines)
        raise RuntimeError(f"the server did not start:\n{self._log.read_text()}")

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + _READY_WITHIN
        while time.monotonic() < deadline:
            connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
            try:
                connection.request("GET", "/healthz")
                if connection.getresponse().status == 200:
                    return
            except ConnectionError:
                time.sleep(0.01)
            finally:
                connection.close()
        raise RuntimeError(f"the server does not answer:\n{self._log.read_text()}")


@contextmanager
def serving(data_dir: Path) -> Iterator[ServerProcess]:
    """A server that is stopped at the end of the block."""
    server = ServerProcess(data_dir)
    try:
        yield server
    finally:
        server.stop()


def _environment(data_dir: Path, port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TAGDROP_")}
    return {**kept, "TAGDROP_DATA_DIR": str(data_dir), "TAGDROP_PORT": str(port)}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
