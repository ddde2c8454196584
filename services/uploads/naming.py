"""What an upload is called: public ID, display name and folder."""

from __future__ import annotations

import re
import secrets
import string
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath

from services.options.upload import UploadOptions

_ALPHABET = string.ascii_lowercase + string.digits


@dataclass(frozen=True)
class Names:
    """The names of an asset; `original_filename` is without its extension, as in Cloudinary, and
    empty where it is not kept."""

    public_id: str
    display_name: str
    asset_folder: str
    original_filename: str


def choose_names(
    filename: str, extension: str, resource_type: str, options: UploadOptions
) -> Names:
    """The names of a file that was called `filename`, whose content calls for `extension`.

    A raw asset's public ID ends with its extension, since nothing else tells its kind.
    """
    original = _stem(options.filename_override or filename)
    public_id = options.public_id or _made_up(original, options)
    if resource_type == "raw" and extension and not options.public_id:
        public_id = f"{public_id}.{extension}"
    public_id = "/".join(filter(None, [_prefix(options), public_id]))
    folder, _, last = public_id.rpartition("/")
    return Names(
        public_id=public_id,
        display_name=_display_name(original, options) or last,
        asset_folder=_asset_folder(options, folder),
        original_filename="" if options.discard_original_filename else original[:255],
    )


def _prefix(options: UploadOptions) -> str:
    """What stands before the public ID."""
    if options.public_id_prefix or options.folder:
        return options.public_id_prefix or options.folder or ""
    return (options.use_asset_folder_as_public_id_prefix and options.asset_folder) or ""


def _asset_folder(options: UploadOptions, folder_of_public_id: str) -> str:
    if options.asset_folder is not None:
        return options.asset_folder
    return options.folder or "" if options.public_id_prefix else folder_of_public_id


def _display_name(original: str, options: UploadOptions) -> str | None:
    if options.display_name:
        return options.display_name
    return original[:255] if options.use_filename_as_display_name else None


def usable_extension(extension: str) -> str:
    """`extension` if it can be the format of a raw file, else nothing."""
    return extension if re.fullmatch(r"[a-z0-9]{1,20}", extension) else ""


def _stem(filename: str) -> str:
    """The name of a file of any system, without its folders and its extension."""
    printable = re.sub(r"[\x00-\x1f\x7f]", "", filename)
    return PurePosixPath(PureWindowsPath(printable).name).stem or "file"


def _made_up(original: str, options: UploadOptions) -> str:
    if not options.use_filename:
        return _random(20)
    name = _as_public_id(original)
    return name if options.unique_filename is False else f"{name}_{_random(6)}"


def _as_public_id(name: str) -> str:
    """`name` without what a public ID may not have, at most 200 characters long."""
    readable = unicodedata.normalize("NFC", name)
    return re.sub(r"[^\w\-.]+", "_", readable).strip("_.")[:200] or "file"


def _random(length: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))
