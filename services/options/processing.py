"""Options that say how an upload is carried out, and who is told."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from services.options.option import PRESET_ONLY, Options
from services.options.values import WebAddress, usual_format


class ProcessingOptions(Options):
    """Notifications, background work, backups."""

    in_background: Annotated[bool | None, Field(alias="async")] = None
    """Whether the answer comes at once, and the result goes to the notification URL."""
    transformation: Annotated[str, Field(max_length=2000)] | None = None
    """What is done to a picture before it is stored, such as c_limit,w_2000."""
    format: Annotated[str, Field(max_length=10), AfterValidator(usual_format)] | None = None
    """The format that a picture is converted to before it is stored."""
    notification_url: WebAddress | None = None
    """Where to POST the result to."""
    return_delete_token: bool | None = None
    """Whether the response has a token that deletes the asset within ten minutes."""
    backup: bool | None = None
    """Whether the asset and the one that it replaces are kept as versions that can come back."""
    live: Annotated[bool | None, PRESET_ONLY] = None
    """Kept for clients that set it; there is no live streaming here."""
