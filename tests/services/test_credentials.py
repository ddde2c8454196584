"""The key and the secret are made once, kept for the owner alone, and compared whole."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from services.credentials import FILE_NAME, Credentials, load_credentials
from services.settings import Settings


def test_credentials_are_made_at_the_first_start_and_stay_the_same(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    first = load_credentials(settings)
    assert first.api_key.isdigit()
    assert len(first.api_secret) == 40
    assert load_credentials(settings) == first


def test_every_server_has_its_own(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    one = load_credentials(Settings(data_dir=tmp_path / "one"))
    two = load_credentials(Settings(data_dir=tmp_path / "two"))
    assert one.api_key != two.api_key
    assert one.api_secret != two.api_secret


def test_only_the_owner_can_read_the_kept_file(tmp_path: Path) -> None:
    load_credentials(Settings(data_dir=tmp_path))
    assert stat.S_IMODE((tmp_path / FILE_NAME).stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]


def test_a_start_that_was_cut_off_while_writing_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).with_suffix(".new").write_text("{")
    assert load_credentials(Settings(data_dir=tmp_path)).api_key


def test_given_credentials_win_over_kept_ones_and_are_not_kept(tmp_path: Path) -> None:
    kept = load_credentials(Settings(data_dir=tmp_path))
    given = Settings(data_dir=tmp_path, api_key="my-key", api_secret="my-secret")
    assert load_credentials(given) == Credentials("my-key", "my-secret")
    assert load_credentials(Settings(data_dir=tmp_path)) == kept


@pytest.mark.parametrize(
    ("key", "secret", "right"),
    [
        ("key", "secret", True),
        ("key", "Secret", False),
        ("key", "secret ", False),
        ("ke", "secret", False),
        ("", "", False),
        ("kéy", "sécret", False),
    ],
)
def test_key_and_secret_must_both_be_right(key: str, secret: str, *, right: bool) -> None:
    assert Credentials("key", "secret").matches(key, secret) is right
