"""Files in parts: in any order, at once, over breaks, with and without a known length."""

from __future__ import annotations

import hashlib
import os
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import requests

from services.database import Database
from services.presets import PresetStore
from tests.conftest import LiveServer
from tests.routes.conftest import Sign

SIZE = 100_000
PART = 30_000


@pytest.fixture
def content() -> bytes:
    return os.urandom(SIZE)


@pytest.fixture
def preset(live_server: LiveServer) -> Iterator[str]:
    """An unsigned preset for files of up to SIZE bytes."""
    database = Database(f"sqlite:///{live_server.data_dir / 'tagdrop.db'}")
    store = PresetStore(database, {})
    name = f"parts-{uuid4().hex}"
    store.create({"name": name, "unsigned": True, "settings": {"max_file_size": SIZE}})
    yield name
    store.delete(name)
    database.close()


class Sender:
    """Sends parts of one file as the owner, or as it is told."""

    def __init__(self, server: LiveServer, content: bytes, **fields: str) -> None:
        self.server = server
        self.content = content
        self.fields = fields
        self.upload_id = uuid4().hex

    def send(
        self, start: int, end: int, total: int | str = SIZE, **arguments: Any
    ) -> requests.Response:
        """One part, the end behind its last byte."""
        return self.server.post(
            "raw/upload",
            **{
                "data": self.fields,
                "files": {"file": ("numbers.bin", self.content[start:end])},
                "headers": {
                    "X-Unique-Upload-Id": self.upload_id,
                    "Content-Range": f"bytes {start}-{end - 1}/{total}",
                },
                **({} if "upload_preset" in self.fields else {"auth": self.server.basic}),
                **arguments,
            },
        )

    def give_up(self) -> None:
        """Have the server forget what has arrived."""
        url = f"{self.server.url}/v1_1/demo/uploads/{self.upload_id}"
        assert requests.delete(url, timeout=30).json() == {"result": "ok"}

    def progress(self) -> requests.Response:
        """What the server says has arrived."""
        return requests.get(f"{self.server.url}/v1_1/demo/uploads/{self.upload_id}", timeout=30)


def ranges() -> list[tuple[int, int]]:
    return [(start, min(start + PART, SIZE)) for start in range(0, SIZE, PART)]


def refused(response: requests.Response, status: int, *words: str) -> None:
    message = response.json()["error"]["message"]
    assert response.status_code == status, message
    assert response.headers["X-Cld-Error"]
    for word in words:
        assert word in message


def is_kept(response: requests.Response, content: bytes) -> None:
    """The response of the last part is the asset, with the very bytes that were sent."""
    asset = response.json()
    assert response.status_code == 200, asset
    assert asset["bytes"] == len(content)
    assert asset["etag"] == hashlib.md5(content).hexdigest()
    assert asset["original_filename"] == "numbers"
    assert requests.get(asset["url"], timeout=30).content == content


def test_the_last_part_is_answered_with_the_asset(live_server: LiveServer, content: bytes) -> None:
    sender = Sender(live_server, content)
    *first, last = ranges()
    for start, end in first:
        answer = sender.send(start, end).json()
        assert answer["done"] is False
        assert answer["upload_id"] == sender.upload_id
        assert answer["received"] == [[0, end]]
        assert (answer["bytes"], answer["total"]) == (end, SIZE)
        assert "public_id" not in answer
    is_kept(sender.send(*last), content)


def test_parts_come_in_any_order(live_server: LiveServer, content: bytes) -> None:
    sender = Sender(live_server, content)
    shuffled = ranges()
    random.Random(4).shuffle(shuffled)
    assert shuffled[-1] != ranges()[-1], "the last byte does not come last"
    answers = [sender.send(*each) for each in shuffled]
    assert [answer.json().get("done") for answer in answers[:-1]] == [False] * (len(answers) - 1)
    is_kept(answers[-1], content)


def test_parts_come_at_once(live_server: LiveServer, content: bytes) -> None:
    sender = Sender(live_server, content)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda each: sender.send(*each), ranges()))
    whole = [answer for answer in answers if "public_id" in answer.json()]
    assert len(whole) == 1, "one of them completed the file, whichever"
    is_kept(whole[0], content)


@pytest.mark.parametrize("unknown", ["-1", "*"])
def test_the_length_may_be_known_with_the_last_part_alone(
    live_server: LiveServer, content: bytes, unknown: str
) -> None:
    sender = Sender(live_server, content)
    *first, last = ranges()
    for each in first:
        assert sender.send(*each, total=unknown).json()["total"] is None
    is_kept(sender.send(*last), content)


