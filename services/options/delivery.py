"""Options that say how an asset is delivered, and to whom."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

from services.options.option import UNSIGNED_TOO, Options


def _delivery_type(value: str) -> str:
    if value != "upload":
        raise ValueError("must be upload; private and authenticated assets are not supported")
    return value


class DeliveryOptions(Options):
    """Delivery type, access, derived files."""

    type: Annotated[Annotated[str, AfterValidator(_delivery_type)] | None, UNSIGNED_TOO] = None
    """The delivery type, `upload` unless something else is said."""
