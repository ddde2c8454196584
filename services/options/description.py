"""Options by which people describe an asset."""

from __future__ import annotations

from typing import Annotated

from services.options.option import UNSIGNED_TOO, Options
from services.options.values import Pairs, Tags


class DescriptionOptions(Options):
    """Tags and other things that people say about an asset."""

    tags: Annotated[Tags | None, UNSIGNED_TOO] = None
    """Tags that the asset gets; those of the request and of the preset are joined."""
    context: Annotated[Pairs | None, UNSIGNED_TOO] = None
    """Names and values to keep with the asset, such as alt and caption."""
