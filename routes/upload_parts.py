"""One part of a file that comes in several: read while it arrives, checked, and put in its place.

Headers and answers as in Cloudinary's "Chunked asset upload", whose SDKs and widget rely on them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from typing import Any

from flask import Request

from routes.authorisation import requester
from routes.forms import FormField, add_field, read_form
from services.uploads.authorisation import Admission, Gate, Requester
from services.uploads.chunked.arrival import Arrival, exactly
from services.uploads.chunked.chunked_uploads import ChunkedUploads, Progress
from services.uploads.chunked.content_range import ContentRange, read_content_range
from services.uploads.chunked.sender import sender_fingerprint
from services.uploads.errors import Forbidden, PresetRefused, TooLarge, UploadError, too_large
from services.uploads.staging import StagedFile, Staging

_READ_AT_ONCE = 1 << 18


@dataclass(frozen=True)
class ReceivedPart:
    """A part that has arrived, and what may be done with its file."""

    upload_id: str
    filename: str
    admission: Admission
    progress: Progress


def announced_part(request: Request) -> ContentRange | None:
    """Which part of a file the request brings, if it does not bring it whole. Raises UploadError.

    SDKs announce a file that fits into one part in the same way.
    """
    header = request.headers.get("Content-Range")
    if header is None:
        return None
    part = read_content_range(header)
    return None if part.is_whole else part


def progress_json(progress: Progress) -> dict[str, Any]:
    """What has arrived: `received` as [start, end] with the end behind the last byte."""
    return {
        "done": progress.complete,
        "bytes": sum(end - start for start, end in progress.received),
        "received": [list(each) for each in progress.received],
        "total": progress.total,
    }


def part_json(received: ReceivedPart) -> dict[str, Any]:
    """The answer to a part that was not the last.

    It repeats the public ID that was asked for: SDKs send the next part with what the answer says.
    """
    public_id = received.admission.options.public_id
    named = {"public_id": public_id} if public_id else {}
    return {**progress_json(received.progress), "upload_id": received.upload_id, **named}


@dataclass(frozen=True)
class _Sender:
    """Who sends the part, with the fields that have come so far."""

    fields: dict[str, str]
    requester: Requester
    resource_type: str

    @property
    def fingerprint(self) -> str:
        """What all parts of the file have in common."""
        vouched = self.requester.basic is not None or "signature" in self.fields
        return sender_fingerprint(self.fields, self.resource_type, vouched=vouched)


@dataclass(frozen=True)
class PartReader:
    """Reads the forms that bring parts."""

    gate: Gate
    staging: Staging
    chunked: ChunkedUploads

    def read(
        self, request: Request, part: ContentRange, resource_type: str, base_url: str
    ) -> ReceivedPart:
        """Take the part in. Raises UploadError, and then the part has never been.

        Nor has what came before when nobody can complete it any more: its preset is gone, or the
        file is over the limit.
        """
        upload_id = request.headers.get("X-Unique-Upload-Id", "")
        if not upload_id:
            raise UploadError(
                "A part of a file needs the header X-Unique-Upload-Id, the same for all its parts"
            )
        sender = _Sender({}, requester(request, base_url), resource_type)
        try:
            return self._read(request, part, upload_id, sender)
        except (PresetRefused, TooLarge):
            self.chunked.discard(upload_id, sender.fingerprint)
            raise

    def _read(
        self, request: Request, part: ContentRange, upload_id: str, sender: _Sender
    ) -> ReceivedPart:
        with ExitStack() as stack:
            arrival: Arrival | None = None
            staged: StagedFile | None = None
            filename: str | None = None
            for piece in read_form(request):
                if isinstance(piece, FormField):
                    add_field(sender.fields, piece)
                elif piece.name == "file" and filename is None:
                    filename = piece.filename
                    chunks = exactly(piece.chunks, part)
                    arrival = self._arrive_early(stack, part, upload_id, sender)
                    if arrival is not None:
                        arrival.receive(chunks)
                    else:
                        staged = stack.enter_context(
                            self.staging.receive(chunks, filename, part.end - part.start)
                        )
                else:
                    raise UploadError(
                        f"Only one file is expected, in the field file, not {piece.name!r}"
                    )
            admission = self._admit(part, sender)
            if staged is not None:
                arrival = stack.enter_context(
                    self.chunked.arriving(upload_id, part, sender.fingerprint)
                )
                arrival.receive(_chunks(staged))
            if arrival is None or filename is None:
                raise UploadError("Missing required parameter - file")
            progress = self.chunked.commit(upload_id, arrival, sender.fingerprint)
            return ReceivedPart(upload_id, filename, admission, progress)

    def _arrive_early(
        self, stack: ExitStack, part: ContentRange, upload_id: str, sender: _Sender
    ) -> Arrival | None:
        """The part on its way into the file, if the fields before the file let it in already.

        What only the fields behind the file can tell waits elsewhere, and costs another copy.
        """
        try:
            self._admit(part, sender)
        except TooLarge:
            raise
        except UploadError:
            return None
        with suppress(Forbidden):
            arriving = self.chunked.arriving(upload_id, part, sender.fingerprint)
            return stack.enter_context(arriving)
        return None

    def _admit(self, part: ContentRange, sender: _Sender) -> Admission:
        """Raises UploadError where the sender may not upload, or not a file of that size."""
        fields = sender.fields
        admission = self.gate.admit(fields, self.gate.preset(fields), sender.requester)
        limit = self.gate.limit_of(admission.options.max_file_size)
        size = part.total or part.end
        if size > limit:
            raise too_large(limit, size)
        return admission


def _chunks(staged: StagedFile) -> Iterator[bytes]:
    with staged.path.open("rb") as file:
        while chunk := file.read(_READ_AT_ONCE):
            yield chunk
