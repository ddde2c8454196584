"""What a file shows and says, as far as an upload or a later request asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from services.assets.moderations import apply_moderation, asked_moderation
from services.assets.tables import ModerationRecord
from services.media.metadata import container_metadata, image_metadata
from services.media.probe import MediaInfo
from services.moderation.moderator import moderate_picture
from services.moderation.verdict import ModerationThresholds
from services.options.upload import UploadOptions
from services.tagging.tagger import EngineResult, Tagger
from services.uploads.errors import UploadError
from services.uploads.measurements import measurements


@dataclass(frozen=True)
class Findings:
    """What was asked for of a file.

    `values` are measurements, by the column of the record that keeps them. `engines` were asked
    for; `results` has what they found, or nothing where they are to look in the background.
    """

    values: dict[str, Any]
    moderation: ModerationRecord | None
    engines: Sequence[str]
    results: Sequence[EngineResult] | None


def examine(file: BinaryIO, info: MediaInfo, options: UploadOptions, tagger: Tagger) -> Findings:
    """Look at a file for what `options` ask for; a video's tags and score are left to a job.

    Raises UploadError, UnknownEngine, EngineError, UnreadableMedia.
    """
    engines = _engines(tagger, info, options)
    values: dict[str, Any] = {}
    if metadata := _embedded_metadata(file, info, options):
        values["embedded_metadata"] = metadata
    moderation = _moderation(info, options)
    if info.picture is not None:
        values |= measurements(info.picture, options)
    results = None
    if info.picture is not None and engines and tagger.is_quick(engines):
        results = tagger.tag_picture(engines, info.picture)
    return Findings(values, moderation, engines, results)


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


def _moderation(info: MediaInfo, options: UploadOptions) -> ModerationRecord | None:
    """The moderation that was asked for; a picture is scored at once."""
    if options.moderation is None:
        return None
    thresholds = options.moderation_thresholds or ModerationThresholds()
    record = asked_moderation(options.moderation, thresholds)
    if options.moderation == "manual":
        return record
    if info.resource_type == "raw" or info.is_audio:
        raise UploadError(
            "The model moderates images and videos only, and this is "
            f"{_called(info)}. With moderation=manual a person decides."
        )
    if info.picture is not None:
        apply_moderation(record, moderate_picture(info.picture, thresholds))
    return record


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
