"""Nothing acknowledged is lost and nothing half-done stays, however the process ends."""

from __future__ import annotations

import hashlib
import os
import socket
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import requests

from tests.conftest import LiveServer, basic_header

StartServer = Callable[..., LiveServer]
_WITHIN = 60


def status(server: LiveServer, uploaded: dict[str, str]) -> str:
    resource = server.get(f"resources/video/upload/{uploaded['public_id']}").json()
    found: str = resource["tagging"]["status"]
    return found


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _WITHIN
    while not condition():
        assert time.monotonic() < deadline, "it did not come to pass in time"
        time.sleep(0.01)


def test_tagging_goes_on_by_itself_after_a_kill(start_server: StartServer, bikes: Path) -> None:
    server = start_server()
    uploads = [
        server.upload(bikes, categorization="local_tagging", auto_tagging="0.5") for _ in range(3)
    ]
    wait_until(lambda: "processing" in {status(server, uploaded) for uploaded in uploads})
    server.kill()
    server.start()
    for uploaded in uploads:
        tagged = server.wait_until_tagged(uploaded)
        assert tagged["status"] == "complete"
        assert {"bicycle", "person"} & set(tagged["tags"])


def test_what_was_acknowledged_is_there_after_a_kill(start_server: StartServer, cat: Path) -> None:
    server = start_server()
    uploaded = server.upload(cat, public_id="kept", categorization="local_tagging")
    server.kill()
    server.start()
    kept = server.get("resources/image/upload/kept").json()
    assert kept["info"]["categorization"] == uploaded["info"]["categorization"]
    assert requests.get(kept["url"], timeout=30).content == cat.read_bytes()
    assert len(server.files()) == 1


def test_an_upload_killed_half_way_leaves_no_file_and_no_record(
    start_server: StartServer,
) -> None:
    server = start_server()
    header = (
        "POST /v1_1/demo/raw/upload HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1073741824\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\n\r\n"
        '--x\r\nContent-Disposition: form-data; name="public_id"\r\n\r\nhalf\r\n'
        '--x\r\nContent-Disposition: form-data; name="file"; filename="half.bin"\r\n\r\n'
    )
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        connection.sendall(header.encode() + bytes(1 << 20))
        wait_until(lambda: len(server.files()) == 1)
        server.kill()
    assert len(server.files()) == 1, "a killed process cannot tidy up"
    server.start()
    assert server.files() == set()
    assert server.get("resources/raw/upload/half").status_code == 404


def test_a_webhook_that_was_not_taken_before_a_kill_is_sent_after_it(
    start_server: StartServer, cat: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as receiver:
        receiver.settimeout(_WITHIN)
        port = receiver.getsockname()[1]
        server = start_server(TAGDROP_FETCH_ALLOW="127.0.0.1")
        server.upload(cat, notification_url=f"http://127.0.0.1:{port}/hook")
        heard, _ = receiver.accept()
        with heard:
            server.kill()
        server.start()
        again, _ = receiver.accept()
        with again:
            assert again.recv(100).startswith(b"POST /hook HTTP/1.1\r\n")
            again.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")


def test_a_server_stops_though_a_webhook_is_still_to_be_delivered(
    start_server: StartServer, cat: Path
) -> None:
    server = start_server(TAGDROP_FETCH_ALLOW="127.0.0.1")
    with socket.create_server(("127.0.0.1", 0)) as receiver:
        receiver.settimeout(_WITHIN)
        port = receiver.getsockname()[1]
        server.upload(cat, notification_url=f"http://127.0.0.1:{port}/hook")
        heard, _ = receiver.accept()
        heard.close()
    server.stop()
    assert server.process
    assert server.process.returncode == 0


def test_what_a_crash_kept_from_being_deleted_is_deleted_at_the_next_start(
    start_server: StartServer, cat: Path
) -> None:
    server = start_server()
    server.upload(cat, public_id="replaced")
    kept = server.files()
    server.stop()
    replaced = server.data_dir / "files" / "originals" / "ab" / "replaced"
    replaced.parent.mkdir(parents=True, exist_ok=True)
    replaced.write_bytes(b"what lay there before")
    with closing(sqlite3.connect(server.data_dir / "tagdrop.db")) as database, database:
        database.execute("INSERT INTO discarded_files VALUES ('originals/ab/replaced')")
    server.start()
    assert server.files() == kept


def test_a_file_in_parts_goes_on_after_a_kill(start_server: StartServer) -> None:
    server = start_server()
    content = os.urandom(3 << 20)

    def send(start: int) -> requests.Response:
        end = start + (1 << 20)
        return server.post(
            "raw/upload",
            files={"file": ("numbers.bin", content[start:end])},
            headers={
                "X-Unique-Upload-Id": "survivor",
                "Content-Range": f"bytes {start}-{end - 1}/{len(content)}",
            },
            auth=server.basic,
        )

    send(2 << 20)
    header = (
        "POST /v1_1/demo/raw/upload HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1048800\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\nX-Unique-Upload-Id: survivor\r\n"
        f"Content-Range: bytes 0-1048575/{len(content)}\r\n"
        f"Authorization: {basic_header(*server.basic)}\r\n\r\n"
        '--x\r\nContent-Disposition: form-data; name="file"; filename="numbers.bin"\r\n\r\n'
    )
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        connection.sendall(header.encode() + bytes(1 << 19))
        server.kill()
    server.start()
    assert server.get("uploads/survivor").json()["received"] == [[2 << 20, 3 << 20]]
    assert send(0).json()["done"] is False
    asset = send(1 << 20).json()
    assert asset["etag"] == hashlib.md5(content).hexdigest()
    assert len(server.files()) == 1
