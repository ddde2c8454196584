"""A posted form as a stream of fields and files, so that a file can be stored while it arrives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from flask import Request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge
from werkzeug.formparser import parse_form_data
from werkzeug.http import parse_options_header
from werkzeug.sansio import multipart

from services.uploads.errors import TooLarge, UploadError

_CHUNK = 1 << 18
_FIELD_LIMIT = 48 << 20
"""Most bytes of the file as a field; room for a picture of 35 MB as a data URI."""
_TEXT_LIMIT = 1 << 20
"""Most characters of all fields but the file: what is said of an asset, not what it is."""
_PARTS_LIMIT = 500


@dataclass(frozen=True)
class FormField:
    """A field and its text. `name[]` fields, by which SDKs send lists, keep their brackets."""

    name: str
    value: str


@dataclass(frozen=True)
class FormFile:
    """A file whose bytes are still arriving: read `chunks` before asking for the next part."""

    name: str
    filename: str
    chunks: Iterator[bytes]


def read_form(request: Request) -> Iterator[FormField | FormFile]:
    """The parts of the request's form as they arrive. Raises UploadError when it is malformed."""
    if request.mimetype == "multipart/form-data":
        boundary = parse_options_header(request.headers["Content-Type"])[1].get("boundary", "")
        yield from _read_multipart(request.stream, boundary)
        return
    _, form, _ = parse_form_data(request.environ, max_form_memory_size=_FIELD_LIMIT)
    yield from _fields(form)


def add_field(fields: dict[str, str], field: FormField) -> None:
    """Add a field; the values of a list, `name[]`, are joined by commas, as they are signed.

    Raises UploadError.
    """
    name = field.name.removesuffix("[]")
    if "\0" in field.value:
        raise UploadError(f"The field {name[:100]} has a NUL character in its text")
    if name in fields:
        if name == field.name:
            raise UploadError(f"The field {name[:100]} is there twice")
        fields[name] = f"{fields[name]},{field.value}"
    else:
        fields[name] = field.value
    if sum(len(value) for name, value in fields.items() if name != "file") > _TEXT_LIMIT:
        raise TooLarge(f"The fields beside the file have more than {_TEXT_LIMIT:,} characters")


def _fields(form: MultiDict[str, str]) -> Iterator[FormField]:
    for name, value in form.items(multi=True):
        yield FormField(name, value)


def _read_multipart(stream: IO[bytes], boundary: str) -> Iterator[FormField | FormFile]:
    if not boundary:
        raise UploadError("The multipart form has no boundary in its Content-Type")
    decoder = multipart.MultipartDecoder(boundary.encode(), max_parts=_PARTS_LIMIT)
    events = _events(decoder, stream)
    for event in events:
        if isinstance(event, multipart.Field | multipart.File) and not event.name:
            raise UploadError("The multipart form is malformed: a part has no name")
        if isinstance(event, multipart.Field):
            yield FormField(event.name, _text(event.name, events))
        elif isinstance(event, multipart.File):
            yield FormFile(event.name, event.filename, _chunks(events))


def _events(decoder: multipart.MultipartDecoder, stream: IO[bytes]) -> Iterator[multipart.Event]:
    """What the stream holds, piece by piece. Raises UploadError."""
    while True:
        try:
            event = decoder.next_event()
            if isinstance(event, multipart.NeedData):
                decoder.receive_data(stream.read(_CHUNK) or None)
        except ClientDisconnected:
            raise UploadError("The upload was cut off before its end") from None
        except RequestEntityTooLarge:
            raise TooLarge(f"The form has more than {_PARTS_LIMIT} parts") from None
        except ValueError as error:
            raise UploadError(f"The multipart form is malformed: {error}") from None
        if isinstance(event, multipart.Epilogue):
            return
        if not isinstance(event, multipart.NeedData):
            yield event


def _chunks(events: Iterator[multipart.Event]) -> Iterator[bytes]:
    for event in events:
        if not isinstance(event, multipart.Data):
            raise TypeError("a part's data is followed by the next part")
        if event.data:
            yield event.data
        if not event.more_data:
            return


def _text(name: str, events: Iterator[multipart.Event]) -> str:
    content = bytearray()
    for chunk in _chunks(events):
        content += chunk
        if len(content) > _FIELD_LIMIT:
            raise TooLarge(
                f"The field {name[:100]} is over {_FIELD_LIMIT >> 20} MB. "
                "Send large files as multipart files."
            )
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise UploadError(f"The field {name[:100]} is not UTF-8 text") from None
