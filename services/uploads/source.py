"""Where the bytes come from when the request holds none: a data URI or a remote URL."""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote, unquote_to_bytes, urlsplit

import requests

from services.outbound import TIMEOUT, ForbiddenAddressError
from services.uploads.errors import UploadError, too_large

_REMOTE = frozenset({"http", "https"})
_CHUNK = 1 << 18
_FETCH_DEADLINE = 600
"""Seconds that a remote file may take to arrive."""


@dataclass(frozen=True)
class Source:
    """The bytes of a file, perhaps still arriving, and the name that they came under."""

    filename: str
    chunks: Iterator[bytes]


@contextmanager
def open_source(file: str, session: requests.Session, limit: int) -> Iterator[Source]:
    """The file that the text of the `file` field stands for. Raises UploadError."""
    scheme = file.partition(":")[0].lower()
    if scheme == "data":
        yield Source("file", iter([_decode_data_uri(file)]))
    elif scheme in _REMOTE:
        with _fetch(file, session, limit) as source:
            yield source
    else:
        raise UploadError("The file parameter must be a file, a data URI, or an http(s) URL")


def is_remote(file: str) -> bool:
    """Whether the text of the `file` field is the address of the file."""
    return file.partition(":")[0].lower() in _REMOTE


def _decode_data_uri(uri: str) -> bytes:
    header, separator, payload = uri.partition(",")
    if not separator:
        raise UploadError("The data URI has no comma between its type and its data")
    if not header.lower().endswith(";base64"):
        return unquote_to_bytes(payload)
    try:
        return base64.b64decode(payload, validate=True)
    except ValueError:
        raise UploadError("The data URI is not valid base64") from None


@contextmanager
def _fetch(url: str, session: requests.Session, limit: int) -> Iterator[Source]:
    try:
        with session.get(url, stream=True, timeout=TIMEOUT) as response:
            if response.status_code != requests.codes.ok:
                raise UploadError(
                    f"Error in loading {_shown(url)} - {response.status_code} {response.reason}"
                )
            announced = int(response.headers.get("Content-Length") or 0)
            if announced > limit:
                raise too_large(limit, announced)
            yield Source(_filename(response.url), _chunks_in_time(response, url))
    except ForbiddenAddressError as error:
        raise UploadError(
            f"Error in loading {_shown(url)} - {error}. "
            "TAGDROP_FETCH_ALLOW lists the private ones that may be reached."
        ) from None
    except (requests.RequestException, ValueError) as error:
        raise UploadError(f"Error in loading {_shown(url)} - {_reason(error)}") from None


def _chunks_in_time(response: requests.Response, url: str) -> Iterator[bytes]:
    deadline = time.monotonic() + _FETCH_DEADLINE
    for chunk in response.iter_content(_CHUNK):
        if time.monotonic() > deadline:
            raise UploadError(
                f"Error in loading {_shown(url)} - it took longer than {_FETCH_DEADLINE} seconds"
            )
        yield chunk


def _shown(url: str) -> str:
    """`url` as it may be repeated: without user name and password, and not at any length."""
    return re.sub(r"//[^/]*@", "//", url[:500])


def _filename(url: str) -> str:
    return unquote(PurePosixPath(urlsplit(url).path).name) or "file"


def _reason(error: Exception) -> str:
    if isinstance(error, requests.Timeout):
        return "it did not answer in time"
    if isinstance(error, requests.TooManyRedirects):
        return "it redirects too often"
    if isinstance(error, requests.ConnectionError):
        return "it could not be reached"
    return "it is not a valid URL" if isinstance(error, ValueError) else "it could not be loaded"
