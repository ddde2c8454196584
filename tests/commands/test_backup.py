"""`tagdrop backup` and `tagdrop restore`."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
import requests

from tests.commands.conftest import Tagdrop
from tests.conftest import LiveServer

StartServer = Callable[..., LiveServer]


@pytest.fixture
def restored(tmp_path: Path) -> Iterator[LiveServer]:
    """A server on a data folder into which a backup will be restored."""
    server = LiveServer(tmp_path / "restored")
    yield server
    server.stop()


def test_a_backup_of_a_busy_server_restores_every_asset_that_it_names(
    tagdrop: Tagdrop, start_server: StartServer, tmp_path: Path, cat: Path, restored: LiveServer
) -> None:
    server = start_server()
    kept = server.upload(cat, public_id="kept", categorization="local_tagging", auto_tagging="0.5")
    stop = Event()

    def come_and_go() -> None:
        number = 0
        while not stop.is_set():
            server.upload(cat, public_id=f"busy-{number}")
            if number % 2:
                server.post(
                    "image/destroy", data={"public_id": f"busy-{number}"}, auth=server.basic
                )
            number += 1

    with ThreadPoolExecutor(1) as pool:
        busy = pool.submit(come_and_go)
        made = tagdrop(server.data_dir, "backup", tmp_path / "backup")
        stop.set()
        busy.result()
    assert made.returncode == 0, made.stderr
    assert made.stderr == ""
    ended = tagdrop(restored.data_dir, "restore", tmp_path / "backup")
    assert ended.returncode == 0, ended.stderr
    server.stop()
    restored.start()
    assert restored.api_secret == server.api_secret
    assert restored.get("resources/image/upload/kept").json()["tags"] == kept["tags"]
    resources = restored.get("resources/image", params={"max_results": 500}).json()["resources"]
    for resource in resources:
        assert requests.get(resource["url"], timeout=30).content == cat.read_bytes()


def test_a_backup_is_for_its_owner_alone_and_links_what_it_can(
    tagdrop: Tagdrop, start_server: StartServer, tmp_path: Path, cat: Path
) -> None:
    server = start_server()
    server.upload(cat)
    [original] = (server.data_dir / "files" / "originals").rglob("*/*")
    for name, is_linked in (("linked", True), ("copied", False)):
        words = [tmp_path / name, *([] if is_linked else ["--copy"])]
        assert tagdrop(server.data_dir, "backup", *words).returncode == 0
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o700
        copy = tmp_path / name / original.relative_to(server.data_dir)
        assert copy.samefile(original) is is_linked
        assert copy.read_bytes() == cat.read_bytes()


@pytest.fixture(scope="module")
def backup(live_server: LiveServer, cat: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a backup with a picture at least."""
    live_server.upload(cat, public_id="in-the-backup")
    return tmp_path_factory.mktemp("backups") / "one"


def test_restoring_never_writes_over_anything(
    tagdrop: Tagdrop, live_server: LiveServer, backup: Path, tmp_path: Path
) -> None:
    assert tagdrop(live_server.data_dir, "backup", backup, "--copy").returncode == 0
    running = tagdrop(live_server.data_dir, "restore", backup)
    assert running.returncode == 1
    assert "A server runs with the data folder" in running.stderr
    full = tmp_path / "full"
    full.mkdir()
    (full / "mine.txt").write_text("mine")
    refused = tagdrop(full, "restore", backup)
    assert refused.returncode == 1
    assert "is not empty. Nothing was written." in refused.stderr
    assert [path.name for path in full.iterdir()] == ["mine.txt"]
    again = tagdrop(live_server.data_dir, "backup", backup)
    assert again.returncode == 1
    assert "is not empty" in again.stderr


def test_a_damaged_backup_is_refused_and_leaves_nothing_behind(
    tagdrop: Tagdrop, live_server: LiveServer, backup: Path, tmp_path: Path
) -> None:
    if not backup.exists():
        assert tagdrop(live_server.data_dir, "backup", backup, "--copy").returncode == 0
    database = backup / "tagdrop.db"
    content = database.read_bytes()
    database.write_bytes(b"nonsense" * 1000)
    damaged = tagdrop(tmp_path / "one", "restore", backup)
    assert "is damaged" in damaged.stderr
    database.write_bytes(content)
    original = next((backup / "files" / "originals").rglob("*/*"))
    original.unlink()
    lost = tagdrop(tmp_path / "one", "restore", backup)
    assert lost.returncode == 1
    assert "Nothing was restored" in lost.stderr
    manifest = backup / "backup.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "format": 99}))
    assert "made by a newer Tagdrop" in tagdrop(tmp_path / "one", "restore", backup).stderr
    manifest.unlink()
    assert "is no backup" in tagdrop(tmp_path / "one", "restore", backup).stderr
    assert not (tmp_path / "one").exists()


def test_there_is_no_backup_of_what_is_not_there_nor_inside_of_it(
    tagdrop: Tagdrop, live_server: LiveServer, tmp_path: Path
) -> None:
    nothing = tagdrop(tmp_path / "none", "backup", tmp_path / "backup")
    assert "There is no data folder" in nothing.stderr
    assert not (tmp_path / "backup").exists()
    inside = tagdrop(live_server.data_dir, "backup", live_server.data_dir / "backup")
    assert inside.returncode == 1
    assert "lies in the data folder" in inside.stderr
