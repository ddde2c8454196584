"""The kinds of values that options have, from the text of a form or the JSON of a preset."""

from __future__ import annotations

import json
import re
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, StringConstraints, Tag

from services.comma_separated import comma_separated
from services.origins import checked_origin
from services.public_ids import checked_folder, checked_public_id
from services.tagging.tags import Kind

_OTHER_FORMATS: Final = {"jpeg": "jpg", "jpe": "jpg", "jfif": "jpg", "tif": "tiff", "mpeg": "mpg"}
"""Other names of formats, and those that this server calls them by."""


def usual_format(name: str) -> str:
    """The name by which this server calls a format."""
    return _OTHER_FORMATS.get(name, name)


def _without_repeats(values: list[str]) -> list[str]:
    return list(dict.fromkeys(values))


def _on_one_line(value: str) -> str:
    """`value`, which may have any character but control characters. Raises ValueError."""
    if re.search(r"[\x00-\x1f\x7f]", value):
        raise ValueError("must not contain control characters")
    return value


def _web_address(value: str) -> str:
    if not value.lower().startswith(("http://", "https://")):
        raise ValueError("must be an address that begins with http:// or https://")
    return value


_NUMBERS_OF_A_BOX: Final = 4


def _metadata_values(value: Any) -> Any:
    """A JSON object, or `id=value|id=value`."""
    if isinstance(value, str) and value.lstrip().startswith("{"):
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            raise ValueError("must be a JSON object, or id=value pairs separated by |") from None
    return _pairs(value)


def _pairs(value: Any) -> Any:
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


def _boxes(value: Any) -> Any:
    """`x,y,width,height|…` as lists of numbers."""
    if not isinstance(value, str):
        return value
    boxes = [comma_separated(box) for box in value.split("|")]
    if any(len(box) != _NUMBERS_OF_A_BOX for box in boxes):
        raise ValueError("must be x,y,width,height in pixels, several joined by |")
    return boxes


def _headers(value: Any) -> Any:
    """Lines of `Name: value` as pairs."""
    lines = value.splitlines() if isinstance(value, str) else value
    if not isinstance(lines, list):
        return lines
    pairs = {}
    for line in lines:
        name, separator, text = str(line).partition(":")
        if not separator:
            raise ValueError("must be lines of Name: value")
        pairs[name.strip().title()] = text.strip()
    return pairs


def _deliverable(headers: dict[str, str]) -> dict[str, str]:
    for name, text in headers.items():
        if name not in DELIVERY_HEADERS:
            raise ValueError(f"may only have {' and '.join(DELIVERY_HEADERS)}")
        if not text.isascii() or not text.isprintable():
            raise ValueError("must be of printable ASCII characters")
    return headers


DELIVERY_HEADERS: Final = ("Link", "X-Robots-Tag")
"""What may be sent with an asset by its uploader's wish (Cloudinary, "Upload API reference")."""


def _accept_language(value: str) -> str:
    if not _ACCEPT_LANGUAGE.fullmatch(value):
        raise ValueError("must be languages such as de or pt-br,en;q=0.5, or auto")
    return value


_RANGE = r"\s*(?:\*|[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)\s*(?:;\s*q=[01](?:\.[0-9]{0,3})?\s*)?"
_ACCEPT_LANGUAGE = re.compile(rf"{_RANGE}(?:,{_RANGE})*")

AcceptLanguage = Annotated[str, Field(max_length=255), AfterValidator(_accept_language)]
Line = Annotated[str, Field(max_length=255), AfterValidator(_on_one_line)]
PublicId = Annotated[str, Field(min_length=1, max_length=255), AfterValidator(checked_public_id)]
Folder = Annotated[str, Field(max_length=255), AfterValidator(checked_folder)]
WebAddress = Annotated[str, Field(max_length=2000), AfterValidator(_web_address)]
Pairs = Annotated[dict[str, str], BeforeValidator(_pairs)]
MetadataValues = Annotated[dict[str, Any], BeforeValidator(_metadata_values)]

CommaSeparated = Annotated[
    list[str], BeforeValidator(comma_separated), AfterValidator(_without_repeats)
]
Tags = Annotated[
    list[
        Annotated[
            str, StringConstraints(min_length=1, max_length=255), AfterValidator(_on_one_line)
        ]
    ],
    BeforeValidator(comma_separated),
    AfterValidator(_without_repeats),
    Field(max_length=1_000),
]
Origins = Annotated[
    list[Annotated[str, AfterValidator(checked_origin)]],
    BeforeValidator(comma_separated),
    AfterValidator(_without_repeats),
]
Formats = Annotated[
    list[
        Annotated[
            str,
            StringConstraints(to_lower=True, max_length=20),
            AfterValidator(usual_format),
        ]
    ],
    BeforeValidator(comma_separated),
    AfterValidator(_without_repeats),
]

Headers = Annotated[
    dict[str, Annotated[str, Field(max_length=1000)]],
    BeforeValidator(_headers),
    AfterValidator(_deliverable),
]

_Place = Annotated[int, Field(ge=0, le=1_000_000)]
_Size = Annotated[int, Field(gt=0, le=1_000_000)]
Box = tuple[_Place, _Place, _Size, _Size]
"""Left, top, width and height in pixels."""
Boxes = Annotated[list[Box], BeforeValidator(_boxes), Field(max_length=500)]
OneBox = Annotated[list[Box], BeforeValidator(_boxes), Field(min_length=1, max_length=1)]

Confidence = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Thresholds = Annotated[
    Annotated[Confidence, Tag("[number]")] | Annotated[dict[Kind, Confidence], Tag("[by kind]")],
    Discriminator(lambda value: "[by kind]" if isinstance(value, dict) else "[number]"),
]
