"""Lists as settings and forms spell them: parts between commas."""

from __future__ import annotations

from typing import Any


def comma_separated(value: Any) -> Any:
    """The parts of a text, without the blanks around them; anything else is left as it is."""
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return value
