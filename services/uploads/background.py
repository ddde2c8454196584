"""Uploads that are answered before they are done (`async`): done by durable work, and told.

What is to be done is written down, with the file beside it, before the answer leaves; so it is done
though the process be killed. It is done on the machine that has the file.
"""

from __future__ import annotations

import contextvars
import logging
import os
import threading
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

import requests
from dbos import DBOS, DBOSConfiguredInstance, SetWorkflowID
from sqlalchemy import JSON, BigInteger, String, Text, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from services.assets.catalogue import Catalogue, Stored
from services.assets.presentation import AssetPresenter
from services.assets.tables import UTCDateTime
from services.database import Base, Database
from services.derivations import Derivations
from services.notifications.notifications import Notifications
from services.options.upload import UploadOptions
from services.uploads.errors import TooManyUploads, UploadError
from services.uploads.intake import AskedType, Intake
from services.uploads.source import open_source
from services.uploads.staging import StagedFile, Staging, storage_key

_AT_ONCE = 2
_MOST_WAITING = 200
_ATTEMPTS = 4
_GIVEN_UP = f"Given up after {_ATTEMPTS} attempts, each of which ended the server."
_LOG = logging.getLogger(__name__)


class BackgroundUpload(Base):
    """An upload that is still to be done."""

    __tablename__ = "background_uploads"

    batch_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    machine: Mapped[str] = mapped_column(String(64))
    """Whose data folder has the file."""
    source_url: Mapped[str | None] = mapped_column(Text)
    """Where the file is to be fetched; nothing when it has come."""
    file_id: Mapped[str] = mapped_column(String(32))
    filename: Mapped[str] = mapped_column(Text)
    bytes: Mapped[int] = mapped_column(BigInteger)
    etag: Mapped[str] = mapped_column(String(32))
    size_limit: Mapped[int] = mapped_column(BigInteger)
    resource_type: Mapped[str] = mapped_column(String(10))
    options: Mapped[dict[str, Any]] = mapped_column(JSON)
    base_url: Mapped[str] = mapped_column(String(2000))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


@dataclass(frozen=True)
class Order:
    """What is to be done with a file, and where its links point to."""

    resource_type: AskedType
    options: UploadOptions
    size_limit: int
    base_url: str


