"""Whether everything that a server needs is there, and what to do where it is not."""

from __future__ import annotations

import io
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Literal
from uuid import uuid4

import av
import requests
from PIL import Image, features
from sqlalchemy.exc import SQLAlchemyError

from services.credentials import FILE_NAME, CredentialsError, load_credentials
from services.data_folder import is_held
from services.database import Database
from services.media.pictures import Picture
from services.moderation.open_nsfw import open_nsfw
from services.settings import Settings
from services.storage import Storage
from services.tagging.engine import find_engines
from services.tagging.tagger import LOCAL
from services.tagging.words.overlay import InvalidOverlayError
from services.tagging.words.words import load_words

State = Literal["ok", "note", "problem"]
_LITTLE_SPACE: Final = 1 << 30
_DECODERS: Final = ("h264", "hevc", "vp8", "vp9", "av1", "mpeg4", "prores", "aac", "mp3", "opus")
_PICTURES: Final = {"jpg": "JPEG", "zlib": "PNG", "webp": "WebP", "avif": "AVIF"}


@dataclass(frozen=True)
class Finding:
    """What one look at `subject` told. A `problem` keeps something from working; a `note` is
    worth knowing. The message says what to do."""

    subject: str
    state: State
    message: str


def diagnose(settings: Settings) -> Iterator[Finding]:
    """Look at everything, one after the other, and change nothing."""
    for look in _LOOKS:
        yield from look(settings)


def _data_folder(settings: Settings) -> Iterator[Finding]:
    subject, folder = "Data folder", settings.data_dir
    if not folder.exists():
        yield Finding(subject, "note", f"{folder} is not there yet; `tagdrop serve` makes it.")
        return
    if not folder.is_dir() or not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        yield Finding(
            subject,
            "problem",
            f"{folder} is no folder that can be written. Change its owner, or TAGDROP_DATA_DIR.",
        )
        return
    if stat.S_IMODE(folder.stat().st_mode) & 0o077:
        yield Finding(subject, "note", f"Others may look into {folder}: chmod 700 {folder}")
    free = shutil.disk_usage(folder).free
    if free < _LITTLE_SPACE:
        yield Finding(subject, "problem", f"Only {free >> 20} MiB are free. Make room.")
    else:
        yield Finding(subject, "ok", f"{folder}, {free / 1e9:.0f} GB free")


def _server(settings: Settings) -> Iterator[Finding]:
    subject = "Server"
    if not is_held(settings.data_dir):
        yield Finding(subject, "note", "None runs. `tagdrop serve` starts one.")
        return
    try:
        is_ready = requests.get(f"{settings.local_url}/healthz", timeout=10).ok
    except requests.RequestException:
        is_ready = False
    if is_ready:
        yield Finding(subject, "ok", f"ready at {settings.local_url}")
    else:
        yield Finding(
            subject,
            "problem",
            f"A process has the data folder, and none answers at {settings.local_url}. Is it "
            "starting, or does it have another TAGDROP_PORT?",
        )


def _credentials(settings: Settings) -> Iterator[Finding]:
    subject, kept = "API key and secret", settings.data_dir / FILE_NAME
    if settings.api_key is None and not kept.exists():
        yield Finding(subject, "note", "`tagdrop serve` makes them.")
        return
    try:
        load_credentials(settings)
    except CredentialsError as error:
        yield Finding(subject, "problem", str(error))
    else:
        yield Finding(subject, "ok", "given" if settings.api_key else f"kept in {kept}")


def _database(settings: Settings) -> Iterator[Finding]:
    subject, file = "Database", settings.data_dir / "tagdrop.db"
    if settings.database_url is None and not file.exists():
        yield Finding(subject, "note", "`tagdrop serve` makes it.")
        return
    database = Database(settings.database_url or f"sqlite:///{file.resolve()}")
    try:
        present, newest = database.versions()
        damage = database.damage()
    except SQLAlchemyError as error:
        reason = " ".join(str(getattr(error, "orig", error)).split())
        yield Finding(subject, "problem", f"It cannot be used: {reason}. See TAGDROP_DATABASE_URL.")
        return
    finally:
        database.close()
    if damage:
        yield Finding(subject, "problem", f"It is damaged: {damage}. Restore a backup.")
    elif present == newest:
        yield Finding(subject, "ok", f"schema {present}")
    else:
        yield Finding(
            subject, "note", f"Its schema is {present}; the next start brings it to {newest}."
        )


