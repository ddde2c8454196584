"""Files appear whole under their key, or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from services.storage import Storage


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    return Storage((tmp_path / "a folder" / "files").as_uri())


def read(storage: Storage, key: str) -> bytes:
    with storage.open(key) as file:
        return file.read()


def test_an_adopted_file_can_be_read_after_its_first_name_is_gone(
    storage: Storage, tmp_path: Path
) -> None:
    staged = tmp_path / "staged"
    staged.write_bytes(b"content")
    storage.adopt(staged, "originals/ab/abc")
    staged.unlink()
    assert read(storage, "originals/ab/abc") == b"content"


def test_adopting_across_file_systems_copies_and_leaves_no_unfinished_copy(
    storage: Storage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: Any) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", refuse)
    staged = tmp_path / "staged"
    staged.write_bytes(b"content")
    storage.adopt(staged, "originals/ab/abc")
    assert read(storage, "originals/ab/abc") == b"content"
    folder = tmp_path / "a folder" / "files" / "originals" / "ab"
    assert [path.name for path in folder.iterdir()] == ["abc"]


def test_deleting_takes_away_what_a_crash_left_of_a_copy(storage: Storage, tmp_path: Path) -> None:
    folder = tmp_path / "a folder" / "files" / "originals"
    folder.mkdir()
    (folder / "abc.part").write_bytes(b"con")
    storage.delete("originals/abc")
    assert list(folder.iterdir()) == []


def test_what_is_put_replaces_what_was_there(storage: Storage) -> None:
    storage.put("derived/x/small.jpg", b"one")
    storage.put("derived/x/small.jpg", b"two")
    assert read(storage, "derived/x/small.jpg") == b"two"


def test_a_read_file_can_be_sought(storage: Storage) -> None:
    storage.put("key", b"0123456789")
    with storage.open("key") as file:
        assert file.seek(-3, os.SEEK_END) == 7
        assert file.read() == b"789"


def test_a_missing_file_is_told_so(storage: Storage) -> None:
    with pytest.raises(FileNotFoundError):
        storage.open("originals/no/nothing")


def test_deleting_twice_is_deleting_once(storage: Storage) -> None:
    storage.put("key", b"content")
    storage.delete("key")
    storage.delete("key")
    with pytest.raises(FileNotFoundError):
        storage.open("key")


def test_everything_below_a_prefix_is_deleted_and_nothing_beside_it(storage: Storage) -> None:
    for key in ("derived/a/1.jpg", "derived/a/2.jpg", "derived/ab/1.jpg"):
        storage.put(key, b"content")
    storage.delete_all("derived/a")
    assert read(storage, "derived/ab/1.jpg") == b"content"
    for key in ("derived/a/1.jpg", "derived/a/2.jpg"):
        with pytest.raises(FileNotFoundError):
            storage.open(key)


def test_deleting_below_a_prefix_that_is_not_there_does_nothing(storage: Storage) -> None:
    storage.delete_all("derived/nothing")
