"""The options of one upload: from the form's text and the preset to typed values."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any, Final

from pydantic import ValidationError

from services.options.unsupported import IGNORED, REFUSED
from services.options.upload import SIGNED_OPTIONS, UNSIGNED_OPTIONS, UploadOptions
from services.presets import Preset
from services.uploads.errors import UploadError
from services.wording import describe_problems

_NOT_OPTIONS: Final = frozenset(
    {
        "file",
        "api_key",
        "timestamp",
        "signature",
        "signature_algorithm",
        "upload_preset",
        "resource_type",
        "source",
        "cloud_name",
    }
)
"""Fields of the form that say who asks and how, not what to do."""

_JOINED: Final = ("tags", "context", "metadata")
"""Options of which the request's and the preset's values are both kept (Cloudinary, "Managing
upload presets for developers")."""

_NOTHING: Final = frozenset({"false", "0", "none"})
"""Values by which a request says that it does not ask for an option."""


def read_options(
    fields: Mapping[str, str], preset: Preset | None, *, signed: bool
) -> UploadOptions:
    """The options of the form's `fields`, completed by the preset. Raises UploadError.

    What people say of the asset (_JOINED) is joined. Otherwise the request comes before the preset
    when it is signed, and the preset before the request when it is not. Unsigned uploads replace
    an asset only if their preset says so.
    """
    asked = _asked(fields)
    for name in asked:
        _check_name(name, signed=signed)
    requested = parse_options(asked).as_set()
    from_preset = preset.settings.as_set() if preset else {}
    if from_preset.get("disallow_public_id") and "public_id" in requested:
        raise UploadError("The upload preset does not let uploads choose their public_id")
    merged = from_preset | requested if signed else requested | from_preset
    for name in _JOINED:
        if name in requested and name in from_preset:
            merged[name] = _joined(from_preset[name], requested[name], merged[name])
    merged.setdefault("overwrite", signed)
    return parse_options(merged)


def ignored_options(fields: Mapping[str, str]) -> list[str]:
    """What the sender is told of options that change nothing here."""
    return [
        f"{name} is ignored: {IGNORED[name]}."
        for name, value in fields.items()
        if name in IGNORED and _asks_for_something(value)
    ]


def _asked(fields: Mapping[str, str]) -> dict[str, str]:
    """The options among the fields, less those that ask for nothing that is done here."""
    return {
        name: value
        for name, value in fields.items()
        if name not in _NOT_OPTIONS
        and value != ""
        and name not in IGNORED
        and (name not in REFUSED or _asks_for_something(value))
    }


def _asks_for_something(value: str) -> bool:
    return value != "" and value.lower() not in _NOTHING


def _check_name(name: str, *, signed: bool) -> None:
    if name in REFUSED:
        raise UploadError(f"{name} is not supported here: {REFUSED[name]}.")
    if name not in SIGNED_OPTIONS:
        near = difflib.get_close_matches(name, SIGNED_OPTIONS | REFUSED.keys(), n=1)
        hint = f" Did you mean {near[0]}?" if near else ""
        raise UploadError(f"Unknown or unsupported parameter {name[:100]}.{hint}")
    if not signed and name not in UNSIGNED_OPTIONS:
        allowed = ", ".join(sorted(UNSIGNED_OPTIONS))
        raise UploadError(
            f"{name} parameter is not allowed when using unsigned upload. "
            f"Only upload_preset, {allowed} are allowed; set it in the preset."
        )


def parse_options(asked: Mapping[str, Any]) -> UploadOptions:
    """What was asked for, by option, as typed values. Raises UploadError."""
    try:
        return UploadOptions.model_validate(asked)
    except ValidationError as error:
        field, message = next(iter(describe_problems(error).items()))
        name = field.split(".")[0]
        raise UploadError(
            f"Invalid value {str(asked.get(name))[:100]!r} for parameter {name}: {message}"
        ) from None


def _joined(of_preset: Any, of_request: Any, first: Any) -> Any:
    """Both lists one after the other, or all pairs, of which those of `first` stand."""
    if isinstance(first, dict):
        return of_preset | of_request | first
    return [*of_preset, *of_request]
