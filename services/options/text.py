"""The values of options as text that people can read and change, and that is read back the same."""

from __future__ import annotations

import json
from typing import Any


def as_text(value: Any) -> str:
    """An option's value, as its `as_set` has it, in the form in which a request would send it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return ", ".join(value)
    if isinstance(value, list) and all(isinstance(part, list) for part in value):
        return "|".join(",".join(str(number) for number in part) for part in value)
    if isinstance(value, dict) and all(isinstance(part, str) for part in value.values()):
        return "|".join(f"{name}={_escaped(text)}" for name, text in value.items())
    return str(value) if isinstance(value, str | int | float) else json.dumps(value)


def headers_as_text(headers: dict[str, str]) -> str:
    """Headers as the lines that they are."""
    return "\n".join(f"{name}: {text}" for name, text in headers.items())


def _escaped(text: str) -> str:
    return text.replace("=", "\\=").replace("|", "\\|")
