"""What assets look like, as the catalogue keeps it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from services.assets.tables import AssetView
from services.tagging.models.embedding import EMBEDDING_MODEL, LENGTH
from services.tagging.tags import View

_KEPT_AS = np.dtype("<f2")
"""Half precision changes the product of two embeddings by less than a thousandth."""


def kept_views(views: Iterable[View]) -> list[AssetView]:
    """The rows that keep `views`."""
    return [
        AssetView(
            position=position,
            start=view.start,
            end=view.end,
            shot=view.shot,
            model=EMBEDDING_MODEL,
            embedding=view.embedding.astype(_KEPT_AS).tobytes(),
        )
        for position, view in enumerate(views)
    ]


def view_of(row: AssetView) -> View:
    """The view that a row keeps."""
    return View(embedding_of(row.embedding), row.start, row.end, row.shot)


def embedding_of(kept: bytes) -> NDArray[np.float32]:
    """The embedding that was kept as `kept`."""
    return np.frombuffer(kept, _KEPT_AS).astype(np.float32)


def embeddings_of(kept: Iterable[bytes]) -> NDArray[np.float32]:
    """The embeddings that were kept, a row each."""
    return np.frombuffer(b"".join(kept), _KEPT_AS).astype(np.float32).reshape(-1, LENGTH)
