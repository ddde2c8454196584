"""What a delivery address asks for: the path behind the delivery type, taken apart.

`[s--<signature>--/][<transformation>/][v<version>/]<public ID>[.<extension>]`, where the
transformation may have slashes itself, and a folder may look like a part of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from services.media.transformations.errors import TransformationError
from services.media.transformations.grammar import LONGEST_CHAIN, looks_like_component
from services.signing import delivery_signed_text

_SIGNATURE = re.compile(r"s--([A-Za-z0-9_-]+)--")
_VERSION = re.compile(r"v(\d{1,12})")


@dataclass(frozen=True)
class DeliveryPath:
    """One reading of an address. `name` is a public ID, with or without an extension."""

    transformation: str
    version: int | None
    name: str

    @property
    def signed_text(self) -> str:
        """What a signature of this address is made of."""
        return delivery_signed_text(self.transformation, self.name)

    @property
    def names(self) -> tuple[tuple[str, str], ...]:
        """The public IDs, each with its extension in small letters, that the name may mean."""
        stem, dot, extension = self.name.rpartition(".")
        whole = (self.name, "")
        return ((stem, extension.lower()), whole) if dot and stem else (whole,)


def split_signature(path: str) -> tuple[str | None, str]:
    """The signature at the head of a path, if it has one, and the rest."""
    first, _, rest = path.partition("/")
    match = _SIGNATURE.fullmatch(first) if rest else None
    return (match[1], rest) if match else (None, path)


def read_delivery_path(path: str) -> list[DeliveryPath]:
    """What a path without its signature may mean, the likeliest reading first.

    Raises TransformationError when more parts than a chain may have look like transformations.
    """
    parts = path.split("/")
    chain = next(
        (n for n, part in enumerate(parts[:-1]) if not looks_like_component(part)), len(parts) - 1
    )
    if chain > LONGEST_CHAIN:
        raise TransformationError(f"The transformation has more than {LONGEST_CHAIN} components")
    readings = []
    for length in range(chain, -1, -1):
        transformation, rest = "/".join(parts[:length]), parts[length:]
        version = _VERSION.fullmatch(rest[0]) if len(rest) > 1 else None
        if version:
            readings.append(DeliveryPath(transformation, int(version[1]), "/".join(rest[1:])))
        readings.append(DeliveryPath(transformation, None, "/".join(rest)))
    return readings
