"""Background work ends in a state that its asset shows, whatever an engine or a receiver does."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from dbos import DBOS
from PIL import Image

from services.assets.addresses import Addresses
from services.assets.catalogue import Catalogue, asked_detections
from services.assets.presentation import AssetPresenter
from services.assets.tables import Asset
from services.credentials import Credentials
from services.database import Database
from services.jobs import Jobs
from services.media.pictures import Picture
from services.notifications.notifications import Notifications
from services.notifications.sender import NotificationSender
from services.notifications.triggers import Triggers
from services.outbound import AllowList, guarded_session
from services.signing import Signer
from services.storage import Storage
from services.tagging.engine import Engine, EngineError
from services.tagging.tagger import Tagger
from services.tagging.tags import Tag
from services.tagging.words.words import load_words
from tests.web_server import WebServer

DOG = Tag("dog", 0.9, "object")


class _Recognizing(Engine):
    name = "recognizing"
    media = frozenset({"image"})
    remote = False
    model = "1"

    def data(self, tags: Sequence[Tag]) -> Any:
        return [tag.name for tag in tags]

    def tag_picture(self, picture: Picture) -> list[Tag]:
        return [DOG]


class _Refusing(_Recognizing):
    name = "refusing"

    def tag_picture(self, picture: Picture) -> list[Tag]:
        raise EngineError("refusing is out of quota; ask again tomorrow.")


class _Crashing(_Recognizing):
    name = "crashing"

    def tag_picture(self, picture: Picture) -> list[Tag]:
        raise RuntimeError("password=hunter2")


ENGINES: dict[str, Engine] = {
    engine.name: engine for engine in (_Recognizing(), _Refusing(), _Crashing())
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("jobs")


@pytest.fixture(scope="module")
def database(folder: Path) -> Database:
    database = Database(f"sqlite:///{folder / 'tagdrop.db'}")
    database.migrate()
    return database


@pytest.fixture(scope="module")
def catalogue(database: Database) -> Catalogue:
    return Catalogue(database)


@pytest.fixture(scope="module")
def storage(folder: Path) -> Storage:
    return Storage((folder / "files").as_uri())


@pytest.fixture(scope="module")
def notifications(database: Database) -> Notifications:
    signer = Signer(Credentials("key", "secret"))
    sender = NotificationSender(guarded_session(AllowList([])), signer)
    return Notifications(database, sender, Triggers(database), "key")


@pytest.fixture(scope="module")
def jobs(
    folder: Path, catalogue: Catalogue, storage: Storage, notifications: Notifications
) -> Iterator[Jobs]:
    signer = Signer(Credentials("key", "secret"))
    jobs = Jobs(
        catalogue,
        storage,
        Tagger(ENGINES, "local", load_words()),
        AssetPresenter(Addresses("demo", signer), signer, ENGINES),
        notifications,
        "http://127.0.0.1:8000",
    )
    jobs.launch(f"sqlite:///{folder / 'jobs.db'}", "tests")
    yield jobs
    jobs.close()


@pytest.fixture
def picture() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, "PNG")
    return file.getvalue()


def stored(catalogue: Catalogue, storage: Storage, content: bytes, *engines: str) -> Asset:
    now, version_id = datetime.now(UTC), uuid4().hex
    asset = Asset(
        asset_id=uuid4().hex,
        resource_type="image",
        delivery_type="upload",
        public_id=version_id,
        version=1,
        version_id=version_id,
        format="png",
        bytes=len(content),
        etag="0" * 32,
        storage_key=f"originals/{version_id}",
        width=8,
        height=8,
        media={},
        asset_folder="",
        display_name="",
        original_filename="",
        context={},
        created_at=now,
        updated_at=now,
        tagging_status="pending",
        tagging_progress=0.0,
        tags=[],
        detections=asked_detections(engines, 0.5),
    )
    storage.put(asset.storage_key, content)
    return catalogue.add(asset, overwrite=False).asset


def tagged(jobs: Jobs, catalogue: Catalogue, asset: Asset) -> Asset:
    jobs.tag(asset)
    DBOS.retrieve_workflow(f"tag-{asset.version_id}").get_result()
    found = catalogue.get(asset.asset_id)
    assert found
    return found


def test_tags_are_in_the_record_when_the_work_is_done(
    jobs: Jobs, catalogue: Catalogue, storage: Storage, picture: bytes
) -> None:
    asset = tagged(jobs, catalogue, stored(catalogue, storage, picture, "recognizing"))
    assert asset.tagging_status == "complete"
    assert [tag.tag for tag in asset.tags] == ["dog"]


def test_asking_twice_is_asking_once(
    jobs: Jobs, catalogue: Catalogue, storage: Storage, picture: bytes
) -> None:
    asset = stored(catalogue, storage, picture, "recognizing")
    jobs.tag(asset)
    assert [tag.tag for tag in tagged(jobs, catalogue, asset).tags] == ["dog"]


def test_an_engine_that_refuses_is_quoted(
    jobs: Jobs, catalogue: Catalogue, storage: Storage, picture: bytes
) -> None:
    asset = tagged(jobs, catalogue, stored(catalogue, storage, picture, "refusing"))
    assert asset.tagging_status == "failed"
    assert asset.tagging_error == "refusing is out of quota; ask again tomorrow."


def test_an_engine_that_crashes_fails_its_tagging_without_telling_its_secrets(
    jobs: Jobs,
    catalogue: Catalogue,
    storage: Storage,
    picture: bytes,
    caplog: pytest.LogCaptureFixture,
) -> None:
    asset = tagged(jobs, catalogue, stored(catalogue, storage, picture, "crashing"))
    assert asset.tagging_status == "failed"
    assert asset.tagging_error == "Tagging failed unexpectedly; the server's log says why."
    assert [detection.status for detection in asset.detections] == ["failed"]
    assert "RuntimeError" in caplog.text


def test_a_file_that_cannot_be_read_fails_its_tagging(
    jobs: Jobs, catalogue: Catalogue, storage: Storage
) -> None:
    asset = tagged(jobs, catalogue, stored(catalogue, storage, b"no picture", "recognizing"))
    assert asset.tagging_status == "failed"
    assert asset.tagging_error


def test_a_file_that_is_gone_fails_its_tagging_without_telling_where_it_was(
    jobs: Jobs, catalogue: Catalogue, storage: Storage, picture: bytes, folder: Path
) -> None:
    asset = stored(catalogue, storage, picture, "recognizing")
    storage.delete(asset.storage_key)
    asset = tagged(jobs, catalogue, asset)
    assert asset.tagging_status == "failed"
    assert str(folder) not in (asset.tagging_error or "")


def test_work_for_a_version_that_was_replaced_changes_nothing(
    jobs: Jobs, catalogue: Catalogue, storage: Storage, picture: bytes
) -> None:
    asset = stored(catalogue, storage, picture, "recognizing")
    asset.version_id = uuid4().hex
    assert tagged(jobs, catalogue, asset).tagging_status == "pending"


def test_a_private_address_never_hears_of_an_upload_and_the_owner_is_told(
    jobs: Jobs,
    notifications: Notifications,
    catalogue: Catalogue,
    storage: Storage,
    picture: bytes,
    web: WebServer,
    caplog: pytest.LogCaptureFixture,
) -> None:
    asset = stored(catalogue, storage, picture)
    asset.notification_url = web.serve("/hook", b"")
    with caplog.at_level(logging.WARNING):
        jobs.notify(asset, "http://127.0.0.1:8000", {})
        [kept] = notifications.pending()
        DBOS.retrieve_workflow(f"notify-{kept.notification_id}-1").get_result()
    assert web.requests == []
    assert "127.0.0.1 is not a public address" in caplog.text
    settled = notifications.get(kept.notification_id)
    assert settled
    assert (settled.status, settled.attempts) == ("failed", 1)
    assert settled.last_error == "127.0.0.1 is not a public address"
