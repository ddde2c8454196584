"""The kinds of values that options have, from the text of a form or the JSON of a preset."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, StringConstraints, Tag

from services.comma_separated import comma_separated
from services.public_ids import checked_folder, checked_public_id
from services.tagging.tags import Kind


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


Line = Annotated[str, Field(max_length=255), AfterValidator(_on_one_line)]
PublicId = Annotated[str, Field(min_length=1, max_length=255), AfterValidator(checked_public_id)]
Folder = Annotated[str, Field(max_length=255), AfterValidator(checked_folder)]
WebAddress = Annotated[str, Field(max_length=2000), AfterValidator(_web_address)]
Pairs = Annotated[dict[str, str], BeforeValidator(_pairs)]

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
]
Formats = Annotated[
    list[Annotated[str, StringConstraints(to_lower=True)]], BeforeValidator(comma_separated)
]

Confidence = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Thresholds = Annotated[
    Annotated[Confidence, Tag("[number]")] | Annotated[dict[Kind, Confidence], Tag("[by kind]")],
    Discriminator(lambda value: "[by kind]" if isinstance(value, dict) else "[number]"),
]
