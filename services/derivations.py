"""What uploads and `explicit` ask to have derived: at once, or by jobs in the background."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from dbos import DBOS, DBOSConfiguredInstance, SetWorkflowID

from services.assets.addresses import Addresses
from services.assets.catalogue import Catalogue
from services.assets.eager import Eager, EagerItem, read_eager
from services.assets.named_transformations import NamedTransformations
from services.assets.renditions import Renditions, RenditionsBusy
from services.assets.responsive import Responsive
from services.assets.tables import Asset
from services.media.errors import UnreadableMedia
from services.media.transformations.errors import TransformationError
from services.notifications.notifications import Notifications
from services.notifications.payloads import eager_completed
from services.options.upload import UploadOptions

DERIVATION_QUEUE = "derivations"
_POLL = 0.5
"""Seconds between looks into the queue."""
_ATTEMPTS = 4
_LOG = logging.getLogger(__name__)


@DBOS.dbos_class()
class Derivations(DBOSConfiguredInstance):
    """Makes derived pictures in advance. Made once in a process."""

    def __init__(
        self,
        catalogue: Catalogue,
        renditions: Renditions,
        transformations: NamedTransformations,
        addresses: Addresses,
        notifications: Notifications,
    ) -> None:
        super().__init__(config_name="derivations")
        self._catalogue = catalogue
        self._eager = Eager(renditions, transformations, addresses)
        self._responsive = Responsive(renditions, transformations, addresses)
        self._notifications = notifications

    def launch(self) -> None:
        """Start the worker; the jobs must be running."""
        DBOS.register_queue(DERIVATION_QUEUE, worker_concurrency=1, polling_interval_sec=_POLL)

    def check(
        self, options: UploadOptions, resource_type: str, width: int | None, height: int | None
    ) -> None:
        """Raise TransformationError where what the options ask for can never be made of a file."""
        self._eager.check(read_eager(options.eager or ""), resource_type, width, height)
        for settings in options.responsive_breakpoints or []:
            if resource_type != "image":
                raise TransformationError("responsive_breakpoints is for images")
            self._responsive.check(settings)

    def derive(self, asset: Asset, options: UploadOptions, base_url: str) -> dict[str, Any]:
        """`eager` and `responsive_breakpoints` of the answer, as far as they are asked for."""
        answer: dict[str, Any] = {}
        if items := read_eager(options.eager or ""):
            answer |= self._derive_eager(asset, items, options, base_url)
        if options.responsive_breakpoints:
            answer["responsive_breakpoints"] = [
                self._responsive.found(asset, settings, base_url)
                for settings in options.responsive_breakpoints
            ]
        return answer

    def _derive_eager(
        self, asset: Asset, items: Sequence[EagerItem], options: UploadOptions, base_url: str
    ) -> dict[str, Any]:
        url = options.eager_notification_url or options.notification_url or asset.notification_url
        if not options.eager_async:
            return {"eager": [self._made(asset, item, base_url) for item in items]}
        batch_id = uuid4().hex
        with SetWorkflowID(f"eager-{batch_id}"):
            DBOS.enqueue_workflow(
                DERIVATION_QUEUE,
                self.derive_in_background,
                asset.asset_id,
                asset.version_id,
                options.eager or "",
                url,
                base_url,
                batch_id,
            )
        pending = [self._eager.pending(asset, item, base_url, batch_id) for item in items]
        return {"eager": pending, "batch_id": batch_id}

    @DBOS.workflow(name="derive_in_background", max_recovery_attempts=_ATTEMPTS)
    def derive_in_background(
        self, asset_id: str, version_id: str, eager: str, url: str | None, base: str, batch_id: str
    ) -> None:
        """Make the eager transformations of one version of an asset, then say so."""
        self._notifications.enqueue(
            self.make_and_write_down(asset_id, version_id, eager, url, base, batch_id)
        )

    @DBOS.step(name="make_and_write_down")
    def make_and_write_down(
        self, asset_id: str, version_id: str, eager: str, url: str | None, base: str, batch_id: str
    ) -> list[str]:
        """Make the pictures; the notifications that are to be sent."""
        asset = self._catalogue.get(asset_id)
        if asset is None or asset.version_id != version_id:
            return []
        made = [self._made(asset, item, base) for item in read_eager(eager)]
        return self._notifications.write_down(
            "eager",
            eager_completed(asset, made, batch_id),
            notification_url=url,
            key=f"eager-{batch_id}",
        )

    def _made(self, asset: Asset, item: EagerItem, base_url: str) -> dict[str, Any]:
        try:
            return self._eager.made(asset, item, base_url)
        except (TransformationError, UnreadableMedia, RenditionsBusy) as error:
            reason = str(error)
        except FileNotFoundError:
            reason = "The original is gone."
        return {"transformation": item.transformation, "status": "failed", "reason": reason}