def test_a_part_that_is_repeated_changes_nothing(live_server: LiveServer, content: bytes) -> None:
    sender = Sender(live_server, content)
    *first, last = ranges()
    for each in first:
        assert sender.send(*each).json() == sender.send(*each).json()
    assert sender.send(PART, PART + 10).json()["done"] is False, "a piece of what has come"
    asset = sender.send(*last)
    is_kept(asset, content)
    again = sender.send(*last).json()
    assert (again["public_id"], again["version"]) == (
        asset.json()["public_id"],
        asset.json()["version"],
    )


def test_what_has_arrived_can_be_asked_from_any_page(
    live_server: LiveServer, content: bytes
) -> None:
    sender = Sender(live_server, content)
    refused(sender.progress(), 404, "no upload with this ID")
    sender.send(0, PART)
    sender.send(2 * PART, 3 * PART)
    answer = sender.progress()
    assert answer.json() == {
        "done": False,
        "bytes": 2 * PART,
        "received": [[0, PART], [2 * PART, 3 * PART]],
        "total": SIZE,
    }
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    sender.send(PART, 2 * PART)
    sender.send(3 * PART, SIZE)
    assert sender.progress().json()["done"] is True


def test_a_page_of_another_origin_may_send_parts(live_server: LiveServer) -> None:
    asked = "content-range,x-requested-with,x-unique-upload-id"
    answer = requests.options(
        f"{live_server.url}/v1_1/demo/auto/upload",
        headers={
            "Origin": "https://site.example",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": asked,
        },
        timeout=30,
    )
    assert answer.ok
    allowed = answer.headers["Access-Control-Allow-Headers"].lower().replace(" ", "")
    assert sorted(allowed.split(",")) == asked.split(",")


def test_each_part_is_signed_anew(live_server: LiveServer, signed: Sign, content: bytes) -> None:
    sender = Sender(live_server, content)
    *first, last = ranges()
    for number, each in enumerate(first):
        fields = signed(algorithm="sha256" if number else "sha1", tags="a,b")
        assert sender.send(*each, auth=None, data=fields).json()["done"] is False
    asset = sender.send(*last, auth=None, data=signed(tags="a,b"))
    is_kept(asset, content)
    assert asset.json()["tags"] == ["a", "b"]


def test_a_preset_lets_unsigned_parts_in(
    live_server: LiveServer, preset: str, content: bytes
) -> None:
    sender = Sender(live_server, content, upload_preset=preset)
    is_kept([sender.send(*each) for each in ranges()][-1], content)


def test_the_fields_may_come_behind_the_file(
    live_server: LiveServer, preset: str, content: bytes
) -> None:
    sender = Sender(live_server, content)

    def form(start: int, end: int) -> list[tuple[str, Any]]:
        return [
            ("upload_preset", (None, preset)),
            ("file", ("numbers.bin", content[start:end])),
            ("tags", (None, "late")),
        ]

    answers = [sender.send(*each, auth=None, data=None, files=form(*each)) for each in ranges()]
    is_kept(answers[-1], content)
    assert answers[-1].json()["tags"] == ["late"]


@pytest.mark.usefixtures("unchanged")
def test_parts_that_overlap_are_refused(live_server: LiveServer, content: bytes) -> None:
    sender = Sender(live_server, content)
    sender.send(0, PART)
    refused(sender.send(PART - 1, 2 * PART), 400, "overlaps", "Ask which bytes have arrived")
    assert sender.progress().json()["received"] == [[0, PART]]
    sender.content = bytes(SIZE)
    refused(sender.send(0, PART), 400, "differs from what came before")
    refused(sender.send(PART, SIZE, files={"file": ("text", "")}), 400, "Only 0 bytes came")
    sender.give_up()


@pytest.mark.usefixtures("unchanged")
def test_parts_that_disagree_on_the_length_are_refused(
    live_server: LiveServer, content: bytes
) -> None:
    sender = Sender(live_server, content)
    sender.send(0, PART)
    refused(sender.send(PART, 2 * PART, total=SIZE + 1), 400, "100,001", "100,000")
    refused(sender.send(SIZE - 1, SIZE + 1, total="-1"), 400, "100,001", "100,000")
    assert sender.progress().json()["received"] == [[0, PART]]
    sender.give_up()


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("bytes 0-9", "not understood"),
        ("bytes 0-9/-2", "not understood"),
        ("items 0-9/10", "not understood"),
        ("bytes 9-0/20", "ends before it begins"),
        ("bytes 0-20/20", "behind the end"),
        ("bytes 0-9999999999999999999999/-1", "not understood"),
        ("bytes 999999999999990-999999999999999/-1", "too large"),
    ],
)
def test_a_range_that_makes_no_sense_is_refused(
    live_server: LiveServer, header: str, words: str
) -> None:
    response = Sender(live_server, bytes(10)).send(
        0, 10, headers={"X-Unique-Upload-Id": "some", "Content-Range": header}
    )
    assert response.status_code in {400, 413}
    assert words in response.json()["error"]["message"]


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("upload_id", ["", "x" * 129, "a b", "größe"])
def test_an_upload_without_a_proper_id_is_refused(live_server: LiveServer, upload_id: str) -> None:
    sender = Sender(live_server, bytes(SIZE))
    headers = {"X-Unique-Upload-Id": upload_id.encode(), "Content-Range": b"bytes 0-9/20"}
    refused(sender.send(0, 10, headers=headers), 400, "X-Unique-Upload-Id")


