"""What pydantic finds wrong with a value, in the words of whoever gave it."""

from __future__ import annotations

from pydantic import ValidationError
from pydantic_core import ErrorDetails

_SENTENCES = {
    "bool_parsing": "must be true or false",
    "bool_type": "must be true or false",
    "dict_type": "must be an object of names and values",
    "extra_forbidden": "is not a setting",
    "finite_number": "must be a finite number",
    "float_parsing": "must be a number",
    "float_type": "must be a number",
    "greater_than": "must be more than {gt:g}",
    "greater_than_equal": "must be at least {ge:g}",
    "int_from_float": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_type": "must be a whole number",
    "less_than_equal": "must be at most {le:g}",
    "list_type": "must be a list",
    "literal_error": "must be {expected}",
    "missing": "is missing",
    "model_type": "must be an object of names and values",
    "too_long": "must have at most {max_length} parts",
    "too_short": "must have at least {min_length} parts",
    "string_too_long": "must have at most {max_length} characters",
    "string_too_short": "must have at least {min_length} characters",
    "string_type": "must be text",
}
"""By pydantic's type of error (its documentation, "Validation Errors")."""


def in_words(problem: ErrorDetails) -> str:
    """What must be otherwise; our own checks have said it in words already."""
    sentence = _SENTENCES.get(problem["type"])
    if sentence is None:
        return problem["msg"].removeprefix("Value error, ")
    return sentence.format_map(problem.get("ctx", {}))


def describe_problems(error: ValidationError) -> dict[str, str]:
    """What is wrong, by the dotted name of the field."""
    problems: dict[str, str] = {}
    for problem in error.errors():
        field = ".".join(str(part) for part in problem["loc"] if _names_a_field(part))
        problems.setdefault(field, in_words(problem))
    return problems


def _names_a_field(part: str | int) -> bool:
    """Whether `part` of an error's place is a name in the JSON, not a branch of a union."""
    return isinstance(part, int) or not any(mark in part for mark in "[(")
