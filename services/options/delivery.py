"""Options that say how an asset is delivered, and to whom."""

from __future__ import annotations

import json
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from services.assets.access import AccessControl, DeliveryType
from services.assets.eager import read_eager
from services.assets.responsive import MOST_SETTINGS, BreakpointSettings
from services.options.option import UNSIGNED_TOO, Options
from services.options.values import Headers, WebAddress


def _eager(value: str) -> str:
    read_eager(value)
    return value


def _json(value: Any) -> Any:
    """A list, or one group for a list of one; SDKs send it as JSON."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            raise ValueError('must be JSON such as [{"create_derived": false}]') from None
    return [value] if isinstance(value, dict) else value


class DeliveryOptions(Options):
    """Delivery type, access, derived files."""

    type: Annotated[DeliveryType | None, UNSIGNED_TOO] = None
    """Who may see the asset: everybody (upload, the usual), private, or authenticated."""
    access_control: AccessControl | None = None
    """When, or by what means, the asset may be seen at all."""
    eager: Annotated[str, Field(max_length=20_000), AfterValidator(_eager)] | None = None
    """Transformations, separated by |, that are carried out with the upload."""
    eager_async: bool | None = None
    """Whether they are carried out in the background, after the response."""
    eager_notification_url: WebAddress | None = None
    """Where to POST to when they are done, if not to notification_url."""
    responsive_breakpoints: (
        Annotated[list[BreakpointSettings], Field(max_length=MOST_SETTINGS), BeforeValidator(_json)]
        | None
    ) = None
    """Which widths of the picture the response names as worth having."""
    headers: Headers | None = None
    """Lines of Link and X-Robots-Tag to deliver the asset with."""
