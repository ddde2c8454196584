"""Options that say how an asset is delivered, and to whom."""

from __future__ import annotations

from typing import Annotated

from services.assets.access import AccessControl, DeliveryType
from services.options.option import UNSIGNED_TOO, Options
from services.options.values import Headers


class DeliveryOptions(Options):
    """Delivery type, access, derived files."""

    type: Annotated[DeliveryType | None, UNSIGNED_TOO] = None
    """Who may see the asset: everybody (upload, the usual), private, or authenticated."""
    access_control: AccessControl | None = None
    """When, or by what means, the asset may be seen at all."""
    headers: Headers | None = None
    """Lines of Link and X-Robots-Tag to deliver the asset with."""
