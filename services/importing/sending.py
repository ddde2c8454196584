"""Sending files to a running server, as SDKs do: what is there already is not sent again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import parse_qs, quote, unquote, urlsplit
from uuid import uuid4

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from services.importing.tree import TreeFile

RATE_LIMITED: Final = 420
"""The status of a request beyond the hour's limit, as in Cloudinary's Admin API reference."""
_PART: Final = 20 << 20
"""Bytes of a part; Cloudinary's SDKs send as many."""
_TIMEOUT: Final = (10, 600)

Result = Literal["stored", "there", "different", "failed"]


class ServerGone(Exception):
    """The server does not answer; the message is one line for the owner."""


@dataclass(frozen=True)
class ServerAddress:
    """Where a server is, and the key and secret of its owner."""

    url: str
    cloud_name: str
    api_key: str
    api_secret: str

    @property
    def api(self) -> str:
        """What the addresses of its API begin with."""
        return f"{self.url}/v1_1/{self.cloud_name}"


def read_cloudinary_url(value: str) -> ServerAddress:
    """The address in a CLOUDINARY_URL as servers print it. Raises ValueError."""
    parts = urlsplit(value)
    if parts.scheme != "cloudinary" or not (parts.username and parts.password and parts.hostname):
        raise ValueError("must be the line that `tagdrop serve` prints: cloudinary://…")
    prefix = parse_qs(parts.query).get("upload_prefix")
    if not prefix:
        raise ValueError("has no upload_prefix, so it is not the address of a Tagdrop server")
    cloud_name = parts.netloc.rpartition("@")[2]
    key, secret = unquote(parts.username), unquote(parts.password)
    return ServerAddress(prefix[0].rstrip("/"), cloud_name, key, secret)


@dataclass(frozen=True)
class Outcome:
    """What became of a file.

    `stored`: it is an asset now. `there`: it was one. `different`: another file has its public ID,
    and stays. `failed`: for `reason`. `pending` says that the server is still tagging it.
    """

    file: TreeFile
    result: Result
    reason: str = ""
    pending: bool = False
    resource_type: str = ""


class Sender:
    """Sends files; from many threads at once."""

    def __init__(
        self,
        server: ServerAddress,
        options: Mapping[str, str],
        tagging: Mapping[str, str],
        *,
        overwrite: bool,
        at_once: int,
    ) -> None:
        """`options` are those of an upload, `tagging` those for files that have pixels."""
        self._server = server
        self._options = {**options, "overwrite": "true" if overwrite else "false"}
        self._tagging = tagging
        self._overwrite = overwrite
        self._session = requests.Session()
        self._session.auth = (server.api_key, server.api_secret)
        retry = Retry(
            total=4,
            connect=2,
            backoff_factor=0.5,
            status_forcelist=(429, 502, 503),
            allowed_methods=None,
        )
        adapter = HTTPAdapter(pool_maxsize=at_once, max_retries=retry)
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, adapter)

    def check(self) -> None:
        """Raise ServerGone where no server answers."""
        answer = self._asked("GET", f"{self._server.url}/healthz")
        if not answer.ok:
            raise ServerGone(f"{self._server.url} is no Tagdrop that is ready")

    def send(self, file: TreeFile) -> Outcome:
        """Make the file an asset, unless it is one. Raises ServerGone."""
        try:
            etag = _etag(file.path)
            found = self._resource(file.kind, file.public_id)
            if found and (found["etag"] == etag or not self._overwrite):
                return _compared(file, found, etag)
            return self._upload(file, etag)
        except OSError as error:
            return Outcome(file, "failed", error.strerror or str(error))

    def is_pending(self, resource_type: str, public_id: str) -> bool:
        """Whether the asset is still being tagged. Raises ServerGone."""
        found = self._resource(resource_type, public_id)
        return found is not None and found.get("status") in {"pending", "processing"}

    def _resource(self, resource_type: str, public_id: str) -> dict[str, Any] | None:
        path = f"resources/{resource_type}/upload/{quote(public_id, safe='')}"
        answer = self._asked("GET", f"{self._server.api}/{path}")
        found: dict[str, Any] | None = answer.json() if answer.ok else None
        return found

    def _upload(self, file: TreeFile, etag: str) -> Outcome:
        options = {**self._options, **(self._tagging if file.has_pixels else {})}
        answer = None
        for content, headers in _parts(file.path):
            answer = self._asked(
                "POST",
                f"{self._server.api}/auto/upload",
                data={**options, "public_id": file.public_id},
                files={"file": (file.path.name.encode("utf-8", "replace").decode(), content)},
                headers=headers,
            )
            if not answer.ok:
                return Outcome(file, "failed", _reason(answer))
        if answer is None:
            return Outcome(file, "failed", "Empty file")
        stored = answer.json()
        if stored.get("existing"):
            return _compared(file, stored, etag)
        pending = stored.get("status") == "pending"
        return Outcome(file, "stored", pending=pending, resource_type=stored["resource_type"])

    def _asked(self, method: str, url: str, **arguments: Any) -> requests.Response:
        try:
            answer = self._session.request(method, url, timeout=_TIMEOUT, **arguments)
        except requests.RequestException as error:
            raise ServerGone(
                f"{self._server.url} does not answer ({type(error).__name__})"
            ) from None
        check_allowance(answer)
        return answer


def check_allowance(answer: requests.Response) -> None:
    """Raise ServerGone where the server takes no more requests for now."""
    if answer.status_code == RATE_LIMITED:
        raise ServerGone(
            "The server takes no more requests in this hour; TAGDROP_ADMIN_REQUESTS_PER_HOUR of "
            "the server allows more"
        )


def _compared(file: TreeFile, found: Mapping[str, Any], etag: str) -> Outcome:
    if found["etag"] == etag:
        return Outcome(file, "there")
    return Outcome(file, "different", "another file has this public ID")


def _etag(path: Path) -> str:
    """The MD5 that the server knows the content by."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()


def _parts(path: Path) -> Iterator[tuple[bytes, dict[str, str]]]:
    """The content in parts, each with the headers that say where it belongs."""
    total = path.stat().st_size
    upload_id = uuid4().hex
    with path.open("rb") as file:
        start = 0
        while content := file.read(_PART):
            place = f"bytes {start}-{start + len(content) - 1}/{total}"
            headers = {"X-Unique-Upload-Id": upload_id, "Content-Range": place}
            yield content, headers if total > _PART else {}
            start += len(content)


def _reason(answer: requests.Response) -> str:
    try:
        return str(answer.json()["error"]["message"])
    except (ValueError, KeyError, TypeError):
        return f"the server answered {answer.status_code}"
