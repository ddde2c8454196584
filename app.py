"""create_app(): the one place where the parts are wired. `python app.py` serves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import get_args

from flask import Blueprint, Flask, Request
from flask_wtf import CSRFProtect

from commands.serving import Tagdrop, run_server
from routes.admin.access import ResourceAccess
from routes.admin.account import account_blueprint
from routes.admin.analysis import analysis_blueprint
from routes.admin.deletion import deletion_blueprint
from routes.admin.derived import derived_blueprint
from routes.admin.events import events_blueprint
from routes.admin.folders import folders_blueprint
from routes.admin.learning import learning_blueprint
from routes.admin.listing import listing_blueprint
from routes.admin.notifications import notifications_blueprint
from routes.admin.presets import presets_api_blueprint
from routes.admin.rate_limit import limit_requests
from routes.admin.relations import relations_blueprint
from routes.admin.resource import resource_blueprint
from routes.admin.search import search_blueprint
from routes.admin.structured_metadata import structured_metadata_blueprint
from routes.admin.transformations import transformations_blueprint
from routes.admin.update import update_blueprint
from routes.admin.upload_mappings import upload_mappings_blueprint
from routes.admin.versions import versions_blueprint
from routes.admin.visual_search import visual_search_blueprint
from routes.application import bare_application, let_other_sites_call
from routes.archives import archives_blueprint
from routes.delivery.deliver import delivery_blueprint
from routes.description import description_blueprint
from routes.downloads import downloads_blueprint
from routes.explicit import explicit_blueprint
from routes.generated import generated_blueprint
from routes.lifecycle import lifecycle_blueprint
from routes.moderation import moderation_blueprint
from routes.pages import pages_blueprint
from routes.signing import signing_blueprint
from routes.upload import upload_blueprint
from routes.upload_parts import PartReader
from routes.widget import widget_blueprint
from services.assets.addresses import Addresses
from services.assets.catalogue import Catalogue
from services.assets.deleting import Deleting
from services.assets.derived import DerivedStore
from services.assets.derived_rows import DerivedPresenter
from services.assets.discarding import Discarding
from services.assets.editing import AssetEditor
from services.assets.folders import Folders
from services.assets.listed_rows import ListedRows
from services.assets.listing import Listings
from services.assets.look_alikes import LookAlikes
from services.assets.named_transformations import NamedTransformations
from services.assets.presentation import AssetPresenter
from services.assets.relations import Relations
from services.assets.renditions import Renditions
from services.assets.usage import usage_of
from services.assets.versions import AssetVersions
from services.credentials import load_credentials
from services.data_folder import executor_id, hold
from services.database import Database, open_database
from services.derivations import Derivations
from services.housekeeping import keep_house
from services.jobs import Jobs
from services.learning.application import Application
from services.learning.lessons import Lessons
from services.learning.similarity import Similarity
from services.logins import LoginTokens
from services.media.probe import Limits
from services.notifications.notifications import Notifications
from services.notifications.sender import NotificationSender
from services.notifications.triggers import Triggers
from services.outbound import AllowList, guarded_session
from services.presets import PresetStore
from services.rate_limit import HourlyLimit
from services.search.folders import FolderSearch
from services.search.index import keep_in_step
from services.search.search import AssetSearch
from services.settings import Settings
from services.signing import Signer
from services.storage import Storage
from services.structured_metadata.store import MetadataStore
from services.tagging.engine import AskedBy, Engine, find_engines
from services.tagging.tagger import LOCAL, Tagger, engines_asked_by
from services.tagging.words.words import load_words
from services.uploads.analysis import Analyzing
from services.uploads.archiving import Archiving
from services.uploads.authorisation import Gate
from services.uploads.background import BackgroundUploads
from services.uploads.chunked.chunked_uploads import ChunkedUploads
from services.uploads.generated import Generating
from services.uploads.incoming import Incoming
from services.uploads.intake import Intake
from services.uploads.staging import Staging
from services.uploads.updating import Updating

ROOT = Path(__file__).parent
MAX_FILE_SIZE = 20 << 30
"""The most bytes that any file may have."""


def create_app(settings: Settings) -> Tagdrop:
    """Wire the parts, bring the database up to date, and go on with what a crash interrupted.

    Raises StartError, CredentialsError, InvalidOverlayError, PresetError, StorageError.
    """
    lock = hold(settings.data_dir)
    data_dir = settings.data_dir.resolve()
    credentials = load_credentials(settings)
    signer = Signer(credentials)
    engines = find_engines()
    database = keep_in_step(
        open_database(settings.database_url or f"sqlite:///{data_dir / 'tagdrop.db'}")
    )
    presets = _presets(database, engines)

    catalogue = Catalogue(database)
    storage = Storage(settings.storage_url or (data_dir / "files").as_uri())
    staging = Staging(data_dir / "incoming")
    staging.sweep(storage, catalogue.is_an_original)
    renditions = Renditions(storage, DerivedStore(database))
    transformations = NamedTransformations(database)
    lessons = Lessons(database)
    words = load_words(settings.vocabulary)
    tagger = Tagger(engines, settings.engine_fallback, words, lessons.taught)
    addresses = Addresses(settings.cloud_name, signer, strict=settings.strict_transformations)
    presenter = AssetPresenter(addresses, signer, engines)
    outbound = guarded_session(AllowList(settings.fetch_allow))
    triggers = Triggers(database)
    notifications = Notifications(
        database, NotificationSender(outbound, signer), triggers, credentials.api_key
    )
    similarity = Similarity(database)
    derived = DerivedPresenter(renditions.derived, catalogue, addresses)
    derivations = Derivations(catalogue, renditions, transformations, addresses, notifications)
    jobs = Jobs(catalogue, storage, tagger, presenter, notifications, settings.base_url)
    application = Application(database, storage, lessons, engines[LOCAL])
    machine = executor_id(data_dir)
    chunked = _chunked(database, data_dir / "chunked", machine, catalogue, storage)
    discarding = _discarding(catalogue, storage, renditions)
    look_alikes = LookAlikes(database)
    metadata = MetadataStore(database)
    intake = Intake(
        storage,
        catalogue,
        look_alikes,
        discarding,
        metadata,
        tagger,
        jobs,
        Incoming(transformations),
        derivations,
        Limits(),
    )
    background = BackgroundUploads(
        database,
        data_dir / "background",
        machine,
        staging,
        intake,
        derivations,
        catalogue,
        presenter,
        notifications,
        outbound,
    )
    jobs.launch(settings.database_url or f"sqlite:///{data_dir / 'jobs.db'}", machine)
    for work in (application, derivations, background):
        work.launch()
    editor = AssetEditor(database)
    versions, relations = AssetVersions(database), Relations(database)
    keep_house([chunked.sweep, notifications.forget_old, relations.sweep])
    updating = Updating(storage, editor, look_alikes, tagger, jobs, Limits())
    gate = Gate(credentials, signer, presets, MAX_FILE_SIZE, settings.allowed_origins)
    logins = LoginTokens(database)

    def base_url(request: Request) -> str:
        return settings.public_url or request.host_url.rstrip("/")

    app = bare_application(settings, credentials)
    csrf, limit = CSRFProtect(app), HourlyLimit(settings.admin_requests_per_hour)
    access, rows = ResourceAccess(catalogue, signer, credentials), ListedRows(presenter)
    for api in (
        upload_blueprint(
            gate,
            staging,
            PartReader(gate, staging, chunked),
            intake,
            derivations,
            background,
            jobs,
            presenter,
            signer,
            outbound,
            base_url,
        ),
        explicit_blueprint(
            gate, catalogue, updating, derivations, presenter, notifications, base_url
        ),
        description_blueprint(gate, editor, notifications),
        lifecycle_blueprint(gate, editor, discarding, presenter, signer, notifications, base_url),
        resource_blueprint(access, versions, presenter, derived, relations, rows, base_url),
        derived_blueprint(renditions, credentials),
        transformations_blueprint(transformations, derived, renditions, credentials, base_url),
        archives_blueprint(
            gate,
            signer,
            Archiving(
                database, storage, renditions, transformations, staging, intake, MAX_FILE_SIZE
            ),
            presenter,
            notifications,
            base_url,
        ),
        generated_blueprint(
            gate,
            signer,
            Generating(
                catalogue, storage, transformations, staging, intake, outbound, MAX_FILE_SIZE
            ),
            presenter,
            notifications,
            base_url,
        ),
        downloads_blueprint(catalogue, versions, storage, renditions, signer, credentials),
        structured_metadata_blueprint(metadata, credentials),
        versions_blueprint(
            versions, discarding, jobs, presenter, notifications, credentials, base_url
        ),
        update_blueprint(access, updating, presenter, jobs, notifications, base_url),
        *_library_api(
            database,
            access,
            relations,
            rows,
            discarding,
            transformations,
            notifications,
            base_url,
        ),
        search_blueprint(
            AssetSearch(database),
            FolderSearch(database),
            presenter,
            credentials,
            signer,
            base_url,
        ),
        notifications_blueprint(notifications, triggers, credentials),
        presets_api_blueprint(presets, credentials),
        analysis_blueprint(
            Analyzing(tagger, staging, outbound, Limits(), MAX_FILE_SIZE), credentials
        ),
        events_blueprint(access, catalogue, presenter, base_url),
        learning_blueprint(lessons, application, catalogue, presenter, credentials, base_url),
        visual_search_blueprint(
            similarity,
            catalogue,
            presenter,
            credentials,
            engines[LOCAL],
            staging,
            outbound,
            base_url,
        ),
    ):
        limit_requests(api, limit, credentials)
        _open(app, api, csrf, settings)
    for site in (
        signing_blueprint(signer, credentials, csrf),
        moderation_blueprint(catalogue, updating, presenter, jobs, notifications, base_url),
        widget_blueprint(ROOT / "static" / "widget"),
        pages_blueprint(
            cloud_name=settings.cloud_name,
            credentials=credentials,
            logins=logins,
            presets=presets,
            notifications=notifications,
            triggers=triggers,
            engines=engines,
            lessons=lessons,
            application=application,
            catalogue=catalogue,
            presenter=presenter,
            base_url=base_url,
        ),
        delivery_blueprint(
            catalogue,
            storage,
            renditions,
            transformations,
            credentials,
            signer,
            strict=settings.strict_transformations,
        ),
    ):
        app.register_blueprint(site)
    return Tagdrop(app, credentials, logins.issue(), jobs, lock)


def _open(app: Flask, api: Blueprint, csrf: CSRFProtect, settings: Settings) -> None:
    """Have the API answer programs and the pages of other sites."""
    let_other_sites_call(api, settings)
    csrf.exempt(api)
    app.register_blueprint(api)


def _library_api(
    database: Database,
    access: ResourceAccess,
    relations: Relations,
    rows: ListedRows,
    discarding: Discarding,
    transformations: NamedTransformations,
    notifications: Notifications,
    base_url: Callable[[Request], str],
) -> tuple[Blueprint, ...]:
    """What lists, orders and deletes all that is stored."""
    credentials, listings = access.credentials, Listings(database)
    return (
        relations_blueprint(access, relations),
        folders_blueprint(Folders(database), notifications, credentials),
        upload_mappings_blueprint(credentials),
        account_blueprint(lambda: usage_of(database), Limits(), MAX_FILE_SIZE, credentials),
        listing_blueprint(listings, rows, credentials, base_url),
        deletion_blueprint(
            listings, Deleting(database, discarding), transformations, notifications, credentials
        ),
    )


def _presets(database: Database, engines: Mapping[str, Engine]) -> PresetStore:
    """The presets, at first those that ship. Raises PresetError."""
    presets = PresetStore(
        database, {option: engines_asked_by(engines, option) for option in get_args(AskedBy)}
    )
    presets.load_shipped(ROOT / "presets.json")
    return presets


def _chunked(
    database: Database, folder: Path, machine: str, catalogue: Catalogue, storage: Storage
) -> ChunkedUploads:
    """The uploads in parts, among them those that a restart interrupted."""
    chunked = ChunkedUploads(database, folder, machine, catalogue, storage)
    chunked.restore()
    return chunked


def _discarding(catalogue: Catalogue, storage: Storage, renditions: Renditions) -> Discarding:
    """What deletes files, after it has deleted what a crash kept from being deleted."""
    discarding = Discarding(catalogue, storage, renditions)
    discarding.finish()
    return discarding


if __name__ == "__main__":
    run_server(create_app)
