"""What a file shows and says, as far as an upload or a later request asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from services.assets.tables import ModerationRecord
from services.media.hashes import perceptual_hash
from services.media.metadata import container_metadata, image_metadata
from services.media.probe import MediaInfo
from services.options.upload import UploadOptions
from services.tagging.tagger import EngineResult, Tagger
from services.uploads.errors import UploadError
from services.uploads.measurements import measurements
from services.uploads.moderation import FindLookAlikes, moderate


@dataclass(frozen=True)
class Findings:
    """What was asked for of a file.

    `values` are measurements, by the column of the record that keeps them. `engines` were asked
    for; `results` has what they found, or nothing where they are to look in the background.
    """

    values: dict[str, Any]
    moderations: Sequence[ModerationRecord]
    engines: Sequence[str]
    results: Sequence[EngineResult] | None


def examine(
    file: BinaryIO,
    info: MediaInfo,
    options: UploadOptions,
    tagger: Tagger,
    find_look_alikes: FindLookAlikes,
) -> Findings:
    """Look at a file for what `options` ask for; a video's tags and score are left to a job.

    Raises UploadError, UnknownEngine, EngineError, UnreadableMedia.
    """
    engines = _engines(tagger, info, options)
    values: dict[str, Any] = {}
    if metadata := _embedded_metadata(file, info, options):
        values["embedded_metadata"] = metadata
    moderations = moderate(info, options, find_look_alikes)
    if info.picture is not None:
        values |= measurements(info.picture, options)
    if info.picture is not None and any(record.kind == "duplicate" for record in moderations):
        values["phash"] = perceptual_hash(info.picture)
    results = None
    if info.picture is not None and engines and tagger.is_quick(engines):
        results = tagger.tag_picture(engines, info.picture, options.accept_language)
    return Findings(values, moderations, engines, results)


def _engines(tagger: Tagger, info: MediaInfo, options: UploadOptions) -> list[str]:
    if not options.categorization and not options.detection:
        return []
    if info.resource_type == "raw" or info.is_audio:
        raise UploadError(f"Only images and videos can be tagged, and this is {_called(info)}.")
    return [
        *tagger.select(options.categorization or [], info.resource_type),
        *tagger.select(options.detection or [], info.resource_type, "detection"),
    ]


def _called(info: MediaInfo) -> str:
    """What a file that shows nothing is called."""
    return "audio" if info.is_audio else f"a file of type {info.format or 'raw'}"


def _embedded_metadata(
    file: BinaryIO, info: MediaInfo, options: UploadOptions
) -> dict[str, dict[str, str]]:
    """What the file says about itself, under the names of the options that asked for it."""
    asked: list[str] = []
    if options.image_metadata and info.resource_type == "image":
        asked.append("image_metadata")
    if options.exif and info.resource_type == "image":
        asked.append("exif")
    if options.media_metadata and info.resource_type != "raw":
        asked.append("media_metadata")
    if not asked:
        return {}
    read = image_metadata if info.resource_type == "image" else container_metadata
    return dict.fromkeys(asked, read(file))
