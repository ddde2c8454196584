"""The files of a folder, and what they are called as assets."""

from __future__ import annotations

import mimetypes
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

_REFUSED = re.compile(r"[\x00-\x1f\x7f?&#\\%<>+]")
"""What a public ID may not contain."""
_OF_THE_SYSTEM = frozenset({"thumbs.db", "desktop.ini"})

Kind = Literal["image", "video", "raw"]


@dataclass(frozen=True)
class TreeFile:
    """A file to import. `kind` is what its name promises; the server looks at the content."""

    path: Path
    public_id: str
    kind: Kind
    has_pixels: bool
    """Whether engines can look at it."""


@dataclass(frozen=True)
class Tree:
    """What there is to import, and the folders that could not be read, with the reason."""

    files: list[TreeFile]
    unreadable: list[tuple[Path, str]]


def read_tree(folder: Path, prefix: str = "") -> Tree:
    """Every file below `folder`, in the order of the paths, hidden ones apart.

    Public IDs are the paths without extension, below `prefix`. Files that would get the same one,
    such as cat.jpg and cat.png, and files that are no media, keep their extension.
    """
    unreadable: list[tuple[Path, str]] = []

    def note(error: OSError) -> None:
        unreadable.append((Path(str(error.filename)), error.strerror or str(error)))

    paths: list[Path] = []
    for place, folders, names in os.walk(folder, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        paths += [Path(place, name) for name in sorted(names) if _is_wanted(name)]
    return Tree(_named(folder, paths, prefix), unreadable)


def _is_wanted(name: str) -> bool:
    return not name.startswith(".") and name.lower() not in _OF_THE_SYSTEM


def _named(folder: Path, paths: Sequence[Path], prefix: str) -> list[TreeFile]:
    media = [(mimetypes.guess_type(path.name)[0] or "").partition("/")[0] for path in paths]
    kinds = [_kind(medium) for medium in media]
    short = [_public_id(path.relative_to(folder).with_suffix(""), prefix) for path in paths]
    shared = Counter(zip(kinds, short, strict=True))
    files = []
    for path, medium, kind, name in zip(paths, media, kinds, short, strict=True):
        is_alone = kind != "raw" and shared[kind, name] == 1
        public_id = name if is_alone else _public_id(path.relative_to(folder), prefix)
        files.append(TreeFile(path, public_id, kind, medium in {"image", "video"}))
    return files


def _kind(medium: str) -> Kind:
    if medium == "image":
        return "image"
    return "video" if medium in {"audio", "video"} else "raw"


def _public_id(path: Path, prefix: str) -> str:
    parts = [_part(part) for part in path.parts]
    return "/".join([prefix.strip("/"), *parts] if prefix.strip("/") else parts)


def _part(name: str) -> str:
    # Names that are not UTF-8 come with halves of characters, which no address can carry.
    readable = name.encode("utf-8", "replace").decode()
    return _REFUSED.sub("_", unicodedata.normalize("NFC", readable)).strip() or "_"
