"""Files wait in the staging folder while they arrive, and nothing stays there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.storage import Storage
from services.uploads.errors import TooLarge, UploadError
from services.uploads.staging import Staging, storage_key


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "incoming"


@pytest.fixture
def staging(folder: Path) -> Staging:
    return Staging(folder)


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    return Storage((tmp_path / "files").as_uri())


def test_a_file_is_written_and_hashed_as_it_arrives_and_gone_afterwards(
    staging: Staging, folder: Path
) -> None:
    with staging.receive(iter([b"con", b"", b"tent"]), "dog.jpg", 7) as staged:
        assert staged.path.read_bytes() == b"content"
        assert staged.bytes == 7
        assert staged.etag == hashlib.md5(b"content").hexdigest()
        assert staged.filename == "dog.jpg"
    assert list(folder.iterdir()) == []


def test_too_large_a_file_is_cut_off_before_the_next_piece_is_asked_for(
    staging: Staging, folder: Path
) -> None:
    asked = 0

    def pieces() -> Iterator[bytes]:
        nonlocal asked
        while True:
            asked += 1
            assert sum(path.stat().st_size for path in folder.iterdir()) <= 1000
            yield bytes(300)

    with (
        pytest.raises(TooLarge, match=r"File size too large\. Maximum is 1,000 bytes\."),
        staging.receive(pieces(), "dog.jpg", 1000),
    ):
        pytest.fail("the block must not begin")
    assert asked == 4
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("chunks", [[], [b""]])
def test_an_empty_file_is_refused(staging: Staging, folder: Path, chunks: list[bytes]) -> None:
    with pytest.raises(UploadError, match="Empty file"), staging.receive(chunks, "dog.jpg", 7):
        pytest.fail("the block must not begin")
    assert list(folder.iterdir()) == []


def test_a_file_whose_sender_vanishes_leaves_nothing(staging: Staging, folder: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"con"
        raise UploadError("The upload was cut off before its end")

    with pytest.raises(UploadError), staging.receive(pieces(), "dog.jpg", 7):
        pytest.fail("the block must not begin")
    assert list(folder.iterdir()) == []


def test_a_sweep_deletes_what_was_staged_and_what_was_stored_without_a_record(
    staging: Staging, folder: Path, storage: Storage
) -> None:
    """The process was killed after the file was stored and before its record was committed."""
    staged = folder / ("ab" * 16)
    staged.write_bytes(b"content")
    storage.adopt(staged, storage_key(staged.name))
    staging.sweep(storage, lambda _key: False)
    assert list(folder.iterdir()) == []
    with pytest.raises(FileNotFoundError):
        storage.open(storage_key(staged.name))


def test_a_sweep_keeps_what_has_a_record(staging: Staging, folder: Path, storage: Storage) -> None:
    """The process was killed after the record was committed and before the staged file was gone."""
    staged = folder / ("ab" * 16)
    staged.write_bytes(b"content")
    storage.adopt(staged, storage_key(staged.name))
    staging.sweep(storage, lambda key: key == storage_key(staged.name))
    assert list(folder.iterdir()) == []
    with storage.open(storage_key(staged.name)) as kept:
        assert kept.read() == b"content"


def test_a_sweep_leaves_files_alone_that_were_never_staged(
    staging: Staging, storage: Storage
) -> None:
    storage.put(storage_key("cd" * 16), b"another asset")
    staging.sweep(storage, lambda _key: False)
    with storage.open(storage_key("cd" * 16)) as kept:
        assert kept.read() == b"another asset"
