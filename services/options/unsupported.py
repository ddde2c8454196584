"""Options of Cloudinary's `upload` that are known here and not done, each with the reason.

Names from its "Upload API reference" and from the parameters that its SDKs send. What only changes
how the work is done is ignored, and the response says so in `warnings`. What a sender would miss is
refused, before anything is kept.
"""

from __future__ import annotations

from typing import Final

IGNORED: Final = {
    "batch_id": "notifications are not grouped",
    "callback": "responses are JSON, which browsers of other origins may read",
    "invalidate": "no copies are held in front of this server, so there is nothing to invalidate",
    "proxy": "remote files are fetched directly",
    "quality_override": "no quality is chosen automatically",
}
"""What is ignored, and why."""

_NO_SUCH_SERVICE: Final = "no service that does it is connected"

REFUSED: Final = {
    "access_mode": "access_control and type say who may see an asset",
    "auto_caption": _NO_SUCH_SERVICE,
    "auto_chaptering": _NO_SUCH_SERVICE,
    "auto_transcription": _NO_SUCH_SERVICE,
    "auto_video_details": _NO_SUCH_SERVICE,
    "background_removal": _NO_SUCH_SERVICE,
    "cinemagraph_analysis": "it is not measured",
    "eval": "code from requests is never run. Compute the options before the upload",
    "manifest_json": "videos are not made from manifests",
    "manifest_transformation": "videos are not made from manifests",
    "manifest_url": "videos are not made from manifests",
    "ocr": _NO_SUCH_SERVICE,
    "on_success": "code from requests is never run. Name a notification_url, and act there",
    "raw_convert": _NO_SUCH_SERVICE,
    "regions": "named regions are not kept",
    "similarity_search": "there is no search by likeness",
    "template": "files are not made from templates",
    "template_vars": "files are not made from templates",
    "visual_search": "what categorization=local_tagging looks at can be found by likeness",
}
"""What is refused, and why."""
