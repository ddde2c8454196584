"""Who sends a part, with which parameters: what all parts of a file have in common."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

_OF_ONE_REQUEST = frozenset({"file", "api_key", "timestamp", "signature"})
"""Fields that may differ from part to part: SDKs sign each part anew."""


def sender_fingerprint(fields: Mapping[str, str], resource_type: str, *, vouched: bool) -> str:
    """The same for every part of a file; `vouched` tells signed requests from unsigned ones."""
    kept = sorted((name, value) for name, value in fields.items() if name not in _OF_ONE_REQUEST)
    return hashlib.sha256(json.dumps([resource_type, vouched, kept]).encode()).hexdigest()