@DBOS.dbos_class()
class BackgroundUploads(DBOSConfiguredInstance):
    """The uploads of this server that are done after their answer. Made once in a process."""

    def __init__(
        self,
        database: Database,
        folder: Path,
        machine: str,
        staging: Staging,
        intake: Intake,
        derivations: Derivations,
        catalogue: Catalogue,
        presenter: AssetPresenter,
        notifications: Notifications,
        outbound: requests.Session,
    ) -> None:
        super().__init__(config_name="background_uploads")
        folder.mkdir(parents=True, exist_ok=True)
        self._database = database
        self._folder = folder
        self._machine = machine
        self._staging = staging
        self._intake = intake
        self._derivations = derivations
        self._catalogue = catalogue
        self._presenter = presenter
        self._notifications = notifications
        self._outbound = outbound
        self._places = threading.BoundedSemaphore(_AT_ONCE)

    def launch(self) -> None:
        """Go on with what was not done when the process ended; the jobs must be running."""
        with self._database.reading() as session:
            mine = select(BackgroundUpload).where(BackgroundUpload.machine == self._machine)
            waiting = list(session.scalars(mine))
        files = {upload.file_id for upload in waiting}
        for path in self._folder.iterdir():
            if path.name not in files:
                path.unlink()
        for upload in waiting:
            status = DBOS.get_workflow_status(_job_id(upload.batch_id))
            if status is not None and status.status == "MAX_RECOVERY_ATTEMPTS_EXCEEDED":
                told = self._fail(
                    upload, f"Given up after {_ATTEMPTS} attempts that ended the server."
                )
                self._forget(upload)
                self._notifications.enqueue(told)
            else:
                self._start(upload.batch_id)

    def take(self, file: StagedFile | str, order: Order) -> dict[str, Any]:
        """Have the staged file, or what is to be fetched from an address, stored later.

        The answer to give meanwhile, as in Cloudinary's "Upload API reference" of `async`. Raises
        TooManyUploads.
        """
        if self._waiting() >= _MOST_WAITING:
            raise TooManyUploads("Too many uploads wait to be done. Try again later.")
        staged = file if isinstance(file, StagedFile) else None
        upload = BackgroundUpload(
            batch_id=uuid4().hex,
            machine=self._machine,
            source_url=None if staged else file,
            file_id=staged.file_id if staged else uuid4().hex,
            filename=staged.filename if staged else "",
            bytes=staged.bytes if staged else 0,
            etag=staged.etag if staged else "",
            size_limit=order.size_limit,
            resource_type=order.resource_type,
            options=order.options.as_set(),
            base_url=order.base_url,
            created_at=datetime.now(UTC),
        )
        if staged:
            os.link(staged.path, self._folder / staged.file_id)
        with self._database.writing() as session:
            session.add(upload)
        self._start(upload.batch_id)
        return _pending(upload)

    @DBOS.workflow(name="store_upload", max_recovery_attempts=_ATTEMPTS)
    def store_upload(self, batch_id: str) -> None:
        """Store it, and tell."""
        self._notifications.enqueue(self.finish(batch_id))

    @DBOS.step(name="finish_upload")
    def finish(self, batch_id: str) -> list[str]:
        """Store the file, and write down what came of it: the notifications' IDs."""
        with self._places:
            # A step may not queue other jobs, and storing does; outside of its context it is as if
            # a request did it.
            return contextvars.Context().run(self._finish, batch_id)

    def _finish(self, batch_id: str) -> list[str]:
        with self._database.reading() as session:
            upload = session.get(BackgroundUpload, batch_id)
        if upload is None:
            return []
        try:
            told = self._tell(upload, self._store(upload))
        except UploadError as error:
            told = self._fail(upload, str(error))
        except Exception:
            _LOG.exception("The upload %s failed", batch_id)
            told = self._fail(upload, "The server failed unexpectedly; its log says why.")
        self._forget(upload)
        return told

    def _store(self, upload: BackgroundUpload) -> Stored:
        before_a_crash = self._catalogue.of_original(storage_key(upload.file_id))
        if before_a_crash is not None:
            return Stored(before_a_crash)
        path = self._folder / upload.file_id
        if not path.exists():
            self._fetch(upload, path)
        return self._intake.store(
            StagedFile(upload.file_id, path, upload.filename, upload.bytes, upload.etag),
            cast(AskedType, upload.resource_type),
            UploadOptions.model_validate(upload.options),
        )

    def _fetch(self, upload: BackgroundUpload, path: Path) -> None:
        with ExitStack() as stack:
            opened = open_source(upload.source_url or "", self._outbound, upload.size_limit)
            source = stack.enter_context(opened)
            staged = stack.enter_context(
                self._staging.receive(source.chunks, source.filename, upload.size_limit)
            )
            upload.filename, upload.bytes = staged.filename, staged.bytes
            upload.etag = staged.etag
            os.link(staged.path, path)

    def _tell(self, upload: BackgroundUpload, stored: Stored) -> list[str]:
        asset = stored.asset
        existing = {"existing": True} if stored.existing else {}
        options = UploadOptions.model_validate(upload.options)
        resource = self._presenter.as_json(asset, upload.base_url)
        if not stored.existing:
            resource |= self._derivations.derive(asset, options, upload.base_url)
        return self._notifications.write_down(
            "upload",
            {**resource, **existing, "batch_id": upload.batch_id},
            notification_url=upload.options.get("notification_url"),
            key=f"stored-{upload.batch_id}",
        )

    def _fail(self, upload: BackgroundUpload, reason: str) -> list[str]:
        return self._notifications.write_down(
            "error",
            {**_pending(upload), "status": "failed", "error": {"message": reason}},
            notification_url=upload.options.get("notification_url"),
            key=f"failed-{upload.batch_id}",
        )

    def _start(self, batch_id: str) -> None:
        with SetWorkflowID(_job_id(batch_id)):
            DBOS.start_workflow(self.store_upload, batch_id)

    def _forget(self, upload: BackgroundUpload) -> None:
        with self._database.writing() as session:
            session.execute(
                delete(BackgroundUpload).where(BackgroundUpload.batch_id == upload.batch_id)
            )
        (self._folder / upload.file_id).unlink(missing_ok=True)

    def _waiting(self) -> int:
        query = select(func.count()).where(BackgroundUpload.machine == self._machine)
        with self._database.reading() as session:
            return session.scalar(query) or 0


def _job_id(batch_id: str) -> str:
    return f"store-{batch_id}"


def _pending(upload: BackgroundUpload) -> dict[str, Any]:
    """What is known of an upload before it is done."""
    public_id = upload.options.get("public_id")
    named = {"public_id": public_id} if public_id else {}
    return {
        "status": "pending",
        "resource_type": upload.resource_type,
        "type": upload.options.get("type", "upload"),
        **named,
        "batch_id": upload.batch_id,
    }
