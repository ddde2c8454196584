"""What an owner sees when the server starts, and when it cannot."""

from __future__ import annotations

import os
import socket
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT, LiveServer

StartServer = Callable[..., LiveServer]


def refusal(tmp_path: Path, **environment: str) -> str:
    """The one line on stderr with which a server that cannot start ends."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TAGDROP_")}
    ended = subprocess.run(
        [sys.executable, str(ROOT / "app.py")],
        env={**kept, "TAGDROP_DATA_DIR": str(tmp_path / "data"), **environment},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stdout == ""
    [line] = ended.stderr.splitlines()
    assert line.startswith("Tagdrop cannot start: ")
    return line


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def test_the_four_lines_say_what_a_user_needs(live_server: LiveServer) -> None:
    page, login, sdk, preset = live_server.output.splitlines()
    assert page.endswith(f" {live_server.url}/")
    assert f"{live_server.url}/login?token=" in login
    assert sdk == (
        f"CLOUDINARY_URL=cloudinary://{live_server.api_key}:{live_server.api_secret}"
        f"@demo?upload_prefix={live_server.url}&cname={live_server.url.removeprefix('http://')}"
    )
    assert preset.endswith(" autotagging-preset")


def test_key_and_secret_are_kept_for_the_owner_alone(live_server: LiveServer) -> None:
    kept = live_server.data_dir / "credentials.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert live_server.api_secret in kept.read_text()


def test_a_second_start_keeps_the_credentials_and_makes_a_new_login_link(
    start_server: StartServer,
) -> None:
    server = start_server()
    sdk, login = server.cloudinary_url, server.login_url
    server.stop()
    server.start()
    assert server.cloudinary_url == sdk
    assert server.login_url != login


def test_given_credentials_and_addresses_are_the_ones_in_the_lines(
    start_server: StartServer,
) -> None:
    server = start_server(
        TAGDROP_API_KEY="mykey",
        TAGDROP_API_SECRET="mysecret99",
        TAGDROP_CLOUD_NAME="studio",
        TAGDROP_PUBLIC_URL="https://media.example.com/",
    )
    assert server.cloudinary_url == (
        "cloudinary://mykey:mysecret99@studio?upload_prefix=https://media.example.com"
        "&secure=true&secure_distribution=media.example.com"
    )
    assert not (server.data_dir / "credentials.json").exists()


def test_a_taken_port_is_told_with_the_setting_that_chooses_another(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        line = refusal(tmp_path, TAGDROP_PORT=port)
    assert f"127.0.0.1:{port}" in line
    assert "TAGDROP_PORT" in line


def test_a_data_folder_that_cannot_be_written_is_told_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    line = refusal(tmp_path, TAGDROP_PORT=free_port())
    assert f"The data folder {tmp_path / 'data'} cannot be written" in line


def test_a_second_server_on_one_data_folder_is_refused(live_server: LiveServer) -> None:
    data_dir = str(live_server.data_dir)
    line = refusal(live_server.data_dir, TAGDROP_PORT=free_port(), TAGDROP_DATA_DIR=data_dir)
    assert f"The data folder {data_dir} is in use" in line


@pytest.mark.parametrize(
    ("name", "value"),
    [("TAGDROP_PORT", "http"), ("TAGDROP_CLOUD_NAME", "a/b"), ("TAGDROP_PROT", "8000")],
)
def test_a_malformed_setting_is_told_by_its_name(tmp_path: Path, name: str, value: str) -> None:
    assert name in refusal(tmp_path, **{name: value})
    assert not (tmp_path / "data").exists()


def test_a_malformed_setting_in_the_env_file_is_told_too(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("TAGDROP_PORT=http\n")
    assert "TAGDROP_PORT=http" in refusal(tmp_path)


def test_a_database_that_cannot_be_reached_is_told_without_its_password(tmp_path: Path) -> None:
    line = refusal(
        tmp_path,
        TAGDROP_PORT=free_port(),
        TAGDROP_DATABASE_URL=f"postgresql://tagdrop:hunter2@127.0.0.1:{free_port()}/tagdrop",
    )
    assert "The database cannot be used: " in line
    assert "hunter2" not in line


@pytest.mark.parametrize("url", ["s3://", "file:///dev/null/files"])
def test_a_storage_that_cannot_be_opened_is_told_with_its_address(tmp_path: Path, url: str) -> None:
    line = refusal(tmp_path, TAGDROP_PORT=free_port(), TAGDROP_STORAGE_URL=url)
    assert url.removeprefix("file://") in line


def test_a_database_file_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "tagdrop.db").write_text("no database" * 100)
    line = refusal(tmp_path, TAGDROP_PORT=free_port())
    assert "The database cannot be used: file is not a database" in line


def test_a_database_of_a_newer_version_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    with sqlite3.connect(tmp_path / "data" / "tagdrop.db") as connection:
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        connection.execute("INSERT INTO alembic_version VALUES ('9999')")
    line = refusal(tmp_path, TAGDROP_PORT=free_port())
    assert "The database cannot be used: " in line
    assert "9999" in line


@pytest.mark.parametrize("kept", ["{", "[]", '{"api_key": "1"}'])
def test_credentials_that_are_damaged_are_told_with_their_file(tmp_path: Path, kept: str) -> None:
    file = tmp_path / "data" / "credentials.json"
    file.parent.mkdir()
    file.write_text(kept)
    assert str(file) in refusal(tmp_path, TAGDROP_PORT=free_port())
    assert file.read_text() == kept


def test_mistakes_in_the_owners_words_are_told_a_line_each(tmp_path: Path) -> None:
    words = tmp_path / "words.json"
    words.write_text('{"hide": ["gillotine"], "rename": {"cat": "<i>"}}')
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TAGDROP_")}
    ended = subprocess.run(
        [sys.executable, str(ROOT / "app.py")],
        env={
            **kept,
            "TAGDROP_DATA_DIR": str(tmp_path / "data"),
            "TAGDROP_VOCABULARY": str(words),
        },
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stderr.splitlines() == [
        "Tagdrop cannot start, for TAGDROP_VOCABULARY:",
        f"{words}: hide: there is no tag “gillotine”. Did you mean “guillotine”?",
        f"{words}: rename: “<i>” must not have commas, < or >, or control characters",
    ]


def test_the_owners_words_are_those_that_uploads_get(
    start_server: StartServer, tmp_path: Path, cat: Path
) -> None:
    words = tmp_path / "words.json"
    words.write_text(
        '{"rename": {"cat": "moggy"}, "hide": ["feline"], "translations": {"nl": {"cat": "kat"}}}'
    )
    server = start_server(TAGDROP_VOCABULARY=str(words))
    uploaded = server.upload(cat, categorization="local_tagging", auto_tagging="0.5")
    assert "moggy" in uploaded["tags"]
    assert not {"cat", "feline"} & set(uploaded["tags"])
    dutch = server.upload(
        cat, categorization="local_tagging", auto_tagging="0.5", accept_language="nl"
    )
    assert "kat" in dutch["tags"]
