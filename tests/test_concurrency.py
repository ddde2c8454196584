"""Many uploads at once over lines that break: each ends whole or not at all."""

from __future__ import annotations

import hashlib
import random
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
import requests

from tests.conftest import LiveServer, basic_header
from tests.cutting_proxy import reset
from tests.routes.conftest import contents

UPLOADS = 200
CUT = 0.02
SIZE = 60_000
PART = 15_000


@pytest.fixture
def server(start_server: Callable[..., LiveServer]) -> LiveServer:
    return start_server()


def content(number: int) -> bytes:
    return random.Random(number).randbytes(SIZE)


def is_cut(number: int) -> bool:
    """Whether this one of the uploads, or of the parts, loses its connection."""
    return number % round(1 / CUT) == 7


def cut_off(server: LiveServer, number: int, *headers: str) -> None:
    """Send half of a file, then lose the connection."""
    body = (
        f'--x\r\nContent-Disposition: form-data; name="public_id"\r\n\r\nfile-{number}\r\n'
        '--x\r\nContent-Disposition: form-data; name="file"; filename="numbers.bin"\r\n\r\n'
    ).encode() + content(number)[: SIZE // 2]
    lines = [
        "POST /v1_1/demo/raw/upload HTTP/1.1",
        "Host: 127.0.0.1",
        f"Content-Length: {SIZE * 2}",
        "Content-Type: multipart/form-data; boundary=x",
        f"Authorization: {basic_header(*server.basic)}",
        *headers,
    ]
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode() + body)
        reset(connection)


def test_two_hundred_uploads_of_which_some_are_cut_off(server: LiveServer) -> None:
    def upload(number: int) -> None:
        if is_cut(number):
            cut_off(server, number)
            return
        files = {"file": ("numbers.bin", content(number))}
        answer = server.post(
            "raw/upload", data={"public_id": f"file-{number}"}, files=files, auth=server.basic
        )
        assert answer.json()["etag"] == hashlib.md5(content(number)).hexdigest()

    with ThreadPoolExecutor(UPLOADS) as pool:
        list(pool.map(upload, range(UPLOADS)))
    whole = [number for number in range(UPLOADS) if not is_cut(number)]
    assert 0 < len(whole) < UPLOADS
    for number in (*whole[:5], *whole[-5:]):
        url = f"{server.url}/demo/raw/upload/file-{number}"
        assert requests.get(url, timeout=30).content == content(number)
    server.stop()
    server.start()
    files, records = contents(server)
    assert records == len(whole)
    assert len(files) == len(whole), "what was cut off left nothing"


def test_files_in_parts_of_which_some_are_cut_off_are_whole_in_the_end(server: LiveServer) -> None:
    starts = range(0, SIZE, PART)

    def headers(upload_id: str, start: int) -> dict[str, str]:
        return {
            "X-Unique-Upload-Id": upload_id,
            "Content-Range": f"bytes {start}-{start + PART - 1}/{SIZE}",
        }

    def send(number: int, upload_id: str, start: int, position: int) -> requests.Response:
        if is_cut(position):
            cut_off(server, number, *map(": ".join, headers(upload_id, start).items()))
        part = content(number)[start : start + PART]
        return server.post(
            "raw/upload",
            data={"public_id": f"file-{number}"},
            files={"file": ("numbers.bin", part)},
            headers=headers(upload_id, start),
            auth=server.basic,
        )

    def upload(number: int) -> None:
        upload_id = uuid4().hex
        with ThreadPoolExecutor(len(starts)) as parts:
            answers = list(
                parts.map(
                    lambda at: send(number, upload_id, at[1], number * len(starts) + at[0]),
                    enumerate(starts),
                )
            )
        [asset] = [each.json() for each in answers if "etag" in each.json()]
        assert asset["etag"] == hashlib.md5(content(number)).hexdigest()

    with ThreadPoolExecutor(25) as pool:
        list(pool.map(upload, range(50)))
    files, records = contents(server)
    assert (len(files), records) == (50, 50)
