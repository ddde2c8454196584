"""A request to search, as the SDKs send it.

Source: Cloudinary's "Search method" page.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from services.search.aggregations import AGGREGATED, RANGED, Aggregation, CountedRange
from services.search.ordering import Direction
from services.search.search import DEFAULT_RESULTS, MOST_RESULTS, SearchQuery

_MOST_RANGES = 50
_MOST_NAMES = 50
_KNOWN = (
    "expression",
    "sort_by",
    "aggregate",
    "with_field",
    "fields",
    "max_results",
    "next_cursor",
)


class SearchRequestError(ValueError):
    """A request to search that cannot be answered; the message may be shown."""


@dataclass(frozen=True)
class SearchRequest:
    """What to find, and what to tell of each: `fields` alone, or the usual and `with_field`."""

    query: SearchQuery
    fields: tuple[str, ...]
    with_field: tuple[str, ...]


def read_search_request(
    given: Mapping[str, Any], sort_fields: Collection[str], row_fields: Collection[str]
) -> SearchRequest:
    """The request with these fields. Raises SearchRequestError."""
    for name in given:
        if name not in _KNOWN:
            raise SearchRequestError(
                f"Unknown parameter {str(name)[:50]!r}. There are: {', '.join(_KNOWN)}."
            )
    return SearchRequest(
        SearchQuery(
            expression=_text(given, "expression") or "",
            sort_by=tuple(_sort_by(given.get("sort_by"), sort_fields)),
            aggregate=tuple(_aggregate(each) for each in _listed(given, "aggregate")),
            max_results=_max_results(given.get("max_results")),
            next_cursor=_text(given, "next_cursor"),
        ),
        fields=_names(given, "fields", row_fields),
        with_field=_names(given, "with_field", row_fields),
    )


def _text(given: Mapping[str, Any], name: str) -> str | None:
    value = given.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise SearchRequestError(f"{name} must be a text")
    return value


def _max_results(value: Any) -> int:
    if value is None or value == "":
        return DEFAULT_RESULTS
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 5:
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MOST_RESULTS:
        raise SearchRequestError(f"max_results must be a whole number from 1 to {MOST_RESULTS}")
    return value


def _listed(given: Mapping[str, Any], name: str) -> Sequence[Any]:
    """A list, or one thing, or text with commas or JSON as addresses have it."""
    value = given.get(name)
    if isinstance(value, str) and value[:1] in {"[", "{"}:
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            raise SearchRequestError(f"{name} is neither a list nor valid JSON") from None
    if value is None or value == "":
        return []
    if isinstance(value, str):
        value = [part.strip() for part in value.split(",")]
    listed = value if isinstance(value, list) else [value]
    if len(listed) > _MOST_NAMES:
        raise SearchRequestError(f"{name} has more than {_MOST_NAMES} entries")
    return listed


def _names(given: Mapping[str, Any], name: str, known: Collection[str]) -> tuple[str, ...]:
    names = [part for each in _listed(given, name) for part in _split(each, name)]
    for each in names:
        if each not in known:
            raise SearchRequestError(
                f"{name} has no {each[:50]!r}. There are: {', '.join(sorted(known))}."
            )
    return tuple(dict.fromkeys(names))


def _split(value: Any, name: str) -> list[str]:
    if not isinstance(value, str):
        raise SearchRequestError(f"{name} must be a list of names")
    return [part.strip() for part in value.split(",")]


def _sort_by(value: Any, known: Collection[str]) -> list[tuple[str, Direction]]:
    """`[{"bytes": "desc"}]`, `{"bytes": "desc"}` or `[["bytes", "desc"]]`."""
    asked: list[tuple[str, Direction]] = []
    for each in _listed({"sort_by": value}, "sort_by"):
        pairs = list(each.items()) if isinstance(each, dict) else [_pair(each)]
        for name, direction in pairs:
            lowered = direction.lower() if isinstance(direction, str) else direction
            if lowered not in {"asc", "desc"}:
                raise SearchRequestError("sort_by needs asc or desc beside each field")
            if name not in known:
                raise SearchRequestError(
                    f"Cannot sort by {str(name)[:50]!r}. There are: {', '.join(known)}."
                )
            if name not in {known_name for known_name, _ in asked}:
                asked.append((name, cast(Literal["asc", "desc"], lowered)))
    return asked


def _pair(value: Any) -> tuple[Any, Any]:
    if isinstance(value, str):
        return value, "desc"
    if isinstance(value, list) and len(value) == 2 and isinstance(value[0], str):
        return value[0], value[1]
    raise SearchRequestError('sort_by must be a list as [{"created_at": "desc"}]')


def _aggregate(value: Any) -> Aggregation:
    ranges: Any = []
    name = value
    if isinstance(value, dict):
        name, ranges = value.get("type"), value.get("ranges") or []
    if not isinstance(name, str) or name not in AGGREGATED:
        raise SearchRequestError(
            f"Cannot aggregate by {str(name)[:50]!r}. There are: {', '.join(AGGREGATED)}."
        )
    if not isinstance(ranges, list) or len(ranges) > _MOST_RANGES:
        raise SearchRequestError(f"ranges must be a list of at most {_MOST_RANGES}")
    if ranges and name not in RANGED:
        raise SearchRequestError(f"{name} has no ranges, but: {', '.join(RANGED)}")
    return Aggregation(name, tuple(_range(each) for each in ranges))


def _range(value: Any) -> CountedRange:
    if not isinstance(value, dict) or not isinstance(value.get("key"), str):
        raise SearchRequestError('A range is an object as {"key": "small", "from": 0, "to": 1000}')
    if unknown := sorted(set(value) - {"key", "from", "to"}):
        raise SearchRequestError(f"A range has key, from and to, but no {unknown[0][:50]!r}")
    return CountedRange(value["key"][:100], _bound(value.get("from")), _bound(value.get("to")))


def _bound(value: Any) -> float | None:
    if value is None:
        return None
    try:
        found = float(value)
    except (TypeError, ValueError, OverflowError):
        found = float("nan")
    if not abs(found) < 2.0**63 or isinstance(value, bool):
        raise SearchRequestError("from and to of a range must be numbers")
    return found
