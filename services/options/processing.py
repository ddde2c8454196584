"""Options that say how an upload is carried out, and who is told."""

from __future__ import annotations

from services.options.option import Options
from services.options.values import WebAddress


class ProcessingOptions(Options):
    """Notifications, background work, backups."""

    notification_url: WebAddress | None = None
    """Where to POST the result to."""
    return_delete_token: bool | None = None
    """Whether the response has a token that deletes the asset within ten minutes."""
    backup: bool | None = None
    """Whether the asset and the one that it replaces are kept as versions that can come back."""