def _storage(settings: Settings) -> Iterator[Finding]:
    subject, folder = "Storage", settings.data_dir / "files"
    if settings.storage_url is None and not folder.exists():
        yield Finding(subject, "note", "`tagdrop serve` makes it.")
        return
    url = settings.storage_url or folder.resolve().as_uri()
    key, content = f"doctor/{uuid4().hex}", b"written by tagdrop doctor"
    try:
        storage = Storage(url)
        storage.put(key, content)
        with storage.open(key) as file:
            is_same = file.read() == content
        storage.delete(key)
    except Exception as error:
        reason = str(error).partition("\n")[0]
        yield Finding(subject, "problem", f"Nothing can be kept there: {reason}. {_FOR_STORAGE}")
        return
    if is_same:
        yield Finding(subject, "ok", "written, read and deleted")
    else:
        yield Finding(subject, "problem", f"It gave back something else. {_FOR_STORAGE}")


_FOR_STORAGE: Final = "TAGDROP_STORAGE_URL says where it is; its own variables hold the key."


def _words(settings: Settings) -> Iterator[Finding]:
    try:
        load_words(settings.vocabulary)
    except InvalidOverlayError as error:
        yield Finding("Vocabulary", "problem", f"TAGDROP_VOCABULARY: {error}")
    else:
        yield Finding("Vocabulary", "ok", str(settings.vocabulary or "as it ships"))


def _models(settings: Settings) -> Iterator[Finding]:
    picture = io.BytesIO()
    image = Image.linear_gradient("L").convert("RGB")
    image.save(picture, "PNG")
    looks: dict[str, Callable[[], object]] = {
        "Tagging model": lambda: find_engines()[LOCAL].look_at_picture(Picture(picture)),
        "Moderation model": lambda: open_nsfw().score(image),
    }
    for subject, look in looks.items():
        try:
            look()
        except Exception as error:
            reason = str(error).partition("\n")[0]
            yield Finding(subject, "problem", f"{reason}. Install Tagdrop again: pip install .")
        else:
            yield Finding(subject, "ok", "it looks at a picture")


def _engines(settings: Settings) -> Iterator[Finding]:
    for name, engine in sorted(find_engines().items()):
        if not engine.remote:
            continue
        if engine.has_credentials():
            yield Finding(name, "ok", "has credentials")
        elif settings.engine_fallback == "local":
            yield Finding(name, "note", f"has no credentials; {engine.stand_in} answers for it.")
        else:
            yield Finding(
                name,
                "note",
                "has no credentials, and TAGDROP_ENGINE_FALLBACK=none: who asks for it gets an "
                "error.",
            )


def _decoders(settings: Settings) -> Iterator[Finding]:
    missing = [name for name in _DECODERS if not _has_decoder(name)]
    missing += [name for module, name in _PICTURES.items() if not features.check(module)]
    if missing:
        yield Finding(
            "Decoders",
            "problem",
            f"There is none for {', '.join(missing)}. Install the wheels of `av` and `pillow` from "
            "PyPI, which have them.",
        )
    else:
        names = (*_PICTURES.values(), *_DECODERS)
        yield Finding("Decoders", "ok", ", ".join(names))


def _has_decoder(name: str) -> bool:
    try:
        av.Codec(name, "r")
    except av.codec.codec.UnknownCodecError:
        return False
    return True


_LOOKS: Final = (
    _data_folder,
    _server,
    _credentials,
    _database,
    _storage,
    _words,
    _models,
    _engines,
    _decoders,
)
