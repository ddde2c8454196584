"""The fields of a preset's form that follow from the declaration of the options.

Every option that presets may set has one: most are text, what is true or false is a choice. Those
that most presets set stand first, under names of everyday; the others lie behind the headings of
their themes. A few are made of several controls; those are `PresetForm`'s own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args, get_origin

from services.options.admission import AdmissionOptions
from services.options.analysis import AnalysisOptions
from services.options.delivery import DeliveryOptions
from services.options.description import DescriptionOptions
from services.options.naming import NamingOptions
from services.options.option import Options, option_fields, set_by
from services.options.processing import ProcessingOptions
from services.options.text import as_text, headers_as_text
from services.options.upload import PRESET_OPTIONS, UploadOptions

Control = Literal["text", "lines", "choice"]

OWN_CONTROLS: Final = frozenset(
    {
        "categorization",
        "auto_tagging",
        "max_file_size",
        "moderation",
        "moderation_thresholds",
    }
)
"""Options that the form shows otherwise than by one field."""

_COMMON: Final[Mapping[str, tuple[tuple[str, str, str], ...]]] = {
    "Where it goes": (
        ("folder", "Folder", "holiday/2026"),
        ("tags", "Tags", "website, summer"),
        ("use_filename", "Name after the file", ""),
        ("unique_filename", "Random ending", ""),
        ("overwrite", "Overwrite", ""),
    ),
    "What is let in": (
        ("allowed_formats", "Formats", "jpg, png, mp4"),
        ("allowed_origins", "Sites", "https://shop.example, https://*.blog.example"),
    ),
}
"""Options that most presets set: heading, then option, label and example."""

_THEMES: Final[tuple[tuple[str, type[Options]], ...]] = (
    ("Names and folders", NamingOptions),
    ("Description", DescriptionOptions),
    ("Measurements and detection", AnalysisOptions),
    ("Delivery and access", DeliveryOptions),
    ("Admission", AdmissionOptions),
    ("Notifications and handling", ProcessingOptions),
)
_EXAMPLES: Final = {
    "asset_folder": "shown/here",
    "context": "alt=A cat|caption=So it is",
    "custom_coordinates": "85,120,220,310",
    "detection": "local_faces",
    "face_coordinates": "10,20,150,130",
    "headers": "X-Robots-Tag: noindex",
    "notification_url": "https://example.com/uploaded",
    "public_id_prefix": "shop",
}
_LINES: Final = frozenset({"headers"})


@dataclass(frozen=True)
class PresetField:
    """One field: an option, what it is called, what it does, and how it is filled in."""

    name: str
    label: str
    help: str
    control: Control
    example: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    """Values and labels of a choice."""
    asked_by_uploads: bool = True
    """Whether a signed upload may set it where the preset does not."""


def common_fields() -> dict[str, list[PresetField]]:
    """The fields that most presets need, by their headings."""
    return {
        heading: [_field(name, label, example) for name, label, example in options]
        for heading, options in _COMMON.items()
    }


def further_fields() -> dict[str, list[PresetField]]:
    """All other fields, by theme."""
    shown = OWN_CONTROLS | {name for options in _COMMON.values() for name, _, _ in options}
    themes = {
        heading: [
            _field(name, name, _EXAMPLES.get(name, ""))
            for name in option_fields(theme)
            if name in PRESET_OPTIONS and name not in shown
        ]
        for heading, theme in _THEMES
    }
    return {heading: fields for heading, fields in themes.items() if fields}


def texts_of(settings: UploadOptions) -> dict[str, str]:
    """What the fields show of the settings of a preset."""
    return {
        name: headers_as_text(value) if name == "headers" else as_text(value)
        for name, value in settings.as_set().items()
        if name not in OWN_CONTROLS
    }


def values_of(typed: Mapping[str, str]) -> dict[str, Any]:
    """The settings that were typed, for the store to check; what is empty is not set."""
    names = PRESET_OPTIONS - OWN_CONTROLS
    return {name: typed.get(name, "").strip() or None for name in names}


def _field(name: str, label: str, example: str) -> PresetField:
    declared = option_fields(UploadOptions)[name]
    choices = _choices(declared.annotation)
    control: Control = "lines" if name in _LINES else "choice" if choices else "text"
    return PresetField(
        name,
        label,
        declared.description or "",
        control,
        example,
        choices,
        set_by(declared).signed,
    )


def _choices(annotation: Any) -> tuple[tuple[str, str], ...]:
    """The values and labels that an option has to choose from, if its type names them."""
    for kind in get_args(annotation):
        if kind is bool:
            return (("true", "Yes"), ("false", "No"))
        if get_origin(kind) is Literal:
            return tuple((value, value) for value in get_args(kind))
    return ()