@pytest.mark.usefixtures("unchanged")
def test_a_part_of_somebody_else_s_upload_is_not_taken(
    live_server: LiveServer, preset: str, signed: Sign, content: bytes
) -> None:
    sender = Sender(live_server, content, upload_preset=preset)
    sender.send(0, PART)
    for other in (signed(), signed(upload_preset=preset), {"upload_preset": "autotagging-preset"}):
        refused(sender.send(PART, 2 * PART, data=other, auth=None), 403, "another sender")
    tags = {"upload_preset": preset, "tags": "mine"}
    refused(sender.send(PART, 2 * PART, data=tags), 403, "other parameters")
    assert sender.progress().json()["received"] == [[0, PART]]
    sender.give_up()


@pytest.mark.usefixtures("unchanged")
def test_a_stranger_cannot_add_a_part(
    live_server: LiveServer, signed: Sign, content: bytes
) -> None:
    sender = Sender(live_server, content)
    sender.send(0, PART)
    refused(sender.send(PART, 2 * PART, auth=None), 400, "upload_preset")
    refused(sender.send(PART, 2 * PART, auth=("key", "wrong")), 401, "Wrong API key")
    forged = signed() | {"public_id": "somebody-else-s"}
    refused(sender.send(PART, 2 * PART, auth=None, data=forged), 401, "Invalid Signature")
    assert sender.progress().json()["received"] == [[0, PART]]
    sender.give_up()


@pytest.mark.usefixtures("unchanged")
def test_a_preset_that_is_deleted_mid_way_ends_the_upload(
    live_server: LiveServer, content: bytes
) -> None:
    database = Database(f"sqlite:///{live_server.data_dir / 'tagdrop.db'}")
    store = PresetStore(database, {})
    store.create({"name": "short-lived", "unsigned": True})
    sender = Sender(live_server, content, upload_preset="short-lived")
    sender.send(0, PART)
    store.delete("short-lived")
    database.close()
    refused(sender.send(PART, 2 * PART), 400, "Upload preset 'short-lived' not found")
    assert sender.progress().status_code == 404


@pytest.mark.usefixtures("unchanged")
def test_a_file_that_never_ends_stops_at_the_limit(
    live_server: LiveServer, preset: str, content: bytes
) -> None:
    sender = Sender(live_server, content + content, upload_preset=preset)
    refused(sender.send(0, PART, total=SIZE + 1), 413, "Maximum is 100,000")
    for each in ranges():
        assert sender.send(*each, total="-1").json()["done"] is False
    refused(sender.send(SIZE, SIZE + 1, total="-1"), 413, "Maximum is 100,000")
    assert sender.progress().status_code == 404, "nobody can complete it, so nothing stays"


@pytest.mark.usefixtures("unchanged")
def test_a_whole_file_that_is_refused_leaves_nothing(
    live_server: LiveServer, content: bytes
) -> None:
    sender = Sender(live_server, content, allowed_formats="png")
    *first, last = ranges()
    for each in first:
        sender.send(*each)
    refused(sender.send(*last), 400, "not allowed")
    assert sender.progress().status_code == 404


def test_a_picture_in_parts_is_tagged_like_any_other(live_server: LiveServer, cat: Path) -> None:
    content = cat.read_bytes()
    half = len(content) // 2
    sender = Sender(live_server, content, categorization="local_tagging", auto_tagging="0.5")
    for start, end in ((half, len(content)), (0, half)):
        response = live_server.post(
            "image/upload",
            data=sender.fields,
            files={"file": ("cat.png", content[start:end])},
            headers={
                "X-Unique-Upload-Id": sender.upload_id,
                "Content-Range": f"bytes {start}-{end - 1}/{len(content)}",
            },
            auth=live_server.basic,
        )
    assert "cat" in response.json()["tags"]


@pytest.mark.usefixtures("unchanged")
def test_an_upload_that_is_given_up_leaves_nothing(live_server: LiveServer, content: bytes) -> None:
    sender = Sender(live_server, content)
    sender.send(0, PART)
    sender.give_up()
    assert sender.progress().status_code == 404
    sender.give_up()
