"""`tagdrop reprocess`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.commands.conftest import Tagdrop
from tests.conftest import LiveServer

StartServer = Callable[..., LiveServer]


def test_stored_assets_are_tagged_by_folder_and_the_others_stay(
    tagdrop: Tagdrop, start_server: StartServer, cat: Path, bikes: Path
) -> None:
    server = start_server()
    for public_id in ("pets/old/cat", "petshop/cat"):
        server.upload(cat, public_id=public_id, tags="mine")
    server.upload(bikes, "video", public_id="pets/bikes")
    words = ["reprocess", "--folder", "pets", "--auto-tagging", "0.5"]
    ended = tagdrop(server.data_dir, *words, TAGDROP_PORT=str(server.port))
    assert ended.returncode == 0, ended.stderr
    assert "2 looked at or queued, 0 failed." in ended.stdout
    tags = server.get("resources/image/upload/pets%2Fold%2Fcat").json()["tags"]
    assert {"mine", "cat"} <= set(tags)
    assert server.get("resources/image/upload/petshop%2Fcat").json()["tags"] == ["mine"]
    video = server.get("resources/video/upload/pets%2Fbikes").json()
    assert server.wait_until_tagged(video)["status"] == "complete"
    refused = tagdrop(
        server.data_dir,
        *("reprocess", "--type", "image", "--skip", "1", "--categorization", "no_engine"),
        TAGDROP_PORT=str(server.port),
    )
    assert refused.returncode == 1
    assert "0 looked at or queued, 1 failed." in refused.stdout
    assert "Unknown categorization 'no_engine'" in refused.stderr


def test_at_the_hours_limit_of_requests_it_stops_and_says_where_to_go_on(
    tagdrop: Tagdrop, start_server: StartServer, cat: Path
) -> None:
    server = start_server(TAGDROP_ADMIN_REQUESTS_PER_HOUR="2")
    for public_id in ("one", "two"):
        server.upload(cat, public_id=public_id)
    words = ["reprocess", "--type", "image", "--jobs", "1"]
    ended = tagdrop(server.data_dir, *words, TAGDROP_PORT=str(server.port))
    assert ended.returncode == 1
    assert "TAGDROP_ADMIN_REQUESTS_PER_HOUR" in ended.stderr
    assert "`--skip 1` goes on there" in ended.stderr


def test_without_saying_which_assets_nothing_happens(tagdrop: Tagdrop, tmp_path: Path) -> None:
    ended = tagdrop(tmp_path / "data", "reprocess")
    assert ended.returncode == 2
    assert "Say which assets" in ended.stderr
    assert not (tmp_path / "data").exists()
