"""A PostgreSQL server of the tests' own."""

from __future__ import annotations

import glob
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

_READY_WITHIN = 60


@contextmanager
def postgresql_server() -> Iterator[str]:
    """A PostgreSQL server of its own, with nothing but its defaults; its address."""
    # Not below pytest's own folder, which only its user may enter: PostgreSQL never runs as root.
    folder = Path(tempfile.mkdtemp(prefix="tagdrop-postgresql-"))
    user = "nobody" if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    cluster = folder / "cluster"
    subprocess.run(
        [_program("initdb"), "-D", cluster, "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N"],
        check=True,
        stdout=subprocess.DEVNULL,
        user=user,
        cwd=folder,
    )
    port = _free_port()
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": str(port),
        "unix_socket_directories": "",
        "fsync": "off",
    }
    options = [part for item in settings.items() for part in ("-c", "=".join(item))]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [_program("postgres"), "-D", cluster, *options], stderr=log, user=user, cwd=folder
        )
    url = f"postgresql://postgres@127.0.0.1:{port}"
    try:
        _wait_until_ready(f"{url}/postgres", process)
        yield url
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)
        shutil.rmtree(folder)


def _program(name: str) -> str:
    """Where a program of PostgreSQL is; Debian keeps those of the server out of the PATH."""
    installed = sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{name}"))
    found = shutil.which(name) or (installed[-1] if installed else None)
    if found is None:
        pytest.fail(f"The tests on PostgreSQL need {name}: install the package `postgresql`.")
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_ready(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _READY_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        try:
            psycopg.connect(url, connect_timeout=5).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("PostgreSQL did not start")
