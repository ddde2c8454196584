"""A transformation that cannot be done."""

from __future__ import annotations


class TransformationError(ValueError):
    """The message names the component and may be shown."""
