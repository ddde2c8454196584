"""Bytes by key: a folder on this machine, or a bucket of S3, Google Cloud Storage or Azure."""

from __future__ import annotations

import io
import os
import shutil
from pathlib import Path
from typing import BinaryIO, cast
from urllib.parse import urlsplit
from urllib.request import url2pathname

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url

_READ_BUFFER = 1 << 20


class StorageError(Exception):
    """The storage cannot be used; the message is one line for the owner."""


class Storage:
    """Files that appear whole or not at all. Keys are ours, never taken from a request."""

    def __init__(self, url: str) -> None:
        """`url` is file:///a/folder, s3://bucket/prefix, gs://… or az://… Raises StorageError."""
        parts = urlsplit(url)
        self._folder = Path(url2pathname(parts.path)) if parts.scheme == "file" else None
        self._store = _open_folder(self._folder) if self._folder else _open_bucket(url)

    def adopt(self, file: Path, key: str) -> None:
        """Make `file` readable under `key`; it also stays where it is, until its owner deletes it.

        In a folder of the same file system nothing is copied.
        """
        if self._folder is None:
            obstore.put(self._store, key, file)
            return
        target = self._folder / key
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(file, target)
        except OSError:
            unfinished = _unfinished(target)
            shutil.copyfile(file, unfinished)
            unfinished.replace(target)

    def put(self, key: str, content: bytes) -> None:
        """Keep `content` under `key`, in the place of what was there."""
        obstore.put(self._store, key, content)

    def open(self, key: str) -> BinaryIO:
        """A seekable file to read from. Raises FileNotFoundError."""
        if self._folder is not None:
            return (self._folder / key).open("rb")
        reader = obstore.open_reader(self._store, key, buffer_size=_READ_BUFFER)
        return cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, reader), _READ_BUFFER))

    def delete(self, key: str) -> None:
        """Delete what is under `key`, if anything is, and what a crash left of copying it there."""
        if self._folder is not None:
            _unfinished(self._folder / key).unlink(missing_ok=True)
        try:
            obstore.delete(self._store, key)
        except FileNotFoundError:
            return

    def delete_all(self, prefix: str) -> None:
        """Delete everything whose key lies below `prefix`."""
        for batch in obstore.list(self._store, prefix):
            obstore.delete(self._store, [entry["path"] for entry in batch])


def _open_folder(folder: Path) -> LocalStore:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"The folder {folder} cannot be made: {error.strerror}") from None
    return LocalStore(folder)


def _open_bucket(url: str) -> ObjectStore:
    try:
        return from_url(url)
    except BaseError as error:
        # Behind the first line is what the library knew while it read the URL.
        reason = str(error).partition("\n")[0]
        raise StorageError(f"{url} cannot be opened: {reason}") from None


def _unfinished(target: Path) -> Path:
    return target.with_name(f"{target.name}.part")
