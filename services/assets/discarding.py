"""Files of assets that are no more: noted in the transaction that forgets the asset, then deleted.

What a crash leaves in between is deleted at the next start.
"""

from __future__ import annotations

from dataclasses import dataclass

from services.assets.catalogue import Catalogue
from services.assets.renditions import Renditions
from services.storage import Storage


@dataclass(frozen=True)
class Discarding:
    """Deletes originals and what was derived from them."""

    catalogue: Catalogue
    storage: Storage
    renditions: Renditions

    def finish(self) -> None:
        """Delete what is noted."""
        for storage_key in self.catalogue.discarded():
            self.discard(storage_key)

    def discard(self, storage_key: str) -> None:
        """Delete the original that is noted to lie at `storage_key`."""
        self.storage.delete(storage_key)
        self.renditions.delete(storage_key)
        self.catalogue.forget_discarded(storage_key)
