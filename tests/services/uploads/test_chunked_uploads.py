"""What is left of files in parts after a crash, and when nobody goes on with them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from services.assets.catalogue import Catalogue
from services.database import Database
from services.storage import Storage
from services.uploads.chunked import chunked_uploads as module
from services.uploads.chunked.chunked_uploads import ChunkedUploads, Progress
from services.uploads.chunked.content_range import ContentRange
from services.uploads.errors import Conflict, TooManyUploads, UploadError

CONTENT = b"0123456789"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "chunked"


@pytest.fixture
def chunked(database: Database, folder: Path) -> ChunkedUploads:
    return on_machine(database, folder, "here")


def on_machine(database: Database, folder: Path, machine: str) -> ChunkedUploads:
    storage = Storage((folder.parent / "files").as_uri())
    return ChunkedUploads(database, folder, machine, Catalogue(database), storage)


def send(chunked: ChunkedUploads, start: int, end: int, upload_id: str = "id") -> Progress:
    part = ContentRange(start, end, len(CONTENT))
    with chunked.arriving(upload_id, part, "sender") as arrival:
        arrival.receive([CONTENT[start:end]])
        return chunked.commit(upload_id, arrival, "sender")


def test_what_nobody_goes_on_with_is_swept(chunked: ChunkedUploads, folder: Path) -> None:
    send(chunked, 0, 5)
    chunked.sweep()
    assert chunked.progress("id"), "not before its time"
    chunked.sweep(idle=timedelta(0))
    assert chunked.progress("id") is None
    assert list(folder.iterdir()) == []


def test_a_part_that_is_arriving_keeps_its_file(chunked: ChunkedUploads) -> None:
    send(chunked, 0, 5)
    with chunked.arriving("id", ContentRange(5, 10, 10), "sender") as arrival:
        chunked.sweep(idle=timedelta(0))
        arrival.receive([CONTENT[5:]])
        assert chunked.commit("id", arrival, "sender").to_assemble


def test_there_is_room_for_so_many_unfinished_files(
    chunked: ChunkedUploads, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MOST_UNFINISHED", 2)
    send(chunked, 0, 5, "one")
    send(chunked, 0, 5, "two")
    with pytest.raises(TooManyUploads):
        send(chunked, 0, 5, "three")
    monkeypatch.setattr(module, "_IDLE_WHEN_CROWDED", timedelta(0))
    send(chunked, 0, 5, "three")
    assert len(list(folder.iterdir())) == 1, "the idle ones have made room"


def test_there_are_only_so_many_gaps(
    chunked: ChunkedUploads, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MOST_GAPS", 2)
    send(chunked, 0, 1)
    send(chunked, 2, 3)
    with pytest.raises(UploadError, match="gaps"):
        send(chunked, 4, 5)
    assert send(chunked, 1, 2).received == [(0, 3)]


def test_a_part_that_is_sent_again_takes_the_place_of_the_one_that_hangs(
    chunked: ChunkedUploads, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_SILENT", 0.0)
    part = ContentRange(0, 5, 10)
    with chunked.arriving("id", part, "sender") as hanging:
        hanging.receive([CONTENT[:2]])
        assert send(chunked, 0, 5).received == [(0, 5)]
        with pytest.raises(Conflict):
            hanging.receive([b"xx"])
        with pytest.raises(Conflict):
            chunked.commit("id", hanging, "sender")
    send(chunked, 5, 10)
    with chunked.assembled("id", "numbers") as staged:
        assert staged.path.read_bytes() == CONTENT


def test_a_part_that_is_sent_again_waits_for_the_one_that_is_on_its_way(
    chunked: ChunkedUploads,
) -> None:
    with (
        ThreadPoolExecutor(1) as pool,
        chunked.arriving("id", ContentRange(0, 5, 10), "sender") as first,
    ):
        again = pool.submit(send, chunked, 0, 5)
        first.receive([CONTENT[:5]])
        assert chunked.commit("id", first, "sender").received == [(0, 5)]
    assert again.result().received == [(0, 5)]


def test_two_parts_that_arrive_at_once_must_not_overlap(chunked: ChunkedUploads) -> None:
    with (
        chunked.arriving("id", ContentRange(0, 5, 10), "sender"),
        pytest.raises(UploadError, match="overlaps"),
        chunked.arriving("id", ContentRange(4, 10, 10), "sender"),
    ):
        pass
    assert chunked.progress("id") is None


def test_a_part_that_is_arriving_may_not_lie_behind_the_end(chunked: ChunkedUploads) -> None:
    with (
        chunked.arriving("id", ContentRange(8, 12, None), "sender"),
        pytest.raises(UploadError, match="up to byte 12, and the file has 10"),
        chunked.arriving("id", ContentRange(0, 5, 10), "sender"),
    ):
        pass


def test_a_crash_while_the_file_is_put_together_is_made_good_by_any_part(
    database: Database, folder: Path, chunked: ChunkedUploads
) -> None:
    send(chunked, 0, 5)
    assert send(chunked, 5, 10).to_assemble
    (folder / "left over").write_bytes(b"by a crash")
    restarted = on_machine(database, folder, "here")
    restarted.restore()
    assert not (folder / "left over").exists()
    assert send(restarted, 5, 10).to_assemble
    with restarted.assembled("id", "numbers") as staged:
        assert staged.path.read_bytes() == CONTENT
    assert restarted.progress("id") == Progress([(0, 10)], 10, complete=True)


def test_a_failure_that_is_not_the_file_s_keeps_its_parts(chunked: ChunkedUploads) -> None:
    send(chunked, 0, 5)
    send(chunked, 5, 10)
    with pytest.raises(OSError, match="full"), chunked.assembled("id", "numbers"):
        raise OSError("the disk is full")
    assert send(chunked, 0, 5).to_assemble


def test_a_part_that_reaches_another_server_is_told_so(
    database: Database, folder: Path, tmp_path: Path, chunked: ChunkedUploads
) -> None:
    send(chunked, 0, 5)
    other = on_machine(database, tmp_path / "other", "there")
    with pytest.raises(Conflict, match="same server"):
        send(other, 5, 10)
    other.restore()
    other.sweep(idle=timedelta(0))
    assert chunked.progress("id"), "it is another's"


def test_a_restart_without_the_file_begins_anew(
    database: Database, folder: Path, chunked: ChunkedUploads
) -> None:
    send(chunked, 0, 5)
    for path in folder.iterdir():
        path.unlink()
    restarted = on_machine(database, folder, "here")
    restarted.restore()
    assert restarted.progress("id") is None
