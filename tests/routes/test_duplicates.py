"""`moderation=duplicate:<threshold>`: pictures that look like those that are there are rejected."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from PIL import Image

from tests.conftest import LiveServer, running


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A server whose pictures these tests alone compare."""
    with running(LiveServer(tmp_path_factory.mktemp("data"))) as started:
        yield started


@pytest.fixture
def smaller(cat: Path, tmp_path: Path) -> Path:
    """The same picture, smaller, as a poor JPEG."""
    with Image.open(cat) as picture:
        picture.resize((300, 200)).convert("RGB").save(tmp_path / "smaller.jpg", quality=40)
    return tmp_path / "smaller.jpg"


def test_a_picture_that_looks_alike_is_rejected_and_told_after_which(
    server: LiveServer, cat: Path, rocket: Path, smaller: Path
) -> None:
    first = server.upload(cat, public_id="first", moderation="duplicate:0.8")
    [moderation] = first["moderation"]
    assert (moderation["kind"], moderation["status"]) == ("duplicate", "approved")
    assert moderation["response"] == []

    [other] = server.upload(rocket, moderation="duplicate:0.8")["moderation"]
    assert other["status"] == "approved"

    duplicate = server.upload(smaller, public_id="second", moderation="duplicate:0.8")
    [rejected] = duplicate["moderation"]
    assert rejected["status"] == "rejected"
    [found] = rejected["response"]
    assert found["public_id"] == "first"
    assert 0.8 <= found["confidence"] <= 1
    assert requests.get(duplicate["url"], timeout=30).status_code == 404

    listed = server.get("resources/image/moderations/duplicate/rejected").json()["resources"]
    assert [resource["public_id"] for resource in listed] == ["second"]


def test_with_a_threshold_of_0_a_picture_is_only_remembered(
    server: LiveServer, coffee: Path
) -> None:
    for name in ("remembered-1", "remembered-2"):
        [moderation] = server.upload(coffee, public_id=name, moderation="duplicate:0")["moderation"]
        assert moderation["status"] == "approved"
    [rejected] = server.upload(coffee, moderation="duplicate:1")["moderation"]
    assert {found["public_id"] for found in rejected["response"]} == {
        "remembered-1",
        "remembered-2",
    }


def test_a_picture_that_is_replaced_is_no_duplicate_of_itself(
    server: LiveServer, tmp_path: Path
) -> None:
    Image.linear_gradient("L").save(tmp_path / "gradient.png")
    for _ in range(2):
        uploaded = server.upload(
            tmp_path / "gradient.png", public_id="itself", moderation="duplicate:0.9"
        )
        assert uploaded["moderation"][0]["status"] == "approved"


def test_what_the_owner_approves_after_all_is_delivered_and_compared(
    server: LiveServer, tmp_path: Path
) -> None:
    Image.radial_gradient("L").save(tmp_path / "gradient.png")
    server.upload(tmp_path / "gradient.png", public_id="radial-1", moderation="duplicate:0.9")
    twin = server.upload(
        tmp_path / "gradient.png", public_id="radial-2", moderation="duplicate:0.9"
    )
    assert twin["moderation"][0]["status"] == "rejected"
    server.post(
        "resources/image/upload/radial-2",
        data={"moderation_status": "approved"},
        auth=server.basic,
    ).raise_for_status()
    assert requests.get(twin["url"], timeout=30).status_code == 200
    third = server.upload(tmp_path / "gradient.png", moderation="duplicate:0.9")
    found = third["moderation"][0]["response"]
    assert {each["public_id"] for each in found} == {"radial-1", "radial-2"}


def test_several_moderations_happen_in_their_order(server: LiveServer, astronaut: Path) -> None:
    def states(uploaded: dict[str, list[dict[str, str]]]) -> list[tuple[str, str]]:
        return [(each["kind"], each["status"]) for each in uploaded["moderation"]]

    first = server.upload(astronaut, public_id="order", moderation="duplicate:0.8|local|manual")
    assert states(first) == [
        ("duplicate", "approved"),
        ("local", "approved"),
        ("manual", "pending"),
    ]
    second = server.upload(astronaut, moderation="duplicate:0.8|local|manual")
    assert states(second) == [
        ("duplicate", "rejected"),
        ("local", "aborted"),
        ("manual", "aborted"),
    ]


@pytest.mark.parametrize("moderation", ["duplicate:0.8", "manual|duplicate:0.8"])
def test_what_cannot_be_compared_is_refused(
    server: LiveServer, bikes: Path, tmp_path: Path, moderation: str
) -> None:
    (tmp_path / "notes.txt").write_text("no picture")
    before = server.files()
    for file, resource_type in ((bikes, "video"), (tmp_path / "notes.txt", "raw")):
        response = server.post(
            f"{resource_type}/upload",
            data={"moderation": moderation},
            files={"file": file.open("rb")},
            auth=server.basic,
        )
        assert response.status_code == 400
    assert server.files() == before
