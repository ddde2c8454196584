"""A value of one field: read from what a request gives, and held against the field."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, Final

from services.structured_metadata.definitions import (
    AllOf,
    Comparison,
    FieldDefinition,
    StringLength,
)

_MOST_CHARACTERS: Final = 3_000
_LARGEST: Final = 2**63


class MetadataError(ValueError):
    """Structured metadata is not as it must be; the message says what and why."""


def read_value(field: FieldDefinition, given: Any) -> Any:
    """`given` as the field keeps it: text, a whole number, a date as text, or a list of IDs.

    Raises MetadataError.
    """
    value: Any = _READERS[field.type](field, given)
    if field.validation is not None:
        compared = date.fromisoformat(value) if field.type == "date" else value
        _check(field.validation, compared, str(field.external_id))
    return value


def _read_string(field: FieldDefinition, given: Any) -> str:
    if isinstance(given, bool) or not isinstance(given, str | int | float):
        raise _wrong(field, given, "must be text")
    if len(str(given)) > _MOST_CHARACTERS:
        raise _wrong(field, given, f"must have at most {_MOST_CHARACTERS:,} characters")
    return str(given)


def _read_integer(field: FieldDefinition, given: Any) -> int:
    try:
        number = int(given) if isinstance(given, str) and len(given) <= 20 else given
    except ValueError:
        number = None
    if not isinstance(number, int) or isinstance(number, bool) or abs(number) >= _LARGEST:
        raise _wrong(field, given, "must be a whole number")
    return number


def _read_date(field: FieldDefinition, given: Any) -> str:
    try:
        return date.fromisoformat(given).isoformat()
    except (TypeError, ValueError):
        raise _wrong(field, given, "must be a date such as 2026-11-22") from None


def _read_enum(field: FieldDefinition, given: Any) -> str:
    values = _read_set(field, given)
    if len(values) != 1:
        raise _wrong(field, given, "must be one value of its list")
    return values[0]


def _read_set(field: FieldDefinition, given: Any) -> list[str]:
    active = active_ids(field)
    values = _as_list(given)
    for value in values:
        if value not in active:
            known = ", ".join(active[:20])
            raise _wrong(field, value, f"must be the ID of a value in its list: {known}")
    return list(dict.fromkeys(values))


_READERS: Final = {
    "string": _read_string,
    "integer": _read_integer,
    "date": _read_date,
    "enum": _read_enum,
    "set": _read_set,
}


def active_ids(field: FieldDefinition) -> list[str]:
    """The IDs of the values that a list field may have."""
    entries = field.datasource.values if field.datasource else []
    return [str(entry.external_id) for entry in entries if entry.state == "active"]


def _as_list(given: Any) -> list[Any]:
    """A list, or the JSON of one, as SDKs write it into text; else a list of one."""
    if isinstance(given, str) and given.startswith("["):
        try:
            given = json.loads(given)
        except (ValueError, RecursionError):
            return [given]
    return given if isinstance(given, list) else [given]


def _check(validation: Comparison | StringLength | AllOf, value: Any, external_id: str) -> None:
    if isinstance(validation, AllOf):
        for rule in validation.rules:
            _check(rule, value, external_id)
    elif isinstance(validation, StringLength):
        least, most = validation.min or 0, validation.max
        if len(value) < least or (most is not None and len(value) > most):
            upper = "" if most is None else f" and at most {most}"
            raise MetadataError(
                f"Metadata field {external_id} must have at least {least}{upper} characters"
            )
    elif not _is_within(validation, value):
        than = "more than" if validation.type == "greater_than" else "less than"
        equal = " or equal to" if validation.equals else ""
        raise MetadataError(
            f"Metadata field {external_id} must be {than}{equal} {validation.value}"
        )


def _is_within(comparison: Comparison, value: Any) -> bool:
    if value == comparison.value:
        return comparison.equals
    larger: bool = value > comparison.value
    return larger if comparison.type == "greater_than" else not larger


def _wrong(field: FieldDefinition, given: Any, message: str) -> MetadataError:
    return MetadataError(
        f"Invalid value {str(given)[:100]!r} for metadata field {field.external_id}: {message}"
    )
