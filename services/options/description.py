"""Options by which people describe an asset."""

from __future__ import annotations

from typing import Annotated

from services.options.option import REQUEST_ONLY, UNSIGNED_TOO, Options
from services.options.values import MetadataValues, Pairs, Tags


class DescriptionOptions(Options):
    """Tags and other things that people say about an asset."""

    tags: Annotated[Tags | None, UNSIGNED_TOO] = None
    """Tags that the asset gets; those of the request and of the preset are joined."""
    context: Annotated[Pairs | None, UNSIGNED_TOO] = None
    """Names and values to keep with the asset, such as alt and caption."""
    metadata: Annotated[MetadataValues | None, UNSIGNED_TOO] = None
    """Values of the fields of structured metadata, by the fields' external IDs."""
    clear_invalid: Annotated[bool | None, REQUEST_ONLY] = None
    """Whether values of structured metadata that do not fit are left out, not refused."""
