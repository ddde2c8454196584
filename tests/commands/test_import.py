"""`tagdrop import`."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from tests.commands.conftest import Tagdrop, command_line
from tests.conftest import LiveServer

StartServer = Callable[..., LiveServer]


@pytest.fixture
def folder(tmp_path: Path, cat: Path, rocket: Path, bikes: Path) -> Path:
    """Pictures, a video and a document, in folders."""
    folder = tmp_path / "tree"
    (folder / "pets & co" / "indoors").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    shutil.copy(cat, folder / "pets & co" / "indoors" / "cat.png")
    shutil.copy(rocket, folder / "rocket.jpg")
    shutil.copy(bikes, folder / "bikes.mp4")
    shutil.copy(cat, folder / ".hidden" / "cat.png")
    (folder / "notes.txt").write_text("words")
    return folder


def test_a_tree_is_imported_and_tagged_and_named_by_its_paths_without_a_server(
    tagdrop: Tagdrop, tmp_path: Path, folder: Path
) -> None:
    ended = tagdrop(tmp_path / "data-0", "import", folder, "--into", "archive", "--tags", "old")
    assert ended.returncode == 0, ended.stderr
    assert "4 imported, 0 there already, 0 left as they are, 0 failed." in ended.stdout
    server = LiveServer(tmp_path / "data-0")
    server.start()
    try:
        cat = server.get("resources/image/upload/archive%2Fpets _ co%2Findoors%2Fcat").json()
        assert {"old", "cat"} <= set(cat["tags"])
        video = server.get("resources/video/upload/archive%2Fbikes").json()
        assert video["status"] == "complete"
        assert server.get("resources/raw/upload/archive%2Fnotes.txt").status_code == 200
    finally:
        server.stop()


def test_what_is_there_already_is_skipped_and_what_fails_is_listed(
    tagdrop: Tagdrop, start_server: StartServer, folder: Path, rocket: Path
) -> None:
    server = start_server()
    port = {"TAGDROP_PORT": str(server.port)}
    first = tagdrop(server.data_dir, "import", folder, **port)
    assert first.returncode == 0, first.stderr
    files = server.files()
    shutil.copy(rocket, folder / "pets & co" / "indoors" / "cat.png")
    (folder / "broken.jpg").write_bytes(b"\xff\xd8\xff" + bytes(100))
    (folder / "empty.png").touch()
    (folder / "dangling.png").symlink_to(folder / "nowhere.png")
    again = tagdrop(server.data_dir, "import", folder, **port)
    assert again.returncode == 1
    assert "0 imported, 3 there already, 1 left as they are, 3 failed." in again.stdout
    for name in ("broken.jpg: ", "empty.png: Empty file", "dangling.png: No such file"):
        assert name in again.stderr
    assert "cat.png: another file has this public ID" in again.stderr
    assert server.files() == files
    replaced = tagdrop(server.data_dir, "import", "--overwrite", folder, **port)
    assert "1 imported, 3 there already, 0 left as they are, 3 failed." in replaced.stdout


def test_files_that_differ_in_their_extension_alone_become_two_assets(
    tagdrop: Tagdrop, live_server: LiveServer, tmp_path: Path, cat: Path, rocket: Path
) -> None:
    folder = tmp_path / "twins"
    folder.mkdir()
    shutil.copy(cat, folder / "one.png")
    shutil.copy(rocket, folder / "one.jpg")
    ended = tagdrop(
        live_server.data_dir,
        "import",
        folder,
        "--into=twins",
        CLOUDINARY_URL=live_server.cloudinary_url,
    )
    assert "2 imported" in ended.stdout
    for name in ("one.png", "one.jpg"):
        assert live_server.get(f"resources/image/upload/twins%2F{name}").status_code == 200


def test_a_killed_import_goes_on_where_it_was(
    tagdrop: Tagdrop, start_server: StartServer, tmp_path: Path
) -> None:
    server = start_server()
    folder = tmp_path / "many"
    folder.mkdir()
    for shade in range(60):
        Image.new("RGB", (400, 300), (shade, shade, 200)).save(folder / f"{shade}.png")
    environment = {**os.environ, "TAGDROP_PORT": str(server.port)}
    command = command_line(server.data_dir, "import", folder, "--jobs", "1")
    importing = subprocess.Popen(
        command, env=environment, cwd=tmp_path, stdout=subprocess.DEVNULL, start_new_session=True
    )
    wait_for_first_file(server)
    os.killpg(importing.pid, signal.SIGKILL)
    importing.wait(30)
    ended = tagdrop(server.data_dir, "import", folder, TAGDROP_PORT=str(server.port))
    assert ended.returncode == 0, ended.stderr
    counts = [int(word) for word in ended.stdout.splitlines()[-1].split() if word.isdigit()]
    assert sum(counts) == 60
    assert counts[1] >= 1
    originals = [path for path in server.files() if "/originals/" in path]
    assert len(originals) == 60


def test_a_server_that_is_not_there_ends_the_import_with_one_line(
    tagdrop: Tagdrop, tmp_path: Path, folder: Path
) -> None:
    ended = tagdrop(
        tmp_path / "data",
        "import",
        folder,
        CLOUDINARY_URL="cloudinary://key:secret@demo?upload_prefix=http://127.0.0.1:1",
    )
    assert ended.returncode == 1
    assert "Error: http://127.0.0.1:1 does not answer" in ended.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["nowhere"], "Directory 'nowhere' does not exist"),
        ([".", "--auto-tagging", "2"], "2.0 is not in the range 0<=x<=1"),
        ([".", "--server", "cloudinary://a:b@demo"], "CLOUDINARY_URL has no upload_prefix"),
        ([".", "--server", "http://a"], "CLOUDINARY_URL must be the line"),
    ],
)
def test_bad_words_are_refused_and_leave_nothing_behind(
    tagdrop: Tagdrop, tmp_path: Path, words: list[str], message: str
) -> None:
    ended = tagdrop(tmp_path / "data", "import", *words)
    assert ended.returncode != 0
    assert message in ended.stderr
    assert not (tmp_path / "data").exists()


def wait_for_first_file(server: LiveServer) -> None:
    deadline = time.monotonic() + 60
    while not any("/originals/" in path for path in server.files()):
        assert time.monotonic() < deadline
        time.sleep(0.02)
