"""Settings are checked at the start, and what is wrong with one is said by its name."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from services.settings import SettingsError, parse_settings, read_settings


def test_nothing_needs_to_be_set() -> None:
    settings = parse_settings({})
    assert settings.base_url == "http://127.0.0.1:8000"
    assert settings.cloud_name == "demo"
    assert settings.engine_fallback == "local"


def test_a_setting_that_is_empty_counts_as_not_set() -> None:
    assert parse_settings({"TAGDROP_PORT": "", "TAGDROP_CLOUD_NAME": ""}) == parse_settings({})


def test_variables_of_other_programs_are_left_alone() -> None:
    assert parse_settings({"PORT": "x", "FLASK_DEBUG": "1"}) == parse_settings({})


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("TAGDROP_PORT", "http", "must be a whole number"),
        ("TAGDROP_PORT", "0", "must be at least 1"),
        ("TAGDROP_PORT", "65536", "must be at most 65535"),
        ("TAGDROP_CLOUD_NAME", "a/b", "must be letters, digits, - and _"),
        ("TAGDROP_CLOUD_NAME", "x" * 64, "must have at most 63 characters"),
        ("TAGDROP_DATABASE_URL", "mysql://localhost/x", "must start with sqlite:/// or postgresql"),
        ("TAGDROP_STORAGE_URL", "/var/files", "must start with file://, s3://, gs:// or az://"),
        ("TAGDROP_PUBLIC_URL", "media.example.com", "must be a URL such as https://"),
        ("TAGDROP_PUBLIC_URL", "ftp://media.example.com", "must be a URL such as https://"),
        ("TAGDROP_ENGINE_FALLBACK", "maybe", "'local' or 'none'"),
        ("TAGDROP_FETCH_ALLOW", "10.0.0.0/99", "neither a host nor a network"),
        ("TAGDROP_FETCH_ALLOW", "http://intranet/", "neither a host nor a network"),
    ],
)
def test_a_malformed_setting_names_itself_its_value_and_what_would_do(
    name: str, value: str, reason: str
) -> None:
    with pytest.raises(SettingsError) as raised:
        parse_settings({name: value})
    message = str(raised.value)
    assert message.startswith(f"{name}={value}: ")
    assert reason in message
    assert "\n" not in message


def test_every_malformed_setting_is_named_at_once() -> None:
    with pytest.raises(SettingsError, match=r"TAGDROP_PORT=x: .*; TAGDROP_CLOUD_NAME=\?: "):
        parse_settings({"TAGDROP_PORT": "x", "TAGDROP_CLOUD_NAME": "?"})


def test_a_name_that_is_no_setting_is_not_passed_over_in_silence() -> None:
    with pytest.raises(SettingsError, match=r"^TAGDROP_PROT is not a setting$"):
        parse_settings({"TAGDROP_PROT": "8000"})


@pytest.mark.parametrize("secret", ["short", "white space in it", "ünïcödé-secret"])
def test_a_malformed_secret_is_never_shown(secret: str) -> None:
    with pytest.raises(SettingsError, match="TAGDROP_API_SECRET") as raised:
        parse_settings({"TAGDROP_API_KEY": "key", "TAGDROP_API_SECRET": secret})
    assert secret not in str(raised.value)


def test_the_password_in_a_malformed_database_url_is_never_shown() -> None:
    with pytest.raises(SettingsError, match="TAGDROP_DATABASE_URL") as raised:
        parse_settings({"TAGDROP_DATABASE_URL": "mysql://app:hunter2@db/tagdrop"})
    assert "hunter2" not in str(raised.value)


@pytest.mark.parametrize("name", ["TAGDROP_API_KEY", "TAGDROP_API_SECRET"])
def test_a_key_without_a_secret_is_refused_and_neither_is_shown(name: str) -> None:
    with pytest.raises(SettingsError, match="must be set together") as raised:
        parse_settings({name: "only-one-of-them"})
    assert "only-one-of-them" not in str(raised.value)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_a_postgresql_url_may_be_written_in_either_of_the_usual_ways(scheme: str) -> None:
    settings = parse_settings({"TAGDROP_DATABASE_URL": f"{scheme}://app@db/tagdrop"})
    assert settings.database_url == "postgresql+psycopg://app@db/tagdrop"


def test_the_public_url_is_where_links_point_to_without_a_slash_at_its_end() -> None:
    settings = parse_settings({"TAGDROP_PUBLIC_URL": "https://media.example.com/"})
    assert settings.base_url == "https://media.example.com"


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("0.0.0.0", "http://127.0.0.1:8000"),
        ("::", "http://[::1]:8000"),
        ("::1", "http://[::1]:8000"),
        ("192.168.1.5", "http://192.168.1.5:8000"),
    ],
)
def test_the_local_url_can_be_opened_whatever_the_server_listens_on(host: str, url: str) -> None:
    assert parse_settings({"TAGDROP_HOST": host}).local_url == url


def test_hosts_and_networks_that_may_be_reached_are_separated_by_commas() -> None:
    settings = parse_settings({"TAGDROP_FETCH_ALLOW": "intranet.local, 10.0.0.0/8 , ::1,"})
    assert settings.fetch_allow == ("intranet.local", "10.0.0.0/8", "::1")


def test_the_environment_comes_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text("TAGDROP_PORT=9000\nTAGDROP_CLOUD_NAME=from-file\n")
    monkeypatch.setattr(os, "environ", {"TAGDROP_PORT": "9001"})
    settings = read_settings(env_file)
    assert settings.port == 9001
    assert settings.cloud_name == "from-file"


def test_a_missing_file_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", {})
    assert read_settings(tmp_path / "missing.env") == parse_settings({})
