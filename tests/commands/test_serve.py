"""`tagdrop`, `tagdrop serve` and `tagdrop worker`."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import psycopg
import pytest

from tests.commands.conftest import Tagdrop, command_line
from tests.conftest import LiveServer

NAMES = ["serve", "worker", "presets", "import", "reprocess", "backup", "restore", "doctor"]


def test_help_names_every_command_with_what_it_does(tagdrop: Tagdrop, tmp_path: Path) -> None:
    help_text = tagdrop(tmp_path / "data", "--help").stdout
    for name in NAMES:
        assert f"\n  {name} " in help_text


@pytest.mark.parametrize("name", NAMES)
def test_the_list_of_commands_says_what_their_own_help_says(
    tagdrop: Tagdrop, tmp_path: Path, name: str
) -> None:
    listed = tagdrop(tmp_path / "data", "--help").stdout
    summary = next(line for line in listed.splitlines() if line.startswith(f"  {name} "))
    sentence = summary.split(maxsplit=1)[1]
    assert sentence in " ".join(tagdrop(tmp_path / "data", name, "--help").stdout.split())


def test_an_unknown_command_is_refused(tagdrop: Tagdrop, tmp_path: Path) -> None:
    ended = tagdrop(tmp_path / "data", "frobnicate")
    assert ended.returncode == 2
    assert "No such command 'frobnicate'" in ended.stderr


def test_serve_refuses_a_data_folder_that_another_server_has(
    tagdrop: Tagdrop, live_server: LiveServer
) -> None:
    ended = tagdrop(live_server.data_dir, "serve", TAGDROP_PORT="1")
    assert ended.returncode == 1
    assert ended.stderr.startswith("Tagdrop cannot start: ")


def test_a_worker_on_sqlite_is_told_that_serve_does_its_work(
    tagdrop: Tagdrop, tmp_path: Path
) -> None:
    ended = tagdrop(tmp_path / "data", "worker")
    assert ended.returncode == 1
    assert "`tagdrop serve` does the background work itself" in ended.stderr
    assert not (tmp_path / "data").exists()


def test_a_worker_without_the_servers_storage_and_keys_is_refused(
    tagdrop: Tagdrop, tmp_path: Path
) -> None:
    ended = tagdrop(
        tmp_path / "data", "worker", TAGDROP_DATABASE_URL="postgresql://nobody@127.0.0.1:1/none"
    )
    assert ended.returncode == 1
    assert "TAGDROP_STORAGE_URL, TAGDROP_API_KEY, TAGDROP_API_SECRET" in ended.stderr


def test_a_worker_tags_what_a_server_that_has_gone_left_waiting(
    postgresql: str, tmp_path: Path, bikes: Path
) -> None:
    with psycopg.connect(f"{postgresql}/postgres", autocommit=True) as connection:
        connection.execute("CREATE DATABASE shared_work")
    shared = {
        "TAGDROP_DATABASE_URL": f"{postgresql}/shared_work",
        "TAGDROP_STORAGE_URL": (tmp_path / "files").as_uri(),
        "TAGDROP_API_KEY": "mykey",
        "TAGDROP_API_SECRET": "mysecret99",
    }
    server = LiveServer(tmp_path / "server", shared)
    server.start()
    server.upload(bikes, "video", categorization="local_tagging")
    server.kill()
    worker = subprocess.Popen(
        command_line(tmp_path / "worker", "worker"), env={**os.environ, **shared}, cwd=tmp_path
    )
    try:
        assert tagging_status(f"{postgresql}/shared_work") == "complete"
    finally:
        worker.terminate()
        assert worker.wait(30) == 0


def tagging_status(database: str) -> str:
    """What became of the tagging of the only asset, once it has ended."""
    deadline = time.monotonic() + 120
    with psycopg.connect(database, autocommit=True) as connection:
        while time.monotonic() < deadline:
            row = connection.execute("SELECT tagging_status FROM assets").fetchone()
            assert row
            if row[0] not in {"pending", "processing"}:
                return str(row[0])
            time.sleep(0.2)
    raise AssertionError("the worker did not tag in time")
