"""`tagdrop doctor`."""

from __future__ import annotations

from pathlib import Path

from tests.commands.conftest import Tagdrop
from tests.conftest import LiveServer


def test_a_server_with_which_all_is_well_has_no_problem(
    tagdrop: Tagdrop, live_server: LiveServer
) -> None:
    files = live_server.files()
    ended = tagdrop(live_server.data_dir, "doctor", TAGDROP_PORT=str(live_server.port))
    assert ended.returncode == 0, ended.stdout
    assert "problem" not in ended.stdout
    for line in (
        "ok      Settings: TAGDROP_DATA_DIR, TAGDROP_PORT",
        f"ok      Server: ready at {live_server.url}",
        "ok      Storage: written, read and deleted",
        "ok      Tagging model: it looks at a picture",
        "ok      Moderation model: it looks at a picture",
        "note    google_tagging: has no credentials; local_tagging answers for it.",
    ):
        assert line in ended.stdout
    assert live_server.api_secret not in ended.stdout
    assert live_server.files() == files


def test_before_the_first_start_doctor_leaves_nothing_behind(
    tagdrop: Tagdrop, tmp_path: Path
) -> None:
    ended = tagdrop(tmp_path / "data", "doctor")
    assert ended.returncode == 0, ended.stdout
    assert "is not there yet" in ended.stdout
    assert not (tmp_path / "data").exists()


def test_a_malformed_setting_is_named(tagdrop: Tagdrop, tmp_path: Path) -> None:
    ended = tagdrop(tmp_path / "data", "doctor", TAGDROP_PORT="many", TAGDROP_COLOUR="red")
    assert ended.returncode == 1
    assert "TAGDROP_PORT=many" in ended.stdout
    assert "TAGDROP_COLOUR" in ended.stdout


def test_every_problem_is_named_with_what_to_do(
    tagdrop: Tagdrop, live_server: LiveServer, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    (data / "files").mkdir(parents=True)
    (data / "credentials.json").write_text("{")
    (data / "tagdrop.db").write_bytes(b"nonsense" * 1000)
    (tmp_path / "file").touch()
    storage = (tmp_path / "file" / "files").as_uri()
    ended = tagdrop(data, "doctor", TAGDROP_STORAGE_URL=storage)
    assert ended.returncode == 1
    assert "problem API key and secret: " in ended.stdout
    assert "problem Database: It cannot be used: file is not a database" in ended.stdout
    assert "problem Storage: Nothing can be kept there: " in ended.stdout
    assert "3 to put right." in ended.stdout


def test_the_password_of_an_unreachable_database_is_not_shown(
    tagdrop: Tagdrop, tmp_path: Path
) -> None:
    ended = tagdrop(
        tmp_path / "data",
        "doctor",
        TAGDROP_DATABASE_URL="postgresql://me:very-secret@127.0.0.1:1/none",
    )
    assert ended.returncode == 1
    assert "problem Database: It cannot be used" in ended.stdout
    assert "very-secret" not in ended.stdout + ended.stderr
