"""Files that arrive in parts: in any order, several at once, over breaks and restarts.

Every part is written at its place in one sparse file, once. What has arrived is in the database, so
that it is known after a crash. The protocol is Cloudinary's ("Chunked asset upload"): parts of one
file have the same `X-Unique-Upload-Id`, and `Content-Range` says where a part belongs.
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from services.assets.catalogue import Catalogue
from services.assets.tables import Asset
from services.database import Database
from services.storage import Storage
from services.uploads.chunked.arrival import Arrival
from services.uploads.chunked.content_range import ContentRange
from services.uploads.chunked.ranges import Range, covers, merged, overlap
from services.uploads.chunked.tables import ChunkedUpload
from services.uploads.errors import Conflict, Forbidden, TooManyUploads, UploadError
from services.uploads.staging import StagedFile, storage_key

_KEPT_IDLE = timedelta(hours=24)
"""How long a file that is not complete waits for its next part."""
_IDLE_WHEN_CROWDED = timedelta(hours=1)
"""The same once there are _MOST_UNFINISHED of them."""
_MOST_UNFINISHED = 500
_MOST_GAPS = 1_000
_ASSEMBLED_WITHIN = 120.0
"""Seconds that a part waits for the file to be put together by another."""
_SILENT = 5.0
"""Seconds without a byte after which the sender of a part is taken to have gone."""
_HASHED_AT_ONCE = 1 << 20


@dataclass(frozen=True)
class Progress:
    """How much of a file has arrived."""

    received: list[Range]
    total: int | None
    complete: bool
    """Whether it has become an asset."""
    to_assemble: bool = False
    """Whether this part was the last, so that whoever sent it is to put the file together."""


class ChunkedUploads:
    """The files of this server that arrive in parts."""

    def __init__(
        self,
        database: Database,
        folder: Path,
        machine: str,
        catalogue: Catalogue,
        storage: Storage,
    ) -> None:
        """`machine` is the name of this data folder among the servers that share the database."""
        folder.mkdir(parents=True, exist_ok=True)
        self._database = database
        self._folder = folder
        self._machine = machine
        self._catalogue = catalogue
        self._storage = storage
        self._arrivals: dict[str, list[Arrival]] = {}
        self._changed = threading.Condition()

    def restore(self) -> None:
        """Go on after a crash: what was being put together is finished or waits for a part."""
        with self._database.writing() as session:
            uploads = list(
                session.scalars(select(ChunkedUpload).where(ChunkedUpload.machine == self._machine))
            )
            for upload in uploads:
                if upload.status == "assembling":
                    self._restore(upload)
                if upload.status == "receiving" and not self._path(upload).exists():
                    session.delete(upload)
        waited_for = {upload.file_id for upload in uploads if upload.status == "receiving"}
        for path in self._folder.iterdir():
            if path.name not in waited_for:
                path.unlink()

    def progress(self, upload_id: str) -> Progress | None:
        """How much has arrived; None when there is no such upload."""
        with self._database.reading() as session:
            upload = session.get(ChunkedUpload, upload_id)
            return _progress(upload) if upload else None

    @contextmanager
    def arriving(self, upload_id: str, part: ContentRange, sender: str) -> Iterator[Arrival]:
        """Take in one part, then `commit` it; a part that is not committed has never been.

        `sender` tells who may add to the upload: the same as for its first part. Raises UploadError
        when the part does not fit with the others.
        """
        arrival = self._begin(upload_id, part, sender)
        try:
            yield arrival
        finally:
            self._end(upload_id, arrival)

    def commit(self, upload_id: str, arrival: Arrival, sender: str) -> Progress:
        """Write down that the part has arrived, from that sender. Raises UploadError."""
        with self._changed, self._database.writing() as session:
            arrival.check_superseded()
            upload = session.get(ChunkedUpload, upload_id, with_for_update=True)
            if upload is None:
                raise Conflict("The upload was given up meanwhile. Send its parts again.")
            if not upload.received:
                # The fields behind the file have told more about the sender of the first part.
                upload.sender = sender
            _check_sender(upload, sender)
            if upload.status != "receiving":
                return _progress(upload)
            received = merged([*_received(upload), arrival.part.bytes])
            if len(received) > _MOST_GAPS:
                raise UploadError(
                    f"There are more than {_MOST_GAPS} gaps between the parts. Send larger ones."
                )
            upload.received = [list(each) for each in received]
            upload.total = upload.total or arrival.part.total
            upload.updated_at = datetime.now(UTC)
            if received != [(0, upload.total)]:
                return _progress(upload)
            upload.status = "assembling"
            return replace(_progress(upload), to_assemble=True)

    @contextmanager
    def assembled(self, upload_id: str, filename: str) -> Iterator[StagedFile]:
        """The whole file, to be kept in the block.

        It is forgotten when the block refuses it (UploadError). When the block fails otherwise, the
        parts stay, and sending one of them again tries again.
        """
        with self._database.reading() as session:
            upload = session.get_one(ChunkedUpload, upload_id)
        try:
            yield self._assemble(upload, filename)
        except UploadError:
            self._forget(upload)
            raise
        except BaseException:
            self._set_status(upload, "receiving")
            raise
        self._set_status(upload, "complete")

    def discard(self, upload_id: str, sender: str | None = None) -> None:
        """Forget the upload, if it is that sender's, and delete what has arrived.

        One that is being put together goes on: its last part is to be answered.
        """
        with self._changed:
            with self._database.reading() as session:
                upload = session.get(ChunkedUpload, upload_id)
            if upload is None or upload.status == "assembling":
                return
            if sender is None or upload.sender == sender:
                self._forget(upload)

    def asset(self, upload_id: str) -> Asset | None:
        """What the upload became, if that is still there."""
        with self._database.reading() as session:
            upload = session.get(ChunkedUpload, upload_id)
        return self._catalogue.of_original(storage_key(upload.file_id)) if upload else None

    def sweep(self, idle: timedelta = _KEPT_IDLE) -> None:
        """Discard the uploads whose last part came that long ago."""
        with self._database.reading() as session:
            abandoned = session.scalars(
                select(ChunkedUpload.upload_id).where(
                    ChunkedUpload.machine == self._machine,
                    ChunkedUpload.status != "assembling",
                    ChunkedUpload.updated_at < datetime.now(UTC) - idle,
                )
            ).all()
        with self._changed:
            for upload_id in abandoned:
                if upload_id not in self._arrivals:
                    self.discard(upload_id)

    def _begin(self, upload_id: str, part: ContentRange, sender: str) -> Arrival:
        with self._changed:
            self._wait_for_the_same(upload_id, part)
            upload = self._wait_until_assembled(upload_id)
            if upload is None:
                upload = self._create(upload_id, sender)
            self._check(upload, part, sender)
            arrival = Arrival(part, self._path(upload), self._known(upload, part))
            if not arrival.is_repeated:
                self._make_room(upload, part)
            self._arrivals.setdefault(upload_id, []).append(arrival)
            return arrival

    def _wait_for_the_same(self, upload_id: str, part: ContentRange) -> None:
        """Let the same part that is still arriving come to its end, or fall silent.

        A client that lost its connection sends a part again; which of the two the server begins
        with is chance.
        """
        while rivals := self._same(upload_id, part):
            left = _SILENT - min(rival.silent_for for rival in rivals)
            if left <= 0:
                return
            self._changed.wait(left)

    def _same(self, upload_id: str, part: ContentRange) -> list[Arrival]:
        return [
            other
            for other in self._arrivals.get(upload_id, [])
            if other.part.bytes == part.bytes and not other.is_repeated
        ]

    def _end(self, upload_id: str, arrival: Arrival) -> None:
        with self._changed:
            others = self._arrivals[upload_id]
            others.remove(arrival)
            self._changed.notify_all()
            if others:
                return
            del self._arrivals[upload_id]
            with self._database.reading() as session:
                upload = session.get(ChunkedUpload, upload_id)
            if upload is not None and not upload.received:
                self.discard(upload_id)

    def _wait_until_assembled(self, upload_id: str) -> ChunkedUpload | None:
        """The upload, unless its asset is gone; a part that is repeated waits for the asset."""
        found: list[ChunkedUpload | None] = []

        def settled() -> bool:
            with self._database.reading() as session:
                found[:] = [session.get(ChunkedUpload, upload_id)]
            return found[0] is None or found[0].status != "assembling"

        if not self._changed.wait_for(settled, _ASSEMBLED_WITHIN):
            raise Conflict("The file is still being put together. Send the part again soon.")
        [upload] = found
        if upload is not None and upload.status == "complete" and self.asset(upload_id) is None:
            self.discard(upload_id)
            return None
        return upload

    def _create(self, upload_id: str, sender: str) -> ChunkedUpload:
        if not re.fullmatch(r"[!-~]{1,128}", upload_id):
            raise UploadError("X-Unique-Upload-Id must be 1 to 128 letters, digits or signs")
        if self._unfinished() >= _MOST_UNFINISHED:
            self.sweep(_IDLE_WHEN_CROWDED)
            if self._unfinished() >= _MOST_UNFINISHED:
                raise TooManyUploads("Too many uploads are unfinished. Try again later.")
        now = datetime.now(UTC)
        upload = ChunkedUpload(
            upload_id=upload_id,
            sender=sender,
            machine=self._machine,
            file_id=uuid4().hex,
            total=None,
            received=[],
            status="receiving",
            created_at=now,
            updated_at=now,
        )
        self._path(upload).touch(mode=0o600, exist_ok=False)
        try:
            with self._database.writing() as session:
                session.add(upload)
        except IntegrityError:
            self._path(upload).unlink()
            raise Conflict("Another part of this file has just come to another server") from None
        return upload

    def _check(self, upload: ChunkedUpload, part: ContentRange, sender: str) -> None:
        _check_sender(upload, sender)
        if upload.machine != self._machine:
            raise Conflict(
                "The parts of this file that came before are on another server. Have the load "
                "balancer send all requests of a visitor to the same server."
            )
        others = self._arrivals.get(upload.upload_id, [])
        told = {upload.total, *(other.part.total for other in others)} - {None}
        for total in told - {part.total or upload.total}:
            if part.total is not None:
                raise UploadError(
                    f"Content-Range says that the file has {part.total:,} bytes, and another part "
                    f"said {total:,}"
                )
        total = part.total or next(iter(told), None)
        ends = [end for _, end in _received(upload)] + [other.part.end for other in others]
        end = max([part.end, *ends])
        if total is not None and end > total:
            raise UploadError(f"A part goes up to byte {end:,}, and the file has {total:,}")

    def _known(self, upload: ChunkedUpload, part: ContentRange) -> BinaryIO | None:
        """The file to compare with where the part has arrived before. Raises UploadError."""
        received = _received(upload)
        if not covers(received, part.bytes):
            if any(overlap(part.bytes, other) for other in received):
                raise UploadError(_overlapping(part))
            return None
        if upload.status == "complete":
            return self._storage.open(storage_key(upload.file_id))
        return self._path(upload).open("rb")

    def _make_room(self, upload: ChunkedUpload, part: ContentRange) -> None:
        """Have the same part give way if it fell silent on its way: its sender has gone.

        Raises UploadError when another part is arriving that overlaps.
        """
        for other in self._arrivals.get(upload.upload_id, []):
            if other.part.bytes == part.bytes:
                other.supersede()
            elif not other.is_repeated and overlap(other.part.bytes, part.bytes):
                raise UploadError(_overlapping(part))

    def _unfinished(self) -> int:
        query = select(func.count()).where(
            ChunkedUpload.machine == self._machine, ChunkedUpload.status != "complete"
        )
        with self._database.reading() as session:
            return session.scalar(query) or 0

    def _assemble(self, upload: ChunkedUpload, filename: str) -> StagedFile:
        path = self._path(upload)
        digest = hashlib.md5(usedforsecurity=False)
        with path.open("rb", buffering=0) as file:
            while block := file.read(_HASHED_AT_ONCE):
                digest.update(block)
        return StagedFile(upload.file_id, path, filename, path.stat().st_size, digest.hexdigest())

    def _set_status(self, upload: ChunkedUpload, status: str) -> None:
        with self._changed:
            with self._database.writing() as session:
                session.execute(
                    update(ChunkedUpload)
                    .where(ChunkedUpload.upload_id == upload.upload_id)
                    .values(status=status, updated_at=datetime.now(UTC))
                )
            if status == "complete":
                self._path(upload).unlink(missing_ok=True)
            self._changed.notify_all()

    def _forget(self, upload: ChunkedUpload) -> None:
        with self._changed:
            with self._database.writing() as session:
                session.execute(
                    delete(ChunkedUpload).where(ChunkedUpload.upload_id == upload.upload_id)
                )
            self._path(upload).unlink(missing_ok=True)
            self._changed.notify_all()

    def _restore(self, upload: ChunkedUpload) -> None:
        key = storage_key(upload.file_id)
        if self._catalogue.is_an_original(key):
            upload.status = "complete"
        else:
            self._storage.delete(key)
            upload.status = "receiving"

    def _path(self, upload: ChunkedUpload) -> Path:
        return self._folder / upload.file_id


def _check_sender(upload: ChunkedUpload, sender: str) -> None:
    if upload.sender != sender:
        raise Forbidden(
            "The upload with this X-Unique-Upload-Id was begun by another sender or with other "
            "parameters. All parts of a file are sent with the same."
        )


def _received(upload: ChunkedUpload) -> list[Range]:
    return [(start, end) for start, end in upload.received]


def _progress(upload: ChunkedUpload) -> Progress:
    return Progress(_received(upload), upload.total, upload.status == "complete")


def _overlapping(part: ContentRange) -> str:
    return (
        f"The part from byte {part.start:,} to {part.end - 1:,} overlaps with another of this "
        "file. Ask which bytes have arrived, and send the others."
    )
