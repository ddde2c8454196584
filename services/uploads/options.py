"""The options of an upload: from the form's text and the preset to typed values."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError

from services.presets import Preset, PresetSettings, describe_problems, on_one_line
from services.public_ids import checked_public_id
from services.uploads.errors import UploadError

_NOT_OPTIONS = frozenset(
    {
        "file",
        "api_key",
        "timestamp",
        "signature",
        "upload_preset",
        "resource_type",
        "source",
        "cloud_name",
    }
)
"""Fields of the form that say who asks and how, not what to do."""

UNSIGNED_OPTIONS = frozenset(
    {
        "public_id",
        "folder",
        "asset_folder",
        "display_name",
        "tags",
        "context",
        "filename_override",
        "type",
    }
)
"""What an unsigned upload may set beside its preset (Cloudinary, "Upload presets")."""

_Line = Annotated[str, Field(max_length=255), AfterValidator(on_one_line)]


def _context(value: Any) -> Any:
    """`key=value|key=value`, with `\\=` and `\\|` for the signs themselves."""
    if not isinstance(value, str):
        return value
    pairs: dict[str, str] = {}
    for entry in re.split(r"(?<!\\)\|", value):
        key, separator, text = re.sub(r"\\=", "\x00", entry).partition("=")
        if not separator or not key.strip():
            raise ValueError("must be key=value pairs, separated by |")
        pairs[key.strip()] = text.replace("\x00", "=").replace("\\|", "|")
    return pairs


def _delivery_type(value: str) -> str:
    if value != "upload":
        raise ValueError("must be upload; private and authenticated assets are not supported")
    return value


class UploadOptions(PresetSettings):
    """Everything that an upload may ask for, by its name in the API."""

    public_id: (
        Annotated[str, Field(min_length=1, max_length=255), AfterValidator(checked_public_id)]
        | None
    ) = None
    context: Annotated[dict[str, str], BeforeValidator(_context)] | None = None
    filename_override: _Line | None = None
    asset_folder: _Line | None = None
    display_name: _Line | None = None
    type: Annotated[str, AfterValidator(_delivery_type)] = "upload"


_OPTIONS = frozenset(UploadOptions.model_fields) - {"max_file_size", "moderation_thresholds"}


def read_options(
    fields: Mapping[str, str], preset: Preset | None, *, signed: bool
) -> UploadOptions:
    """The options of the form's `fields`, completed by the preset. Raises UploadError.

    Tags are joined. Otherwise the request comes before the preset when it is signed, and the preset
    before the request when it is not. Unsigned uploads replace an asset only if their preset says
    so.
    """
    asked = {
        name: value for name, value in fields.items() if name not in _NOT_OPTIONS and value != ""
    }
    _check_names(asked, signed=signed)
    requested = _parse(asked).model_dump(exclude_unset=True)
    from_preset = preset.settings.model_dump(exclude_none=True) if preset else {}
    merged = from_preset | requested if signed else requested | from_preset
    tags = [*from_preset.get("tags", []), *requested.get("tags", [])]
    if tags:
        merged["tags"] = tags
    merged.setdefault("overwrite", signed)
    return UploadOptions.model_validate(merged)


def _check_names(asked: Mapping[str, str], *, signed: bool) -> None:
    for name in asked:
        if name not in _OPTIONS:
            near = difflib.get_close_matches(name, _OPTIONS, n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise UploadError(f"Unknown or unsupported parameter {name[:100]}.{hint}")
        if not signed and name not in UNSIGNED_OPTIONS:
            allowed = ", ".join(sorted(UNSIGNED_OPTIONS))
            raise UploadError(
                f"{name} parameter is not allowed when using unsigned upload. "
                f"Only upload_preset, {allowed} are allowed; set it in the preset."
            )


def _parse(asked: Mapping[str, str]) -> UploadOptions:
    try:
        return UploadOptions.model_validate(asked)
    except ValidationError as error:
        field, message = next(iter(describe_problems(error).items()))
        name = field.split(".")[0]
        raise UploadError(
            f"Invalid value {asked[name][:100]!r} for parameter {name}: {message}"
        ) from None
