"""A file over the limit is cut off while it arrives, and nothing half-sent stays."""

from __future__ import annotations

import json
import select
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPResponse
from pathlib import Path
from uuid import uuid4

import pytest

from services.database import Database
from services.presets import PresetStore
from tests.conftest import LiveServer
from tests.routes.conftest import contents
from tests.web_server import WebServer

LIMIT = 100_000
GIGABYTE = 1 << 30
PIECE = bytes(50_000)
READ_AT_ONCE = 1 << 18


@pytest.fixture(scope="module")
def small_files(live_server: LiveServer) -> str:
    """An unsigned preset for files of at most LIMIT bytes."""
    database = Database(f"sqlite:///{live_server.data_dir / 'tagdrop.db'}")
    preset = PresetStore(database, {}).create(
        {
            "name": f"small-{uuid4().hex}",
            "unsigned": True,
            "settings": {"max_file_size": LIMIT},
        }
    )
    database.close()
    return preset.name


def form_beginning(preset: str) -> bytes:
    return (
        f'--x\r\nContent-Disposition: form-data; name="upload_preset"\r\n\r\n{preset}\r\n'
        '--x\r\nContent-Disposition: form-data; name="file"; filename="large.bin"\r\n\r\n'
    ).encode()


@contextmanager
def beginning_of_an_upload(server: LiveServer, *headers: str) -> Iterator[socket.socket]:
    """A connection over which the header of an upload was sent."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
        lines = [
            "POST /v1_1/demo/raw/upload HTTP/1.1",
            "Host: 127.0.0.1",
            "Content-Type: multipart/form-data; boundary=x",
            *headers,
        ]
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        yield connection


def answer(connection: socket.socket) -> tuple[int, str]:
    """Status and message of the answer."""
    response = HTTPResponse(connection)
    response.begin()
    return response.status, json.loads(response.read())["error"]["message"]


def staged_bytes(server: LiveServer) -> int:
    return sum(
        path.stat().st_size for path in (server.data_dir / "incoming").iterdir() if path.exists()
    )


def send_until_answered(
    server: LiveServer, connection: socket.socket, piece: bytes, most: int
) -> int:
    """Send `piece` again and again until an answer comes; how many bytes were sent."""
    sent = 0
    while sent < most and not select.select([connection], [], [], 0)[0]:
        try:
            connection.sendall(piece)
        except (BrokenPipeError, ConnectionResetError):
            break
        sent += len(piece)
        assert staged_bytes(server) <= LIMIT
    return sent


@pytest.mark.parametrize("chunked", [True, False])
def test_a_gigabyte_gets_its_413_long_before_it_was_sent(
    live_server: LiveServer, small_files: str, *, chunked: bool
) -> None:
    before = contents(live_server)
    length = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {GIGABYTE}"
    start = form_beginning(small_files)
    with beginning_of_an_upload(live_server, length) as connection:
        piece = b"%x\r\n%s\r\n" % (len(PIECE), PIECE) if chunked else PIECE
        connection.sendall(b"%x\r\n%s\r\n" % (len(start), start) if chunked else start)
        sent = send_until_answered(live_server, connection, piece, GIGABYTE)
        assert answer(connection) == (413, "File size too large. Maximum is 100,000 bytes.")
    assert sent < GIGABYTE / 4
    assert contents(live_server) == before


def test_one_chunk_of_a_gigabyte_is_not_read_into_memory(
    live_server: LiveServer, small_files: str
) -> None:
    before = contents(live_server)
    with beginning_of_an_upload(live_server, "Transfer-Encoding: chunked") as connection:
        connection.sendall(b"%x\r\n" % GIGABYTE + form_beginning(small_files))
        sent = send_until_answered(live_server, connection, PIECE, GIGABYTE)
        assert answer(connection)[0] == 413
    assert sent < GIGABYTE / 4
    assert contents(live_server) == before


def test_a_sender_that_waits_for_an_answer_gets_it_without_sending_the_rest(
    live_server: LiveServer, small_files: str
) -> None:
    with beginning_of_an_upload(live_server, f"Content-Length: {GIGABYTE}") as connection:
        connection.sendall(form_beginning(small_files) + bytes(2 * READ_AT_ONCE))
        connection.settimeout(30)
        assert answer(connection)[0] == 413


def test_a_wrong_key_is_refused_before_the_file_has_arrived(live_server: LiveServer) -> None:
    with beginning_of_an_upload(
        live_server, f"Content-Length: {GIGABYTE}", "Authorization: Basic eDp5"
    ) as connection:
        connection.sendall(form_beginning("autotagging-preset") + bytes(READ_AT_ONCE))
        connection.settimeout(30)
        assert answer(connection) == (401, "Wrong API key or API secret")


def test_the_limit_holds_when_the_preset_is_named_after_the_file(
    live_server: LiveServer, small_files: str
) -> None:
    before = contents(live_server)
    response = live_server.post(
        "raw/upload",
        data=(
            b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
            + bytes(LIMIT + 1)
            + b'\r\n--x\r\nContent-Disposition: form-data; name="upload_preset"\r\n\r\n'
            + small_files.encode()
            + b"\r\n--x--\r\n"
        ),
        headers={"Content-Type": "multipart/form-data; boundary=x"},
    )
    assert response.status_code == 413
    assert "Got 100,001. Maximum is 100,000 bytes." in response.text
    assert contents(live_server) == before


def test_a_file_of_just_the_limit_is_taken(
    live_server: LiveServer, small_files: str, tmp_path: Path
) -> None:
    (tmp_path / "just.bin").write_bytes(bytes(LIMIT))
    uploaded = live_server.upload(tmp_path / "just.bin", "raw", upload_preset=small_files)
    assert uploaded["bytes"] == LIMIT


@pytest.mark.parametrize("size", [LIMIT + 1, 2 * LIMIT])
def test_a_data_uri_over_the_limit_is_refused(
    live_server: LiveServer, small_files: str, size: int
) -> None:
    before = contents(live_server)
    uri = "data:application/octet-stream," + "x" * size
    response = live_server.post("raw/upload", data={"upload_preset": small_files, "file": uri})
    assert response.status_code == 413
    assert contents(live_server) == before


def test_a_remote_file_is_cut_off_too(open_server: LiveServer, web: WebServer) -> None:
    database = Database(f"sqlite:///{open_server.data_dir / 'tagdrop.db'}")
    PresetStore(database, {}).create({"name": "small-remote", "settings": {"max_file_size": LIMIT}})
    database.close()
    before = contents(open_server)
    url = web.serve("/endless.bin", bytes(2 * LIMIT))
    response = open_server.post(
        "raw/upload",
        data={"upload_preset": "small-remote", "file": url},
        auth=open_server.basic,
    )
    assert response.status_code == 413
    assert contents(open_server) == before


@pytest.mark.parametrize("chunked", [True, False])
def test_a_sender_that_vanishes_leaves_nothing(live_server: LiveServer, *, chunked: bool) -> None:
    before = contents(live_server)
    length = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {GIGABYTE}"
    start = form_beginning("autotagging-preset") + bytes(3 * READ_AT_ONCE)
    with beginning_of_an_upload(live_server, length) as connection:
        connection.sendall(b"%x\r\n" % GIGABYTE + start if chunked else start)
        while not staged_bytes(live_server):
            pass
        connection.shutdown(socket.SHUT_WR)
        assert answer(connection) == (400, "The upload was cut off before its end")
    assert contents(live_server) == before


@pytest.mark.parametrize("size", [b"", b"-1", b"zz", b"0x10", b"1" * 50])
def test_a_malformed_chunk_is_refused(live_server: LiveServer, size: bytes) -> None:
    with beginning_of_an_upload(live_server, "Transfer-Encoding: chunked") as connection:
        connection.sendall(size + b"\r\nabc\r\n")
        assert answer(connection)[0] == 400


def test_a_refused_body_is_not_taken_for_the_next_request(
    live_server: LiveServer, small_files: str
) -> None:
    """Whatever follows on the connection, only one answer comes."""
    smuggled = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    with beginning_of_an_upload(live_server, "Transfer-Encoding: chunked") as connection:
        body = form_beginning(small_files) + bytes(2 * READ_AT_ONCE) + smuggled
        connection.sendall(b"%x\r\n" % (len(body) + GIGABYTE) + body)
        connection.settimeout(30)
        received = b""
        while piece := connection.recv(65536):
            received += piece
    assert received.count(b"HTTP/1.1 ") == 1


@pytest.mark.parametrize(
    ("field", "text", "status"),
    [
        ("context", "alt=" + "x" * (1 << 20), 413),
        ("tags", ",".join(map(str, range(1_001))), 400),
    ],
)
def test_no_more_is_said_of_a_file_than_fits_on_a_page(
    live_server: LiveServer, rocket: Path, unchanged: None, field: str, text: str, status: int
) -> None:
    fields = {"upload_preset": "autotagging-preset", field: text}
    with rocket.open("rb") as file:
        response = live_server.post("image/upload", data=fields, files={"file": file})
    assert response.status_code == status
    assert "must have at most" in response.text or "more than 1,048,576 characters" in response.text
