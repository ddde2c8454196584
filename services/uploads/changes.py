"""What `explicit` (Upload API) and the update of a resource (Admin API) may change of an asset."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, cast

from services.moderation.verdict import DECISIONS, Decision
from services.options.analysis import AnalysisOptions
from services.options.delivery import DeliveryOptions
from services.options.description import DescriptionOptions
from services.options.option import option_fields
from services.options.unsupported import IGNORED, REFUSED
from services.options.upload import UploadOptions
from services.uploads.errors import UploadError
from services.uploads.options import parse_options

_ABOUT_THE_REQUEST: Final = frozenset(
    {
        "api_key",
        "cloud_name",
        "public_id",
        "resource_type",
        "signature",
        "signature_algorithm",
        "source",
        "timestamp",
        "type",
        "upload_preset",
    }
)
"""Fields that say who asks and of which asset, not what is to change."""
_FOR_THE_FILE: Final = frozenset(AnalysisOptions.model_fields) - {"auto_tagging"}
CHANGEABLE: Final = (
    frozenset(option_fields(AnalysisOptions))
    | frozenset(option_fields(DescriptionOptions))
    | frozenset(option_fields(DeliveryOptions))
    | {"asset_folder", "display_name", "moderation", "notification_url", "unique_display_name"}
) - _ABOUT_THE_REQUEST
"""The options of an upload that can be changed afterwards."""
_DERIVED: Final = frozenset(
    {"eager", "eager_async", "eager_notification_url", "responsive_breakpoints"}
)
"""What `explicit` alone may ask for."""
_CLEARABLE: Final = frozenset(
    {"access_control", "context", "custom_coordinates", "face_coordinates", "headers", "tags"}
)
"""What an empty value empties."""


@dataclass(frozen=True)
class AskedChanges:
    """What is to change of an asset.

    What neither `options` has nor `cleared` names stays. `warnings` tell of what has no effect.
    """

    options: UploadOptions
    cleared: Collection[str]
    decision: Decision | None
    warnings: list[str]

    @property
    def need_the_file(self) -> bool:
        """Whether the file has to be looked at."""
        asked = (getattr(self.options, name) for name in (*_FOR_THE_FILE, "moderation"))
        return any(bool(value) for value in asked)


def read_changes(fields: Mapping[str, Any], method: Literal["explicit", "update"]) -> AskedChanges:
    """What the fields of a form or of a JSON object ask for. Raises UploadError."""
    allowed = CHANGEABLE if method == "explicit" else CHANGEABLE - _DERIVED
    given = {name: value for name, value in fields.items() if name not in _ABOUT_THE_REQUEST}
    decision = _decision(given.pop("moderation_status", None)) if method == "update" else None
    cleared = {name for name in _CLEARABLE & given.keys() if given[name] in ("", None, [], {})}
    asked = {
        name: value
        for name, value in given.items()
        if value not in ("", None) and name not in cleared and name not in IGNORED
    }
    for name, value in list(asked.items()):
        if name in REFUSED and not _asks_for_something(value):
            del asked[name]
        else:
            _check_name(name, allowed)
    warnings = [
        f"{name} is ignored: {IGNORED[name]}."
        for name, value in given.items()
        if name in IGNORED and _asks_for_something(value)
    ]
    options = parse_options(asked)
    cleared |= {name for name in _CLEARABLE & asked.keys() if not getattr(options, name)}
    return AskedChanges(options, cleared, decision, warnings)


def _decision(value: Any) -> Decision | None:
    if value in ("", None):
        return None
    if value not in DECISIONS:
        raise UploadError(
            f"Invalid moderation_status {str(value)[:100]!r}. There are: {', '.join(DECISIONS)}."
        )
    return cast(Decision, value)


def _asks_for_something(value: Any) -> bool:
    return str(value).lower() not in {"", "false", "0", "none"}


def _check_name(name: str, allowed: Collection[str]) -> None:
    if name in REFUSED:
        raise UploadError(f"{name} is not supported here: {REFUSED[name]}.")
    if name in allowed:
        return
    if name in _DERIVED:
        raise UploadError(f"{name} is an option of explicit; this method derives nothing")
    if name in option_fields(UploadOptions):
        raise UploadError(f"{name} is an option of uploads; it cannot be changed afterwards")
    near = difflib.get_close_matches(name, [*allowed, "moderation_status"], n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    raise UploadError(f"Unknown or unsupported parameter {name[:100]}.{hint}")
