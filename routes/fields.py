"""The fields of a request without a file: a form, a query or a JSON object, as the SDKs send them.

SDKs write a list as `name[]` repeated or as `name[0]`, `name[1]`, …, and an object as `name[key]`;
some send JSON instead. All of them read the same here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NoReturn

from flask import Request

from routes.responses import ApiError

Fields = dict[str, Any]
"""Text, lists and objects of a form; whatever JSON has otherwise."""

_BODY_LIMIT = 10 << 20
"""Most bytes of a request: 1,000 public IDs of 255 characters have room in it several times."""
_PARTS_LIMIT = 5_000
_NAME = re.compile(r"(?P<name>[^\[\]]+)(?P<path>(?:\[[^\[\]]*\])*)")
_DEEPEST = 8
_DEFAULT_RESULTS = 10
_MAX_RESULTS = 500


def read_fields(request: Request) -> Fields:
    """The fields of the request's body. Raises ApiError."""
    request.max_content_length = _BODY_LIMIT
    request.max_form_memory_size = _BODY_LIMIT
    request.max_form_parts = _PARTS_LIMIT
    if request.is_json:
        fields = _read_json(request.get_data())
    else:
        if request.files:
            raise ApiError(400, "No file is expected here")
        fields = nested(request.form.items(multi=True))
    check_text(fields)
    return fields


def read_query(request: Request) -> Fields:
    """The fields of the request's address. Raises ApiError."""
    fields = nested(request.args.items(multi=True))
    check_text(fields)
    return fields


def nested(pairs: Iterable[tuple[str, str]]) -> Fields:
    """The lists and objects that names in brackets stand for. Raises ApiError."""
    tree: Fields = {}
    for written, value in pairs:
        match = _NAME.fullmatch(written)
        if match is None:
            raise ApiError(400, f"The field {written[:100]!r} has a malformed name")
        path = [match["name"], *re.findall(r"\[([^\[\]]*)\]", match["path"])]
        if len(path) > _DEEPEST:
            raise ApiError(400, f"The field {written[:100]!r} lies deeper than {_DEEPEST} levels")
        _put(tree, path, value, written)
    return {name: _with_lists(value) for name, value in tree.items()}


def signed_text(fields: Mapping[str, Any]) -> dict[str, str]:
    """The fields as the SDKs sign them: lists joined by commas, all else as text."""
    return {name: _as_text(value) for name, value in fields.items() if value is not None}


def check_choice(name: str, value: str, choices: Sequence[str]) -> None:
    """Raise ApiError where `value` is none of `choices`."""
    if value not in choices:
        raise ApiError(400, f"Invalid {name} {value[:100]!r}. There are: {', '.join(choices)}.")


def max_results(request: Request) -> int:
    """How many results a list is asked for, from 1 to 500. Raises ApiError."""
    given = request.args.get("max_results", str(_DEFAULT_RESULTS))
    if (
        not (given.isascii() and given.isdigit() and len(given) < 5)
        or not 1 <= int(given) <= _MAX_RESULTS
    ):
        raise ApiError(400, f"max_results must be a whole number from 1 to {_MAX_RESULTS}")
    return int(given)


def _read_json(body: bytes) -> Fields:
    try:
        fields = json.loads(body, parse_constant=_refuse_constant) if body else {}
    except (ValueError, RecursionError):
        raise ApiError(400, "The body is not valid JSON, as its Content-Type says it is") from None
    if not isinstance(fields, dict):
        raise ApiError(400, "The body must be a JSON object of names and values")
    return fields


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _put(tree: Fields, path: Sequence[str], value: str, written: str) -> None:
    """Put `value` where `path` leads; an empty part of the path appends."""
    *parents, last = path
    place = tree
    for part in parents:
        place = place.setdefault(part or str(len(place)), {})
        if not isinstance(place, dict):
            raise ApiError(400, f"The field {written[:100]!r} is both a value and a list")
    last = last or str(len(place))
    if last in place:
        raise ApiError(400, f"The field {written[:100]} is there twice")
    place[last] = value


def _with_lists(tree: Any) -> Any:
    """`tree` with every object whose keys are all numbers turned into the list that they count."""
    if not isinstance(tree, dict):
        return tree
    values = {key: _with_lists(value) for key, value in tree.items()}
    if all(key.isascii() and key.isdigit() and len(key) < 5 for key in values):
        return [values[key] for key in sorted(values, key=int)]
    return values


def check_text(fields: Any) -> None:
    """Raise ApiError where a text, however deep, has what no database would keep."""
    waiting = [fields]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            _check_characters(value)
        elif isinstance(value, dict):
            waiting += [*value.keys(), *value.values()]
        elif isinstance(value, list):
            waiting += value


def _check_characters(text: str) -> None:
    if "\0" in text:
        raise ApiError(400, "A field has a NUL character in its text")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ApiError(400, "A field has half a character (a lone surrogate) in its text") from None


def _as_text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return ",".join(_as_text(part) for part in value)
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
