"""A process that serves, or works without serving, from its start to its end."""

from __future__ import annotations

import logging
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, NoReturn

import filelock
from flask import Flask

from commands.ending import end_process
from routes.pages import SHIPPED_PRESET
from routes.server import Server
from services.credentials import Credentials, CredentialsError, cloudinary_url
from services.data_folder import StartError
from services.jobs import Jobs
from services.presets import PresetError
from services.settings import Settings, SettingsError, read_settings
from services.storage import StorageError
from services.tagging.words.overlay import InvalidOverlayError

CANNOT_START: Final = (SettingsError, StartError, CredentialsError, PresetError, StorageError)
"""Why a start fails, each with a line for the owner."""


@dataclass(frozen=True)
class Tagdrop:
    """A wired server: what answers requests, and what its owner is told at the start."""

    flask: Flask
    credentials: Credentials
    login_token: str
    jobs: Jobs
    data_dir_lock: filelock.BaseFileLock
    """Let go when the process ends, however it ends."""


Wire = Callable[[Settings], Tagdrop]
"""What `create_app` is. Raises CANNOT_START and InvalidOverlayError."""


def run_server(wire: Wire) -> NoReturn:
    """Serve until interrupted, then end the process: 1 when the server could not start."""
    _run(lambda: _serve(wire, read_settings()))


def run_worker(wire: Wire) -> NoReturn:
    """Do background work until interrupted, then end the process: 1 when it could not start."""
    _run(lambda: _work(wire, read_settings()))


@contextmanager
def serving_locally(wire: Wire, settings: Settings) -> Iterator[str]:
    """Serve on a free port of this machine for the length of the block; the address.

    Links that leave the server begin as those of `serve` do. Raises what `wire` does.
    """
    own = {"public_url": settings.base_url, "admin_requests_per_hour": sys.maxsize}
    tagdrop = wire(settings.model_copy(update=own))
    server = Server("127.0.0.1", 0)
    server.prepare()
    thread = threading.Thread(target=server.serve_application, args=(tagdrop.flask,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.bind_addr[1]}"
    finally:
        server.stop()
        thread.join()
        tagdrop.jobs.close()


def _run(work: Callable[[], None]) -> NoReturn:
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    status = 0
    try:
        work()
    except InvalidOverlayError as error:
        print(f"Tagdrop cannot start, for TAGDROP_VOCABULARY:\n{error}", file=sys.stderr)
        status = 1
    except CANNOT_START as error:
        print(f"Tagdrop cannot start: {error}", file=sys.stderr)
        status = 1
    end_process(status)


def _serve(wire: Wire, settings: Settings) -> None:
    server = _bound_server(settings)
    try:
        tagdrop = wire(settings)
    except BaseException:
        server.stop()
        raise
    # A service manager's way to stop is answered like Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    print(_welcome(settings, tagdrop), flush=True)
    try:
        server.serve_application(tagdrop.flask)
    except KeyboardInterrupt:
        print("Stopping.", file=sys.stderr)
    finally:
        server.stop()
        tagdrop.jobs.close()


def _work(wire: Wire, settings: Settings) -> None:
    _check_that_work_is_shared(settings)
    tagdrop = wire(settings)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    print(f"Tagdrop works on what waits in the database, from {settings.data_dir}.", flush=True)
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        print("Stopping.", file=sys.stderr)
    finally:
        tagdrop.jobs.close()


def _check_that_work_is_shared(settings: Settings) -> None:
    """Raise StartError where a worker would have nothing to do, or would do it wrongly."""
    if not (settings.database_url or "").startswith("postgresql"):
        raise StartError(
            "A worker needs the PostgreSQL database that it shares with the server, in "
            "TAGDROP_DATABASE_URL. On SQLite `tagdrop serve` does the background work itself."
        )
    missing = [
        name
        for name, value in (
            ("TAGDROP_STORAGE_URL", settings.storage_url),
            ("TAGDROP_API_KEY", settings.api_key),
            ("TAGDROP_API_SECRET", settings.api_secret),
        )
        if value is None
    ]
    if missing:
        raise StartError(
            f"A worker needs the same {', '.join(missing)} as the server, to find the files and "
            "to sign as it does."
        )


def _bound_server(settings: Settings) -> Server:
    server = Server(settings.host, settings.port)
    try:
        server.prepare()
    except OSError as error:
        raise StartError(
            f"Cannot listen on {settings.host}:{settings.port}, is it taken? "
            f"TAGDROP_PORT chooses another port. ({error})"
        ) from None
    return server


def _welcome(settings: Settings, tagdrop: Tagdrop) -> str:
    base = settings.base_url
    return "\n".join(
        [
            f"Tagdrop is ready:  {base}/",
            f"Owner's login:     {base}/login?token={tagdrop.login_token}",
            f"CLOUDINARY_URL={cloudinary_url(tagdrop.credentials, settings)}",
            f"Unsigned preset:   {SHIPPED_PRESET}",
        ]
    )
